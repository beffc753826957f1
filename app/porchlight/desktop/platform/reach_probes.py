"""What one system knows about where Porchlight's light is and whether its notifications are shown; judged in
``desktop.reach``. Nothing is ever changed.

Where: Microsoft, "SHQueryUserNotificationState" and "Turn off toast notifications" (NoToastApplicationNotification);
freedesktop.org, "Desktop Notifications Specification" (KDE's property Inhibited); dunst(5), org.dunstproject.cmd0;
GNOME's key show-banners; xfce4-notifyd's channel of Xfconf. Windows describes no way to learn of "Do not disturb"
itself, nor macOS of Focus: there a notification that is kept back cannot be noticed.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from porchlight.desktop.light import System, system_of
from porchlight.desktop.platform.portal import SERVICE as _PORTAL
from porchlight.desktop.platform.sandbox import in_sandbox
from porchlight.desktop.reach import Toasts, is_folded
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_SERVICE: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
_BUS: Final = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_ANSWER_MS = 2000


class ReachProbe(Protocol):
    """The port: one system."""

    def folded(self) -> bool:
        """Whether the light is among the icons that are shown only when asked for."""
        ...

    async def toasts(self) -> Toasts:
        """Whether a notification is shown; raises nothing."""
        ...


class FreedesktopProbe:
    """Linux and its like: asks the bus, never starting anything by that."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._banners = _GnomeBanners()

    def folded(self) -> bool:
        """See ReachProbe: no desktop folds icons away."""
        return False

    async def toasts(self) -> Toasts:
        """See ReachProbe."""
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return Toasts.MISSING
        if not await _answers_or_starts(bus, _SERVICE):
            return Toasts.MISSING
        for quiet in (
            partial(self._inhibited, bus),
            partial(self._paused, bus),
            self._gnome,
            partial(self._xfce, bus),
        ):
            if await quiet():
                return Toasts.QUIET
        return Toasts.SHOWN

    async def _inhibited(self, bus: "QDBusConnection") -> bool:
        return self._system is System.KDE and await _property(bus, _SERVICE, "Inhibited") is True

    async def _paused(self, bus: "QDBusConnection") -> bool:
        named = self._system in (System.GNOME, System.KDE)
        return not named and await _property(bus, "org.dunstproject.cmd0", "paused") is True

    async def _gnome(self) -> bool:
        return self._system is System.GNOME and await in_thread(self._banners.off, name="GNOME's banners")

    async def _xfce(self, bus: "QDBusConnection") -> bool:
        if self._system is not System.XFCE or await _ask(bus, *_BUS, "NameHasOwner", "org.xfce.Xfconf") is not True:
            return False
        where = ("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
        return await _ask(bus, *where, "GetProperty", "xfce4-notifyd", "/do-not-disturb") is True


class SandboxProbe:
    """A Flatpak: its portal shows the notifications, and says nothing of a desktop that keeps them back."""

    def folded(self) -> bool:
        """See ReachProbe: no desktop folds icons away."""
        return False

    async def toasts(self) -> Toasts:
        """See ReachProbe."""
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.sessionBus()
        return Toasts.SHOWN if bus.isConnected() and await _answers_or_starts(bus, _PORTAL) else Toasts.MISSING


class _GnomeBanners:
    """Asks GNOME's settings, which only a program of its own reads; and only after they have changed."""

    def __init__(self) -> None:
        self._seen: object = None
        self._off = False

    def off(self) -> bool:
        """Whether banners are turned off; False where nobody knows."""
        folder = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
        with suppress(OSError, subprocess.SubprocessError):
            changed = os.stat(os.path.join(folder, "dconf", "user")).st_mtime_ns
            if changed != self._seen:
                command = ("gsettings", "get", "org.gnome.desktop.notifications", "show-banners")
                done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603 - ours
                self._off, self._seen = done.stdout.strip() == "false", changed
        return self._off


class WindowsProbe:
    """Windows: its registry, read only."""

    def folded(self) -> bool:
        """See ReachProbe: Windows 11 remembers each icon with its program."""
        found: list[tuple[str, int | None]] = []
        if sys.platform == "win32":
            import winreg

            with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _ICONS) as icons:
                for place in range(winreg.QueryInfoKey(icons)[0]):
                    name = rf"{_ICONS}\{winreg.EnumKey(icons, place)}"
                    path, promoted = _registry(name, "ExecutablePath"), _registry(name, "IsPromoted")
                    found.append((str(path or ""), promoted if isinstance(promoted, int) else None))
        return is_folded(sys.executable, found)

    async def toasts(self) -> Toasts:
        """See ReachProbe."""
        if (_registry(_POLICY, "NoToastApplicationNotification") or 0) == 1:
            return Toasts.OFF
        for key, name in ((_PUSH, "ToastEnabled"), (_OURS, "Enabled")):
            if _registry(key, name) == 0:
                return Toasts.OFF
        return Toasts.QUIET if _notification_state() in _KEPT_BACK else Toasts.SHOWN


