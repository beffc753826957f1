"""Trends and forecasts read as one plain sentence with its evidence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.sentences import expected, not_expected, of_duration
from porchlight.insight.trends import Shift, Trend
from porchlight.language.render import Renderer
from porchlight.language.text import Day, msg


def _ms(year: int, month: int, day_of_month: int) -> int:
    return int(datetime(year, month, day_of_month, 12, tzinfo=UTC).timestamp() * 1000)


NOW_MS = _ms(2026, 1, 20)
WRITE = Renderer(zone=UTC, now_ms=lambda: NOW_MS)
GROWING = Trend(0.09, 0.05, 0.13, True, 0.001, 21, 21, True, 318.2, 417.6)
FULL = Forecast(_ms(2026, 3, 12), _ms(2026, 2, 20), _ms(2026, 4, 20), 900, 600, 40, False, 30, 30)


def _trend(trend: Trend | None) -> str:
    return WRITE(of_duration(trend))


def _forecast(forecast: Forecast) -> str:
    return WRITE(expected(msg("The disk will be full around {day}.", day=Day(forecast.at_ms)), forecast))


def test_a_trend_says_how_much_for_how_long_from_where_to_where() -> None:
    assert _trend(GROWING) == "Its usual duration grew 9% per week for 21 days (318 → 418 ms)."
    falling = replace(GROWING, per_week=-0.2, span_days=30, began=500, ended=200)
    assert _trend(falling) == "Its usual duration fell 20% per week for 30 days (500 → 200 ms)."


def test_what_takes_long_is_written_in_seconds() -> None:
    minutes = replace(GROWING, began=61_000, ended=79_500)
    assert _trend(minutes) == "Its usual duration grew 9% per week for 21 days (61 → 80 s)."


def test_a_step_is_told_as_one() -> None:
    stepped = replace(GROWING, significant=False, shift=Shift(_ms(2025, 12, 30), 0.4))
    assert _trend(stepped) == ("Its usual duration jumped by 40% around 30 December 2025 and has stayed there.")
    down = replace(stepped, shift=Shift(_ms(2026, 1, 5), -0.25))
    assert _trend(down) == "Its usual duration dropped by 25% around 5 January and has stayed there."


def test_no_trend_is_said_too() -> None:
    assert _trend(replace(GROWING, significant=False)) == "Its usual duration shows no clear trend over 21 days."
    assert _trend(None) == (
        "Too early for a trend in its usual duration (needs two weeks with measurements on ten days)."
    )


def test_a_forecast_says_when_and_between_when() -> None:
    assert _forecast(FULL) == ("The disk will be full around 12 March. Most likely between 20 February and 20 April.")
    assert _forecast(replace(FULL, late_ms=None)).endswith("March. Not before 20 February, and perhaps never.")
    exact = replace(FULL, early_ms=FULL.at_ms, late_ms=FULL.at_ms)
    assert _forecast(exact) == "The disk will be full around 12 March."


@pytest.mark.parametrize("why", list(NoForecast))
def test_without_a_date_it_says_why(why: NoForecast) -> None:
    assert WRITE(not_expected(why)).endswith(".")
