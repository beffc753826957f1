"""How times are written for people."""

import pytest

from porchlight.model.times import duration_text, how_long


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (12.4, "12 s"),
        (119, "119 s"),
        (120, "2 min"),
        (3540, "59 min"),
        (3599, "1 h"),
        (3900, "1 h 5 min"),
        (86_400, "24 h"),
        (172_799, "2 days"),
        (30 * 86_400, "30 days"),
    ],
)
def test_a_span_is_told_in_units_that_people_use(seconds: float, text: str) -> None:
    assert how_long(seconds) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0.123, "0.123 ms"),
        (4.2, "4.2 ms"),
        (99.6, "100 ms"),
        (999.4, "999 ms"),
        (999.6, "1 s"),
        (30_000, "30 s"),
        (47_240, "47.2 s"),
        (59_960, "60 s"),
        (3_900_000, "1 h 5 min"),
    ],
)
def test_a_measured_time_has_three_figures_at_most(ms: float, text: str) -> None:
    assert duration_text(ms) == text
    assert duration_text(ms, point=",") == text.replace(".", ",")
