"""Sends metrics by OTLP over HTTP, one export at a time, the newest numbers only.

What cannot be delivered is not kept: the next export has the state by then, and counters catch up. So a dead receiver
costs one waiting connection, and nothing grows.
"""

import asyncio
import logging
import platform
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlsplit

from porchlight.exporters.metrics.families import families_of
from porchlight.exporters.metrics.otlp import Body, Delivered, bodies_of, refused_points, resource
from porchlight.exporters.metrics.picture import Picture
from porchlight.intake.numbers import pause
from porchlight.intake.text import QUOTE, quote, without_surrogates
from porchlight.language.english import english
from porchlight.language.text import Duration, Text, msg, msg_plural, sentences
from porchlight.model.message import Fault
from porchlight.model.ports import Clock
from porchlight.net.outgoing import Outgoing, carries_secret
from porchlight.net.sending import SendContext, secret_field
from porchlight.settings.export import OtlpSettings
from porchlight.threads import in_thread

_log = logging.getLogger(__name__)

_LONGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""

Sleep = Callable[[float], Awaitable[None]]


class OtlpSender:
    """``run`` it for as long as these settings hold."""

    def __init__(
        self,
        settings: OtlpSettings,
        context: SendContext,
        *,
        picture: Callable[[], Picture],
        clock: Clock,
        report: Callable[[Text], None],
        before: "OtlpSender | None" = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """``report`` gets one sentence when nothing gets through, and when it does again; ``before`` sent until now:
        the same receiver gets nothing twice."""
        self._settings = settings
        self._context = context
        self._picture = picture
        self._clock = clock
        self._report = report
        self._sleep = sleep
        self._outgoing = Outgoing(context)
        self._who = resource(settings.attributes, without_surrogates(platform.node()))
        self._delivered: Delivered = (
            before._delivered if before is not None and before._settings.url == settings.url else Delivered()
        )
        self._failing = False

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                began = self._clock.monotonic()
                fault = await self.export()
                asked = pause(fault.retry_after) if fault is not None else None
                wait = max(self._settings.interval, asked or 0.0)
                await self._sleep(max(wait - (self._clock.monotonic() - began), 1.0))
        finally:
            await self.close()

    async def close(self) -> None:
        """Close the connection."""
        await self._outgoing.close()

    async def export(self) -> Fault | None:
        """Send the current state; return the fault. Never longer than the time limit."""
        try:
            async with asyncio.timeout(self._settings.timeout):
                fault = await self._export()
        except TimeoutError:
            span = Duration(self._settings.timeout)
            fault = Fault(english(msg("{host} did not answer within {span}.", host=self._host, span=span)))
        except Exception as error:  # no error may end the watching
            _log.exception("the metrics could not be sent")
            name = type(error).__name__
            fault = Fault(english(msg("They could not be prepared ({error}). See the log for details.", error=name)))
        if fault is not None:
            _log.log(logging.DEBUG if self._failing else logging.WARNING, "metrics: %s", fault.sentence)
        if (fault is not None) is not self._failing:
            self._failing = fault is not None
            self._report(
                msg("Metrics are not being sent: {problem}", problem=fault.sentence)
                if fault is not None
                else msg("Metrics are being sent again.")
            )
        return fault

    async def _export(self) -> Fault | None:
        settings = self._settings
        key = await secret_field(self._context, settings.credential) if settings.credential else None
        if isinstance(key, Fault):
            return key
        headers = {
            "Content-Type": "application/x-protobuf",
            "Content-Encoding": "gzip",
            **settings.sent_headers(key),
        }
        picture = self._picture()
        for body in await in_thread(partial(self._bodies, picture), name="metrics"):
            answer = await self._outgoing.exchange(
                settings.url,
                body.packed,
                headers=headers,
                secret=key is not None or carries_secret(self._context, settings.url),
                allow_unencrypted=settings.allow_unencrypted,
                most=_LONGEST_ANSWER,
            )
            if isinstance(answer, Fault):
                return answer
            self._delivered.counts.update(body.counts)
            refused, why = refused_points(answer)
            if refused:
                quoted = quote(why, QUOTE, redact=self._context.redactor.text)
                rejected = msg_plural(
                    "{host} rejected {n} metric.", "{host} rejected {n} metrics.", refused, host=self._host
                )
                return Fault(english(sentences(rejected, quoted)))
        self._delivered.until_ms = picture.snapshot.at_ms
        return None

    def _bodies(self, picture: Picture) -> list[Body]:
        return bodies_of(
            families_of(picture, self._context.redactor.text),
            self._who,
            temporality=self._settings.kind_of_counters,
            began_ms=picture.began_ms,
            now_ms=picture.snapshot.at_ms,
            delivered=self._delivered,
        )

    @property
    def _host(self) -> str:
        return urlsplit(self._settings.url).hostname or self._settings.url
