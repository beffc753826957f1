"""What Porchlight knows of the future, as methods for M4. It is made to give a date, not a curve: each method is the
curve that follows from what one public function of ``porchlight.insight`` returns."""

from collections.abc import Sequence
from datetime import UTC

from porchlight.insight.baselines import HourFigure, learn
from porchlight.insight.forecasts import Forecast, forecast
from porchlight.insight.performance import TREND_OVER_MS
from porchlight.insight.statistics import median
from porchlight.insight.trends import trend_of
from porchlight.insight.usual import LEARNED_OVER_MS

_HOUR_MS = 3_600_000
_WEEK_MS = 7 * 24 * _HOUR_MS
_BEGAN_MS = 946_857_600_000
"""Monday, 3 January 2000. M4 does not tie its hours to days of the week; only their distance matters."""
_KEPT_WEEKS = 56
"""Thirteen months, for which measures with a limit are kept."""
_JUST_ABOVE = 1e-6
"""A limit that a growing series reaches soon, whatever its pace."""


def usual_hours(known: Sequence[float], steps: int) -> list[float]:
    """Of hourly values: each hour is as that hour of the week usually is."""
    now_ms = _BEGAN_MS + len(known) * _HOUR_MS
    hours = [HourFigure(_BEGAN_MS + at * _HOUR_MS, 1, value, value) for at, value in enumerate(known)]
    baseline = learn([one for one in hours if one.start_ms >= now_ms - LEARNED_OVER_MS], UTC, now_ms)
    found = [baseline.usual(now_ms + step * _HOUR_MS) for step in range(steps)]
    return [known[-1] if usual is None else usual.median for usual in found]


def usual_hours_with_trend(known: Sequence[float], steps: int) -> list[float]:
    """The same, moved by what a significant trend adds: an hour's usual value is as old as the middle one of the same
    hours in the learned weeks, of which the youngest was a week before."""
    trend = trend_of([_BEGAN_MS + at * _HOUR_MS for at in range(len(known))], known)
    growth = 1 + trend.per_week if trend is not None and trend.significant else 1.0
    weeks = min(len(known) * _HOUR_MS, LEARNED_OVER_MS) / _WEEK_MS
    return [one * growth ** ((weeks + 1) / 2) for one in usual_hours(known, steps)]


def weekly_trend(known: Sequence[float], steps: int) -> list[float]:
    """Of weekly values: the last one, moved on by the trend of the last ninety days where that is significant."""
    recent = known[-(TREND_OVER_MS // _WEEK_MS + 1) :]
    trend = trend_of([_BEGAN_MS + at * _WEEK_MS for at in range(len(recent))], recent)
    growth = 1 + trend.per_week if trend is not None and trend.significant else 1.0
    return [known[-1] * growth ** (step + 1) for step in range(steps)]


def weekly_forecast(known: Sequence[float], steps: int) -> list[float]:
    """Of weekly values: the last one, and the growth that the forecast of a limit sees in thirteen months."""
    recent = known[-_KEPT_WEEKS:]
    times = [_BEGAN_MS + at * _WEEK_MS for at in range(len(recent))]
    limit = known[-1] + _JUST_ABOVE * max(abs(known[-1]), median(map(abs, recent)), _JUST_ABOVE)
    found = forecast(times, recent, limit)
    if not isinstance(found, Forecast):
        return [known[-1]] * steps
    if found.compound:
        return [known[-1] * (1 + found.per_week / found.level) ** (step + 1) for step in range(steps)]
    return [known[-1] + found.per_week * (step + 1) for step in range(steps)]
