"""The pulse of gifts in a line of the panel."""

from dataclasses import replace

import pytest

from porchlight.insight.gift_lines import gift_lines
from porchlight.language.english import english
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Outcome, Status

NOW_MS = 1_800_000_000_000


def pulse(name: str, gifts: int, *band: float, kind: str = "gift_pulse") -> ComponentView:
    measures = {"gifts": Measure(gifts, Unit.COUNT)}
    if band:
        measures |= {
            "gifts_usual_low": Measure(band[0], Unit.COUNT),
            "gifts_usual_high": Measure(band[1], Unit.COUNT),
        }
    component = Component(id=name.lower(), name=name, kind=kind)
    state = ComponentState(component.id, Status.HEALTHY, NOW_MS - 60_000, None, "Well.", NOW_MS - 5000, 1000)
    result = Result(component.id, NOW_MS - 5000, 1000, Outcome.HEALTHY, "Well.", measures=measures)
    return ComponentView(component, state, result, False)


def lines(*views: ComponentView) -> list[str]:
    snapshot = Snapshot(NOW_MS, {view.component.id: view for view in views})
    return [english(line) for line in gift_lines(snapshot)]


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ((pulse("Pulse", 14, 8.2, 20.4),), ["Gifts: 14 in the last hour, usual 8–20"]),
        ((pulse("Pulse", 3),), ["Gifts: 3 in the last hour; what is usual is being learned"]),
        (
            (pulse("Web", 14, 8.2, 20.4), pulse("Shop", 0, 0, 3)),
            ["Web: 14 in the last hour, usual 8–20", "Shop: 0 in the last hour, usual 0–3"],
        ),
        ((pulse("Page", 14, 8, 20, kind="http"),), []),
        ((), []),
    ],
)
def test_a_line_for_each_pulse(views: tuple[ComponentView, ...], expected: list[str]) -> None:
    assert lines(*views) == expected


def test_none_of_one_that_is_switched_off_or_has_not_counted() -> None:
    view = pulse("Pulse", 14, 8, 20)
    assert lines(replace(view, result=None)) == []
    assert lines(replace(view, state=replace(view.state, status=Status.DISABLED))) == []
