"""What a rule would have done: replayed on the past."""

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from porchlight.model.component import Component
from porchlight.monitor.clock import SystemClock
from porchlight.runtime.history import read_history
from porchlight.settings.file import LoadedSettings

if TYPE_CHECKING:
    from porchlight.alerts.facts import UsualUs
    from porchlight.alerts.replay import Past
    from porchlight.history.reader import HistoryReader
    from porchlight.model.replay import Replay

_REPLAYED_MS = 7 * 24 * 3600 * 1000
"""How far back a rule is replayed, at most."""


def replay_rule(path: str, rule_id: str, values: Mapping[str, Any], settings: LoadedSettings) -> "Replay":
    """What a rule (as in the settings) would have done in the last week. Blocks: call it in a thread.

    Raises HistoryError; ValueError for values that are no rule.
    """
    from porchlight.alerts.replay import affordable_ms, concerned, replay
    from porchlight.alerts.rules import rule_of
    from porchlight.settings.rules import RuleSettings

    rule = rule_of(rule_id, RuleSettings.model_validate(dict(values)))
    now_ms = SystemClock().now_ms()
    components = concerned(rule, (item.component for item in settings.components if item.component.enabled))
    since_ms = now_ms - affordable_ms(rule, components, _REPLAYED_MS)
    with read_history(path) as reader:
        pasts = [_past(reader, component, since_ms, now_ms) for component in components]
        return replay(rule, pasts, since_ms, now_ms)


def _past(reader: "HistoryReader", component: Component, since_ms: int, now_ms: int) -> "Past":
    from porchlight.alerts.replay import Past
    from porchlight.model.history import Resolution

    results = reader.results(component.id, since_ms, now_ms)
    first = next(results, None)
    until_ms = first.began_ms if first is not None else now_ms
    return Past(
        component,
        chain([first] if first is not None else [], results),
        reader.buckets(component.id, since_ms, until_ms, Resolution.FIVE_MINUTES),
        tuple(reader.incidents(since_ms, now_ms, component.id)),
        usual_of(reader, component.id, now_ms),
    )


def usual_of(reader: "HistoryReader", component_id: str, now_ms: int) -> "UsualUs":
    """The usual response time of a component at each hour of the week, learned from its last weeks."""
    from porchlight.insight.usual import LEARNED_OVER_MS, response_baseline
    from porchlight.model.history import Resolution

    hours = reader.buckets(component_id, now_ms - LEARNED_OVER_MS, now_ms, Resolution.HOUR)
    baseline = response_baseline(hours, now_ms)

    def usual_us(at_ms: int) -> float | None:
        usual = baseline.usual(at_ms)
        return None if usual is None else usual.median

    return usual_us
