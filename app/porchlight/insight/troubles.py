"""Reason → what is wrong, in a few words for a list or within a sentence. One table, complete by test."""

from typing import Final

from porchlight.model.status import Reason, Status

_NOT_QUITE: Final = "%1 is not quite well"
_TROUBLES: Final = {
    Reason.TIMEOUT: "%1 does not answer",
    Reason.LOCKED: "%1 waits for a lock",
    Reason.REFUSED: "%1 does not answer",
    Reason.DNS: "%1 cannot be reached",
    Reason.UNREACHABLE: "%1 cannot be reached",
    Reason.TLS: "%1 has no valid certificate",
    Reason.CERTIFICATE_CHAIN: "%1 sends no whole certificate",
    Reason.CERTIFICATE_EXPIRING: "%1 needs a new certificate soon",
    Reason.AUTH: "%1 needs you",
    Reason.FORBIDDEN: "%1 needs you",
    Reason.ACCOUNT: "%1 needs you",
    Reason.PASSWORD_EXPIRED: "%1 needs you",
    Reason.LOGIN_DISABLED: "%1 needs you",
    Reason.BLOCKED: "%1 needs you",
    Reason.SECRET_MISSING: "%1 needs you",
    Reason.CONFIGURATION: "%1 needs you",
    Reason.QUOTA: "%1 has no calls left",
    Reason.THROTTLED: "%1 has too much to do",
    Reason.UNAVAILABLE: "%1 is not ready",
    Reason.STALE: "%1 is late",
    Reason.SLOW: "%1 is slow",
    Reason.OFFLINE: "%1 cannot be asked from here",
    Reason.CAPTIVE_PORTAL: "%1 cannot be asked from here",
    Reason.BOT_PROTECTION: "%1 takes us for a robot",
    Reason.FILE: "%1 has no file to read",
    Reason.INTERNAL: "%1 could not be checked",
    Reason.HTTP_STATUS: "%1 does not work",
    Reason.CONTENT: "%1 does not work",
}


def trouble_of(reason: Reason, status: Status) -> str:
    """What is wrong; ``%1`` stands where the component's name goes."""
    if status is Status.DEGRADED and reason in (Reason.HTTP_STATUS, Reason.CONTENT):
        return _NOT_QUITE
    return _TROUBLES[reason]


def all_troubles() -> list[str]:
    """Every text that ``trouble_of`` may give, for translators."""
    return sorted({*_TROUBLES.values(), _NOT_QUITE})
