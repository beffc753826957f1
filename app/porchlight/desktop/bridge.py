"""From the monitor's bus to Qt's signals. Events that come together become one ``changed``."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from porchlight.desktop.recent import RecentResults
from porchlight.model.events import AlertsChanged
from porchlight.model.result import Result
from porchlight.model.snapshot import Snapshot
from porchlight.runtime.monitoring import Monitoring, result_of

if TYPE_CHECKING:
    from porchlight.runtime.types import Event

_TOGETHER_MS = 30
"""Well under the 100 ms in which the tray has to follow, long enough to draw a burst of results once."""


class Bridge(QObject):
    """What surfaces listen to. It follows one monitor at a time."""

    changed = Signal()
    """The snapshot is another one; at most once in _TOGETHER_MS."""
    result = Signal(object)
    """A Result, at once."""
    alerts_changed = Signal()
    """An alert, a silence or what was sent is another one; at most once in _TOGETHER_MS."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recent = RecentResults()
        self._monitoring: Monitoring | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._timer = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._timer.timeout.connect(self.changed)
        self._alerts_timer = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._alerts_timer.timeout.connect(self.alerts_changed)

    @property
    def monitoring(self) -> Monitoring | None:
        """The monitor that is followed; None before it is there."""
        return self._monitoring

    def follow(self, monitoring: Monitoring) -> None:
        """Tell what this one does, from now on."""
        self._unsubscribe()
        self._monitoring = monitoring
        self._unsubscribe = monitoring.monitor.bus.subscribe(self._hear)
        self.changed.emit()

    def leave(self) -> None:
        """Follow it no more."""
        self._unsubscribe()
        self._monitoring = None

    def snapshot(self) -> Snapshot:
        """Everything as it is now; empty before the monitor is there."""
        return self._monitoring.monitor.snapshot() if self._monitoring else Snapshot(0, {})

    def hear_alerts(self) -> None:
        """What alerting calls when something about alerts changes."""
        if not self._alerts_timer.isActive():
            self._alerts_timer.start()

    def _hear(self, event: "Event") -> None:
        if isinstance(event, AlertsChanged):  # the snapshot holds nothing about alerts
            return
        result: Result | None = result_of(event)
        if result is not None:
            self.recent.add(result)
            self.result.emit(result)
        if not self._timer.isActive():
            self._timer.start()
