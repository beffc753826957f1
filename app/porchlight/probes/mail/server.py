"""What the kinds ``smtp`` and ``imap`` share: their settings, and a check from connection to login."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, model_validator

from porchlight.language.english import unfit
from porchlight.language.text import Duration, Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_in_private_network, is_local_host
from porchlight.net.encryption import Encryption
from porchlight.net.failures import ExchangeFailed
from porchlight.net.line_connection import LineConnection
from porchlight.net.network import shown_host
from porchlight.net.timings import Timings
from porchlight.probes.certificate_days import (
    CERTIFICATE_MEASURES,
    certificate_facts,
    certificate_measures,
    recalled,
)
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.hosts import Host, Port
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.mail.dialogue import MailDialogue
from porchlight.probes.mail.patience import PAUSE, LoginPatience
from porchlight.probes.shared_advice import MAIL
from porchlight.probes.shared_settings import CertificateDays, MailEncryption, PasswordName
from porchlight.settings.describe import Described
from porchlight.settings.origins import Destinations, origin


class MailServerSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "smtp"`` or ``"imap"``."""

    host: Host
    port: Annotated[
        Port | None, Described(msg("Port"), msg("Default: the usual one for the encryption."), example=587)
    ] = None
    encryption: MailEncryption
    username: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Described(
            msg("User name"), msg("Only to test the login too, with a credential."), example="office@example.org"
        ),
    ] = None
    credential: PasswordName | None = None
    """The name of the password in the keyring; None: no login."""
    certificate_days: CertificateDays = None

    @model_validator(mode="after")
    def _login_is_whole_and_safe(self) -> "MailServerSettings":
        if (self.username is None) != (self.credential is None):
            raise unfit(msg("username and credential only work together."))
        is_in_clear = self.encryption is Encryption.NONE and not is_in_private_network(self.host)
        if self.credential is not None and is_in_clear and not self.allow_unencrypted:
            raise unfit(
                msg(
                    "A password is only sent over an encrypted connection. Set {setting}, or {other} if"
                    " anybody on the way may read it.",
                    setting='encryption = "tls"',
                    other="allow_unencrypted = true",
                )
            )
        return self


class MailServerProbe:
    """One connection a check, up to the login where there is one."""

    def __init__(
        self,
        component: Component,
        settings: MailServerSettings,
        ports: Mapping[Encryption, int],
        dialogue: Callable[[LineConnection], MailDialogue],
    ) -> None:
        self._settings = settings
        self._port = settings.port or ports[settings.encryption]
        self._dialogue = dialogue
        self._patience = LoginPatience()

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        credential = self._settings.credential
        password = await ctx.secrets.get(credential) if credential is not None else None
        timings = Timings()
        try:
            await self._converse(ctx, timings, password)
        except ExchangeFailed as failure:
            measures = certificate_measures(timings.tls, ctx.clock.now_ms())
            return ctx.failed(failure, timings, measures=measures, details=certificate_facts(timings.tls))
        return self._judge(ctx, timings)

    async def close(self) -> None:
        """See Probe."""

    async def _converse(self, ctx: CheckContext, timings: Timings, password: str | None) -> None:
        settings = self._settings
        if settings.encryption is Encryption.TLS:
            opened = ctx.network.secured(settings.host, self._port, timings)
        else:
            opened = ctx.network.connected(settings.host, self._port, timings)
        async with opened as connection:
            dialogue = self._dialogue(connection)
            began = time.perf_counter()
            try:
                await dialogue.greet()
            finally:
                timings.add(Phase.FIRST_BYTE, began, time.perf_counter())
            if settings.encryption is Encryption.STARTTLS:
                await dialogue.ask_for_tls()
                await ctx.network.start_tls(connection, settings.host, timings)
            began = time.perf_counter()
            try:
                if settings.encryption is Encryption.STARTTLS:
                    await dialogue.secured()
                if settings.username is not None and password is not None:
                    await self._log_in(ctx, dialogue, settings.username, password)
            finally:
                timings.add(Phase.REST, began, time.perf_counter())
            dialogue.log_out()

    async def _log_in(self, ctx: CheckContext, dialogue: MailDialogue, user: str, password: str) -> None:
        now = ctx.clock.monotonic()
        if self._patience.must_wait(password, now):
            dialogue.log_out()
            raise ExchangeFailed(
                Reason.AUTH,
                msg(
                    "The user name or the password was rejected three times. So that the account is not locked,"
                    " Porchlight tries it only every {interval}, or at once after you change the password.",
                    interval=Duration(PAUSE),
                ),
            )
        try:
            await dialogue.log_in(user, password)
        except ExchangeFailed as failure:
            if failure.reason is Reason.AUTH:
                self._patience.rejected(password, now)
            raise
        self._patience.accepted()

    def _judge(self, ctx: CheckContext, timings: Timings) -> Result:
        settings, details, now_ms = self._settings, certificate_facts(timings.tls), ctx.clock.now_ms()
        certificates = recalled(ctx.position).seen(settings.host, timings.tls, now_ms)
        found = certificates.judged(settings.host, timings.tls, settings.certificate_days, now_ms)
        measures = found.measures
        if found.soon is not None:
            return ctx.unwell(
                Outcome.DEGRADED,
                Reason.CERTIFICATE_EXPIRING,
                found.soon,
                measures=measures,
                phases=timings.phases,
                details=details,
                position=certificates.stored,
                duration_us=timings.duration_us,
            )
        sentence = (
            msg("The server answers.")
            if settings.credential is None
            else msg("The server answers and accepts the login.")
        )
        return ctx.healthy(
            sentences(sentence, found.note or ""),
            measures=measures,
            phases=timings.phases,
            details=details,
            position=certificates.stored,
            duration_us=timings.duration_us,
        )


def mail_server_kind(
    name: str,
    title: Text,
    summary: Text,
    settings: type[MailServerSettings],
    ports: Mapping[Encryption, int],
    dialogue: Callable[[LineConnection], MailDialogue],
    advice: Mapping[Reason, Text],
    notes: KindNotes,
) -> ProbeKind:
    """A kind of mail server, by its usual ``ports`` and its dialogue; ``advice`` adds to that of all mail servers."""

    def build(component: Component, found: MailServerSettings) -> MailServerProbe:
        return MailServerProbe(component, found, ports, dialogue)

    def destinations(found: MailServerSettings) -> Destinations:
        scheme = f"{name}s" if found.encryption is Encryption.TLS else name
        place = origin(scheme, found.host, found.port or ports[found.encryption])
        return {found.credential: (place,)} if found.credential else {}

    return ProbeKind(
        name=name,
        title=title,
        group=KindGroup.NETWORK,
        summary=summary,
        measures=CERTIFICATE_MEASURES,
        advice={**MAIL, **advice},
        notes=replace(notes, permissions=msg("Needs a mailbox's login only if you want the login checked too.")),
        settings=settings,
        build=build,
        is_local=lambda found: is_local_host(found.host),
        address=lambda found: shown_host(found.host, found.port or ports[found.encryption]),
        credentials=lambda found: (found.credential,) if found.credential else (),
        destinations=destinations,
    )
