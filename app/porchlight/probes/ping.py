"""Kind ``ping``: whether a host answers echo requests, how fast, and how many of them are lost."""

from contextlib import suppress
from typing import Annotated

from pydantic import Field

from porchlight.language.text import ResponseTime, Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_host
from porchlight.net.failures import ExchangeFailed
from porchlight.net.resolver import AddressInfo
from porchlight.net.sockets import explain_socket_error
from porchlight.net.timings import Timings
from porchlight.probes.context import CheckContext
from porchlight.probes.echoes import Echoes, PingNotAllowed
from porchlight.probes.hosts import Host
from porchlight.probes.icmp import send_echoes
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings

_PATIENCE = 0.5
"""Part of the time limit for the last answer."""


class PingSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "ping"``."""

    host: Host
    count: Annotated[
        int, Field(ge=1, le=20), Described(msg("Pings per check"), msg("At most 20, a fifth of a second apart."))
    ] = 3
    max_loss: Annotated[
        float,
        Field(ge=0, le=100),
        Described(msg("Allowed loss"), msg("How much of one check's pings may get lost."), unit="%"),
    ] = 20.0


class PingProbe:
    """Sends its requests a fifth of a second apart."""

    def __init__(self, component: Component, settings: PingSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings, timings = self._settings, Timings()
        try:
            addresses = await ctx.network.resolve(settings.host, 0, timings)
            address, echoes = await self._ping_any(addresses, ctx.component.timeout * _PATIENCE)
        except ExchangeFailed as failure:
            return ctx.failed(failure, timings)
        except PingNotAllowed:
            sentence = msg("This computer does not allow this account to send pings.")
            return ctx.unwell(Outcome.UNKNOWN, Reason.FORBIDDEN, sentence)
        except OSError as error:
            return ctx.failed(ExchangeFailed(*explain_socket_error(error, settings.host)), timings)
        return self._judge(ctx, timings, echoes, address)

    async def close(self) -> None:
        """See Probe."""

    async def _ping_any(self, addresses: list[AddressInfo], patience: float) -> tuple[str, Echoes]:
        """The first address with a route from this computer (a name may have an IPv6 address, the network not)."""
        for address in addresses[:-1]:
            with suppress(OSError):
                return str(address[4][0]), await send_echoes(address, self._settings.count, patience)
        last = addresses[-1]
        return str(last[4][0]), await send_echoes(last, self._settings.count, patience)

    def _judge(self, ctx: CheckContext, timings: Timings, echoes: Echoes, address: str) -> Result:
        came = len(echoes.round_trips)
        loss = 100 * (1 - came / echoes.sent)
        measures = {"loss": Measure(round(loss, 1), Unit.PERCENT)}
        details = {"address": address}
        if not came:
            sentence = msg_plural("The ping was not answered.", "None of {n} pings was answered.", echoes.sent)
            return ctx.unwell(Outcome.ERROR, Reason.TIMEOUT, sentence, measures=measures, details=details)
        average = sum(echoes.round_trips) / came
        measures["round_trip"] = Measure(round(average, 3), Unit.MILLISECONDS)
        measures["round_trip_worst"] = Measure(round(max(echoes.round_trips), 3), Unit.MILLISECONDS)
        duration_us = round(average * 1000)
        phases = {**timings.phases, Phase.FIRST_BYTE: duration_us}
        if loss > self._settings.max_loss:
            return ctx.unwell(
                Outcome.DEGRADED,
                Reason.UNREACHABLE,
                msg("{lost} of {sent} pings were lost.", lost=echoes.sent - came, sent=echoes.sent),
                measures=measures,
                phases=phases,
                details=details,
                duration_us=duration_us,
            )
        return ctx.healthy(
            msg("Answered in {time}.", time=ResponseTime(duration_us)),
            measures=measures,
            phases=phases,
            details=details,
            duration_us=duration_us,
        )


KIND = ProbeKind(
    name="ping",
    title=Text("Ping"),
    group=KindGroup.NETWORK,
    summary=msg("Whether a computer answers, how fast, and how many pings are lost."),
    measures={
        "loss": Measured(msg("Lost pings"), Unit.PERCENT),
        "round_trip": Measured(msg("Round trip"), Unit.MILLISECONDS),
        "round_trip_worst": Measured(msg("Worst round trip"), Unit.MILLISECONDS),
    },
    advice={
        Reason.TIMEOUT: msg(
            "Many computers do not answer pings on purpose. If this one did until now, check whether it is on and"
            " connected."
        ),
        Reason.UNREACHABLE: msg(
            "Check Wi-Fi, cable and VPN. If pings keep getting lost, tell whoever runs the network."
        ),
        Reason.FORBIDDEN: msg(
            "Ask an administrator to allow this account to send pings, or watch one of the computer's ports instead."
        ),
    },
    notes=KindNotes(
        calls="`count` ICMP echo requests",
        never="raw packets of any other sort",
        permissions=msg(
            "On Linux, needs an account whose group is allowed to ping (net.ipv4.ping_group_range). On"
            " macOS and Windows, needs nothing."
        ),
        red_light=msg("Turns red when nothing answers at all. Lost packets are only a warning."),
        real="this computer",
    ),
    settings=PingSettings,
    build=PingProbe,
    is_local=lambda settings: is_local_host(settings.host),
    address=lambda settings: settings.host,
)
