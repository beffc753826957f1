"""Kind ``email``: SMTP with TLS and verified certificates; plain and HTML parts; an incident is one thread."""

import html
import logging
import re
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Annotated, Any, Final, Self

from pydantic import Field, field_validator, model_validator

from app.alerts.channels.kind import ChannelContext, ChannelKind
from app.alerts.channels.outgoing import secret_text
from app.intake.host_names import is_host
from app.intake.text import NAME, clean_line, clean_lines, cut
from app.model.alert import Severity
from app.model.message import Fault, Message, MessageKind
from app.probes.addresses import is_in_own_network, is_local_host
from app.probes.mail.encryption import Encryption
from app.probes.tls import TlsContexts, explain_tls_error
from app.settings.origins import Destinations, origin
from app.settings.rules import ChannelSettings, Names

_log = logging.getLogger(__name__)

_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#b3261e",
    Severity.MEDIUM: "#8a5a00",
    Severity.LOW: "#3b5b7a",
}
_RECOVERED = "#1e6b3a"
_LONGEST_SUBJECT: Final = 250


class EmailSettings(ChannelSettings):
    """``[channels.<id>]`` with ``kind = "email"``."""

    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """587 for STARTTLS, 465 for TLS, 25 for neither."""
    encryption: Encryption = Encryption.STARTTLS
    username: str | None = None
    credential: str | None = None
    """The name of the password in the keyring."""
    sender: str
    to: Annotated[Names, Field(min_length=1, max_length=50)]
    allow_unencrypted: bool = False
    """Whether the password may travel in clear to another network."""

    @field_validator("sender", "to")
    @classmethod
    def _are_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (value,) if isinstance(value, str) else value:
            _, plain = parseaddr(one)
            name, at, domain = plain.rpartition("@")
            if not (name and at and is_host(_ascii(domain))) or clean_line(one) != one.strip() or " " in plain:
                raise ValueError(f'"{clean_line(one, NAME)}" is no e-mail address')
        return value

    @field_validator("host")
    @classmethod
    def _is_a_host(cls, value: str) -> str:
        if not is_host(_ascii(value)):
            raise ValueError("the name of a mail server is wanted, such as smtp.example.org")
        return value

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        logs_in = self.credential is not None or self.username is not None
        in_clear = self.encryption is Encryption.NONE and not is_in_own_network(self.host)
        if logs_in and in_clear and not self.allow_unencrypted:
            raise ValueError(
                'the password would travel unencrypted: use encryption = "starttls" or "tls", '
                "or set allow_unencrypted = true"
            )
        return self


class EmailChannel:
    """Implements Channel."""

    def __init__(self, settings: EmailSettings, context: ChannelContext) -> None:
        self.local = is_local_host(settings.host)
        self._settings = settings
        self._context = context
        self.timeout = settings.timeout
        for one in (settings.sender, *settings.to):
            context.redactor.let_pass(parseaddr(one)[1])

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        import aiosmtplib

        settings = self._settings
        password = None
        if settings.credential is not None:
            found = await secret_text(self._context, settings.credential)
            if isinstance(found, Fault):
                return found
            password = found
        try:
            mail = compose(message, settings, self._context.redactor.text)
        except (ValueError, MessageError, LookupError) as error:  # what the email library says of odd names
            _log.warning("a mail cannot be written (%s)", type(error).__name__)
            return Fault("The mail cannot be written: look at its sender and its recipients.", permanent=True)
        context = None
        if settings.encryption is not Encryption.NONE:
            context = TlsContexts(self._context.ca_file).get(verify=True)
            context.set_alpn_protocols([])
        usual = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}
        try:
            client = aiosmtplib.SMTP(
                hostname=settings.host,
                port=settings.port or usual[settings.encryption],
                use_tls=settings.encryption is Encryption.TLS,
                start_tls=False,
                tls_context=context,
                timeout=settings.timeout,
            )
            async with client:
                client.local_hostname = _our_name(client.get_transport_info("sockname"))
                if settings.encryption is Encryption.STARTTLS:
                    await client.starttls()
                if settings.username is not None:
                    await client.login(settings.username, password or "")
                refused, _ = await client.send_message(mail)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:  # ValueError: letters that SMTP cannot carry
            return _fault(error, settings.host)
        if refused:
            return Fault(f"{settings.host} does not take mail for {_named(refused)}.", permanent=True)
        return None

    async def close(self) -> None:
        """See Channel."""


