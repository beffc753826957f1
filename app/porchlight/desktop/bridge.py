"""From the program's bus to Qt's signals. Events that come together become one ``changed``."""

from PySide6.QtCore import QObject, QTimer, Signal

from porchlight.desktop.history import RecentResults
from porchlight.model.events import AlertsChanged, CheckEnded, Event
from porchlight.model.snapshot import Snapshot
from porchlight.runtime.app import Porchlight

_TOGETHER_MS = 30
"""Well under the 100 ms in which the tray has to follow, long enough to draw a burst of results once."""


class Bridge(QObject):
    """Signals for surfaces, from its construction until ``end``."""

    changed = Signal()
    """The snapshot has changed; at most once in _TOGETHER_MS."""
    result = Signal(object)
    """A Result, at once."""
    alerts_changed = Signal()
    """An alert, a silence or a delivery has changed; at most once in _TOGETHER_MS."""

    def __init__(self, program: Porchlight) -> None:
        super().__init__()
        self.recent = RecentResults()
        self._program = program
        self._timer = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._timer.timeout.connect(self.changed)
        self._alerts_timer = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._alerts_timer.timeout.connect(self.alerts_changed)
        self._unsubscribe = program.bus.subscribe(self._pass_on, name="windows")

    def end(self) -> None:
        """Emit no signals from now on."""
        self._unsubscribe()
        self._timer.stop()
        self._alerts_timer.stop()

    def snapshot(self) -> Snapshot:
        """Everything as it is now."""
        return self._program.snapshot()

    def _pass_on(self, event: Event) -> None:
        if isinstance(event, CheckEnded):
            self.recent.add(event.result)
            self.result.emit(event.result)
        timer = self._alerts_timer if isinstance(event, AlertsChanged) else self._timer
        if not timer.isActive():
            timer.start()
