"""What an error text in the sync's log means: a reason and a few words for a sentence. Pure.

The text itself goes no further: it may hold whatever a library put into it. First match wins: the sync writes
``Authentication error: connect ECONNREFUSED …`` for a network that is down, which is no matter of credentials.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.model.status import Reason


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run failed; ``words`` go on a sentence after a colon."""

    reason: Reason
    words: str


UNKNOWN: Final = Cause(Reason.CONTENT, "the sync's log has the rest")
NOT_STARTED: Final = Cause(
    Reason.CONFIGURATION, "Mailchimp was not taken up when the daemon started; restart the daemon"
)

_CAUSES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), Cause(reason, words))
    for pattern, reason, words in (
        (r"ECONNREFUSED", Reason.REFUSED, "the connection was refused"),
        (r"ENOTFOUND|EAI_AGAIN", Reason.DNS, "the name of the server could not be found"),
        (r"ENETUNREACH|EHOSTUNREACH|ENETDOWN", Reason.UNREACHABLE, "the server cannot be reached"),
        (r"ETIMEDOUT|ESOCKETTIMEDOUT|timeout of \d|timed out", Reason.TIMEOUT, "the server did not answer in time"),
        (r"ECONNRESET|EPIPE|socket hang up", Reason.REFUSED, "the connection was broken off"),
        (r"CERT_|certificate|ERR_TLS|SSL routines", Reason.TLS, "no secure connection could be agreed on"),
        (r"\bER_(?:ACCESS_DENIED|DBACCESS_DENIED)", Reason.AUTH, "the database rejected the login"),
        (r"SQLITE_BUSY|ER_LOCK|deadlock", Reason.TIMEOUT, "the database was locked"),
        (r"\bER_[A-Z]{3}|SQLITE_[A-Z]{3}|relation .{1,60} does not exist", Reason.CONTENT, "the database refused"),
        (r"decrypt|ENCRYPTION_KEY", Reason.CONFIGURATION, "its encryption key does not fit the stored credentials"),
        (r"\b429\b|too many requests|rate limit", Reason.THROTTLED, "it asked too often"),
        (r"\b401\b|unauthorized|invalid_client|API Key Invalid", Reason.AUTH, "its credentials were rejected"),
        (r"\b403\b|forbidden", Reason.FORBIDDEN, "its credentials may not do this"),
        (r"status(?: code)?:? 5\d\d\b|\b50[0234]\b|Internal Server Error", Reason.HTTP_STATUS, "the server failed"),
        (r"status(?: code)?:? 4\d\d\b", Reason.HTTP_STATUS, "the server refused the request"),
    )
)
_STATUS: Final = re.compile(r"status(?: code)?:? ([45]\d\d)\b")
_LONGEST: Final = 2000
"""Characters of an error text that are looked at."""


def cause_of(error: object) -> Cause:
    """The cause that an ``error`` field tells, whatever is in it."""
    if not isinstance(error, str):
        return UNKNOWN
    text = error[:_LONGEST]
    cause = next((cause for pattern, cause in _CAUSES if pattern.search(text)), UNKNOWN)
    status = _STATUS.search(text)
    if status is not None and cause.reason is not Reason.THROTTLED and cause is not UNKNOWN:
        return replace(cause, words=f"{cause.words} ({status[1]})")
    return cause
