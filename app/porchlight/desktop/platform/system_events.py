"""What the system reports: resume from sleep, and a network that comes or goes.

Resume comes from logind on Linux and power messages on Windows. Everywhere else, and where the system is silent, the
monitor's own look at the clocks finds the gap within ten seconds; macOS has only that. Of the network, "disconnected"
is trusted, "connected" is only a reason to check.
"""

import sys
from ctypes import Structure, c_size_t, c_uint, c_void_p
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

_LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")
# Qt takes a slot's name as text; the types of PySide6 say bytes, which it refuses.
_PREPARE_FOR_SLEEP: Any = SLOT("prepare_for_sleep(bool)")
_WM_POWERBROADCAST = 0x0218
_PBT_APMRESUMEAUTOMATIC = 0x0012


class Power(QObject):
    """Signals that this computer was asleep and is back."""

    woke = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter: _WindowsPower | None = None
        if sys.platform == "win32":
            self._filter = _WindowsPower(self)
            app = QCoreApplication.instance()
            if app is not None:
                app.installNativeEventFilter(self._filter)
        elif sys.platform.startswith("linux"):
            self._follow_logind()

    def _follow_logind(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        if bus.isConnected():
            bus.connect(*_LOGIND, self, _PREPARE_FOR_SLEEP)

    @Slot(bool)
    def prepare_for_sleep(self, asleep: bool) -> None:
        """logind's signal before and after sleep (systemd, "org.freedesktop.login1")."""
        if not asleep:
            self.woke.emit()


class _Message(Structure):
    """The beginning of Windows' MSG."""

    _fields_ = (("hwnd", c_void_p), ("message", c_uint), ("wParam", c_size_t))


class _WindowsPower(QAbstractNativeEventFilter):
    """Microsoft, "WM_POWERBROADCAST message"."""

    def __init__(self, power: Power) -> None:
        super().__init__()
        self._power = power

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """See QAbstractNativeEventFilter."""
        if bytes(kind.data() if isinstance(kind, QByteArray) else kind).startswith(b"windows_"):
            event = _Message.from_address(int(message))
            if event.message == _WM_POWERBROADCAST and event.wParam == _PBT_APMRESUMEAUTOMATIC:
                self._power.woke.emit()
        return False, 0


class Network(QObject):
    """Signals changes; silent where the system does not report them."""

    changed = Signal(bool)
    """Whether it is disconnected now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if sys.platform == "linux":
            from porchlight.desktop.platform.routes import RouteWatch

            RouteWatch(self).changed.connect(self.changed)
        else:
            self._follow_system()

    if sys.platform != "linux":

        def _follow_system(self) -> None:
            from PySide6.QtNetwork import QNetworkInformation

            if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
                return
            gone = QNetworkInformation.Reachability.Disconnected
            information = QNetworkInformation.instance()
            self._disconnected = information.reachability() == gone
            information.reachabilityChanged.connect(lambda now: self._on_reachability(now == gone))

        def _on_reachability(self, disconnected: bool) -> None:
            if disconnected is not self._disconnected:
                self._disconnected = disconnected
                self.changed.emit(disconnected)
