"""IMAP up to a login (RFC 9051, and RFC 3501 before it). There is no command that opens a mailbox."""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import field
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.net.failures import ExchangeFailed
from porchlight.net.line_connection import LineConnection
from porchlight.net.mail_refusals import IMAP, IMAP_BYE, LATER
from porchlight.net.refusals import Refusal, find
from porchlight.probes.mail.replies import no_encryption, no_login, wrong_protocol

_LINES = 100
"""Lines of one answer at most."""
_UNTAGGED: Final = re.compile(r"\* (NO|BAD|OK(?= *\[ALERT\])) *", re.IGNORECASE)
"""An untagged answer with a fault (RFC 9051 §7.1)."""
_CODE: Final = re.compile(r"\s*\[([A-Za-z][A-Za-z0-9/_-]{0,40})[^\]]{0,500}\]")
"""The response code at the beginning of a text (RFC 9051 §7.1), with its arguments."""


@dataclass(slots=True)
class ImapDialogue:
    """Implements MailDialogue. The commands are numbered, as their answers carry the number."""

    connection: LineConnection
    _count: int = field(default=0, init=False)

    async def greet(self) -> None:
        """See MailDialogue."""
        line = await self.connection.line()
        match line.upper().split()[:2]:
            case ["*", "OK" | "PREAUTH"]:
                return
            case ["*", "BYE"]:
                raise self._refused(IMAP_BYE, "BYE", line[len("* BYE") :].strip())
        raise self._no_imap()

    async def ask_for_tls(self) -> None:
        """See MailDialogue."""
        if "STARTTLS" not in await self._capabilities():
            raise no_encryption(self.connection.where, "STARTTLS")
        status, text, _ = await self._command("STARTTLS")
        if status == "NO" and find(LATER, (), text) is not None:
            raise self._refused(LATER, "NO", text)
        if status != "OK":
            sentence = msg("{server} refused encryption (STARTTLS).", server=self.connection.where)
            raise ExchangeFailed(Reason.TLS, sentence)

    async def secured(self) -> None:
        """See MailDialogue."""
        await self._capabilities()

    async def log_in(self, user: str, password: str) -> None:
        """See MailDialogue."""
        offers = await self._capabilities()
        if "AUTH=PLAIN" in offers:
            token = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
            status, text, others = await self._command("AUTHENTICATE PLAIN", answer=token)
        elif "LOGINDISABLED" not in offers and user.isascii() and password.isascii():
            status, text, others = await self._command(f"LOGIN {_quoted(user)} {_quoted(password)}")
        else:
            raise no_login(self.connection.where)
        if status == "OK":
            return
        if status == "NO":
            raise self._refused(IMAP, "NO", text, *others)
        if status == "BAD" and find(LATER, (), text) is not None:
            raise self._refused(LATER, "BAD", text)
        sentence = msg("{server} does not understand the login.", server=self.connection.where)
        raise ExchangeFailed(Reason.CONTENT, sentence)

    def log_out(self) -> None:
        """See MailDialogue."""
        self.connection.write(b"bye LOGOUT\r\n")

    async def _capabilities(self) -> frozenset[str]:
        """What the server can do, in capitals."""
        status, text, others = await self._command("CAPABILITY")
        if status == "NO":
            raise self._refused(IMAP_BYE, "NO", text)
        if status != "OK":
            raise self._no_imap()
        return frozenset(
            field for line in others if line.upper().startswith("* CAPABILITY ") for field in line.upper().split()[2:]
        )

    async def _command(self, line: str, answer: str | None = None) -> tuple[str, str, list[str]]:
        """Status, its text, and the untagged lines before it. ``answer`` is sent where the server asks to
        continue."""
        self._count += 1
        tag = f"p{self._count}"
        self.connection.write(f"{tag} {line}\r\n".encode())
        others: list[str] = []
        while len(others) < _LINES:
            reply = await self.connection.line()
            if reply.startswith("+") and answer is not None:
                self.connection.write(f"{answer}\r\n".encode())
                answer = None
                continue
            first, _, rest = reply.partition(" ")
            if first == tag:
                status, _, text = rest.partition(" ")
                return status.upper(), text, others
            if reply.upper().startswith("* BYE"):
                raise self._refused(IMAP_BYE, "BYE", reply[len("* BYE") :].strip())
            if first != "*":
                break
            others.append(reply)
        raise self._no_imap()

    def _refused(self, table: Sequence[Refusal], status: str, text: str, *others: str) -> ExchangeFailed:
        """The meaning of a refusal, with the untagged lines before it (``others``): Gmail gives its cause there. Of
        all that, only a known response code gets into the sentence (RFC 5530)."""
        texts = [text, *(_UNTAGGED.sub("", line) for line in others if _UNTAGGED.match(line))]
        codes = [code[1].upper() for one in texts if (code := _CODE.match(one))]
        known = next((code for code in codes if any(code in row.codes for row in IMAP)), None)
        shown = f"{status} [{known}]" if known is not None else status
        # A code without a meaning of its own, such as ALERT, is left out: the text after it has the fault.
        row = find(table, codes or ("",), " / ".join(_CODE.sub("", one) for one in texts).strip(" /"))
        if row is None:
            return self._no_imap()
        return ExchangeFailed(row.reason, row.explained(shown, where=self.connection.where))

    def _no_imap(self) -> ExchangeFailed:
        return wrong_protocol(self.connection.where, "IMAP")


def _quoted(text: str) -> str:
    """RFC 9051 §9, quoted; line ends cannot be in it."""
    if "\r" in text or "\n" in text or "\0" in text:
        raise ExchangeFailed(Reason.CONFIGURATION, msg("The user name or the password contains a line break."))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
