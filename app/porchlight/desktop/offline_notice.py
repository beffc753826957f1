"""One calm notice where this computer is offline for a while; no rule fires meanwhile."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from porchlight.desktop.notifier import Notice
from porchlight.desktop.words import translate
from porchlight.model.snapshot import Snapshot

AFTER_MS = 120_000


class OfflineNotice(QObject):
    """Looks at the snapshot, gives the notice."""

    def __init__(self, snapshot: Callable[[], Snapshot], give: Callable[[Notice], None]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._give = give
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._tell)

    def look(self) -> None:
        """The snapshot is another one."""
        offline = self._snapshot().offline
        if offline and not self._timer.isActive():
            self._timer.start()
        elif not offline:
            self._timer.stop()

    def _tell(self) -> None:
        if self._snapshot().offline:
            title = translate("Notices", "This computer is offline")
            self._give(Notice(title, translate("Notices", "Porchlight goes on as soon as the network is back.")))
