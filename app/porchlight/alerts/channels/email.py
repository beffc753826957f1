"""Kind ``email``: SMTP with TLS and verified certificates; plain and HTML parts; one thread per incident."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.alerts.channels.mail_addresses import hello_name, mail_address, needs_utf8, plain_address
from porchlight.alerts.channels.mail_refusals import Reply, together
from porchlight.alerts.channels.mail_text import Shape, compose, written
from porchlight.alerts.channels.smtp_session import SmtpSession, SmtpUnoffered
from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, clean_line
from porchlight.language.english import english, unfit
from porchlight.language.text import Size, msg, msg_in
from porchlight.model.message import Fault, Message
from porchlight.net.addresses import is_in_private_network, is_local_host
from porchlight.net.encryption import Encryption
from porchlight.net.host_names import ascii_host, is_host
from porchlight.net.sending import secret_text
from porchlight.net.tls import TlsContexts
from porchlight.settings.credential_form import PASSWORD
from porchlight.settings.describe import Described
from porchlight.settings.origins import Destinations, origin
from porchlight.settings.rules import ChannelSettings, Names
from porchlight.settings.schema import Unencrypted

_log = logging.getLogger(__name__)

_USUAL_PORTS = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}

_PARTING = 1.5
"""Seconds left for reporting who has the mail: whoever cancels the whole try does not get that report."""


class EmailSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "email"``."""

    host: Annotated[
        str,
        Field(min_length=1),
        Described(msg("Mail server"), msg("The server that sends your mail."), example="smtp.example.org"),
    ]
    port: Annotated[
        Annotated[int, Field(ge=1, le=65535)] | None,
        Described(msg("Port"), msg("Default: 587 with STARTTLS, 465 with TLS, 25 without encryption."), example=587),
    ] = None
    encryption: Annotated[
        Encryption,
        Described(msg("Encryption"), msg("A password is never sent without it, except on your own network.")),
    ] = Encryption.STARTTLS
    username: Annotated[
        str | None,
        Described(msg("User name"), msg("Only if the mail server requires a login."), example="alerts@example.org"),
    ] = None
    credential: Annotated[
        str | None,
        Described(msg("Credential"), msg("The name of the password in the keyring."), example="smtp"),
        PASSWORD,
    ] = None
    sender: Annotated[
        str,
        Described(msg("From address"), msg("The address that messages come from."), example="alerts@example.org"),
    ]
    to: Annotated[
        Names,
        Field(min_length=1, max_length=50),
        Described(msg_in("recipients", "To"), msg("One or more e-mail addresses."), example=["team@example.org"]),
    ]
    helo: Annotated[
        Annotated[str, Field(max_length=255)] | None,
        Described(
            msg("EHLO name"),
            msg("Only if the mail server requires a certain name. Default: this computer's address."),
            example="office.example.org",
        ),
    ] = None
    allow_unencrypted: Unencrypted = False

    @field_validator("sender", "to")
    @classmethod
    def _are_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (value,) if isinstance(value, str) else value:
            if mail_address(one) is None:
                raise unfit(msg("“{address}” is not an e-mail address.", address=clean_line(one, NAME)))
        return value

    @field_validator("host")
    @classmethod
    def _is_a_host(cls, value: str) -> str:
        if not is_host(value):
            raise unfit(msg("Please write the name of a mail server, such as {example}.", example="smtp.example.org"))
        return value

    @field_validator("helo")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        if value is not None and not hello_name(value):
            raise unfit(
                msg(
                    "Please write a host name such as {example}, or an address such as {address}.",
                    example="office.example.org",
                    address="[192.0.2.1]",
                )
            )
        return value

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        logs_in = self.credential is not None or self.username is not None
        in_clear = self.encryption is Encryption.NONE and not is_in_private_network(self.host)
        if logs_in and in_clear and not self.allow_unencrypted:
            raise unfit(
                msg(
                    "The password would travel unencrypted. Set {setting} or {other}.",
                    setting='encryption = "tls"',
                    other="allow_unencrypted = true",
                )
            )
        return self


