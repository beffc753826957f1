"""Trends and forecasts read as one plain sentence with its evidence."""

import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.sentences import all_templates, day, of_forecast, of_trend, span
from porchlight.insight.trends import Shift, Trend

WHAT = "The 95th percentile"
EVENT = "the transactions sync will take longer than its 15-minute interval"


def _ms(year: int, month: int, day_of_month: int) -> int:
    return int(datetime(year, month, day_of_month, 12, tzinfo=UTC).timestamp() * 1000)


NOW_MS = _ms(2026, 1, 20)
GROWING = Trend(0.09, 0.05, 0.13, True, 0.001, 21, 21, True, 318.2, 417.6)
FULL = Forecast(_ms(2026, 3, 12), _ms(2026, 2, 20), _ms(2026, 4, 20), 900, 600, 40, False, 30, 30)


def _trend(trend: Trend | None) -> str:
    return str(of_trend(trend, WHAT, UTC, NOW_MS))


def _forecast(answer: Forecast | NoForecast) -> str:
    return str(of_forecast(answer, EVENT, UTC, NOW_MS))


def test_a_trend_says_how_much_for_how_long_from_where_to_where() -> None:
    assert _trend(GROWING) == "The 95th percentile grew 9 % a week for three weeks (318 → 418 ms)."
    falling = replace(GROWING, per_week=-0.2, span_days=30, began=500, ended=200)
    assert _trend(falling) == "The 95th percentile fell 20 % a week for 30 days (500 → 200 ms)."


def test_values_are_written_in_their_own_unit() -> None:
    sentence = of_trend(GROWING, "The rate", UTC, NOW_MS, unit="items/s", figure="{:.1f}".format)
    assert str(sentence) == "The rate grew 9 % a week for three weeks (318.2 → 417.6 items/s)."


def test_a_step_is_told_as_one() -> None:
    stepped = replace(GROWING, significant=False, shift=Shift(_ms(2025, 12, 30), 0.4))
    assert _trend(stepped) == (
        "The 95th percentile went up by 40 % at once, around 30 December 2025, and has stayed there."
    )
    down = replace(stepped, shift=Shift(_ms(2026, 1, 5), -0.25))
    assert _trend(down) == "The 95th percentile went down by 25 % at once, around 5 January, and has stayed there."


def test_no_trend_is_said_too() -> None:
    assert _trend(replace(GROWING, significant=False)) == "The 95th percentile shows no clear trend over three weeks."
    assert _trend(None) == (
        "The 95th percentile shows no trend yet: that takes two weeks with measurements on ten days."
    )


def test_a_forecast_says_when_and_between_when() -> None:
    assert _forecast(FULL) == (
        "At this growth the transactions sync will take longer than its 15-minute interval around 12 March"
        " (between 20 February and 20 April)."
    )
    assert _forecast(replace(FULL, late_ms=None)).endswith(
        "around 12 March (not before 20 February, and perhaps never)."
    )
    exact = replace(FULL, early_ms=FULL.at_ms, late_ms=FULL.at_ms)
    assert _forecast(exact).endswith("interval around 12 March.")


@pytest.mark.parametrize("why", list(NoForecast))
def test_without_a_date_it_says_why(why: NoForecast) -> None:
    assert _forecast(why).endswith(".")


def test_a_date_of_another_year_says_so() -> None:
    assert day(_ms(2026, 12, 31), UTC, NOW_MS) == "31 December"
    assert day(_ms(2027, 3, 12), UTC, NOW_MS) == "12 March 2027"


@pytest.mark.parametrize(
    ("days", "written"), [(14, "two weeks"), (20, "three weeks"), (17, "17 days"), (200, "200 days")]
)
def test_spans_are_weeks_where_they_are(days: int, written: str) -> None:
    assert span(days) == written


def test_every_template_is_there_for_translators_and_is_a_sentence() -> None:
    templates = all_templates()
    assert len(set(templates)) == len(templates) == 9 + len(NoForecast)
    for template in templates:
        assert template.endswith(".")
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(template))
