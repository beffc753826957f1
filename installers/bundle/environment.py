"""Run in the frozen program just before ours: gives the environment back as it was.

PyInstaller points the loader and Qt to the bundle's libraries by variables. The programs that ours starts (jobs,
recovery actions, the browser) would take them for their own and fail. Ours needs them no more: the loader reads its
variable once, and Qt finds its plug-ins by where it is itself.
"""

import os
import sys

if sys.platform == "linux":
    for _name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH", "PYSIDE6_OPTION_PYTHON_ENUM", "LD_LIBRARY_PATH"):
        os.environ.pop(_name, None)
    if (_before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
        os.environ["LD_LIBRARY_PATH"] = _before
