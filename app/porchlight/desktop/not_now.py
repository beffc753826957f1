"""Why alerts are not sent now, as a text for people, and how to end that."""

from collections.abc import Callable
from dataclasses import dataclass

from porchlight.desktop.alert_texts import snoozed_word
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import moment
from porchlight.language.current import tr


@dataclass(frozen=True, slots=True)
class NotNow:
    """``text`` is empty where nothing is held back; ``end`` is None where there is nothing to end."""

    text: str = ""
    end: Callable[[], None] | None = None


def of_component(context: AppContext, component_id: str) -> NotNow:
    """What holds back everything that fires about a component; where nothing fires, everything that will."""
    firing, now_ms = context.firing(component_id), context.now_ms()
    snoozed = [one for one in firing if one.snoozed_until_ms is not None and one.snoozed_until_ms > now_ms]
    if firing and len(snoozed) == len(firing):
        until_ms = min(one.snoozed_until_ms or 0 for one in snoozed)
        ids = [one.id for one in snoozed]
        return NotNow(snoozed_word(until_ms, now_ms), lambda: context.commands.unsnooze(ids))
    silence = silenced(context, component_id)
    if not silence.text and firing and all(one.acknowledged_ms is not None for one in firing):
        return NotNow(tr("Acknowledged"))
    return silence


def silenced(context: AppContext, component_id: str | None = None) -> NotNow:
    """Until when everything that a component raises (or, without one, everything) is silenced."""
    silences = context.silences(component_id)
    if not silences:
        return NotNow()
    until = moment(max(one.until_ms for one in silences), context.now_ms())

    def end() -> None:
        for silence in silences:
            context.commands.unsilence(silence.id)

    return NotNow(tr("Alerts silenced until {until}", until=until), end)
