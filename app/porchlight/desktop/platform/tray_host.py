"""Whether something on this desktop shows the light. Qt asks the bus for a tray only once, so a panel that ends later
(StatusNotifierWatcher of freedesktop.org's StatusNotifierItem) is followed here."""

import sys
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon

_WATCHER: Final = "org.kde.StatusNotifierWatcher"


class TrayHost(QObject):
    """Follows the bus from its start."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gone = False
        if sys.platform.startswith("linux"):
            self._follow()

    @property
    def present(self) -> bool:
        """Whether there is one now (``QSystemTrayIcon.isVisible`` is True even where there is none)."""
        return QSystemTrayIcon.isSystemTrayAvailable() and not self._gone

    def _follow(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if bus.isConnected():
            self._watcher = QDBusServiceWatcher(
                _WATCHER, bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange, self
            )
            self._watcher.serviceUnregistered.connect(lambda _: self._set(gone=True))
            self._watcher.serviceRegistered.connect(lambda _: self._set(gone=False))

    def _set(self, *, gone: bool) -> None:
        self._gone = gone
