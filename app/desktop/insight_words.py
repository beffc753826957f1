"""Trends and forecasts in the user's language: the templates of app.insight.sentences, filled as it writes."""

from PySide6.QtCore import QDateTime, QLocale

from app.desktop.words import number, percent, translate
from app.insight.forecasts import Forecast, NoForecast
from app.insight.sentences import Sentence, of_forecast, of_trend
from app.insight.trends import Trend
from app.insight.usual import local_zone

_WEEK_DAYS = 7


def trend_sentence(trend: Trend | None, what: str, unit: str, now_ms: int) -> str:
    """What a trend says of ``what`` ("The 95th percentile"), whose values are in ``unit``."""
    said = of_trend(trend, what, local_zone(), now_ms, unit=unit)
    if trend is None:
        return _filled(said, {"what": what})
    places = {
        "what": what,
        "percent": percent(abs(trend.shift.change if trend.shift is not None else trend.per_week)),
        "span": _lasting(trend.span_days),
        "began": number(round(trend.began)),
        "ended": number(round(trend.ended)),
        "unit": unit,
    }
    if trend.shift is not None:
        places["day"] = day(trend.shift.at_ms, now_ms)
    return _filled(said, places)


def trend_note(trend: Trend) -> str:
    """A trend beside a figure: "▲ 9 % a week"."""
    arrow = "▲" if trend.per_week > 0 else "▼"
    return f"{arrow} {translate('Insight', '%1 a week').replace('%1', percent(abs(trend.per_week)))}"


def forecast_sentence(found: Forecast | NoForecast, event: str, now_ms: int) -> str:
    """When ``event`` comes ("it passes your limit of 600 ms")."""
    said = of_forecast(found, event, local_zone(), now_ms)
    places = {"event": event}
    if isinstance(found, Forecast):
        places |= {"day": day(found.at_ms, now_ms), "early": day(found.early_ms, now_ms)}
        if found.late_ms is not None:
            places["late"] = day(found.late_ms, now_ms)
    return _filled(said, places)


def day(at_ms: int, now_ms: int) -> str:
    """Such as "12 March", with the year where it is another one."""
    at, now = (QDateTime.fromMSecsSinceEpoch(one).date() for one in (at_ms, now_ms))
    return QLocale().toString(at, "d MMMM" if at.year() == now.year() else "d MMMM yyyy")


def _filled(said: Sentence, places: dict[str, str]) -> str:
    return translate("Insight", said.template).format_map(places)


def _lasting(days: int) -> str:
    weeks = round(days / _WEEK_DAYS)
    if weeks >= 2 and abs(days - _WEEK_DAYS * weeks) <= 1:
        return translate("Insight", "%n week(s)", "", weeks)
    return translate("Insight", "%n day(s)", "", days)
