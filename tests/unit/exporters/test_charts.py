"""What a chart shows: gaps stay gaps, no spike is lost, an outage of minutes is seen, marks stay within the frame."""

import math
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.exporters.report.charts import HEIGHT, STRIP_WIDTH, WIDTH, Curve, Moment, Shade, chart, strip
from porchlight.exporters.report.drawing import Area, Box, Drawing, Ink, Label, Line
from porchlight.exporters.report.figures import Figures
from porchlight.language.render import Renderer

ZONE = ZoneInfo("Europe/Madrid")
FIGURES = Figures(Renderer(zone=ZONE), ZONE)
HOUR_MS = 3_600_000
SINCE_MS = 1_764_000_000_000


def _chart(curve: Curve) -> Drawing:
    return chart(curve, FIGURES, ZONE, description="it", unit=FIGURES.duration, durations=True)


def _curve(moments: list[Moment], hours: int = 168, **others: object) -> Curve:
    return Curve(SINCE_MS, SINCE_MS + hours * HOUR_MS, HOUR_MS, moments, **others)  # type: ignore[arg-type]


def _lines(drawing: Drawing, ink: Ink) -> list[Line]:
    return [mark for mark in drawing.marks if isinstance(mark, Line) and mark.ink is ink]


def _labels(drawing: Drawing) -> list[str]:
    return [mark.text for mark in drawing.marks if isinstance(mark, Label)]


def _boxes(drawing: Drawing, ink: Ink) -> list[Box]:
    return [mark for mark in drawing.marks if isinstance(mark, Box) and mark.ink is ink]


def test_a_gap_is_no_line() -> None:
    moments = [Moment(SINCE_MS + hour * HOUR_MS, 40.0, 60.0) for hour in range(168) if not 50 < hour < 60]
    drawing = _chart(_curve(moments))
    assert len(_lines(drawing, Ink.LINE)) == 2
    assert sum(isinstance(mark, Area) for mark in drawing.marks) == 2


def test_days_and_round_times_stand_at_the_axes() -> None:
    labels = _labels(_chart(_curve([Moment(SINCE_MS, 130.0, 280.0), Moment(SINCE_MS + HOUR_MS, 120.0, 250.0)])))
    assert labels[:4] == ["0\u202fms", "100\u202fms", "200\u202fms", "300\u202fms"]
    assert "Tue 25" in labels
    minutes = _labels(_chart(_curve([Moment(SINCE_MS, 1_100_000.0, 1_300_000.0)])))
    assert minutes[:4] == ["0\u202fms", "10\u202fmin", "20\u202fmin", "30\u202fmin"]


def test_an_outage_of_minutes_is_seen_in_a_month_and_in_grey() -> None:
    shade = Shade(SINCE_MS + HOUR_MS, SINCE_MS + HOUR_MS + 60_000, Ink.DOWN_SHADE)
    drawing = _chart(_curve([], hours=720, shades=[shade]))
    assert _boxes(drawing, Ink.DOWN_SHADE)[0].width >= 1
    assert _boxes(drawing, Ink.DOWN)[0].width >= 1


def test_many_points_are_few_and_the_spike_is_among_them() -> None:
    moments = [Moment(SINCE_MS + hour * HOUR_MS, 40.0, 90.0 if hour == 1001 else 60.0) for hour in range(2000)]
    drawing = _chart(_curve(moments, hours=2000))
    (line,) = _lines(drawing, Ink.LINE)
    assert len(line.points) <= 180
    (band,) = [mark for mark in drawing.marks if isinstance(mark, Area)]
    assert len({round(y) for _, y in band.points}) == 3


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.none() | st.floats(0, 1e9), st.none() | st.floats(0, 1e9)), max_size=40
    ),
    st.integers(1, 300),
    st.none() | st.floats(0.001, 1e6),
)
@pytest.mark.parametrize("durations", [True, False])
def test_all_marks_are_within_the_frame(
    durations: bool, values: list[tuple[int, float | None, float | None]], hours: int, usual: float | None
) -> None:
    moments = [
        Moment(SINCE_MS + hour * HOUR_MS, value, high) for hour, value, high in sorted(values, key=lambda one: one[0])
    ]
    shades = [Shade(one.start_ms, one.start_ms + HOUR_MS, Ink.DOWN_SHADE) for one in moments[:3]]
    failed = tuple(one.start_ms for one in moments[:3])
    curve = _curve(moments, hours=hours, shades=shades, failed_ms=failed, usual=usual)
    drawing = chart(curve, FIGURES, ZONE, description="it", unit=FIGURES.rate, durations=durations)
    for mark in drawing.marks:
        match mark:
            case Box():
                places = [(mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)]
            case Label():
                places = [(mark.x, mark.y)]
            case _:
                places = list(mark.points)
        for x, y in places:
            assert -0.01 <= x <= WIDTH + 0.01
            assert -0.01 <= y <= HEIGHT + 0.01
            assert math.isfinite(x + y)
    assert len(_labels(drawing)) <= 20


def test_a_strip_is_few_bars_and_what_went_wrong_is_on_top() -> None:
    parts = [(SINCE_MS + hour * HOUR_MS, Ink.DOWN if hour == 30 else Ink.GOOD) for hour in range(168) if hour != 90]
    drawing = strip(parts, SINCE_MS, SINCE_MS + 168 * HOUR_MS, HOUR_MS, "it")
    boxes = [mark for mark in drawing.marks if isinstance(mark, Box)]
    assert [box.ink for box in boxes] == [Ink.UNWATCHED, Ink.GOOD, Ink.GOOD, Ink.GOOD, Ink.DOWN]
    assert boxes[-1].width >= 1
    assert all(box.x + box.width <= STRIP_WIDTH + 0.01 for box in boxes)