class EmailChannel:
    """Implements AddressedChannel."""

    def __init__(self, settings: EmailSettings, context: ChannelContext) -> None:
        self.local = is_local_host(settings.host)
        self._settings = settings
        self._context = context
        self.timeout = settings.timeout
        self._sender = _known(settings.sender)
        self._to = {plain_address(one): _known(one) for one in settings.to}
        for one in (plain_address(settings.sender), *self._to):
            context.redactor.let_pass(one)
        for address in (self._sender, *self._to.values()):
            context.redactor.let_pass(address.addr_spec)

    @property
    def recipients(self) -> tuple[str, ...]:
        """See AddressedChannel."""
        return tuple(self._to)

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        import aiosmtplib

        settings = self._settings
        password = ""
        if settings.credential is not None:
            found = await secret_text(self._context, settings.credential)
            if isinstance(found, Fault):
                return found
            password = found
        context = None
        if settings.encryption is not Encryption.NONE:
            context = TlsContexts(self._context.ca_file).get(verify=True)
            context.set_alpn_protocols([])
        try:
            client = aiosmtplib.SMTP(
                hostname=ascii_host(settings.host).removesuffix("."),  # no certificate has the dot
                port=settings.port or _USUAL_PORTS[settings.encryption],
                use_tls=settings.encryption is Encryption.TLS,
                start_tls=False,
                tls_context=context,
                timeout=settings.timeout,
            )
        except ValueError:
            return Fault(
                english(msg("The mail server's settings do not fit. Check its name and its port.")), permanent=True
            )
        session = SmtpSession(
            client,
            settings.host,
            self._sender.addr_spec,
            settings.encryption,
            name=hello_name(settings.helo) if settings.helo is not None else "",
            username=settings.username,
            password=password,
        )
        wanted = message.recipients or self.recipients
        refused: dict[str, Reply | Fault] = {
            one: Fault(
                english(msg("{recipient} is no longer a recipient.", recipient=clean_line(one, NAME))), permanent=True
            )
            for one in wanted
            if one not in self._to
        }
        reached: set[str] = set()
        try:
            async with asyncio.timeout(max(self.timeout - _PARTING, self.timeout / 2)):
                await session.open()
                for group in self._groups(session, wanted, refused):
                    reached |= await self._deliver(session, message, group, refused)
        except (aiosmtplib.SMTPException, OSError, ValueError, SmtpUnoffered) as error:
            fault = session.explain(error)
            left = [one for one in wanted if one not in refused and one not in reached]
            if len(left) == len(wanted):
                return fault
            refused |= dict.fromkeys(left, fault)
        finally:
            await session.close()
        return together(session.conversation, refused)

    async def close(self) -> None:
        """See Channel."""

    def _groups(
        self, session: SmtpSession, wanted: Iterable[str], refused: dict[str, Reply | Fault]
    ) -> Iterator["_Group"]:
        """The recipients in up to two mails: one for addresses that every server accepts, and one for those with
        other letters before the @; ``refused`` gets those that this server does not accept."""
        utf8 = session.offers("smtputf8")
        for other_letters in (False, True):
            everybody = [
                one
                for one, address in self._to.items()
                if (needs_utf8(address) or needs_utf8(self._sender)) is other_letters
            ]
            now = [one for one in everybody if one in wanted and one not in refused]
            if other_letters and not utf8:
                refused |= {one: Fault(self._why_not(one), permanent=True) for one in now}
            elif now:
                yield _Group(tuple(everybody), tuple(now), utf8=other_letters)

    def _why_not(self, recipient: str) -> str:
        which = plain_address(self._settings.sender) if needs_utf8(self._sender) else recipient
        return english(
            msg(
                "{host} accepts only a–z, 0–9 and common signs before the @, unlike in {address}. Use another address"
                " of that mailbox.",
                host=self._settings.host,
                address=clean_line(which, NAME),
            )
        )

    async def _deliver(
        self, session: SmtpSession, message: Message, group: "_Group", refused: dict[str, Reply | Fault]
    ) -> set[str]:
        """Send one mail; return who has it."""
        content = self._written(session, message, group)
        if isinstance(content, Fault):
            refused |= dict.fromkeys(group.now, content)
            return set()
        to = {one: self._to[one] for one in group.now}
        refused |= await session.deliver(self._sender, to, content, utf8=group.utf8)
        return {one for one in group.now if one not in refused}

    def _written(self, session: SmtpSession, message: Message, group: "_Group") -> bytes | Fault:
        """The mail, as much of it as the server accepts."""
        to = [self._to[one] for one in group.everybody]
        most = session.most_bytes
        try:
            for shape in Shape:
                mail = compose(message, self._sender, to, self._context.redactor.text, shape)
                content = written(mail, utf8=group.utf8, eight_bit=session.offers("8bitmime"))
                if most is None or len(content) <= most:
                    return content
        except (ValueError, MessageError, LookupError) as error:  # errors of the email library for odd names
            _log.warning("a mail cannot be written (%s)", type(error).__name__)
            return Fault(
                english(msg("The e-mail cannot be composed. Check its sender and its recipients.")), permanent=True
            )
        return Fault(
            english(
                msg(
                    "{host} accepts no e-mails over {size}, which is too small for any alert. Ask whoever"
                    " runs it to allow more.",
                    host=self._settings.host,
                    size=Size(most or 0),
                )
            ),
            permanent=True,
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """The recipients of the same mail."""

    everybody: tuple[str, ...]
    """Those it is addressed to, at every try."""
    now: tuple[str, ...]
    """Those who get it at this try."""
    utf8: bool


def _known(text: str) -> Address:
    """An address that the settings have accepted."""
    found = mail_address(text)
    if found is None:
        raise unfit(msg("“{address}” is not an e-mail address.", address=clean_line(text, NAME)))
    return found


def _destinations(settings: EmailSettings) -> Destinations:
    scheme = "smtps" if settings.encryption is Encryption.TLS else "smtp"
    place = origin(scheme, settings.host, settings.port or _USUAL_PORTS[settings.encryption])
    return {settings.credential: (place,)} if settings.credential else {}


KIND = ChannelKind(
    name="email",
    title=msg("E-mail"),
    settings=EmailSettings,
    build=EmailChannel,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    address=lambda settings: ", ".join(settings.to),
    destinations=_destinations,
)
