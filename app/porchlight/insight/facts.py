"""What fills the places of a sentence: numbers with their meaning. ``Writer`` writes them in English; the report and
the windows have other writers for other languages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, TypeAlias

from porchlight.insight.advice import next_step
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.sentences import day, of_forecast, of_trend, span
from porchlight.insight.trends import Trend
from porchlight.insight.troubles import trouble_of
from porchlight.model.amounts import amount
from porchlight.model.result import Measure
from porchlight.model.status import Reason, Status
from porchlight.model.times import how_long

SINCE: Final = "{trouble} since {moment}"
NOT_KNOWN: Final = "{name} was not checked yet"
USUAL_DURATION: Final = "Its usual duration"
_IN_SECONDS_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Share:
    """A share of something, 0–1."""

    share: float


@dataclass(frozen=True, slots=True)
class Lasting:
    """A span of time, seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Growth:
    """How a duration grew: a separate, whole sentence. The trend is one of ms."""

    trend: Trend

    @property
    def unit(self) -> str:
        """The unit of its figures: what takes longer than some seconds is not given in ms."""
        return "s" if self.trend.ended >= _IN_SECONDS_MS else "ms"

    @property
    def shown_trend(self) -> Trend:
        """The trend in that unit."""
        if self.unit == "ms":
            return self.trend
        return replace(self.trend, began=self.trend.began / 1000, ended=self.trend.ended / 1000)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """When something comes: a separate, whole sentence; ``event`` is a template with ``facts`` in its places."""

    forecast: Forecast | NoForecast
    event: str
    facts: "Facts"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The table's advice for a reason: a separate, whole sentence."""

    reason: Reason
    kind: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a component, and since when (Unix ms), where that is known: part of a sentence."""

    name: str
    reason: Reason | None
    status: Status
    since_ms: int | None


Fact: TypeAlias = str | int | Measure | Share | Lasting | Growth | Foreseen | NextStep | Trouble
Facts: TypeAlias = Mapping[str, Fact]


class Writer:
    """Writes facts in English; another language overrides what differs. ``zone`` and ``now_ms`` (Unix ms) give the
    reader's day."""

    def __init__(self, zone: tzinfo, now_ms: int) -> None:
        self.zone = zone
        self.now_ms = now_ms

    def fill(self, template: str, facts: Facts) -> str:
        """A sentence."""
        return self.template(template).format_map({name: self.fact(fact) for name, fact in facts.items()})

    def fact(self, fact: Fact) -> str:
        """One fact."""
        match fact:
            case str():
                return fact
            case int():
                return self.number(fact)
            case Measure():
                return self.measure(fact)
            case Share():
                return self.share(fact.share)
            case Lasting():
                return self.lasting(fact.seconds)
            case Growth():
                return self.growth(fact)
            case Foreseen():
                return self.forecast(fact.forecast, self.fill(fact.event, fact.facts))
            case NextStep():
                return self.template(next_step(fact.reason, fact.kind))
            case Trouble():
                return self.trouble(fact)

    def template(self, text: str) -> str:
        """A template, or a sentence without places, in the reader's language."""
        return text

    def number(self, value: float) -> str:
        """A whole number."""
        return f"{value:,.0f}"

    def measure(self, measure: Measure) -> str:
        """With its unit and its limit."""
        return amount(measure)

    def share(self, share: float) -> str:
        """In percent."""
        return f"{share * 100:.3g} %"

    def lasting(self, seconds: float) -> str:
        """A span of time."""
        return how_long(seconds)

    def day(self, at_ms: int) -> str:
        """Such as "12 March"."""
        return day(at_ms, self.zone, self.now_ms)

    def days(self, count: int) -> str:
        """So many days, in weeks where it fits."""
        return span(count)

    def moment(self, at_ms: int) -> str:
        """A time of the day, with the day where it is another one."""
        at, now = (datetime.fromtimestamp(one / 1000, self.zone) for one in (at_ms, self.now_ms))
        return f"{at:%H:%M}" if at.date() == now.date() else f"{self.day(at_ms)}, {at:%H:%M}"

    def trouble(self, fact: Trouble) -> str:
        """What is wrong, without a full stop."""
        text = trouble_of(fact.reason, fact.status) if fact.reason is not None else NOT_KNOWN
        text = self.template(text).replace("{name}", fact.name)
        if fact.since_ms is None or fact.reason is None:
            return text
        return self.template(SINCE).format(trouble=text, moment=self.moment(fact.since_ms))

    def growth(self, fact: Growth) -> str:
        """A sentence on a trend of a duration."""
        return self.trend(fact.shown_trend, self.template(USUAL_DURATION), fact.unit, digits=2)

    def trend(self, trend: Trend | None, what: str, unit: str, *, digits: int = 9) -> str:
        """A sentence on a trend of ``what`` ("The 95th percentile"), whose values are in ``unit``; its change is
        given as a share with so many ``digits``."""
        text = self.template(of_trend(trend, "", self.zone, self.now_ms).template)
        if trend is None:
            return text.format(what=what)
        change = abs(trend.shift.change if trend.shift is not None else trend.per_week)
        return text.format(
            what=what,
            percent=self.share(round(change, digits)),
            span=self.days(trend.span_days),
            began=self.number(round(trend.began)),
            ended=self.number(round(trend.ended)),
            unit=unit,
            day=self.day(trend.shift.at_ms) if trend.shift is not None else "",
        )

    def forecast(self, forecast: Forecast | NoForecast, event: str) -> str:
        """A sentence on when ``event`` comes."""
        text = of_forecast(forecast, event, self.zone, self.now_ms)
        places = {"event": event}
        if isinstance(forecast, Forecast):
            places |= {"day": self.day(forecast.at_ms), "early": self.day(forecast.early_ms)}
            if forecast.late_ms is not None:
                places["late"] = self.day(forecast.late_ms)
        return self.template(text.template).format_map(places)
