"""How times are written for people."""

import pytest
from app.model.times import how_long


@pytest.mark.parametrize(
    ("seconds", "words"),
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
def test_a_span_is_told_in_units_that_people_use(seconds: float, words: str) -> None:
    assert how_long(seconds) == words
