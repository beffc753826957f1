"""Which browser of this computer can render a page without a window: Edge, Chrome or Chromium.

Places as their installers choose them, and as Selenium, Playwright and chrome-launcher look for them.
"""

import ntpath
import os
import posixpath
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Final

from porchlight.dataclass import dataclass

_ON_PATH: Final = (
    ("Microsoft Edge", "microsoft-edge"),
    ("Microsoft Edge", "microsoft-edge-stable"),
    ("Google Chrome", "google-chrome"),
    ("Google Chrome", "google-chrome-stable"),
    ("Chromium", "chromium"),
    ("Chromium", "chromium-browser"),
)
_ON_MAC: Final = ("Google Chrome", "Microsoft Edge", "Chromium")
_ON_WINDOWS: Final = (
    ("Microsoft Edge", r"Microsoft\Edge\Application\msedge.exe"),
    ("Google Chrome", r"Google\Chrome\Application\chrome.exe"),
    ("Chromium", r"Chromium\Application\chrome.exe"),
)
_PROGRAM_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "LOCALAPPDATA")
"""Edge is in the one for 32 bits, whatever it is itself; whoever may not write to the others has Chrome in the last.
A program of 32 bits finds the one for 64 only under the third name."""


@dataclass(frozen=True, slots=True)
class Browser:
    """An installed browser."""

    name: str
    program: str


def find_browser() -> Browser | None:
    """The first that is installed; None where none is."""
    if sys.platform == "win32":
        found = places_on_windows(os.environ)
    else:
        found = places_on_path(shutil.which)
        if sys.platform == "darwin":
            found += places_on_mac(os.path.expanduser("~"))
    return next((one for one in found if os.path.isfile(one.program) and os.access(one.program, os.X_OK)), None)


def places_on_windows(environment: Mapping[str, str]) -> list[Browser]:
    """Where browsers may be, the preferred first; ``environment``: its names in capitals."""
    folders = [folder for name in _PROGRAM_FOLDERS if ntpath.isabs(folder := environment.get(name, ""))]
    return [
        Browser(name, ntpath.join(folder, path)) for name, path in _ON_WINDOWS for folder in dict.fromkeys(folders)
    ]


def places_on_mac(home: str) -> list[Browser]:
    """The same for macOS, for everybody or in one's own folder ``home``."""
    folders = ["/Applications"]
    if posixpath.isabs(home):
        folders.append(posixpath.join(home, "Applications"))
    return [Browser(name, f"{folder}/{name}.app/Contents/MacOS/{name}") for name in _ON_MAC for folder in folders]


def places_on_path(which: Callable[[str], str | None]) -> list[Browser]:
    """The same for programs that are called by name; ``which`` finds one."""
    return [Browser(name, path) for name, program in _ON_PATH if (path := which(program)) is not None]
