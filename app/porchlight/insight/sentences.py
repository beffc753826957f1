"""A trend or a forecast as one plain sentence with its evidence.

Templates with named places are separate from the facts that fill them, so that the desktop can translate the ones and
format the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.trends import Trend

GREW: Final = "{what} grew {percent} a week for {span} ({began} → {ended} {unit})."
FELL: Final = "{what} fell {percent} a week for {span} ({began} → {ended} {unit})."
WENT_UP: Final = "{what} went up by {percent} at once, around {day}, and has stayed there."
WENT_DOWN: Final = "{what} went down by {percent} at once, around {day}, and has stayed there."
STEADY: Final = "{what} shows no clear trend over {span}."
NO_TREND_YET: Final = "{what} shows no trend yet: that takes two weeks with measurements on ten days."
EXPECTED: Final = "At this growth {event} around {day} (between {early} and {late})."
EXPECTED_ON: Final = "At this growth {event} around {day}."
PERHAPS: Final = "At this growth {event} around {day} (not before {early}, and perhaps never)."
NOT_EXPECTED: Final = {
    NoForecast.TOO_LITTLE_DATA: "Nothing can be foreseen yet: that takes two weeks with measurements on ten days.",
    NoForecast.NOT_GROWING: "It does not grow.",
    NoForecast.BEYOND_TWO_YEARS: "At this growth there is room for more than two years.",
    NoForecast.ALREADY_REACHED: "The limit is reached already.",
}
_WEEKS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


_TREND: Final = (GREW, FELL, WENT_UP, WENT_DOWN, STEADY, NO_TREND_YET)
_FORECAST: Final = (EXPECTED, EXPECTED_ON, PERHAPS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template and the facts for its places."""

    template: str
    places: Mapping[str, str]

    def __str__(self) -> str:
        return self.template.format_map(self.places)


def of_trend(
    trend: Trend | None,
    what: str,
    zone: tzinfo,
    now_ms: int,
    *,
    unit: str = "ms",
    figure: Callable[[float], str] = "{:.0f}".format,
) -> Sentence:
    """The sentence for a trend of ``what`` ("The 95th percentile"). ``figure`` writes a value, which is in
    ``unit``."""
    if trend is None:
        return Sentence(NO_TREND_YET, {"what": what})
    if trend.shift is not None:
        template = WENT_UP if trend.shift.change > 0 else WENT_DOWN
        at = day(trend.shift.at_ms, zone, now_ms)
        return Sentence(template, {"what": what, "percent": _percent(trend.shift.change), "day": at})
    if not trend.significant:
        return Sentence(STEADY, {"what": what, "span": span(trend.span_days)})
    places = {
        "what": what,
        "percent": _percent(trend.per_week),
        "span": span(trend.span_days),
        "began": figure(trend.began),
        "ended": figure(trend.ended),
        "unit": unit,
    }
    return Sentence(GREW if trend.per_week > 0 else FELL, places)


def of_forecast(forecast: Forecast | NoForecast, event: str, zone: tzinfo, now_ms: int) -> Sentence:
    """When ``event`` comes: "the transactions sync will take longer than its 15-minute interval"."""
    if isinstance(forecast, NoForecast):
        return Sentence(NOT_EXPECTED[forecast], {})
    early = day(forecast.early_ms, zone, now_ms)
    places = {"event": event, "day": day(forecast.at_ms, zone, now_ms), "early": early}
    if forecast.late_ms is None:
        return Sentence(PERHAPS, places)
    late = day(forecast.late_ms, zone, now_ms)
    return Sentence(EXPECTED_ON if early == late else EXPECTED, {**places, "late": late})


def day(at_ms: int, zone: tzinfo, now_ms: int) -> str:
    """Such as "12 March", with the year where it is another one."""
    local, now = datetime.fromtimestamp(at_ms / 1000, zone), datetime.fromtimestamp(now_ms / 1000, zone)
    written = f"{local.day} {_MONTHS[local.month - 1]}"
    return written if local.year == now.year else f"{written} {local.year}"


def span(days: int) -> str:
    """Such as "three weeks", where it is that to within a day, else "17 days"."""
    weeks = round(days / 7)
    if abs(days - 7 * weeks) <= 1 and 2 <= weeks < 2 + len(_WEEKS):
        return f"{_WEEKS[weeks - 2]} weeks"
    return f"{days} days"


def _percent(change: float) -> str:
    return f"{abs(change) * 100:.0f} %"


def all_templates() -> list[str]:
    """Every template, for translators."""
    return [*_TREND, *_FORECAST, *NOT_EXPECTED.values()]
