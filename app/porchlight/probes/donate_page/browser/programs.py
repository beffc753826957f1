"""Which browser of this computer can render a page without a window: Edge, Chrome or Chromium."""

import os
import shutil
import sys
from dataclasses import dataclass
from typing import Final

_ON_PATH: Final = (
    ("Microsoft Edge", "microsoft-edge"),
    ("Microsoft Edge", "microsoft-edge-stable"),
    ("Google Chrome", "google-chrome"),
    ("Google Chrome", "google-chrome-stable"),
    ("Chromium", "chromium"),
    ("Chromium", "chromium-browser"),
)
_ON_MAC: Final = (
    ("Google Chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("Microsoft Edge", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    ("Chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
_ON_WINDOWS: Final = (
    ("Microsoft Edge", r"Microsoft\Edge\Application\msedge.exe"),
    ("Google Chrome", r"Google\Chrome\Application\chrome.exe"),
    ("Chromium", r"Chromium\Application\chrome.exe"),
)
_PROGRAM_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


@dataclass(frozen=True, slots=True)
class Browser:
    """An installed browser."""

    name: str
    program: str


def find_browser() -> Browser | None:
    """The first that is installed; None where none is."""
    if sys.platform == "win32":
        folders = [folder for name in _PROGRAM_FOLDERS if (folder := os.environ.get(name))]
        places = [(name, os.path.join(folder, path)) for name, path in _ON_WINDOWS for folder in folders]
        return next((Browser(name, path) for name, path in places if os.path.isfile(path)), None)
    else:
        for name, program in _ON_PATH:
            if path := shutil.which(program):
                return Browser(name, path)
        found = _ON_MAC if sys.platform == "darwin" else ()
        return next((Browser(name, path) for name, path in found if os.access(path, os.X_OK)), None)
