"""What runs out has a name for people, whichever kind of component measures it."""

import pytest

from porchlight.insight.capacity import Capacity, Resource, of_measure
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.running_out import foreseen, runs_out
from porchlight.language.english import english
from porchlight.model.history import MeasureDay, MeasureSeries
from porchlight.model.result import Measure, Unit
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import BUILT_IN, find_kind
from porchlight.zones import local_zone

SOON = Forecast(1_800_000_000_000, 1_799_000_000_000, None, 20.0, 14.0, 1.0, False, 40, 40)


def kind(name: str) -> ProbeKind:
    found = find_kind(name)
    assert isinstance(found, ProbeKind)
    return found


@pytest.mark.parametrize("name", BUILT_IN)
def test_any_measure_of_a_built_in_kind_is_called_as_its_kind_calls_it(name: str) -> None:
    declared = kind(name)
    for key in declared.measures:
        series = MeasureSeries("it", key, Unit.COUNT, (MeasureDay(0, 9.0, 10.0),))
        found = of_measure(series, name, local_zone())
        texts = [english(one) for one in runs_out(found, "It")]
        assert not any("_" in text for text in texts)
        if found.resource is Resource.OTHER:
            title = declared.measured(key)
            assert title is not None
            assert texts[0] == f"“{english(title.title)}” of It is nearing its limit."


@pytest.mark.parametrize(
    ("name", "measure", "title"),
    [("process", "memory", "Memory"), ("disk", "files", "Files"), ("gone-plug-in", "free_room", "Free room")],
)
def test_and_so_it_is_when_it_is_foreseen(name: str, measure: str, title: str) -> None:
    found = Capacity("it", Resource.OTHER, measure, Measure(14, limit=20), SOON, 40, name)
    assert english(foreseen(found, "It")).startswith(f"At this rate, “{title}” of It will reach its limit of 20 ")


def test_a_measure_of_a_part_is_called_by_its_part() -> None:
    found = Capacity(
        "it",
        Resource.OTHER,
        "supporters_3_age",
        Measure(14, limit=20),
        NoForecast.NOT_GROWING,
        40,
        "classy_sync_freshness",
    )
    assert english(runs_out(found, "It").what) == "“Supporters: newest record (3)” of It is nearing its limit."
