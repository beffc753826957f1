"""One check with its errors contained: whatever a probe does, a Result comes back that all code can trust.

The time limit is real cancellation. Every text and every number of a result is made safe before it goes anywhere.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from porchlight.containment import contained
from porchlight.intake.pieces import Unfit
from porchlight.intake.text import NAME, quote, redacting
from porchlight.language.text import Duration, msg, sentences
from porchlight.model.component import Component
from porchlight.model.errors import SecretElsewhere, SecretError
from porchlight.model.ports import Clock, GiftSurroundings, MonitorVitals, Runs, Secrets
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.fitting import fit_result
from porchlight.net.exchange import HttpClient
from porchlight.net.network import Network
from porchlight.probes.context import CheckContext, Probe
from porchlight.probes.witness import Witness
from porchlight.redaction import Redactor

_log = logging.getLogger(__name__)
_DIGESTED_AT_ONCE = 4
"""Long answers. A hostile megabyte of JSON becomes tens of megabytes of lists, and Python parses them one after the
other in any case."""


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
        pictures: str | None = None,
        gifts: GiftSurroundings | None = None,
    ) -> None:
        self._clock = clock
        self._secrets = secrets
        self._http = http
        self._network = network or Network()
        self._redactor = redactor
        self._runs = runs
        self._pictures = pictures
        self._gifts = gifts
        self._digesting = asyncio.Semaphore(_DIGESTED_AT_ONCE)

    async def run(
        self,
        component: Component,
        probe: Probe,
        vitals: Callable[[], MonitorVitals] | None = None,
        position: str | None = None,
    ) -> Result:
        """Check ``component`` once; raises nothing but the cancellation of its caller. ``position``: see
        CheckContext."""
        witness = Witness(self._http)
        ctx = CheckContext(
            component,
            self._clock,
            self._secrets,
            witness,
            self._network,
            vitals,
            position,
            self._runs,
            self._digesting,
            self._pictures,
            self._gifts,
        )
        try:
            with redacting(self._redactor.text):
                result = await self._checked(ctx, probe)
            if isinstance(result, Result) and result.component == component.id:
                found = fit_result(result, self._redactor.text)
                authentic = found.authentic or witness.met_the_real_one
                led_elsewhere = found.led_elsewhere or witness.was_led_elsewhere
                if (authentic, led_elsewhere) == (found.authentic, found.led_elsewhere):
                    return found  # a copy is a twentieth of a check's cost
                return replace(found, authentic=authentic, led_elsewhere=led_elsewhere)
            return self._no_result(ctx, None)
        except Unfit as fault:
            return self._no_result(ctx, fault)
        except Exception as error:  # a plug-in's own types may raise in any operation
            return self._internal(ctx, error)

    async def _checked(self, ctx: CheckContext, probe: Probe) -> object:
        try:
            async with asyncio.timeout(ctx.component.timeout) as limit:
                with contained():
                    return await probe.check(ctx)
        except TimeoutError as error:
            if limit.expired():
                return ctx.unwell(
                    Outcome.ERROR,
                    Reason.TIMEOUT,
                    msg("No answer within {duration}.", duration=Duration(ctx.component.timeout)),
                )
            return self._internal(ctx, error)
        except SecretElsewhere as error:
            return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, sentences(error.sentence, error.remedy))
        except SecretError as error:
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, sentences(error.sentence, error.remedy))
        except Exception as error:
            return self._internal(ctx, error)

    def _internal(self, ctx: CheckContext, error: Exception) -> Result:
        _log.error("the probe of %s failed", ctx.component.id, exc_info=error)
        name = quote(type(error).__name__, NAME, redact=self._redactor.text)
        sentence = msg("The check itself failed ({name}). See the log for details.", name=name)
        return ctx.unwell(Outcome.ERROR, Reason.INTERNAL, sentence)

    def _no_result(self, ctx: CheckContext, why: Unfit | None) -> Result:
        _log.error("the probe of %s did not answer with a result of its own (%s)", ctx.component.id, why)
        sentence = sentences(msg("The check returned no valid result."), why.text if why else "")
        return ctx.unwell(Outcome.ERROR, Reason.INTERNAL, sentence)
