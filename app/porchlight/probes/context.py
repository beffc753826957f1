"""CheckContext: what a probe gets for one check, and short ways to make a Result."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import field, replace
from typing import TYPE_CHECKING, Protocol

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.model.component import Component
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock, GiftSurroundings, MonitorVitals, Runs, Secrets
from porchlight.model.result import EMPTY, Measure, Phase, Result, SubResult
from porchlight.model.status import Outcome, Reason
from porchlight.net.failures import ExchangeFailed
from porchlight.net.timings import Timings

if TYPE_CHECKING:
    from porchlight.language.text import Text
    from porchlight.net.exchange import HttpClient
    from porchlight.net.network import Network

Detail = str | int | float | bool | None


class Probe(Protocol):
    """Checks one component. Read-only; returns a Result for everything it expects.

    One instance lives as long as its component's settings, so it may keep a token or a connection pool. It may raise
    anything unexpected: the monitor turns that into an ``internal`` result. The time limit is a cancellation: a probe
    needs no time-out itself, only to clean up when cancelled.
    """

    async def check(self, ctx: "CheckContext") -> Result:
        """Run one check."""
        ...

    async def close(self) -> None:
        """Release everything; no check follows."""
        ...


@dataclass(slots=True)
class CheckContext:
    """One check of one component."""

    component: Component
    clock: Clock
    secrets: Secrets
    http: "HttpClient"
    network: "Network"
    vitals: Callable[[], MonitorVitals] | None = None
    """The monitor's own state; None outside a running monitor (``porchlight health``)."""
    position: str | None = None
    """The position in the last stored result of this component; it replaces what the probe remembers, so that nothing
    is lost with a discarded result. None: the probe's own memory counts."""
    runs: Runs | None = None
    """The runs of jobs; None where there is no history."""
    digesting: AbstractAsyncContextManager[None] = field(default_factory=nullcontext)
    """Held while a long answer is parsed: only a few at once, or together they would fill the memory."""
    pictures: str | None = None
    """A folder for pictures of what a check saw; None: none are kept."""
    gifts: GiftSurroundings | None = None
    """What is around a stream of gifts; None where nothing is known."""
    ahead: list[int] | None = None
    """Where the time of servers is listened to: how far our clock is ahead of each that said it, in ms."""
    began_ms: int = field(init=False)
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began_ms = self.clock.now_ms()
        self._began = self.clock.monotonic()

    def healthy(
        self,
        sentence: "Text | str",
        *,
        measures: Mapping[str, Measure] = EMPTY,
        phases: Mapping[Phase, int] = EMPTY,
        details: Mapping[str, Detail] = EMPTY,
        sub_results: tuple[SubResult, ...] = (),
        operations: tuple[Operation, ...] = (),
        position: str | None = None,
        duration_us: int | None = None,
        authentic: bool = False,
    ) -> Result:
        """All is well. ``duration_us``: the response time where it is not the whole check; ``authentic``: see
        Result."""
        found = self._result(
            Outcome.HEALTHY,
            None,
            sentence,
            measures=measures,
            phases=phases,
            details=details,
            sub_results=sub_results,
            operations=operations,
            position=position,
            duration_us=duration_us,
        )
        return replace(found, authentic=True) if authentic else found

    def unwell(
        self,
        outcome: Outcome,
        reason: Reason,
        sentence: "Text | str",
        *,
        measures: Mapping[str, Measure] = EMPTY,
        phases: Mapping[Phase, int] = EMPTY,
        details: Mapping[str, Detail] = EMPTY,
        sub_results: tuple[SubResult, ...] = (),
        operations: tuple[Operation, ...] = (),
        position: str | None = None,
        duration_us: int | None = None,
    ) -> Result:
        """Something is not well, or is not known. ``sentence`` says what, without the name where possible ("the key
        was rejected")."""
        return self._result(
            outcome,
            reason,
            sentence,
            measures=measures,
            phases=phases,
            details=details,
            sub_results=sub_results,
            operations=operations,
            position=position,
            duration_us=duration_us,
        )

    def failed(
        self,
        failure: ExchangeFailed,
        timings: Timings,
        *,
        measures: Mapping[str, Measure] = EMPTY,
        details: Mapping[str, Detail] = EMPTY,
    ) -> Result:
        """The result of a check that could not continue."""
        return self.unwell(
            failure.outcome,
            failure.reason,
            failure.sentence,
            measures=measures,
            phases=timings.phases,
            details=details,
            duration_us=timings.duration_us or None,
        )

    def _result(
        self,
        outcome: Outcome,
        reason: Reason | None,
        sentence: "Text | str",
        *,
        measures: Mapping[str, Measure],
        phases: Mapping[Phase, int],
        details: Mapping[str, Detail],
        sub_results: tuple[SubResult, ...],
        operations: tuple[Operation, ...],
        position: str | None,
        duration_us: int | None,
    ) -> Result:
        if duration_us is None:
            duration_us = round((self.clock.monotonic() - self._began) * 1_000_000)
        return Result(
            component=self.component.id,
            began_ms=self.began_ms,
            duration_us=duration_us,
            outcome=outcome,
            sentence=english(sentence),
            reason=reason,
            measures=measures,
            phases=phases,
            details=details,
            sub_results=sub_results,
            operations=operations,
            position=position,
        )
