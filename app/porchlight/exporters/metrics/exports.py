"""Serves and sends metrics as the settings want: off, on, to another place. The code for it is imported when on."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from porchlight.exporters.metrics.picture import Picture
from porchlight.language.text import Text, msg
from porchlight.loopback.port_service import Listening, PortService, PortTexts
from porchlight.model.events import ExportChanged, Publish
from porchlight.model.ports import Clock
from porchlight.net.sending import SendContext
from porchlight.settings.binding import bound
from porchlight.settings.export import ExportSettings, OtlpSettings, PrometheusSettings
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.exporters.metrics.sender import OtlpSender

_log = logging.getLogger(__name__)

_TEXTS = PortTexts(
    again=msg("Prometheus can scrape metrics again, at port {port}."),
    taken=msg(
        "Prometheus cannot scrape metrics: port {port} cannot be used ({error}). Choose another port in the settings;"
        " until then, we keep trying."
    ),
    failed=msg("Prometheus cannot scrape metrics at the moment. See the log for details."),
    section="export.prometheus",
)


class MetricsExports:
    """Run ``scrape_service`` and ``send``; ``apply`` other settings at any time."""

    def __init__(
        self,
        settings: ExportSettings,
        context: SendContext,
        *,
        picture: Callable[[], Picture],
        clock: Clock,
        publish: Publish,
    ) -> None:
        """``picture`` is taken for each scrape and each export."""
        self._otlp = settings.otlp
        self._context = context
        self._picture = picture
        self._clock = clock
        self._publish = publish
        self._changed = asyncio.Event()
        self._sender: OtlpSender | None = None
        self.scrape_service = PortService(
            _port(settings.prometheus), serve=self._serve, texts=_TEXTS, report=self._report
        )

    def apply(self, settings: ExportSettings) -> None:
        """Apply other settings."""
        self.scrape_service.want(_port(settings.prometheus))
        if settings.otlp != self._otlp:
            self._otlp = settings.otlp
            self._changed.set()

    def _report(self, sentence: Text) -> None:
        self._publish(ExportChanged(sentence))

    async def _serve(self, port: int, listening: Listening) -> None:
        from porchlight.exporters.metrics.scrape import MetricsPage
        from porchlight.loopback.server import Limits, serve

        await serve(port, MetricsPage(port, self._picture, self._context.redactor), listening, Limits())

    async def send(self) -> None:
        """Send metrics by OTLP where that is on, until cancelled; ``scrape_service`` serves them to Prometheus."""
        while True:
            self._changed.clear()
            if not self._otlp.enabled:
                await self._changed.wait()
                continue
            async with asyncio.TaskGroup() as group:
                sending = group.create_task(self._send(self._otlp), name="metrics by OTLP")
                await self._changed.wait()
                sending.cancel()

    async def _send(self, settings: OtlpSettings) -> None:
        sender = await in_thread(_sender, name="metrics")  # some 70 ms of imports
        _log.info("metrics go to %s every %g s", self._context.redactor.text(settings.url), settings.interval)
        context = self._context
        self._sender = sender(
            settings,
            replace(context, secrets=bound(context.secrets, settings.destinations, "export.otlp")),
            picture=self._picture,
            clock=self._clock,
            report=self._report,
            before=self._sender,
        )
        await self._sender.run()


def _sender() -> "type[OtlpSender]":
    from porchlight.exporters.metrics.sender import OtlpSender

    return OtlpSender


def _port(settings: PrometheusSettings) -> int | None:
    return settings.port if settings.enabled else None
