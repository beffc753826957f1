"""The input of recommendations and forecasts, read from the history in one go."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import Final, Protocol

from porchlight.insight.capacity import PastOfCapacity, read_capacity, read_measured
from porchlight.insight.performance import PastOfOperations, read_components, read_jobs
from porchlight.insight.recommendations import Observed, Situation
from porchlight.model.alert import Alert, Notification
from porchlight.model.component import ITSELF, Component
from porchlight.model.history import Series
from porchlight.model.incident import Incident

USUAL_SPAN_MS: Final = 7 * 86_400_000
"""How far back recommendations look by default."""


class Past(PastOfOperations, PastOfCapacity, Protocol):
    """What is needed of the history (porchlight.history.reader.HistoryReader has it)."""

    def components(self) -> list[str]:
        """The ids of all components that ever had a result."""
        ...

    def series(self, component_id: str, since_ms: int, until_ms: int) -> Series:
        """Every check of a component that began in a span."""
        ...

    def incidents(self, since_ms: int, until_ms: int, component_id: str | None = None) -> list[Incident]:
        """Incidents that touch a span."""
        ...

    def alerts(self, since_ms: int, until_ms: int) -> list[Alert]:
        """Alerts that fired in a span."""
        ...

    def notifications(self, since_ms: int, until_ms: int) -> list[Notification]:
        """What was sent in a span."""
        ...


def read_situation(
    past: Past,
    components: Iterable[Component],
    rule_names: Mapping[str, str],
    since_ms: int,
    until_ms: int,
    zone: tzinfo,
) -> Situation:
    """Blocks: call it in a thread. ``components``: those of the settings. Raises HistoryError where the past does."""
    known = set(past.components())
    watched = [one for one in components if one.enabled and one.id in known]
    return Situation(
        since_ms,
        until_ms,
        components=_observed(past, watched, since_ms, until_ms, zone),
        jobs=read_jobs(past, since_ms, until_ms, zone),
        capacity=read_capacity(past, {one.id: one.kind for one in (*watched, ITSELF)}, until_ms, zone),
        alerts=past.alerts(since_ms, until_ms),
        notifications=past.notifications(since_ms, until_ms),
        rule_names=rule_names,
    )


def read_component_situation(
    past: Past, component: Component, since_ms: int, until_ms: int, zone: tzinfo
) -> Situation:
    """What concerns one component alone. Blocks: call it in a thread. Raises HistoryError where the past does."""
    return Situation(
        since_ms,
        until_ms,
        components=_observed(past, [component], since_ms, until_ms, zone),
        capacity=read_measured(past, {component.id: component.kind}, until_ms, zone),
    )


def _observed(
    past: Past, components: Sequence[Component], since_ms: int, until_ms: int, zone: tzinfo
) -> list[Observed]:
    rows = {row.name: row for row in read_components(past, [one.id for one in components], since_ms, until_ms, zone)}
    incidents: dict[str, list[Incident]] = {}
    for incident in past.incidents(since_ms, until_ms):
        incidents.setdefault(incident.component, []).append(incident)
    return [
        Observed(
            id=one.id,
            name=one.name,
            kind=one.kind,
            critical=one.critical,
            slow_limit=one.slow_limit,
            summary=past.summary(one.id, since_ms, until_ms),
            before=past.summary(one.id, 2 * since_ms - until_ms, since_ms),
            incidents=incidents.get(one.id, []),
            performance=rows.get(one.id),
        )
        for one in components
    ]
