"""Where the light is, judged without Qt and without a word for people: it is loaded before the light is shown."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

_BAND = 60
"""px above and below the upper edge of a screen: there is macOS' menu bar, also one that hides until it is needed."""


class Light(Enum):
    """Where the icon is."""

    SEEN = "seen"
    FOLDED = "folded"
    """Among the icons that Windows shows only when they are asked for."""
    PARKED = "parked"
    """The system took it and put it where nobody sees it."""
    GONE = "gone"
    """Nothing on this desktop shows icons."""

    @property
    def reachable(self) -> bool:
        """Whether Porchlight can be opened and quit by it."""
        return self in (Light.SEEN, Light.FOLDED)


class System(Enum):
    """By what the steps to a remedy differ."""

    WINDOWS = "windows"
    MACOS = "macos"
    GNOME = "gnome"
    KDE = "kde"
    XFCE = "xfce"
    OTHER = "other"


class Area(NamedTuple):
    """A rectangle of the desktop, in px."""

    x: int
    y: int
    width: int
    height: int


def system_of(platform: str, environment: Mapping[str, str]) -> System:
    """The system of a ``sys.platform``, with the desktop that the session names (freedesktop.org,
    XDG_CURRENT_DESKTOP: a list, the most exact name first)."""
    if platform in ("win32", "darwin"):
        return System.WINDOWS if platform == "win32" else System.MACOS
    names = environment.get("XDG_CURRENT_DESKTOP", "").casefold().split(":")
    return next((one for one in (System.GNOME, System.KDE, System.XFCE) if one.value in names), System.OTHER)


def is_parked(icon: Area, screens: Sequence[Area], system: System) -> bool:
    """Whether an icon that the system claims to show is where nobody sees it.

    macOS 26 leaves an icon that it may not show at the lower edge of the main screen, or without any place; a menu
    bar that is full pushes it off the screen. An icon of StatusNotifierItem has no known place anywhere.
    """
    if icon.width <= 0 or icon.height <= 0:
        return system is System.MACOS
    x, y = icon.x + icon.width // 2, icon.y + icon.height // 2
    beside = [one for one in screens if one.x <= x < one.x + one.width]
    if system is System.MACOS:
        return not any(abs(y - one.y) <= _BAND for one in beside)
    return bool(screens) and not any(one.y <= y < one.y + one.height for one in beside)
