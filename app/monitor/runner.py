"""One check, behind its own error wall: whatever a probe does, a Result comes back.

The time limit is real cancellation. Every text of a result passes the redactor before it goes anywhere.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from app.model.component import Component
from app.model.errors import SecretError
from app.model.ports import Clock, MonitorVitals, Runs, Secrets
from app.model.result import Result
from app.model.status import Outcome, Reason
from app.probes.context import CheckContext, Probe
from app.probes.exchange import HttpClient
from app.probes.network import Network
from app.redaction import Redactor

_log = logging.getLogger(__name__)


class Runner:
    """Runs checks with what all of them share."""

    def __init__(
        self,
        *,
        clock: Clock,
        secrets: Secrets,
        http: HttpClient,
        redactor: Redactor,
        network: Network | None = None,
        runs: Runs | None = None,
    ) -> None:
        self._clock = clock
        self._secrets = secrets
        self._http = http
        self._network = network or Network()
        self._redactor = redactor
        self._runs = runs

    async def run(
        self,
        component: Component,
        probe: Probe,
        vitals: Callable[[], MonitorVitals] | None = None,
        position: str | None = None,
    ) -> Result:
        """One check of ``component``; raises nothing but the cancellation of its caller. ``position``: see
        CheckContext."""
        ctx = CheckContext(
            component, self._clock, self._secrets, self._http, self._network, vitals, position, self._runs
        )
        try:
            async with asyncio.timeout(component.timeout) as limit:
                result: object = await probe.check(ctx)
        except TimeoutError as error:
            if limit.expired():
                result = ctx.unwell(Outcome.ERROR, Reason.TIMEOUT, f"No answer within {component.timeout:g} s.")
            else:
                result = self._internal(ctx, error)
        except SecretError as error:
            result = ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, f"{error.sentence} {error.remedy}".strip())
        except Exception as error:
            result = self._internal(ctx, error)
        if not isinstance(result, Result) or result.component != component.id:
            result = ctx.unwell(Outcome.ERROR, Reason.INTERNAL, "The probe did not answer with a result of its own.")
        return self._redacted(result)

    def _internal(self, ctx: CheckContext, error: Exception) -> Result:
        _log.error("the probe of %s failed", ctx.component.id, exc_info=error)
        name = type(error).__name__
        sentence = f"The probe itself failed ({name}); the log has the rest."
        return ctx.unwell(Outcome.ERROR, Reason.INTERNAL, sentence)

    def _redacted(self, result: Result) -> Result:
        text = self._redactor.text
        sentence = text(result.sentence)
        if not result.details and not result.sub_results:
            return result if sentence == result.sentence else replace(result, sentence=sentence)
        details = {name: text(value) if isinstance(value, str) else value for name, value in result.details.items()}
        sub_results = tuple(
            replace(part, name=text(part.name), sentence=text(part.sentence)) for part in result.sub_results
        )
        return replace(result, sentence=sentence, details=details, sub_results=sub_results)
