"""Whether something on this desktop shows the light. Qt asks the bus for a tray only once, so a panel that ends later
(StatusNotifierWatcher of freedesktop.org's StatusNotifierItem) is followed here; and it waits for an answer, which a
panel that has ended never gives. A watcher may outlive the panel that showed what it knows: KDE's does."""

import os
import sys
from typing import Any, Final

from PySide6.QtCore import SLOT, QObject, QRect, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from porchlight.desktop.light import Area, Light, is_parked, system_of

_WATCHER: Final = "org.kde.StatusNotifierWatcher"
_PATH: Final = "/StatusNotifierWatcher"
_ANSWER_MS = 2000
# Qt takes a slot's name as text; the types of PySide6 say bytes, which it refuses.
_HOST_CAME: Any = SLOT("host_came()")
_ASK_FOR_HOST: Any = SLOT("ask_for_host()")


class TrayHost(QObject):
    """Follows the bus once it is asked to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = system_of(sys.platform, os.environ)
        self._on_bus: bool | None = None
        """Whether the bus has one; None: the bus has nothing to do with it."""

    def follow(self) -> None:
        """Learn from now on when a tray comes or goes."""
        if sys.platform.startswith("linux"):
            self._follow()

    @property
    def present(self) -> bool:
        """Whether there is one now (``QSystemTrayIcon.isVisible`` is True even where there is none)."""
        if self._on_bus is None:
            return QSystemTrayIcon.isSystemTrayAvailable() and _task_bar_answers()
        return self._on_bus

    def light(self, icon: QSystemTrayIcon) -> Light:
        """Where this icon is now."""
        if not self.present:
            return Light.GONE
        screens = [_area(one.geometry()) for one in QGuiApplication.screens()]
        return Light.PARKED if is_parked(_area(icon.geometry()), screens, self._system) else Light.SEEN

    def _follow(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        mode = QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange
        self._watcher = QDBusServiceWatcher(_WATCHER, bus, mode, self)
        self._watcher.serviceRegistered.connect(self.host_came)
        self._watcher.serviceUnregistered.connect(self.host_went)
        bus.connect(_WATCHER, _PATH, _WATCHER, "StatusNotifierHostRegistered", self, _HOST_CAME)
        bus.connect(_WATCHER, _PATH, _WATCHER, "StatusNotifierHostUnregistered", self, _ASK_FOR_HOST)
        if bus.interface().isServiceRegistered(_WATCHER).value():
            self._on_bus = True
            self.ask_for_host()

    @Slot()
    def host_came(self) -> None:
        """Something shows icons."""
        self._on_bus = True

    @Slot()
    def host_went(self) -> None:
        """The bus' own tray is gone."""
        self._on_bus = False

    @Slot()
    def ask_for_host(self) -> None:
        """Ask the watcher whether anything is left that shows icons; one that does not answer changes nothing."""
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

        call = QDBusMessage.createMethodCall(_WATCHER, _PATH, "org.freedesktop.DBus.Properties", "Get")
        call.setAutoStartService(False)
        call.setArguments([_WATCHER, "IsStatusNotifierHostRegistered"])
        asking = QDBusPendingCallWatcher(QDBusConnection.sessionBus().asyncCall(call, _ANSWER_MS), self)

        def take() -> None:
            answer = asking.reply().arguments()
            if not asking.isError() and answer and isinstance(answer[0], QDBusVariant) and self._on_bus is not None:
                self._on_bus = answer[0].variant() is not False
            asking.deleteLater()

        asking.finished.connect(take)


def _area(box: QRect) -> Area:
    return Area(box.x(), box.y(), box.width(), box.height())


def _task_bar_answers() -> bool:
    """Whether Windows' task bar is there: Qt has a tray on Windows whatever has become of Explorer."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.WinDLL("user32").FindWindowW("Shell_TrayWnd", None))
    else:
        return True
