"""What happened while nobody looked, in three lines at most. Pure."""

from collections.abc import Mapping, Sequence

from porchlight.dataclass import dataclass
from porchlight.language.text import Duration, Moment, Share, Text, first_of, msg, msg_plural, sentences
from porchlight.model.alert import Alert
from porchlight.model.incident import Incident
from porchlight.model.status import Status

_WATCHED_ENOUGH = 0.95
"""Of the time; below it, how much was watched is part of the news."""
_NOT_WATCHED = 0.005
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Absence:
    """Nobody looked from ``since_ms`` until ``until_ms`` (Unix ms, UTC)."""

    since_ms: int
    until_ms: int
    incidents: Sequence[Incident]
    """Those that touch it."""
    alerts: Sequence[Alert]
    watched: float
    """The share of it that was watched, 0–1."""


def while_away(absence: Absence, names: Mapping[str, str]) -> tuple[Text, ...]:
    """At most three lines, the worst first; ``names`` has the components that still exist."""
    by_component: dict[str, list[Incident]] = {}
    for incident in absence.incidents:
        if incident.component in names:
            by_component.setdefault(incident.component, []).append(incident)
    worst_first = sorted(by_component.items(), key=lambda one: _gravity(one[1], absence.until_ms))
    lines = [_of_one(names[component], found, absence.until_ms) for component, found in worst_first[:1]]
    others = worst_first[1:]
    if len(others) == 1:
        lines.append(_of_one(names[others[0][0]], others[0][1], absence.until_ms))
    elif others:
        lines.append(_of_others([names[component] for component, _ in others]))
    fired = [one for one in absence.alerts if one.firing_ms is not None and one.firing_ms >= absence.since_ms]
    parts = [_of_alerts(fired), *_of_the_rest(absence, found=bool(by_component), fired=bool(fired))]
    last = [one for one in parts if one is not None]
    return (*lines, sentences(*last)) if last else tuple(lines)


def _of_the_rest(absence: Absence, *, found: bool, fired: bool) -> Sequence[Text]:
    """Nothing is called well that was not watched."""
    if absence.watched < _NOT_WATCHED:
        return [] if found else [msg("Nothing was checked in that time.")]
    if found:
        rest = msg("No other problems were found.")
    else:  # an alert may be about a job
        rest = msg("No component had a problem.") if fired else msg("No problems were found.")
    if absence.watched >= _WATCHED_ENOUGH:
        return [rest]
    return [rest, msg("Porchlight watched {share} of that time.", share=Share(absence.watched, 0))]


def _gravity(incidents: Sequence[Incident], until_ms: int) -> tuple[bool, bool, int]:
    """For sorting, the worst first: errors, then what still lasts, then the longest."""
    error = any(one.status is Status.ERROR for one in incidents)
    return not error, all(one.ended_ms is not None for one in incidents), -_lasted_ms(incidents, until_ms)


def _lasted_ms(incidents: Sequence[Incident], until_ms: int) -> int:
    return sum((one.ended_ms or until_ms) - one.began_ms for one in incidents)


def _of_one(name: str, incidents: Sequence[Incident], until_ms: int) -> Text:
    for one in incidents:
        if one.ended_ms is None:
            return _lasting(name, one)
    lasted = Duration(_lasted_ms(incidents, until_ms) / 1000)
    first = min(incidents, key=lambda one: one.began_ms)
    start = Moment(first.began_ms)
    if len(incidents) > 1:
        return msg_plural(
            "{name} had {n} problem, {duration} in total, from {start}.",
            "{name} had {n} problems, {duration} in total, the first at {start}.",
            len(incidents),
            name=name,
            duration=lasted,
            start=start,
        )
    if first.needs_attention:
        return msg("{name} needed you for {duration} from {start}.", name=name, duration=lasted, start=start)
    if first.status is Status.ERROR:
        return msg("{name} was down for {duration} from {start}.", name=name, duration=lasted, start=start)
    return msg("{name} was degraded for {duration} from {start}.", name=name, duration=lasted, start=start)


def _lasting(name: str, incident: Incident) -> Text:
    start = Moment(incident.began_ms)
    if incident.needs_attention:
        return msg("{name} has needed you since {start}.", name=name, start=start)
    if incident.status is Status.ERROR:
        return msg("{name} has been down since {start}.", name=name, start=start)
    return msg("{name} has been degraded since {start}.", name=name, start=start)


def _of_others(names: Sequence[str]) -> Text:
    return msg_plural(
        "{n} other component had problems: {names}.",
        "{n} other components had problems: {names}.",
        len(names),
        names=first_of(names[:_MOST_NAMED], len(names)),
    )


def _of_alerts(fired: Sequence[Alert]) -> Text | None:
    if not fired:
        return None
    count, resolved = len(fired), sum(one.resolved_ms is not None for one in fired)
    if resolved == count == 2:
        return msg("2 alerts, both resolved.")
    if resolved == count:
        return msg_plural("{n} alert, resolved.", "{n} alerts, all resolved.", count)
    if not resolved:
        return msg_plural("{n} alert, still firing.", "{n} alerts, all still firing.", count)
    return msg_plural(
        "{n} alert, {resolved} of them resolved.",
        "{n} alerts, {resolved} of them resolved.",
        count,
        resolved=resolved,
    )
