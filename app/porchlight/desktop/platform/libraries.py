"""The libraries that Qt needs on a bare Linux: named plainly, since Qt's own message blames one library whatever is
missing."""

import ctypes
import importlib
import os
import sys
from contextlib import suppress
from typing import Any

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_PACKAGES_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

_LINUX = sys.platform.startswith("linux")


def skip_source_search() -> None:
    """Load PySide6 without its look at the source text of every module that is loaded after it.

    It searches each for its own name, for the sake of ``from __feature__ import …``, which nothing of ours uses; the
    text stays in memory for good (15 MiB in all) and the search is a fifth of the start. "Yes" is always right: it
    means that the module uses PySide6 and has no feature switched on. Call it before anything else imports PySide6.
    """
    import PySide6.QtCore  # noqa: F401

    with suppress(ImportError):  # an internal name: where it is another, only memory is lost, and a test shows it
        feature: Any = importlib.import_module("shibokensupport.feature")
        feature._mod_uses_pyside = lambda _: True


def missing_packages() -> list[str]:
    """The Debian packages of the libraries that Qt would not find."""
    if not _LINUX:
        return []
    wanted = dict(_PACKAGES)
    if os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM", "xcb").startswith(
        ("offscreen", "wayland")
    ):
        wanted |= _PACKAGES_X11
    return sorted(package for library, package in wanted.items() if not _loads(library))


def has_screen() -> bool:
    """Whether there is a graphical session to show windows in."""
    if not _LINUX:
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen.startswith("offscreen"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
