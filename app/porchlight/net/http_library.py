"""httpx, imported without its command line.

httpx imports its own command line when click, Pygments and Rich can be imported, and falls back when they cannot.
Where they are installed for other reasons, that is more than half of httpx's import time and 6 MiB of memory that
stay for good. So this module lets that one import fail: the command line itself, since the libraries it needs may be
loaded already (sqlite-utils brings click where the history's tables are made). Import httpx from here, never
directly.
"""

import sys

_COMMAND_LINE = "httpx._main"

_hide = _COMMAND_LINE not in sys.modules
if _hide:
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]  # None is Python's own mark for "not importable"
try:
    import httpx as httpx
finally:
    if _hide:
        del sys.modules[_COMMAND_LINE]
