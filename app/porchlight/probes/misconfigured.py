"""Replaces the probe of a component whose settings have faults: it is in error, and reports them."""

from porchlight.language.text import Text
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext


class MisconfiguredProbe:
    """Answers every check with the fault."""

    def __init__(self, fault: Text | str) -> None:
        self._fault = fault

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, self._fault, duration_us=0)

    async def close(self) -> None:
        """See Probe."""
