"""Reason → what is wrong, in a few words for a list or within a sentence. One table, complete by test."""

from typing import Final

from porchlight.model.status import Reason, Status

_NOT_QUITE: Final = "{name} is not quite well"
_TROUBLES: Final = {
    Reason.TIMEOUT: "{name} does not answer",
    Reason.LOCKED: "{name} waits for a lock",
    Reason.REFUSED: "{name} does not answer",
    Reason.DNS: "{name} cannot be reached",
    Reason.UNREACHABLE: "{name} cannot be reached",
    Reason.TLS: "{name} has no valid certificate",
    Reason.CERTIFICATE_CHAIN: "{name} sends no whole certificate",
    Reason.CERTIFICATE_EXPIRING: "{name} needs a new certificate soon",
    Reason.AUTH: "{name} needs you",
    Reason.FORBIDDEN: "{name} needs you",
    Reason.ACCOUNT: "{name} needs you",
    Reason.PASSWORD_EXPIRED: "{name} needs you",
    Reason.LOGIN_DISABLED: "{name} needs you",
    Reason.BLOCKED: "{name} needs you",
    Reason.SECRET_MISSING: "{name} needs you",
    Reason.CONFIGURATION: "{name} needs you",
    Reason.QUOTA: "{name} has no calls left",
    Reason.THROTTLED: "{name} has too much to do",
    Reason.UNAVAILABLE: "{name} is not ready",
    Reason.STALE: "{name} is late",
    Reason.SLOW: "{name} is slow",
    Reason.OFFLINE: "{name} cannot be asked from here",
    Reason.CAPTIVE_PORTAL: "{name} cannot be asked from here",
    Reason.BOT_PROTECTION: "{name} takes us for a robot",
    Reason.FILE: "{name} has no file to read",
    Reason.INTERNAL: "{name} could not be checked",
    Reason.HTTP_STATUS: "{name} does not work",
    Reason.CONTENT: "{name} does not work",
}


def trouble_of(reason: Reason, status: Status) -> str:
    """What is wrong; ``{name}`` stands where the component's name goes."""
    if status is Status.DEGRADED and reason in (Reason.HTTP_STATUS, Reason.CONTENT):
        return _NOT_QUITE
    return _TROUBLES[reason]


def all_troubles() -> list[str]:
    """Every text that ``trouble_of`` may give, for translators."""
    return sorted({*_TROUBLES.values(), _NOT_QUITE})
