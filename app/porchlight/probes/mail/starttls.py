"""STARTTLS: how a server that begins in plain text is brought to TLS, by protocol."""

import struct
from enum import StrEnum

from porchlight.language.text import Text, msg
from porchlight.net.line_connection import LineConnection
from porchlight.probes.mail.imap_dialogue import ImapDialogue
from porchlight.probes.mail.replies import no_encryption, wrong_protocol
from porchlight.probes.mail.smtp_dialogue import SmtpDialogue

_SSL_REQUEST = struct.pack("!II", 8, 80877103)
"""PostgreSQL's SSLRequest (its manual, "Message Formats")."""


class StartTls(StrEnum):
    """The server's protocol before TLS."""

    NONE = "none"
    """TLS from the first byte."""
    SMTP = "smtp"
    IMAP = "imap"
    POP3 = "pop3"
    POSTGRESQL = "postgresql"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case StartTls.NONE:
                return msg("none")
            case StartTls.SMTP:
                return Text("SMTP")
            case StartTls.IMAP:
                return Text("IMAP")
            case StartTls.POP3:
                return Text("POP3")
            case StartTls.POSTGRESQL:
                return Text("PostgreSQL")


USUAL_PORTS = {
    StartTls.NONE: 443,
    StartTls.SMTP: 587,
    StartTls.IMAP: 143,
    StartTls.POP3: 110,
    StartTls.POSTGRESQL: 5432,
}


async def get_ready_for_tls(connection: LineConnection, protocol: StartTls) -> None:
    """Up to the point where the TLS handshake begins; raises ExchangeFailed."""
    match protocol:
        case StartTls.NONE:
            return
        case StartTls.SMTP | StartTls.IMAP:
            dialogue = SmtpDialogue(connection) if protocol is StartTls.SMTP else ImapDialogue(connection)
            await dialogue.greet()
            await dialogue.ask_for_tls()
        case StartTls.POP3:  # RFC 2595
            await _expect_ok(connection)
            connection.write(b"STLS\r\n")
            await _expect_ok(connection)
        case StartTls.POSTGRESQL:
            connection.write(_SSL_REQUEST)
            answer = await connection.exactly(1)
            if answer == b"N":
                raise no_encryption(connection.where, "SSLRequest")
            if answer != b"S":
                raise wrong_protocol(connection.where, "PostgreSQL")


async def _expect_ok(connection: LineConnection) -> None:
    line = await connection.line()
    if line.startswith("+OK"):
        return
    if line.startswith("-ERR"):
        raise no_encryption(connection.where, "STLS")
    raise wrong_protocol(connection.where, "POP3")
