"""What stands in the places of a sentence: numbers with their meaning, written by who knows the reader's language.

``English`` writes them for terminals and files; the windows have a writer of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final, TypeAlias

from app.insight.advice import next_step
from app.insight.forecasts import Forecast, NoForecast
from app.insight.sentences import day, of_forecast, of_trend
from app.insight.trends import Trend
from app.model.amounts import amount
from app.model.result import Measure
from app.model.status import Reason
from app.model.times import how_long

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
class Moment:
    """A day, by a moment of it: Unix ms (UTC)."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Growth:
    """How a duration grew: a whole sentence of its own. The trend is one of ms."""

    trend: Trend

    @property
    def unit(self) -> str:
        """In which its figures are told: what takes longer than some seconds is not told in ms."""
        return "s" if self.trend.ended >= _IN_SECONDS_MS else "ms"

    @property
    def told(self) -> Trend:
        """The trend in that unit."""
        if self.unit == "ms":
            return self.trend
        return replace(self.trend, began=self.trend.began / 1000, ended=self.trend.ended / 1000)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """When something comes, a whole sentence of its own; ``event`` is a template with ``facts`` in its places."""

    forecast: Forecast | NoForecast
    event: str
    facts: "Facts"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the table of advice says to a reason: a whole sentence of its own."""

    reason: Reason
    kind: str


Fact: TypeAlias = str | int | Measure | Share | Lasting | Moment | Growth | Foreseen | NextStep
Facts: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class English:
    """Writes facts in English. ``zone`` and ``now_ms`` (Unix ms) say what day it is for the reader."""

    zone: tzinfo
    now_ms: int

    def fill(self, template: str, facts: Facts) -> str:
        """A sentence."""
        return template.format_map({name: self.fact(fact) for name, fact in facts.items()})

    def fact(self, fact: Fact) -> str:
        """One fact."""
        match fact:
            case str():
                return fact
            case int():
                return f"{fact:,}"
            case Measure():
                return amount(fact)
            case Share():
                return f"{fact.share * 100:.3g} %"
            case Lasting():
                return how_long(fact.seconds)
            case Moment():
                return day(fact.at_ms, self.zone, self.now_ms)
            case Growth():
                return str(of_trend(fact.told, "Its usual duration", self.zone, self.now_ms, unit=fact.unit))
            case Foreseen():
                event = self.fill(fact.event, fact.facts)
                return str(of_forecast(fact.forecast, event, self.zone, self.now_ms))
            case NextStep():
                return next_step(fact.reason, fact.kind)
