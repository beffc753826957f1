"""SMTP up to a login (RFC 5321, STARTTLS RFC 3207, AUTH RFC 4954). MAIL, RCPT and DATA do not exist here."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import field
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.failures import ExchangeFailed
from porchlight.net.host_names import address_literal
from porchlight.net.line_connection import LineConnection
from porchlight.net.mail_refusals import SMTP, SMTP_LOGIN
from porchlight.net.refusals import Refusal, find
from porchlight.probes.mail.replies import no_encryption, no_login, wrong_protocol

_LINES = 100
"""Lines of one reply at most."""
_ENHANCED: Final = re.compile(r"\s*[245]\.\d{1,3}\.\d{1,3}\b")
"""RFC 2034: before the text of each line."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """A code and the texts of its lines."""

    code: int
    lines: tuple[str, ...]


@dataclass(slots=True)
class SmtpDialogue:
    """Implements MailDialogue."""

    connection: LineConnection
    _offers: frozenset[str] = field(default=frozenset(), init=False)
    """What the server offers, in capitals, such as ``STARTTLS`` and ``AUTH PLAIN LOGIN``."""

    async def greet(self) -> None:
        """See MailDialogue."""
        reply = await self._reply()
        if reply.code != 220:
            raise self._unexpected(reply, "")
        await self._greet()

    async def ask_for_tls(self) -> None:
        """See MailDialogue."""
        if "STARTTLS" not in self._offers:
            raise no_encryption(self.connection.where, "STARTTLS")
        reply = await self._command("STARTTLS")
        if reply.code != 220:
            raise self._unexpected(reply, "STARTTLS")

    async def secured(self) -> None:
        """See MailDialogue."""
        await self._greet()  # what was offered in plain text no longer counts (RFC 3207 §4.2)

    async def log_in(self, user: str, password: str) -> None:
        """See MailDialogue."""
        mechanisms = {field for offer in self._offers if offer.startswith("AUTH ") for field in offer.split()[1:]}
        if "PLAIN" in mechanisms:
            reply = await self._command("AUTH PLAIN " + _base64(f"\0{user}\0{password}"))
        elif "LOGIN" in mechanisms:
            reply = await self._command("AUTH LOGIN")
            for answer in (user, password):
                if reply.code != 334:
                    break
                reply = await self._command(_base64(answer))
        else:
            raise no_login(self.connection.where)
        if reply.code == 235:
            return
        refused = self._refused(SMTP_LOGIN, reply)
        raise refused if refused is not None else self._unexpected(reply, "AUTH")

    def log_out(self) -> None:
        """See MailDialogue."""
        self.connection.write(b"QUIT\r\n")

    async def _greet(self) -> None:
        reply = await self._command(f"EHLO {address_literal(self.connection.local_address)}")
        if reply.code != 250:
            raise self._unexpected(reply, "EHLO")
        self._offers = frozenset(line.strip().upper() for line in reply.lines[1:])

    async def _command(self, line: str) -> _Reply:
        self.connection.write(f"{line}\r\n".encode())
        return await self._reply()

    async def _reply(self) -> _Reply:
        """One reply, of several lines too; ExchangeFailed for an invalid one."""
        lines: list[str] = []
        while len(lines) < _LINES:
            line = await self.connection.line()
            code, mark = line[:3], line[3:4]
            if not (code.isascii() and code.isdigit() and len(code) == 3) or mark not in ("", " ", "-"):
                break
            lines.append(line[4:])
            if mark != "-":
                return _Reply(int(code), tuple(lines))
        raise wrong_protocol(self.connection.where, "SMTP")

    def _unexpected(self, reply: _Reply, command: str) -> ExchangeFailed:
        """The failure for an answer to ``command``; empty: the greeting."""
        if (refused := self._refused(SMTP, reply)) is not None:
            return refused
        where, code = self.connection.where, str(reply.code)
        sentence = (
            msg("{server} answered {command} with an error ({code}).", server=where, command=command, code=code)
            if command
            else msg("{server} begins with an error ({code}).", server=where, code=code)
        )
        return ExchangeFailed(Reason.CONTENT, sentence)

    def _refused(self, table: Sequence[Refusal], reply: _Reply) -> ExchangeFailed | None:
        """What a refusal means; nothing of its text but its code gets into the sentence."""
        enhanced = next((code[0].strip() for line in reply.lines if (code := _ENHANCED.match(line))), "")
        codes = {str(reply.code), f"{reply.code // 100}xx", *([enhanced] if enhanced else [])}
        row = find(table, codes, " ".join(_ENHANCED.sub("", line) for line in reply.lines))
        if row is None:
            return None
        shown = f"{reply.code} {enhanced}" if enhanced else str(reply.code)
        return ExchangeFailed(row.reason, row.explained(shown, where=self.connection.where))


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
