"""Kind ``email``: SMTP with TLS and verified certificates; plain and HTML parts; an incident is one thread."""

import html
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from typing import Annotated

from pydantic import Field, field_validator

from app.alerts.channels.kind import ChannelContext, ChannelKind
from app.model.alert import Severity
from app.model.errors import SecretError
from app.model.message import Fault, Message, MessageKind
from app.probes.addresses import is_local_host
from app.probes.mail.encryption import Encryption
from app.probes.tls import TlsContexts, explain_tls_error
from app.settings.rules import ChannelSettings, Names

_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#b3261e",
    Severity.MEDIUM: "#8a5a00",
    Severity.LOW: "#3b5b7a",
}
_RECOVERED = "#1e6b3a"


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

    @field_validator("sender", "to")
    @classmethod
    def _are_addresses(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for one in (value,) if isinstance(value, str) else value:
            _, plain = parseaddr(one)
            name, at, domain = plain.rpartition("@")
            if not (name and at and domain) or "\n" in one or "\r" in one:
                raise ValueError(f'"{one}" is no e-mail address')
        return value


class EmailChannel:
    """Implements Channel."""

    def __init__(self, settings: EmailSettings, context: ChannelContext) -> None:
        self.local = is_local_host(settings.host)
        self._settings = settings
        self._context = context
        self.timeout = settings.timeout

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        import aiosmtplib

        settings = self._settings
        password = None
        if settings.credential is not None:
            try:
                password = await self._context.secrets.get(settings.credential)
            except SecretError as error:
                return Fault(str(error))
        context = None
        if settings.encryption is not Encryption.NONE:
            context = TlsContexts(self._context.ca_file).get(verify=True)
            context.set_alpn_protocols([])
        usual = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}
        try:
            refused, _ = await aiosmtplib.send(
                compose(message, settings, self._context.redactor.text),
                hostname=settings.host,
                port=settings.port or usual[settings.encryption],
                username=settings.username,
                password=password,
                use_tls=settings.encryption is Encryption.TLS,
                start_tls=settings.encryption is Encryption.STARTTLS,
                tls_context=context,
                timeout=settings.timeout,
            )
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
            return _fault(error, settings.host)
        if refused:
            return Fault(f"{settings.host} does not take mail for {', '.join(refused)}.", permanent=True)
        return None

    async def close(self) -> None:
        """See Channel."""


def compose(message: Message, settings: EmailSettings, redact: Callable[[str], str]) -> EmailMessage:
    """The mail of a message. Message-ID and References (RFC 5322 §3.6.4) make one thread of an alert; the
    Message-ID is the same at every try."""
    domain = parseaddr(settings.sender)[1].rpartition("@")[2]
    root = f"<{message.thread}@{domain}>"
    begins = message.kind is MessageKind.FIRING
    mail = EmailMessage()
    mail["From"] = formataddr(parseaddr(settings.sender)) if "<" in settings.sender else settings.sender
    mail["To"] = ", ".join(settings.to)
    mail["Subject"] = " ".join(redact(message.title).split())
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.at_ms / 1000, UTC))
    mail["Message-ID"] = root if begins else f"<{message.id}@{domain}>"
    if not begins and message.kind is not MessageKind.TEST:
        mail["In-Reply-To"] = root
        mail["References"] = root
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    if message.severity in (Severity.CRITICAL, Severity.HIGH) and message.kind is not MessageKind.RESOLVED:
        mail["Importance"] = "high"
    mail.set_content(redact(f"{message.title}\n\n{message.text}\n\n-- \nPorchlight\n"))
    mail.add_alternative(_html(message, redact), subtype="html")
    return mail


def _html(message: Message, redact: Callable[[str], str]) -> str:
    colour = _COLOURS[Severity.LOW if message.kind is MessageKind.RESOLVED else message.severity]
    if message.recovered:
        colour = _RECOVERED
    lines = "".join(f'<p style="margin:0 0 8px">{html.escape(redact(line))}</p>' for line in message.text.split("\n"))
    return (
        '<!doctype html><html><body style="font-family:system-ui,Segoe UI,Helvetica,Arial,sans-serif;color:#1d1d1f">'
        f'<div style="border-left:4px solid {colour};padding:4px 0 4px 16px;max-width:36em">'
        f'<h2 style="margin:0 0 12px;font-size:18px">{html.escape(redact(message.title))}</h2>{lines}'
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
            names = ", ".join(one.recipient for one in error.recipients)
            again = all(400 <= one.code < 500 for one in error.recipients)
            return Fault(f"{host} does not take mail for {names}.", permanent=not again)
        case aiosmtplib.SMTPSenderRefused():
            return Fault(f"{host} does not take mail from {error.sender}.", permanent=error.code >= 500)
        case aiosmtplib.SMTPResponseException():
            return Fault(f"{host} does not take the mail ({error.code}).", permanent=error.code >= 500)
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError():
            return Fault(f"No connection to {host}: it refuses, or its name is not known.")
        case aiosmtplib.SMTPException() if "not supported" in str(error):
            return Fault(f"{host} does not offer what the settings ask for (encryption or login).", permanent=True)
    return Fault(f"{host} broke off before it took the mail.")


KIND = ChannelKind(
    name="email",
    settings=EmailSettings,
    build=EmailChannel,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    address=lambda settings: ", ".join(settings.to),
)
