"""CheckFailed: a check of several steps that cannot go on."""

from collections.abc import Mapping

from porchlight.model.result import EMPTY, Measure, Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext, Detail
from porchlight.probes.timings import Timings


class CheckFailed(Exception):
    """Raised by a step, turned into the Result of its check. ``sentence`` may begin with the host's name."""

    def __init__(self, reason: Reason, sentence: str, outcome: Outcome = Outcome.ERROR) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
        self.outcome = outcome

    def result(
        self,
        ctx: CheckContext,
        timings: Timings,
        *,
        measures: Mapping[str, Measure] = EMPTY,
        details: Mapping[str, Detail] = EMPTY,
    ) -> Result:
        """The result of the check that it ended."""
        begins_with_host = any(mark in self.sentence.split(" ", 1)[0] for mark in ".:")
        first = self.sentence[:1] if begins_with_host else self.sentence[:1].upper()
        return ctx.unwell(
            self.outcome,
            self.reason,
            f"{first}{self.sentence[1:]}.",
            measures=measures,
            phases=timings.phases,
            details=details,
            duration_us=timings.duration_us or None,
        )
