"""What an error text in the sync's log means: a reason and a sentence. Pure.

The text itself is not passed on: it may hold anything that a library put into it. First match wins: the sync writes
``Authentication error: connect ECONNREFUSED …`` for a network that is down, which is not about credentials.
"""

import re
from dataclasses import replace
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.model.status import Reason


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run failed: in the terms that are kept with the position in the log."""

    reason: Reason
    message: str
    """One of the messages below."""
    code: str = ""
    """The HTTP status in the log, where it has one."""

    @property
    def text(self) -> Text:
        """One sentence."""
        sentence = Text(self.message)
        return msg("{problem} The status was {code}.", problem=sentence, code=self.code) if self.code else sentence


UNKNOWN: Final = Cause(Reason.CONTENT, msg("See Classy Sync's log for details.").message)
NOT_STARTED: Final = Cause(
    Reason.CONFIGURATION, msg("Mailchimp was not available when the daemon started. Restart the daemon.").message
)

_BEFORE_STATUS: Final = r"(?:status(?: code)?|HTTP(?:/[\d.]{1,4})?|error(?: code)?)[:=]? ?\(?"
_WITH_STATUS: Final = frozenset({Reason.HTTP_STATUS, Reason.AUTH, Reason.FORBIDDEN})

_CAUSES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), Cause(reason, text.message))
    for pattern, reason, text in (
        (r"ECONNREFUSED", Reason.REFUSED, msg("The connection was refused.")),
        (r"ENOTFOUND|EAI_AGAIN", Reason.DNS, msg("The server's name could not be found.")),
        (r"ENETUNREACH|EHOSTUNREACH|ENETDOWN", Reason.UNREACHABLE, msg("The server could not be reached.")),
        (r"lock wait timeout", Reason.LOCKED, msg("Another session held a lock in the database.")),
        (
            r"ETIMEDOUT|ESOCKETTIMEDOUT|timeout of \d|timed out",
            Reason.TIMEOUT,
            msg("The server did not answer in time."),
        ),
        (r"ECONNRESET|EPIPE|socket hang up", Reason.REFUSED, msg("The connection was lost.")),
        (r"CERT_|certificate|ERR_TLS|SSL routines", Reason.TLS, msg("No secure connection could be established.")),
        (
            r"\bER_(?:ACCESS_DENIED|DBACCESS_DENIED)|Access denied for user|password authentication failed",
            Reason.AUTH,
            msg("The database rejected the login."),
        ),
        (
            r"SQLITE_BUSY|ER_LOCK|deadlock|lock wait|database is locked",
            Reason.LOCKED,
            msg("Another session held a lock in the database."),
        ),
        (
            r"Timeout acquiring a connection|ER_CON_COUNT|too many (?:connections|clients)",
            Reason.THROTTLED,
            msg("The database had no free connection."),
        ),
        (r"PROTOCOL_CONNECTION_LOST|Connection lost", Reason.REFUSED, msg("The connection was lost.")),
        (r"ENOSPC|no space left|disk is full", Reason.CONTENT, msg("The disk is full.")),
        (
            r"\bER_[A-Z]{3}|SQLITE_[A-Z]{3}|relation .{1,60} does not exist",
            Reason.CONTENT,
            msg("The database rejected the statement."),
        ),
        (
            r"decrypt|ENCRYPTION_KEY",
            Reason.CONFIGURATION,
            msg("The encryption key does not match the stored credentials."),
        ),
        (
            r"No credentials found|Organization with ID \d+ not found",
            Reason.CONFIGURATION,
            msg("Classy Sync has no credentials for this organisation."),
        ),
        (r"\b429\b|too many requests|rate limit", Reason.THROTTLED, msg("The rate limit was exceeded.")),
        (
            r"\b401\b|unauthorized|invalid[_ ](?:client|grant|token|credentials|api key)|API Key Invalid",
            Reason.AUTH,
            msg("The credentials were rejected."),
        ),
        (r"\b403\b|forbidden", Reason.FORBIDDEN, msg("The credentials do not have permission for this.")),
        (
            rf"{_BEFORE_STATUS}5\d\d\b|\b50[0234]\b|Internal Server Error|Bad Gateway|Service Unavailable",
            Reason.HTTP_STATUS,
            msg("The server reported an error of its own."),
        ),
        (rf"{_BEFORE_STATUS}4\d\d\b", Reason.HTTP_STATUS, msg("The server rejected the request.")),
        (r"Authentication (?:failed|error)", Reason.AUTH, msg("The login failed.")),
    )
)
_STATUS: Final = re.compile(rf"{_BEFORE_STATUS}([45]\d\d)\b|\b(40[13]|50[0234])\b", re.IGNORECASE)
_LONGEST: Final = 2000
"""Characters of an error text that are searched."""


def cause_of(error: object) -> Cause:
    """The cause in an ``error`` field, whatever its type."""
    if not isinstance(error, str):
        return UNKNOWN
    text = error[:_LONGEST]
    cause = next((cause for pattern, cause in _CAUSES if pattern.search(text)), UNKNOWN)
    status = _STATUS.search(text)
    if status is not None and cause.reason in _WITH_STATUS and "database" not in cause.message:
        return replace(cause, code=status[1] or status[2])
    return cause
