"""When somebody last looked, and what happened until the first look of a day."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from porchlight.desktop.context import AppContext
from porchlight.desktop.windows.places import Places
from porchlight.insight.away import Absence, while_away
from porchlight.language.current import rendered, tr
from porchlight.language.text import Moment
from porchlight.model.errors import HistoryError

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_LAST_LOOK = "last-look"
_LONG_MS = 4 * 3_600_000
"""So long without a look, and what happened is shown on the same day too."""
_AT_LEAST_MS = 1_800_000
"""A look just before midnight is no absence."""
_SHOWN_FOR_MS = 3_600_000
"""Then it is no longer news."""


class Away(QObject):
    """The last look is kept beside the places of windows."""

    changed = Signal()

    def __init__(self, context: AppContext, places: Places) -> None:
        super().__init__()
        self._context = context
        self._places = places
        self._absence: Absence | None = None

    @property
    def title(self) -> str:
        """What the lines are about."""
        since_ms = self._absence.since_ms if self._absence is not None else 0
        return tr("While you were away, since {since}", since=Moment(since_ms))

    @property
    def lines(self) -> tuple[str, ...]:
        """At most three; none where there is nothing to show (any more)."""
        absence = self._absence
        if absence is None or self._context.now_ms() - absence.until_ms > _SHOWN_FOR_MS:
            return ()
        return tuple(rendered(line) for line in while_away(absence, self._context.component_names()))

    def look(self) -> None:
        """Somebody looks now: read what happened, where that is the first look of a day or one after hours."""
        now_ms, since_ms = self._context.now_ms(), self._places.moment(_LAST_LOOK)
        self.note()
        if since_ms is None or not _is_absence(since_ms, now_ms):
            return
        ids = [view.component.id for view in self._context.snapshot.views.values() if view.component.enabled]

        def read(reader: "HistoryReader") -> Absence:
            shares = [reader.summary(one, since_ms, now_ms).coverage for one in ids]
            incidents, alerts = reader.incidents(since_ms, now_ms), reader.alerts(since_ms, now_ms)
            return Absence(since_ms, now_ms, incidents, alerts, max(shares, default=0.0))

        if ids:
            self._context.ask_history(self, read, self._show, "while away")

    def note(self) -> None:
        """Somebody looked until now."""
        self._places.put_moment(_LAST_LOOK, self._context.now_ms())

    def dismiss(self) -> None:
        """It was read."""
        self._absence = None
        self.changed.emit()

    def _show(self, found: Absence | HistoryError) -> None:
        if isinstance(found, Absence):
            self._absence = found
            self.changed.emit()


def _is_absence(since_ms: int, now_ms: int) -> bool:
    since, now = (datetime.fromtimestamp(at_ms / 1000).astimezone() for at_ms in (since_ms, now_ms))
    away_ms = now_ms - since_ms
    return away_ms > _LONG_MS or (since.date() < now.date() and away_ms > _AT_LEAST_MS)
