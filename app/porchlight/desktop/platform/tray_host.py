"""Whether something on this desktop shows the light. Qt asks the bus for a tray only once, so a panel that ends later
(StatusNotifierWatcher of freedesktop.org's StatusNotifierItem) is followed here; and it waits for an answer, which a
panel that has ended never gives."""

import sys
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon

_WATCHER: Final = "org.kde.StatusNotifierWatcher"


class TrayHost(QObject):
    """Follows the bus once it is asked to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
            return QSystemTrayIcon.isSystemTrayAvailable()
        return self._on_bus

    def _follow(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        mode = QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange
        self._watcher = QDBusServiceWatcher(_WATCHER, bus, mode, self)
        self._watcher.serviceRegistered.connect(lambda _: self._set(on_bus=True))
        self._watcher.serviceUnregistered.connect(lambda _: self._set(on_bus=False))
        if bus.interface().isServiceRegistered(_WATCHER).value():
            self._on_bus = True

    def _set(self, *, on_bus: bool) -> None:
        self._on_bus = on_bus
