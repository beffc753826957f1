"""Run by the Windows Python: PyInstaller, with one helper process for all that it asks instead of one for each.

A process takes about a second to start under Wine, and PyInstaller asks some hundred times what is in a package.
"""

import atexit
import sys

import PyInstaller.__main__
from PyInstaller import isolated
from PyInstaller.isolated import _parent


def without_garbage_collection() -> None:
    """pefile asks for one after each of hundreds of files, which reads through all that is known of the modules."""
    import gc

    gc.disable()
    gc.collect = lambda generation=2: 0


_helper = _parent.Python()
_helper.__enter__()
atexit.register(_helper.__exit__, None, None, None)
_parent.call = isolated.call = _helper.call
without_garbage_collection()
_helper.call(without_garbage_collection)
PyInstaller.__main__.run(sys.argv[1:])
