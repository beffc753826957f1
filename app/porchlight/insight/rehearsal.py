"""The checklist of an important day: whether everything that it needs is ready. Pure."""

from collections.abc import Iterator
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.insight.verdict import of_view
from porchlight.language.text import Items, Text, Until, msg
from porchlight.model.important_day import ImportantDay
from porchlight.model.mark import Mark
from porchlight.model.snapshot import Snapshot
from porchlight.model.status import Status
from porchlight.settings.alerting import AlertingSettings

HOUR_MS: Final = 3_600_000
_FREQUENT: Final = 120.0
"""Seconds between two checks; with more, a form that fails is noticed late on a day that counts by the minute."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the checklist: HEALTHY means ready."""

    mark: Mark
    title: Text | str
    detail: Text | str

    @property
    def ready(self) -> bool:
        """Whether nothing is left to do."""
        return self.mark is Mark.HEALTHY


def checklist(day: ImportantDay, snapshot: Snapshot, alerting: AlertingSettings) -> tuple[Point, ...]:
    """All points, as things are in the snapshot: first what is watched, then what surrounds it."""
    components = [
        Point(of_view(view, snapshot).mark, view.component.name, view.state.sentence)
        for view in snapshot.views.values()
        if view.state.status is not Status.DISABLED
    ]
    return (*components, *_surroundings(day, snapshot, alerting))


def _surroundings(day: ImportantDay, snapshot: Snapshot, alerting: AlertingSettings) -> Iterator[Point]:
    yield _channels(snapshot, alerting)
    yield _silences(day, snapshot)
    yield _interval(day, alerting)
    if day.plan_b:
        yield Point(Mark.HEALTHY, msg("Plan B"), msg("A text is prepared, in case the form fails."))
    else:
        detail = msg("No text is prepared. Add one with the address of a second form.")
        yield Point(Mark.DEGRADED, msg("Plan B"), detail)


def _channels(snapshot: Snapshot, alerting: AlertingSettings) -> Point:
    title = msg("Alerts")
    if snapshot.undelivered:
        named = [item.name or name for name, item in alerting.channels.items() if name in snapshot.undelivered]
        detail = msg(
            "Messages cannot be delivered to {channels}.", channels=Items(tuple(named or snapshot.undelivered))
        )
        return Point(Mark.ERROR, title, detail)
    named = [item.name or name for name, item in alerting.channels.items()]
    if not named:
        detail = msg(
            "They are shown on this computer only. Add e-mail or chat, so that somebody gets them elsewhere."
        )
        return Point(Mark.DEGRADED, title, detail)
    return Point(Mark.HEALTHY, title, msg("They are sent to {channels}.", channels=Items(tuple(named))))


def _silences(day: ImportantDay, snapshot: Snapshot) -> Point:
    title = msg("Watching")
    lasting = max((silence.until_ms for silence in snapshot.silences), default=0)
    if lasting > day.from_ms:
        return Point(Mark.DEGRADED, title, msg("Alerts are silenced until {moment}.", moment=Until(lasting)))
    if snapshot.paused_until_ms is not None and snapshot.paused_until_ms > day.from_ms:
        detail = msg("Checks are paused until {moment}.", moment=Until(snapshot.paused_until_ms))
        return Point(Mark.DEGRADED, title, detail)
    if snapshot.malfunctions or snapshot.history_fault:
        return Point(Mark.DEGRADED, title, msg("Porchlight itself has a problem."))
    return Point(Mark.HEALTHY, title, msg("Checks and alerts will be on."))


def _interval(day: ImportantDay, alerting: AlertingSettings) -> Point:
    title = msg("Check interval")
    item = alerting.calendar.get(day.id)
    if item is None or item.interval is None or item.interval > _FREQUENT:
        return Point(Mark.DEGRADED, title, msg("On a day like this, check at least every 2 minutes."))
    return Point(Mark.HEALTHY, title, msg("Everything is checked often enough on this day."))