def compose(message: Message, settings: EmailSettings, redact: Callable[[str], str]) -> EmailMessage:
    """The mail of a message. Message-ID and References (RFC 5322 §3.6.4) make one thread of an alert; the
    Message-ID is the same at every try."""
    domain = _ascii(parseaddr(settings.sender)[1].rpartition("@")[2])
    root = f"<{_id(message.thread)}@{domain}>"
    begins = message.kind is MessageKind.FIRING
    mail = EmailMessage()
    mail["From"] = formataddr(parseaddr(settings.sender)) if "<" in settings.sender else settings.sender
    mail["To"] = ", ".join(settings.to)
    mail["Subject"] = cut(redact(clean_line(message.title)), _LONGEST_SUBJECT)
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.at_ms / 1000, UTC))
    mail["Message-ID"] = root if begins else f"<{_id(message.id)}@{domain}>"
    if not begins and message.kind is not MessageKind.TEST:
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if message.severity in (Severity.CRITICAL, Severity.HIGH) and message.kind is not MessageKind.RESOLVED:
        mail["Importance"] = "high"
    text = clean_lines(f"{message.title}\n\n{message.text}\n\n-- \nPorchlight\n")
    mail.set_content(redact(text))
    mail.add_alternative(_html(message, redact), subtype="html")
    return mail


def _our_name(socket_name: tuple[Any, ...]) -> str:
    """What we say we are called: our address (RFC 5321 §4.1.3). The computer's name may hold letters that SMTP cannot
    carry, takes a look-up, and is nobody's business."""
    address = str(socket_name[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _id(text: str) -> str:
    """``text`` as a part of a Message-ID (RFC 5322 §3.6.4): ours are hexadecimal, a damaged history's anything."""
    return re.sub(r"[^A-Za-z0-9._-]", "", text)[:64] or "porchlight"


def _ascii(host: str) -> str:
    """A host as DNS writes it; unchanged where it cannot be written so."""
    with suppress(UnicodeError):
        return host.encode("idna").decode("ascii")
    return host


def _named(recipients: Iterable[str]) -> str:
    return ", ".join(clean_line(one, NAME) for one in recipients)


def _html(message: Message, redact: Callable[[str], str]) -> str:
    colour = _COLOURS[Severity.LOW if message.kind is MessageKind.RESOLVED else message.severity]
    if message.recovered:
        colour = _RECOVERED
    lines = "".join(
        f'<p style="margin:0 0 8px">{html.escape(redact(line))}</p>' for line in clean_lines(message.text).split("\n")
    )
    return (
        '<!doctype html><html><body style="font-family:system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:#1d1d1f">'
        f'<div style="border-left:4px solid {colour};padding:4px 0 4px 16px;max-width:36em">'
        f'<h2 style="margin:0 0 12px;font-size:18px">{html.escape(redact(clean_line(message.title)))}</h2>{lines}'
        '<p style="color:#6b6b70;font-size:12px;margin:16px 0 0">Sent by Porchlight</p></div></body></html>'
    )


def _fault(error: Exception, host: str) -> Fault:
    import aiosmtplib

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            words = explain_tls_error(cause, host)
            return Fault(f"{words[:1].upper()}{words[1:]}.")
        cause = cause.__cause__ or cause.__context__
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return Fault(f"{host} does not accept the user name or the password.", permanent=True)
        case aiosmtplib.SMTPRecipientsRefused():
            names = _named(one.recipient for one in error.recipients)
            again = all(400 <= one.code < 500 for one in error.recipients)
            return Fault(f"{host} does not take mail for {names}.", permanent=not again)
        case aiosmtplib.SMTPSenderRefused():
            return Fault(
                f"{host} does not take mail from {clean_line(error.sender, NAME)}.", permanent=error.code >= 500
            )
        case aiosmtplib.SMTPResponseException() if not 100 <= error.code <= 599:
            return Fault(f"{host} answers something that is not SMTP.")
        case aiosmtplib.SMTPNotSupported() if "SMTPUTF8" in str(error):
            return Fault(f"{host} takes no addresses with letters beyond a to z.", permanent=True)
        case ValueError():
            return Fault(
                "The mail cannot be sent: its addresses or its login hold letters that no mail server takes.", True
            )
        case aiosmtplib.SMTPResponseException():
            return Fault(f"{host} does not take the mail ({error.code}).", permanent=error.code >= 500)
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError():
            return Fault(f"No connection to {host}: it refuses, or its name is not known.")
        case aiosmtplib.SMTPException() if "not supported" in str(error):
            return Fault(f"{host} does not offer what the settings ask for (encryption or login).", permanent=True)
    return Fault(f"{host} broke off before it took the mail.")


def _destinations(settings: EmailSettings) -> Destinations:
    usual = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}[settings.encryption]
    scheme = "smtps" if settings.encryption is Encryption.TLS else "smtp"
    place = origin(scheme, settings.host, settings.port or usual)
    return {settings.credential: (place,)} if settings.credential else {}


KIND = ChannelKind(
    name="email",
    settings=EmailSettings,
    build=EmailChannel,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    address=lambda settings: ", ".join(settings.to),
    destinations=_destinations,
)
