"""What an error text in the sync's log means: a reason and a few words for a sentence. Pure.

The text itself is not passed on: it may hold anything that a library put into it. First match wins: the sync writes
``Authentication error: connect ECONNREFUSED …`` for a network that is down, which is not about credentials.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from porchlight.model.status import Reason


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run failed; ``text`` continues a sentence after a colon."""

    reason: Reason
    text: str


UNKNOWN: Final = Cause(Reason.CONTENT, "the sync's log has the rest")
NOT_STARTED: Final = Cause(
    Reason.CONFIGURATION, "Mailchimp was not taken up when the daemon started; restart the daemon"
)

_BEFORE_STATUS: Final = r"(?:status(?: code)?|HTTP(?:/[\d.]{1,4})?|error(?: code)?)[:=]? ?\(?"
_WITH_STATUS: Final = frozenset({Reason.HTTP_STATUS, Reason.AUTH, Reason.FORBIDDEN})

_CAUSES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), Cause(reason, text))
    for pattern, reason, text in (
        (r"ECONNREFUSED", Reason.REFUSED, "the connection was refused"),
        (r"ENOTFOUND|EAI_AGAIN", Reason.DNS, "the name of the server could not be found"),
        (r"ENETUNREACH|EHOSTUNREACH|ENETDOWN", Reason.UNREACHABLE, "the server cannot be reached"),
        (r"lock wait timeout", Reason.LOCKED, "another session held a lock in the database"),
        (r"ETIMEDOUT|ESOCKETTIMEDOUT|timeout of \d|timed out", Reason.TIMEOUT, "the server did not answer in time"),
        (r"ECONNRESET|EPIPE|socket hang up", Reason.REFUSED, "the connection was broken off"),
        (r"CERT_|certificate|ERR_TLS|SSL routines", Reason.TLS, "no secure connection could be agreed on"),
        (
            r"\bER_(?:ACCESS_DENIED|DBACCESS_DENIED)|Access denied for user|password authentication failed",
            Reason.AUTH,
            "the database rejected the login",
        ),
        (
            r"SQLITE_BUSY|ER_LOCK|deadlock|lock wait|database is locked",
            Reason.LOCKED,
            "another session held a lock in the database",
        ),
        (
            r"Timeout acquiring a connection|ER_CON_COUNT|too many (?:connections|clients)",
            Reason.THROTTLED,
            "the database had no free connection",
        ),
        (r"PROTOCOL_CONNECTION_LOST|Connection lost", Reason.REFUSED, "the connection was broken off"),
        (r"ENOSPC|no space left|disk is full", Reason.CONTENT, "its disk is full"),
        (r"\bER_[A-Z]{3}|SQLITE_[A-Z]{3}|relation .{1,60} does not exist", Reason.CONTENT, "the database refused"),
        (r"decrypt|ENCRYPTION_KEY", Reason.CONFIGURATION, "its encryption key does not fit the stored credentials"),
        (
            r"No credentials found|Organization with ID \d+ not found",
            Reason.CONFIGURATION,
            "the sync has no credentials for this organisation",
        ),
        (r"\b429\b|too many requests|rate limit", Reason.THROTTLED, "it asked too often"),
        (
            r"\b401\b|unauthorized|invalid[_ ](?:client|grant|token|credentials|api key)|API Key Invalid",
            Reason.AUTH,
            "its credentials were rejected",
        ),
        (r"\b403\b|forbidden", Reason.FORBIDDEN, "its credentials may not do this"),
        (
            rf"{_BEFORE_STATUS}5\d\d\b|\b50[0234]\b|Internal Server Error|Bad Gateway|Service Unavailable",
            Reason.HTTP_STATUS,
            "the server failed",
        ),
        (rf"{_BEFORE_STATUS}4\d\d\b", Reason.HTTP_STATUS, "the server refused the request"),
        (r"Authentication (?:failed|error)", Reason.AUTH, "the login failed"),
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
    if status is not None and cause.reason in _WITH_STATUS and "database" not in cause.text:
        return replace(cause, text=f"{cause.text} ({status[1] or status[2]})")
    return cause
