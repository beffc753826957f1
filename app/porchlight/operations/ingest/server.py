"""Serves the endpoint as the settings want it: off, on, at another port; tried again where the port is taken.

What serves is imported only when it is turned on.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.loopback.port_service import Listening, PortService, PortTexts
from porchlight.model.events import IngestChanged, Publish
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock
from porchlight.operations.ingest.token import ForgetfulSecrets, TokenCheck
from porchlight.operations.starts import StartFolder
from porchlight.redaction import Redactor
from porchlight.settings.schema import IngestSettings

_log = logging.getLogger(__name__)

_TEXTS = PortTexts(
    again=msg("Programs can report runs again, at port {port}."),
    taken=msg(
        "Programs cannot report runs: port {port} cannot be used ({error}). Choose another port in the settings;"
        " until then, we keep trying."
    ),
    failed=msg("Programs cannot report runs at the moment. See the log for details."),
    section="ingest",
)


class IngestServer:
    """``run`` it; ``apply`` other settings at any time."""

    def __init__(
        self,
        settings: IngestSettings,
        *,
        take: Callable[[Sequence[Operation]], Awaitable[str | None]],
        starts: StartFolder,
        secrets: ForgetfulSecrets,
        redactor: Redactor,
        clock: Clock,
        publish: Publish,
    ) -> None:
        """``take`` stores and judges runs (one sentence where they could not be stored); ``starts`` is where their
        starts wait."""
        self._take = take
        self._starts = starts
        self._token = TokenCheck(secrets, clock)
        self._redactor = redactor
        self._clock = clock
        self._publish = publish
        self._fault: Text | None = None
        self._service = PortService(_port(settings), serve=self._serve, texts=_TEXTS, report=self._report)

    def apply(self, settings: IngestSettings) -> None:
        """Apply other settings."""
        self._service.want(_port(settings))

    async def run(self) -> None:
        """Until cancelled."""
        await self._service.run()

    def _report(self, sentence: Text) -> None:
        self._publish(IngestChanged(sentence))

    async def _serve(self, port: int, listening: Listening) -> None:
        from porchlight.loopback.server import Limits, serve
        from porchlight.operations.ingest.endpoint import Endpoint

        fault = await self._token.fault()
        if fault is not None and fault != self._fault:  # once, however often a taken port is tried
            _log.warning("no program can tell of runs yet: %s", english(fault))
            self._report(fault)
        self._fault = fault
        endpoint = Endpoint(
            port,
            take=self._take,
            starts=self._starts,
            token=self._token,
            redactor=self._redactor,
            clock=self._clock,
        )
        await serve(port, endpoint, listening, Limits())


def _port(settings: IngestSettings) -> int | None:
    return settings.port if settings.enabled else None