_ICONS: Final = r"Control Panel\NotifyIconSettings"
_PUSH: Final = r"Software\Microsoft\Windows\CurrentVersion\PushNotifications"
_POLICY: Final = r"Software\Policies\Microsoft\Windows\CurrentVersion\PushNotifications"
_OURS: Final = r"Software\Microsoft\Windows\CurrentVersion\Notifications\Settings\Porchlight"
_KEPT_BACK: Final = frozenset({2, 3, 4, 6})
"""QUNS_BUSY, QUNS_RUNNING_D3D_FULL_SCREEN, QUNS_PRESENTATION_MODE, QUNS_QUIET_TIME."""


def _registry(key: str, name: str) -> object:
    """A value of this user's; None: there is none."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    return None


def _notification_state() -> int:
    """Whether this is a moment for notifications (QUERY_USER_NOTIFICATION_STATE); 0: unknown."""
    if sys.platform == "win32":
        import ctypes

        state = ctypes.c_int()
        if ctypes.WinDLL("shell32").SHQueryUserNotificationState(ctypes.byref(state)) == 0:
            return state.value
    return 0


class MacProbe:
    """macOS: its notification settings, by the library that shows the notifications."""

    def folded(self) -> bool:
        """See ReachProbe: macOS hides an icon altogether."""
        return False

    async def toasts(self) -> Toasts:
        """See ReachProbe."""
        with suppress(Exception):  # whatever the library does where the program is not signed: nothing is known
            from desktop_notifier import DesktopNotifier

            async with asyncio.timeout(_ANSWER_MS / 1000):
                if not await DesktopNotifier(app_name="Porchlight").has_authorisation():
                    return Toasts.OFF
        return Toasts.SHOWN


def this_systems_probe() -> ReachProbe:
    """The one for this system."""
    system = system_of(sys.platform, os.environ)
    if system is System.WINDOWS:
        return WindowsProbe()
    if system is System.MACOS:
        return MacProbe()
    return SandboxProbe() if in_sandbox() else FreedesktopProbe(system)


async def _answers_or_starts(bus: "QDBusConnection", service: str) -> bool:
    """Whether it runs; what the bus would start when it is needed is as good as one that runs. Nobody answers: it
    is."""
    if await _ask(bus, *_BUS, "NameHasOwner", service) is not False:
        return True
    startable = await _ask(bus, *_BUS, "ListActivatableNames")
    return isinstance(startable, list) and service in startable


async def _property(bus: "QDBusConnection", interface: str, name: str) -> object:
    return await _ask(bus, _SERVICE, _PATH, "org.freedesktop.DBus.Properties", "Get", interface, name)


async def _ask(bus: "QDBusConnection", service: str, path: str, interface: str, member: str, *given: str) -> object:
    """The answer of somebody on the bus; None: there is none. Starts nobody."""
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

    call = QDBusMessage.createMethodCall(service, path, interface, member)
    call.setAutoStartService(False)
    call.setArguments(list(given))
    watcher = QDBusPendingCallWatcher(bus.asyncCall(call, _ANSWER_MS))
    answered: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    def take() -> None:
        arguments = watcher.reply().arguments()
        first = arguments[0] if arguments and not watcher.isError() else None
        if not answered.done():
            answered.set_result(first.variant() if isinstance(first, QDBusVariant) else first)

    watcher.finished.connect(take)
    return await answered
