"""Why alerts are not sent now, as a text for people, and how to end that."""

import math
from collections.abc import Callable, Sequence

from porchlight.dataclass import dataclass
from porchlight.desktop.context import AppContext
from porchlight.insight.alert_states import snoozed
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.language.text import Duration, Items, Until
from porchlight.model.alert import FOR_EVER_MS, Alert

_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class NotNow:
    """``text`` is empty where nothing is held back; ``end`` is None where there is nothing to end."""

    text: str = ""
    end: Callable[[], None] | None = None


def of_component(context: AppContext, component_id: str) -> NotNow:
    """What holds back everything that fires about a component; where nothing fires, everything that will."""
    firing, now_ms = context.firing(component_id), context.now_ms()
    if (until_ms := _snoozed_until(firing, now_ms)) is not None:
        ids = [one.id for one in firing]
        return NotNow(rendered(snoozed(until_ms)), lambda: context.commands.unsnooze(ids))
    silence = silenced(context, component_id)
    if not silence.text and firing and all(one.acknowledged_ms is not None for one in firing):
        return NotNow(tr("Acknowledged"))
    return silence


def silenced(context: AppContext, component_id: str | None = None) -> NotNow:
    """Until when everything that a component raises (or, without one, everything) is silenced."""
    silences = context.silences(component_id)
    if not silences:
        return NotNow()
    until = Until(max(one.until_ms for one in silences))

    def end() -> None:
        for silence in silences:
            context.commands.unsilence(silence.id)

    return NotNow(tr("Alerts silenced until {until}", until=until), end)


def muted(context: AppContext) -> NotNow:
    """Which alerts are held back now and how long still: all of them, or those about some components."""
    snapshot, now_ms = context.snapshot, context.now_ms()
    if not snapshot.silences and all(one.snoozed_until_ms is None for one in snapshot.alerts):
        return NotNow()
    if silences := context.silences():
        until_ms = max(one.until_ms for one in silences)
        text = tr("Alerts silenced until {until}, {left} left", until=Until(until_ms), left=_left(until_ms, now_ms))
        return NotNow(text, silenced(context).end)
    ends = {}
    for component_id, name in context.component_names().items():
        if (until := _held_until(context, component_id, now_ms)) is not None:
            ends[name] = until
    if not ends:
        return NotNow()
    more = len(ends) - _MOST_NAMED
    rest = [tr_plural("{n} more", "{n} more", more)] if more > 0 else []
    names = Items((*list(ends)[:_MOST_NAMED], *rest))
    until_ms = min(ends.values())
    if until_ms == FOR_EVER_MS:
        return NotNow(tr("Alerts about {names} silenced until resolved", names=names))
    text = tr(
        "Alerts about {names} silenced until {until}, {left} left",
        names=names,
        until=Until(until_ms),
        left=_left(until_ms, now_ms),
    )
    return NotNow(text)


def _held_until(context: AppContext, component_id: str, now_ms: int) -> int | None:
    """Until when all that a component raises is silenced, or all that fires about it is snoozed."""
    until_ms = _snoozed_until(context.firing(component_id), now_ms)
    if until_ms is not None:
        return until_ms
    return max((one.until_ms for one in context.silences(component_id)), default=None)


def _snoozed_until(firing: Sequence[Alert], now_ms: int) -> int | None:
    """Until when all of these are snoozed; None: not all of them are, or there are none."""
    first_ms = min((one.snoozed_until_ms or 0 for one in firing), default=0)
    return first_ms if first_ms > now_ms else None


def _left(until_ms: int, now_ms: int) -> Duration:
    """In whole minutes: it counts down."""
    return Duration(max(math.ceil((until_ms - now_ms) / 60_000), 1) * 60)
