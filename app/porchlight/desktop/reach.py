"""Whether what Porchlight shows can be seen: its light, and its notifications. Judged here, asked in
``platform.reach_probes``; without Qt."""

from collections.abc import Iterable, Mapping
from enum import Enum

from porchlight.dataclass import dataclass
from porchlight.desktop.light import Light, System
from porchlight.language.text import Text, msg


class Toasts(Enum):
    """Whether a notification is shown."""

    SHOWN = "shown"
    QUIET = "quiet"
    """Do not disturb: it is kept, and not shown."""
    OFF = "off"
    MISSING = "missing"
    """There is no program that would show one."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Both."""

    light: Light = Light.SEEN
    toasts: Toasts = Toasts.SHOWN


@dataclass(frozen=True, slots=True)
class Guide:
    """What is wrong, what that means, and what to do on this system."""

    cause: str
    """Its name in the file of what was shown."""
    title: Text
    meaning: Text
    steps: tuple[Text, ...]


def is_folded(program: str, known: Iterable[tuple[str, int | None]]) -> bool:
    """Whether Windows 11 keeps the icon of ``program`` among the hidden ones. ``known``: for each icon that it
    remembers, the program's path and whether it is promoted to the task bar (None: never chosen, so it is not).

    A path may begin with the identifier of a known folder instead of that folder's path.
    """
    exact = program.casefold()
    found = [promoted for path, promoted in known if path and _same_program(path.casefold(), exact)]
    return bool(found) and not any(found)


def _same_program(path: str, exact: str) -> bool:
    head, _, tail = path.partition("}\\")
    return exact.endswith(f"\\{tail}") if head.startswith("{") and tail else path == exact


class Believed:
    """A state that is believed once it was found twice in a row: what is restarted, or reads a moment too early, is
    no news."""

    def __init__(self) -> None:
        self.state: tuple[bool, Toasts] = (False, Toasts.SHOWN)
        """Whether the light is folded, and whether notifications are shown."""
        self._last = self.state

    def take(self, found: tuple[bool, Toasts]) -> None:
        """Take what was found now."""
        if found == self._last:
            self.state = found
        self._last = found


def guides(reach: Reach, system: System) -> tuple[Guide, ...]:
    """What to do, the light first; none where all can be seen."""
    found = (_light_guide(reach.light, system), _toasts_guide(reach.toasts, system))
    return tuple(one for one in found if one is not None)


_WATCHED = msg(
    "Porchlight is still watching, but you cannot see its light. Until that is solved, this window stays in the task "
    "bar when you close it."
)
_WATCHED_ON_MAC = msg(
    "Porchlight is still watching, but you cannot see its light. Until that is solved, this window stays in the Dock "
    "when you close it."
)
_NO_BANNERS = msg("Alerts are still sent to your other channels and shown in this window, but no banner appears.")

_NO_TRAY: Mapping[System, tuple[Text, ...]] = {
    System.WINDOWS: (
        msg("Press Ctrl+Shift+Esc to open the Task Manager."),
        msg("Select Windows Explorer and choose Restart."),
    ),
    System.GNOME: (
        msg(
            "Install the extension “{extension}”. Debian and Ubuntu have it as the package {package}.",
            extension="AppIndicator and KStatusNotifierItem Support",
            package="gnome-shell-extension-appindicator",
        ),
        msg("Log out and in again, and turn the extension on in the Extensions app."),
    ),
    System.KDE: (msg("Right-click the panel, choose to add widgets, and add the system tray."),),
    System.XFCE: (msg("Right-click the panel, choose to add new items, and add the Status Tray Plugin."),),
}
_ANY_TRAY = (
    msg("Add a system tray to your panel, or start a program that shows one, such as {example}.", example="trayer"),
)
_QUIET: Mapping[System, tuple[Text, ...]] = {
    System.WINDOWS: (
        msg("Press Windows+N and turn off “Do not disturb”."),
        msg("If a presentation or a game fills the screen, banners come back when it ends."),
    ),
    System.MACOS: (msg("Open Control Center, choose Focus and turn it off."),),
    System.GNOME: (msg("Click the clock at the top of the screen and turn off “Do Not Disturb”."),),
    System.KDE: (msg("Click the bell in the system tray and turn off “Do not disturb”."),),
    System.XFCE: (msg("Open Notifications in the settings and turn off “Do not disturb”."),),
}
_ANY_QUIET = (
    msg(
        "Let your notification program show banners again. For dunst: {command}", command="dunstctl set-paused false"
    ),
)
_OFF: Mapping[System, tuple[Text, ...]] = {
    System.WINDOWS: (
        msg("Open Settings, then System, then Notifications."),
        msg("Turn notifications on, and Porchlight in the list below."),
        msg("If you cannot change this, your organisation has set it: ask your administrator."),
    ),
    System.MACOS: (
        msg("Open System Settings, then Notifications, then Porchlight."),
        msg("Turn on “Allow notifications”."),
    ),
}
_ANY_OFF = (msg("Turn notifications on in your desktop's settings."),)


def _light_guide(light: Light, system: System) -> Guide | None:
    meaning = _WATCHED_ON_MAC if system is System.MACOS else _WATCHED
    match light:
        case Light.SEEN:
            return None
        case Light.FOLDED:
            meaning = msg("It is among the hidden icons behind the arrow (^), where a red light is easily missed.")
            steps: tuple[Text, ...] = (
                msg("Open Settings, then Personalization, then Taskbar, then “Other system tray icons”."),
                msg("Turn on Porchlight. You can also drag its icon from the arrow to the task bar."),
            )
            title = msg("Windows hides Porchlight's light")
        case Light.PARKED if system is System.MACOS:
            title = msg("macOS hides Porchlight's light")
            steps = (
                msg("Open System Settings, then Menu Bar, and allow Porchlight to be shown there."),
                msg("If it is allowed already, the menu bar is full: quit apps whose icons you do not need."),
            )
        case Light.PARKED:
            title = msg("Porchlight's light is off the screen")
            steps = (msg("Move your panel to a screen that you see, or restart it."),)
        case Light.GONE:
            title = msg("Nothing on this desktop shows Porchlight's light")
            steps = _NO_TRAY.get(system, _ANY_TRAY)
    return Guide(f"light-{light.value}", title, meaning, steps)


def _toasts_guide(toasts: Toasts, system: System) -> Guide | None:
    match toasts:
        case Toasts.SHOWN:
            return None
        case Toasts.QUIET:
            title = msg("“Do not disturb” is on")
            steps = _QUIET.get(system, _ANY_QUIET)
        case Toasts.OFF:
            title = msg("Notifications are turned off on this computer")
            steps = _OFF.get(system, _ANY_OFF)
        case Toasts.MISSING:
            title = msg("No program here shows notifications")
            steps = (
                msg(
                    "Install and start a notification service, such as your desktop's own or {example}.",
                    example="dunst",
                ),
            )
    return Guide(f"toasts-{toasts.value}", title, _NO_BANNERS, steps)
