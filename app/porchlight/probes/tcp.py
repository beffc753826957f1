"""Kind ``tcp``: whether a port accepts connections, and sends the expected greeting."""

import time
from typing import Annotated

from pydantic import Field

from porchlight.intake.text import quote
from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_host
from porchlight.net.failures import ExchangeFailed
from porchlight.net.network import shown_host
from porchlight.net.timings import Timings
from porchlight.probes.context import CheckContext
from porchlight.probes.hosts import Host, Port
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import COMPUTER
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings

_GREETING_CAP = 4096
"""Bytes of a greeting that are read at most."""


class TcpSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "tcp"``."""

    host: Host
    port: Port
    greeting: Annotated[
        Annotated[str, Field(min_length=1, max_length=200)] | None,
        Described(
            msg("Expected greeting"),
            msg("Must be in what the server sends first. Default: a connection is enough."),
            example="SSH-2.0",
        ),
    ] = None


class TcpProbe:
    """Connects, reads if a greeting is expected, sends nothing, and closes."""

    def __init__(self, component: Component, settings: TcpSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        timings = Timings()
        try:
            received = await self._look(ctx, timings)
        except ExchangeFailed as failure:
            return ctx.failed(failure, timings)
        greeting = self._settings.greeting
        if greeting is not None and greeting not in received:
            return ctx.unwell(
                Outcome.ERROR,
                Reason.CONTENT,
                msg("Connections are accepted, but the greeting is not “{greeting}”.", greeting=quote(greeting, 80)),
                phases=timings.phases,
                duration_us=timings.duration_us,
            )
        sentence = (
            msg("Connections are accepted.")
            if greeting is None
            else msg("Connections are accepted, with the expected greeting.")
        )
        return ctx.healthy(sentence, phases=timings.phases, duration_us=timings.duration_us)

    async def close(self) -> None:
        """See Probe."""

    async def _look(self, ctx: CheckContext, timings: Timings) -> str:
        """The server's greeting, where one is expected. Raises ExchangeFailed."""
        settings = self._settings
        async with ctx.network.connected(settings.host, settings.port, timings) as connection:
            if settings.greeting is None:
                return ""
            began = time.perf_counter()
            try:
                received = await connection.until(settings.greeting.encode(), _GREETING_CAP)
            finally:
                timings.add(Phase.FIRST_BYTE, began, time.perf_counter())
            return received.decode(errors="replace")


KIND = ProbeKind(
    name="tcp",
    title=msg("Port"),
    group=KindGroup.NETWORK,
    summary=msg("Whether a port accepts connections. Nothing is sent to it."),
    advice={
        **COMPUTER,
        Reason.CONTENT: msg(
            "Something else listens on this port, or the service was updated. Check it; if it is right, change the"
            " expected greeting."
        ),
    },
    notes=KindNotes(
        calls="one connection, closed again; with `greeting`, up to 4 KiB of what the server says by itself",
        never="anything sent to the server",
        red_light=msg(
            "Turns red when the port refuses the connection, can't be reached or doesn't greet us as expected."
        ),
        simulator="tests.integration.probes.talking",
    ),
    settings=TcpSettings,
    build=TcpProbe,
    is_local=lambda settings: is_local_host(settings.host),
    address=lambda settings: shown_host(settings.host, settings.port),
)
