"""One conversation with a mail server (RFC 5321), each recipient's answer kept apart."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from email.headerregistry import Address
from typing import TYPE_CHECKING, Final

from porchlight.alerts.channels.mail_refusals import Conversation, Reply, Step, explained
from porchlight.dataclass import dataclass
from porchlight.intake.numbers import whole
from porchlight.language.english import english, of_error
from porchlight.language.text import msg
from porchlight.model.message import Fault
from porchlight.net.encryption import Encryption
from porchlight.net.host_names import address_literal
from porchlight.net.tls import tls_sentence

if TYPE_CHECKING:
    from aiosmtplib import SMTP

_PARTING: Final = 1.0
"""Seconds that a server has to say goodbye: the mail is delivered by then, and a slow goodbye must not undo that."""
_LONGEST: Final = 1 << 40
"""Bytes: a higher limit counts as none."""


@dataclass(slots=True)
class SmtpSession:
    """Uses ``client``, which is not connected yet. Errors are raised; ``explain`` turns them into a Fault."""

    client: "SMTP"
    host: str
    """From the settings."""
    sender: str
    encryption: Encryption
    name: str = ""
    """The name that this computer gives; empty: its address (RFC 5321 §4.1.3). The computer's own name may hold
    letters that SMTP cannot carry, and is private."""
    username: str | None = None
    password: str = ""
    step: Step = field(default=Step.CONNECT, init=False)

    async def open(self) -> None:
        """Prepare the connection for mail."""
        client = self.client
        await client.connect()
        self.name = self.name or address_literal(str((client.get_transport_info("sockname") or ("",))[0]))
        client.local_hostname = self.name
        await self._say_hello()
        if self.encryption is Encryption.STARTTLS:
            self.step = Step.ENCRYPTION
            if not client.supports_extension("starttls"):
                raise SmtpUnoffered(
                    english(
                        msg(
                            "{host} offers no encryption here. Choose TLS with its port, usually 465.", host=self.host
                        )
                    )
                )
            await client.starttls()
            await self._say_hello()  # what was offered in plain text no longer counts (RFC 3207 §4.2)
        if self.username is not None:
            self.step = Step.LOGIN
            if not client.supports_extension("auth"):
                in_clear = self.encryption is Encryption.NONE
                why = (
                    msg(
                        "{host} offers no login here. Choose STARTTLS or TLS, or remove the user name.",
                        host=self.host,
                    )
                    if in_clear
                    else msg(
                        "{host} offers no login here. Try another port, or remove the user name.", host=self.host
                    )
                )
                raise SmtpUnoffered(english(why))
            if not client.supported_auth_methods:
                raise SmtpUnoffered(
                    english(
                        msg(
                            "{host} offers no login with a user name and a password. Use another mail server.",
                            host=self.host,
                        )
                    )
                )
            await client.login(self.username, self.password)

    @property
    def most_bytes(self) -> int | None:
        """How long a mail may be (RFC 1870); None: not known."""
        parts = str(self.client.esmtp_extensions.get("size", "")).split()
        return whole(parts[0], least=1, most=_LONGEST) if parts else None

    def offers(self, extension: str) -> bool:
        """Whether the server has this extension."""
        return self.client.supports_extension(extension)

    async def deliver(
        self, sender: Address, to: Mapping[str, Address], content: bytes, *, utf8: bool
    ) -> dict[str, Reply]:
        """Send one mail. Returns by the keys of ``to`` who does not get it, and why; the others have it. Raises
        errors after which it is unknown whether anybody has it, or certain that nobody does."""
        import aiosmtplib

        options = [f"SIZE={len(content)}"] if self.offers("size") else []
        options += ["BODY=8BITMIME"] if self.offers("8bitmime") else []
        options += ["SMTPUTF8"] if utf8 else []
        encoding = "utf-8" if utf8 else "ascii"
        self.step = Step.SENDER
        await self.client.mail(sender.addr_spec, options=options, encoding=encoding)
        self.step = Step.RECIPIENT
        refused: dict[str, Reply] = {}
        for key, address in to.items():
            try:
                await self.client.rcpt(address.addr_spec, encoding=encoding)
            except aiosmtplib.SMTPRecipientRefused as error:
                refused[key] = Reply(Step.RECIPIENT, error.code, str(error.message))
                if error.code == 421:  # it ends the conversation
                    return {**dict.fromkeys(to, refused[key]), **refused}
        if len(refused) == len(to):
            await self._reset()
            return refused
        self.step = Step.CONTENT
        try:
            await self.client.data(content)
        except aiosmtplib.SMTPDataError as error:
            reply = Reply(Step.CONTENT, error.code, str(error.message))
            await self._reset()
            return {key: refused.get(key, reply) for key in to}
        return refused

    async def close(self) -> None:
        """Say goodbye, and close the connection in any case."""
        import aiosmtplib

        try:
            with suppress(aiosmtplib.SMTPException, OSError, ValueError):
                if self.client.is_connected:
                    await self.client.quit(timeout=_PARTING)
        finally:  # the goodbye itself may be cancelled
            self.client.close()

    def explain(self, error: Exception) -> Fault:
        """What ended the conversation."""
        import aiosmtplib

        if sentence := tls_sentence(error, self.host):
            return Fault(english(sentence))
        match error:
            case SmtpUnoffered():
                return Fault(of_error(error), permanent=True)
            case aiosmtplib.SMTPResponseException() if not 100 <= error.code <= 599:
                return Fault(english(msg("{host} does not speak SMTP.", host=self.host)))
            case aiosmtplib.SMTPResponseException():
                return explained(self.conversation, Reply(self.step, error.code, str(error.message)))
            case ValueError():
                return Fault(
                    english(
                        msg(
                            "The e-mail cannot be sent: its addresses or the login contain characters that no mail"
                            " server accepts."
                        )
                    ),
                    permanent=True,
                )
            case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError():
                return Fault(
                    english(msg("No connection to {host}: it refused, or its address was not found.", host=self.host))
                )
            case TimeoutError():
                return Fault(english(msg("{host} did not answer in time.", host=self.host)))
        return Fault(english(msg("{host} closed the connection before it accepted the e-mail.", host=self.host)))

    @property
    def conversation(self) -> Conversation:
        """The names in a sentence about it."""
        return Conversation(self.host, self.sender, self.name, logs_in=self.username is not None)

    async def _say_hello(self) -> None:
        import aiosmtplib

        self.step = Step.HELLO
        try:
            await self.client.ehlo()
        except aiosmtplib.SMTPHeloError as error:
            if error.code not in (500, 502) or not self.client.is_connected:  # no EHLO (RFC 5321 §3.2)
                raise
            await self.client.helo()

    async def _reset(self) -> None:
        import aiosmtplib

        with suppress(aiosmtplib.SMTPException, OSError):
            if self.client.is_connected:
                await self.client.rset()


class SmtpUnoffered(Exception):
    """The server does not offer what the settings require."""
