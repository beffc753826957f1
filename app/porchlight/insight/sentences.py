"""A trend or a forecast as one or two plain sentences with their evidence."""

from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.trends import Trend
from porchlight.language.text import Day, Duration, Number, Place, Share, Text, msg, sentences

_DAY_SECONDS = 86_400
_IN_SECONDS_MS = 10_000
"""What takes longer is written in seconds."""


def of_duration(trend: Trend | None) -> Text:
    """What a trend says of how long something usually takes, ms."""
    if trend is None:
        return msg("Too early for a trend in its usual duration (needs two weeks with measurements on ten days).")
    span = Duration(trend.span_days * _DAY_SECONDS)
    if trend.shift is not None:
        change, day = Share(abs(trend.shift.change), 0), Day(trend.shift.at_ms)
        if trend.shift.change > 0:
            return msg(
                "Its usual duration jumped by {change} around {day} and has stayed there.",
                change=change,
                day=day,
            )
        return msg(
            "Its usual duration dropped by {change} around {day} and has stayed there.", change=change, day=day
        )
    if not trend.significant:
        return msg("Its usual duration shows no clear trend over {span}.", span=span)
    in_seconds = trend.ended >= _IN_SECONDS_MS
    places: dict[str, Place] = {
        "change": Share(abs(trend.per_week), 0),
        "span": span,
        "began": Number(trend.began / 1000 if in_seconds else trend.began, 0),
        "ended": Number(trend.ended / 1000 if in_seconds else trend.ended, 0),
        "unit": "s" if in_seconds else "ms",
    }
    if trend.per_week > 0:
        return msg("Its usual duration grew {change} per week for {span} ({began} → {ended} {unit}).", **places)
    return msg("Its usual duration fell {change} per week for {span} ({began} → {ended} {unit}).", **places)


def a_week(trend: Trend) -> Text:
    """A trend beside a figure."""
    change = Share(abs(trend.per_week), 0)
    if trend.per_week > 0:
        return msg("▲ {change} per week", change=change)
    return msg("▼ {change} per week", change=change)


def of_slower_answers(trend: Trend) -> Text:
    """What a significant trend upwards says of the 95th percentile of response times, µs."""
    return msg(
        "The 95th percentile grew {change} per week for {span} ({began} → {ended} ms).",
        change=Share(trend.per_week, 0),
        span=Duration(trend.span_days * _DAY_SECONDS),
        began=Number(trend.began / 1000, 0),
        ended=Number(trend.ended / 1000, 0),
    )


def expected(event: Text, forecast: Forecast) -> Text:
    """``event`` is a sentence that has the day of a forecast; this adds between which days it may come."""
    early = Day(forecast.early_ms)
    if forecast.late_ms is None:
        return sentences(event, msg("Not before {early}, and perhaps never.", early=early))
    if forecast.late_ms - forecast.early_ms < _DAY_SECONDS * 1000:
        return event
    between = msg("Most likely between {early} and {late}.", early=early, late=Day(forecast.late_ms))
    return sentences(event, between)


def not_expected(why: NoForecast) -> Text:
    """Why there is no date."""
    match why:
        case NoForecast.TOO_LITTLE_DATA:
            return msg("Too early to forecast (needs two weeks with measurements on ten days).")
        case NoForecast.NOT_GROWING:
            return msg("Not growing.")
        case NoForecast.BEYOND_TWO_YEARS:
            return msg("At this rate, the limit is more than two years away.")
        case NoForecast.ALREADY_REACHED:
            return msg("The limit has been reached.")
