"""Which changes of status are told, and in which words, until alert rules decide it.

Trouble is told when it begins, and its end where its beginning was told. Changes within half a second become one
notice. What follows from another component's trouble, and what cannot be known, is not told.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.desktop.notifier import Notice
from app.desktop.words import advice, sentence, span, translate, what_is_wrong
from app.model.incident import StatusChange
from app.model.snapshot import Snapshot
from app.model.status import Status

TOGETHER_MS = 500
OFFLINE_AFTER_MS = 120_000
_TROUBLE = (Status.ERROR, Status.DEGRADED)


class Notices(QObject):
    """Hears changes, gives notices."""

    def __init__(self, snapshot: Callable[[], Snapshot], give: Callable[[Notice], None]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._give = give
        self._waiting: dict[str, StatusChange] = {}
        self._told: dict[str, int] = {}
        """Whose trouble was told, and since when it lasted (Unix ms)."""
        self._together = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._together.timeout.connect(self._tell)
        self._offline = QTimer(self, singleShot=True, interval=OFFLINE_AFTER_MS)
        self._offline.timeout.connect(self._tell_offline)

    def hear(self, change: StatusChange) -> None:
        """A component changed."""
        if change.status in _TROUBLE or (change.status is Status.HEALTHY and change.component in self._told):
            self._waiting[change.component] = change
            self._together.start()
        else:
            self._waiting.pop(change.component, None)

    def look(self) -> None:
        """The snapshot is another one: is this computer offline?"""
        offline = self._snapshot().offline
        if offline and not self._offline.isActive():
            self._offline.start()
        elif not offline:
            self._offline.stop()

    def _tell(self) -> None:
        snapshot = self._snapshot()
        waiting, self._waiting = self._waiting, {}
        worse = [
            change
            for change in waiting.values()
            if change.status in _TROUBLE
            and change.component in snapshot.views
            and snapshot.suppressed_by(change.component) is None
            and change.component not in self._told
        ]
        better = [change for change in waiting.values() if change.status is Status.HEALTHY]
        for change in worse:
            self._told[change.component] = change.since_ms
        if len(worse) == 1:
            self._give(_of_one(worse[0], snapshot))
        elif worse:
            self._give(_of_several(worse, snapshot))
        for change in better:
            began_ms = self._told.pop(change.component)
            if view := snapshot.views.get(change.component):
                title = translate("Notices", "%1 works again").replace("%1", view.component.name)
                lasted = span((change.at_ms - began_ms) / 1000)
                self._give(Notice(title, translate("Notices", "It took %1.").replace("%1", lasted), change.component))

    def _tell_offline(self) -> None:
        if self._snapshot().offline:
            title = translate("Notices", "This computer is offline")
            self._give(Notice(title, translate("Notices", "Porchlight goes on as soon as the network is back.")))


def _of_one(change: StatusChange, snapshot: Snapshot) -> Notice:
    view = snapshot.views[change.component]
    said = sentence(change.sentence, change.reason, change.status)
    if change.reason is not None:
        said += " " + advice(change.reason, view.component.kind)
    title = what_is_wrong(view) if view.state.reason is not None else view.component.name
    urgent = view.component.critical and change.status is Status.ERROR
    return Notice(title, said, change.component, urgent)


def _of_several(changes: list[StatusChange], snapshot: Snapshot) -> Notice:
    views = [snapshot.views[change.component] for change in changes]
    title = translate("Notices", "%n component(s) need attention", "", len(views))
    urgent = any(view.component.critical and view.state.status is Status.ERROR for view in views)
    return Notice(title, "; ".join(map(what_is_wrong, views)) + ".", None, urgent)
