"""Trends and forecasts in the user's language: the templates of app.insight.sentences, filled as it writes."""

from PySide6.QtCore import QDateTime, QLocale

from app.desktop.words import advice, amount, number, percent, span, translate
from app.insight.capacity import Capacity, Resource
from app.insight.facts import Fact, Facts, Foreseen, Growth, Lasting, Moment, NextStep, Share
from app.insight.forecasts import Forecast, NoForecast
from app.insight.recommendation_texts import EVENTS, Texts
from app.insight.recommendations import Recommendation, facts_of
from app.insight.sentences import Sentence, of_forecast, of_trend
from app.insight.trends import Trend
from app.insight.usual import local_zone
from app.model.result import Measure

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


def recommendation_words(found: Recommendation, name: str, now_ms: int) -> Texts:
    """Its three sentences; ``name`` is what people call its subject."""
    given = found.texts
    facts = {**found.facts, "name": name}
    return Texts(*(_filled_with(part, facts, name, now_ms) for part in (given.what, given.evidence, given.step)))


def capacity_name(one: Capacity, name: str) -> str:
    """What it is that has a limit."""
    match one.resource:
        case Resource.DATABASE_SIZE:
            said = translate("Insight", "%1: room")
        case Resource.CONNECTIONS:
            said = translate("Insight", "%1: connections")
        case Resource.QUOTA:
            said = translate("Insight", "%1: calls")
        case Resource.CONTACTS:
            said = translate("Insight", "%1: contacts of the plan")
        case Resource.HISTORY:
            said = translate("Insight", "Porchlight's history")
        case Resource.MISSING_MEMBERS:
            said = translate("Insight", "%1: missing supporters")
        case Resource.TIME_BETWEEN_RUNS:
            said = translate("Insight", "%1: time between its runs")
        case Resource.OTHER:
            said = f"%1: {one.measure.replace('_', ' ')}"
    return said.replace("%1", name)


def capacity_outlook(one: Capacity, name: str, now_ms: int) -> str:
    """When it runs out, or why that cannot be told."""
    return _fact_words(Foreseen(one.forecast, EVENTS[one.resource], facts_of(one, name)), name, now_ms)


def _filled_with(template: str, facts: Facts, name: str, now_ms: int) -> str:
    words = {place: _fact_words(fact, name, now_ms) for place, fact in facts.items()}
    return translate("Insight", template).format_map(words)


def _fact_words(fact: Fact, name: str, now_ms: int) -> str:
    match fact:
        case str():
            return fact
        case int():
            return number(fact)
        case Measure():
            return amount(fact)
        case Share():
            return percent(fact.share)
        case Lasting():
            return span(fact.seconds)
        case Moment():
            return day(fact.at_ms, now_ms)
        case Growth():
            return trend_sentence(fact.told, translate("Insight", "Its usual duration"), fact.unit, now_ms)
        case Foreseen():
            event = _filled_with(fact.event, {**fact.facts, "name": name}, name, now_ms)
            return forecast_sentence(fact.forecast, event, now_ms)
        case NextStep():
            return advice(fact.reason, fact.kind)


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
