"""httpx, imported without its command line.

httpx imports its own command line when click, Pygments and Rich can be imported, and falls back when they cannot.
Ours are installed for other reasons, and loading them costs more than half of httpx's import time, so this module
lets that one import fail. Import httpx from here, never directly.
"""

import sys

_hide = "click" not in sys.modules
if _hide:
    sys.modules["click"] = None  # type: ignore[assignment]  # None is Python's own mark for "not importable"
try:
    import httpx as httpx
finally:
    if _hide:
        del sys.modules["click"]
