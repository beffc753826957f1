"""Trends and forecasts in the user's language: the templates of porchlight.insight.sentences, filled in."""

from porchlight.desktop.formatting import amount, day, moment, number, percent, span
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.facts import Writer
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.recommendation_texts import Texts
from porchlight.insight.recommendations import Recommendation, foreseen, written
from porchlight.insight.trends import Trend
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.language.text import Text
from porchlight.model.result import Measure
from porchlight.zones import local_zone

_WEEK_DAYS = 7


def trend_sentence(trend: Trend | None, what: str, unit: str, now_ms: int) -> str:
    """The sentence for a trend of ``what`` ("The 95th percentile"), whose values are in ``unit``."""
    return _writer(now_ms).trend(trend, what, unit)


def trend_note(trend: Trend) -> str:
    """A trend beside a figure: "▲ 9 % a week"."""
    arrow = "▲" if trend.per_week > 0 else "▼"
    return f"{arrow} {tr('{share} a week', share=percent(abs(trend.per_week)))}"


def forecast_sentence(found: Forecast | NoForecast, event: str, now_ms: int) -> str:
    """When ``event`` comes ("it passes your limit of 600 ms")."""
    return _writer(now_ms).forecast(found, event)


def recommendation_texts(found: Recommendation, name: str, now_ms: int) -> Texts:
    """Its three sentences; ``name``: its subject's for people."""
    return written(found, _writer(now_ms), name)


def capacity_name(one: Capacity, name: str) -> str:
    """The name of what has a limit."""
    match one.resource:
        case Resource.DATABASE_SIZE | Resource.DISK:
            return tr("{name}: room", name=name)
        case Resource.CONNECTIONS:
            return tr("{name}: connections", name=name)
        case Resource.QUOTA:
            return tr("{name}: calls", name=name)
        case Resource.CONTACTS:
            return tr("{name}: contacts of the plan", name=name)
        case Resource.HISTORY:
            return tr("Porchlight's history")
        case Resource.MISSING_MEMBERS:
            return tr("{name}: missing supporters", name=name)
        case Resource.TIME_BETWEEN_RUNS:
            return tr("{name}: time between its runs", name=name)
        case Resource.OTHER:
            return f"{name}: {one.measure.replace('_', ' ')}"


def capacity_outlook(one: Capacity, name: str, now_ms: int) -> str:
    """When it runs out, or why that is unknown."""
    return foreseen(one, _writer(now_ms), name)


class WindowWriter(Writer):
    """Writes in the user's language and locale."""

    def template(self, text: str) -> str:
        """See Writer."""
        return rendered(Text(text))

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


def _writer(now_ms: int) -> WindowWriter:
    return WindowWriter(local_zone(), now_ms)


def _lasting(days: int) -> str:
    weeks = round(days / _WEEK_DAYS)
    if weeks >= 2 and abs(days - _WEEK_DAYS * weeks) <= 1:
        return tr_plural("{n} week", "{n} weeks", weeks)
    return tr_plural("{n} day", "{n} days", days)
