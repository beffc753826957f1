"""Trends and forecasts in the user's language: the templates of porchlight.insight.sentences, filled as it writes."""

from PySide6.QtCore import QDateTime, QLocale

from porchlight.desktop.formatting import amount, moment, number, percent, span
from porchlight.desktop.texts import translate
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.facts import Writer
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.recommendation_texts import Texts
from porchlight.insight.recommendations import Recommendation, foreseen, written
from porchlight.insight.trends import Trend
from porchlight.model.result import Measure
from porchlight.zones import local_zone

_WEEK_DAYS = 7


def trend_sentence(trend: Trend | None, what: str, unit: str, now_ms: int) -> str:
    """What a trend says of ``what`` ("The 95th percentile"), whose values are in ``unit``."""
    return _writer(now_ms).trend(trend, what, unit)


def trend_note(trend: Trend) -> str:
    """A trend beside a figure: "▲ 9 % a week"."""
    arrow = "▲" if trend.per_week > 0 else "▼"
    return f"{arrow} {translate('Insight', '%1 a week').replace('%1', percent(abs(trend.per_week)))}"


def forecast_sentence(found: Forecast | NoForecast, event: str, now_ms: int) -> str:
    """When ``event`` comes ("it passes your limit of 600 ms")."""
    return _writer(now_ms).forecast(found, event)


def recommendation_texts(found: Recommendation, name: str, now_ms: int) -> Texts:
    """Its three sentences; ``name`` is what people call its subject."""
    return written(found, _writer(now_ms), name)


def capacity_name(one: Capacity, name: str) -> str:
    """What it is that has a limit."""
    match one.resource:
        case Resource.DATABASE_SIZE:
            text = translate("Insight", "%1: room")
        case Resource.CONNECTIONS:
            text = translate("Insight", "%1: connections")
        case Resource.QUOTA:
            text = translate("Insight", "%1: calls")
        case Resource.CONTACTS:
            text = translate("Insight", "%1: contacts of the plan")
        case Resource.HISTORY:
            text = translate("Insight", "Porchlight's history")
        case Resource.MISSING_MEMBERS:
            text = translate("Insight", "%1: missing supporters")
        case Resource.TIME_BETWEEN_RUNS:
            text = translate("Insight", "%1: time between its runs")
        case Resource.OTHER:
            text = f"%1: {one.measure.replace('_', ' ')}"
    return text.replace("%1", name)


def capacity_outlook(one: Capacity, name: str, now_ms: int) -> str:
    """When it runs out, or why that is unknown."""
    return foreseen(one, _writer(now_ms), name)


class WindowWriter(Writer):
    """Writes in the user's language and locale."""

    def template(self, text: str) -> str:
        """See Writer."""
        for context in ("Insight", "Advice", "Words"):
            if (translated := translate(context, text)) != text:
                return translated
        return text

    def number(self, value: float) -> str:
        """See Writer."""
        return number(value)

    def measure(self, measure: Measure) -> str:
        """See Writer."""
        return amount(measure)

    def share(self, share: float) -> str:
        """See Writer."""
        return percent(share)

    def lasting(self, seconds: float) -> str:
        """See Writer."""
        return span(seconds)

    def day(self, at_ms: int) -> str:
        """See Writer."""
        return day(at_ms, self.now_ms)

    def days(self, count: int) -> str:
        """See Writer."""
        return _lasting(count)

    def moment(self, at_ms: int) -> str:
        """See Writer."""
        return moment(at_ms, self.now_ms)


def day(at_ms: int, now_ms: int) -> str:
    """Such as "12 March", with the year where it is another one."""
    at, now = (QDateTime.fromMSecsSinceEpoch(one).date() for one in (at_ms, now_ms))
    return QLocale().toString(at, "d MMMM" if at.year() == now.year() else "d MMMM yyyy")


def _writer(now_ms: int) -> WindowWriter:
    return WindowWriter(local_zone(), now_ms)


def _lasting(days: int) -> str:
    weeks = round(days / _WEEK_DAYS)
    if weeks >= 2 and abs(days - _WEEK_DAYS * weeks) <= 1:
        return translate("Insight", "%n week(s)", "", weeks)
    return translate("Insight", "%n day(s)", "", days)
