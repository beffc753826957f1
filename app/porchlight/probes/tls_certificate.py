"""Kind ``tls``: whether a server's certificate is trusted, for its name, and for how long; of any service."""

import ssl
from contextlib import suppress
from typing import Annotated

from porchlight.intake.text import NAME, quote
from porchlight.language.text import Day, Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_host
from porchlight.net.certificates import ChainCertificate, judged_chain
from porchlight.net.failures import ExchangeFailed
from porchlight.net.network import shown_host
from porchlight.net.timings import Timings
from porchlight.probes.certificate_days import (
    CERTIFICATE_MEASURES,
    ISSUER_DAYS,
    certificate_facts,
    certificate_measures,
    ends_soon,
    recalled,
)
from porchlight.probes.context import CheckContext
from porchlight.probes.hosts import Host, Port
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.mail.starttls import USUAL_PORTS, StartTls, get_ready_for_tls
from porchlight.probes.shared_advice import COMPUTER
from porchlight.probes.shared_settings import CertificateDays
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings

_MS_A_DAY = 86_400_000


class TlsSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "tls"``."""

    host: Host
    port: Annotated[
        Port | None,
        Described(msg("Port"), msg("Default: 443, or the usual one of the protocol before TLS."), example=443),
    ] = None
    starttls: Annotated[
        StartTls, Described(msg("Protocol before TLS"), msg("For mail servers and databases that start unencrypted."))
    ] = StartTls.NONE
    server_name: Annotated[
        Host | None,
        Described(
            msg("Certificate's name"),
            msg("Only if the certificate is for another name than the server's."),
            example="mail.example.org",
        ),
    ] = None
    certificate_days: CertificateDays = None


class TlsProbe:
    """One handshake per check; a second one without verification where the first fails, for the certificate's
    facts."""

    def __init__(self, component: Component, settings: TlsSettings) -> None:
        self._settings = settings
        self._port = settings.port or USUAL_PORTS[settings.starttls]
        self._name = settings.server_name or settings.host

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        timings = Timings()
        try:
            chain = await self._shake_hands(ctx, timings, verify=True)
        except ExchangeFailed as failure:
            if not isinstance(failure.__cause__, ssl.SSLCertVerificationError):
                return ctx.failed(failure, timings)
            return await self._explain(ctx, timings, failure)
        return self._judge(ctx, timings, chain)

    async def close(self) -> None:
        """See Probe."""

    async def _shake_hands(
        self, ctx: CheckContext, timings: Timings, *, verify: bool
    ) -> tuple[ChainCertificate, ...]:
        """The chain; raises ExchangeFailed."""
        settings, network = self._settings, ctx.network
        if settings.starttls is StartTls.NONE:
            async with network.secured(
                settings.host, self._port, timings, name=self._name, verify=verify
            ) as connection:
                return judged_chain(connection.transport)
        async with network.connected(settings.host, self._port, timings) as connection:
            await get_ready_for_tls(connection, settings.starttls)
            await network.start_tls(connection, self._name, timings, verify=verify)
            return judged_chain(connection.transport)

    async def _explain(self, ctx: CheckContext, timings: Timings, failure: ExchangeFailed) -> Result:
        """The result for a certificate that is not accepted, with its measures."""
        again = Timings()
        with suppress(ExchangeFailed):
            await self._shake_hands(ctx, again, verify=False)
        measures = certificate_measures(again.tls, ctx.clock.now_ms())
        return ctx.failed(failure, timings, measures=measures, details=certificate_facts(again.tls))

    def _judge(self, ctx: CheckContext, timings: Timings, chain: tuple[ChainCertificate, ...]) -> Result:
        details = {
            **certificate_facts(timings.tls),
            "chain": " ← ".join(quote(one.subject, NAME) for one in chain[:5]),
        }
        if timings.tls is None:
            return ctx.failed(
                ExchangeFailed(Reason.TLS, msg("{host} sent no certificate.", host=self._settings.host)), timings
            )
        now_ms, limit = ctx.clock.now_ms(), self._settings.certificate_days
        certificates = recalled(ctx.position).seen(self._name, timings.tls, now_ms)
        found = certificates.judged(self._name, timings.tls, limit, now_ms)
        measures, soon = found.measures, found.soon
        days = measures.get("certificate_days")
        if len(chain) > 1:
            first = min(chain[1:], key=lambda one: one.ends_ms)
            issuers = Measure(round((first.ends_ms - now_ms) / _MS_A_DAY, 1), Unit.DAYS)
            measures["issuer_days"] = issuers
            if soon is None and ends_soon(issuers, ISSUER_DAYS if limit is None else limit):
                soon = msg(
                    "The certificate of its issuer {issuer} expires on {day}.",
                    issuer=quote(first.subject, NAME),
                    day=Day(first.ends_ms),
                )
        if soon is not None:
            return ctx.unwell(
                Outcome.DEGRADED,
                Reason.CERTIFICATE_EXPIRING,
                soon,
                measures=measures,
                phases=timings.phases,
                details=details,
                position=certificates.stored,
                duration_us=timings.duration_us,
            )
        return ctx.healthy(
            _trusted(days, found.note),
            measures=measures,
            phases=timings.phases,
            details=details,
            position=certificates.stored,
            duration_us=timings.duration_us,
            authentic=True,
        )


def _trusted(days: Measure | None, note: Text | None) -> Text:
    if days is None:
        return msg("The certificate is trusted, but does not say when it expires.")
    if note is not None:  # which says when
        return sentences(msg("The certificate is trusted."), note)
    return msg_plural(
        "The certificate is trusted and expires in {n} day.",
        "The certificate is trusted and expires in {n} days.",
        round(days.value),
    )


KIND = ProbeKind(
    name="tls",
    title=msg("Certificate"),
    group=KindGroup.NETWORK,
    summary=msg("Whether a certificate is trusted and for how many more days, also that of a mail server."),
    measures={
        "issuer_days": Measured(msg("Issuer certificate"), Unit.DAYS),
        **CERTIFICATE_MEASURES,
    },
    advice=COMPUTER,
    notes=KindNotes(
        calls=(
            "one TLS handshake; with `starttls`, EHLO/CAPABILITY and STARTTLS (STLS, SSLRequest) before it; a"
            " second one without verification where the certificate is not accepted, to say why"
        ),
        never="a login, any request after the handshake",
        red_light=msg(
            "Turns red when the certificate has expired, isn't valid yet, is for another name or isn't trusted."
        ),
        simulator="tests.integration.probes.issuers",
    ),
    settings=TlsSettings,
    build=TlsProbe,
    is_local=lambda settings: is_local_host(settings.host),
    address=lambda settings: shown_host(settings.host, settings.port or USUAL_PORTS[settings.starttls]),
)
