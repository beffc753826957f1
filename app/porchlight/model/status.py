"""Outcome, Reason, Status and the roll-up to one overall status.

Kept to ``enum`` alone (no dataclasses) because ``porchlight status`` imports it on its fast path.
"""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """What one check found."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    ERROR = "error"
    UNKNOWN = "unknown"
    """It could not be determined, for example because this computer is offline."""

    @property
    def gravity(self) -> int:
        """The higher, the worse: what is not known weighs more than what is well, and less than what is not."""
        return (Outcome.HEALTHY, Outcome.UNKNOWN, Outcome.DEGRADED, Outcome.ERROR).index(self)


MEASURED = (Outcome.HEALTHY, Outcome.DEGRADED)
"""Outcomes of checks whose duration says something about their component."""


class Reason(StrEnum):
    """Why a check did not find its component healthy: a stable code, kept in history and in settings."""

    TIMEOUT = "timeout"
    LOCKED = "locked"
    """It answers, but waits for another program that holds a lock on it."""
    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    CERTIFICATE_CHAIN = "certificate_chain"
    """The server omits the intermediate certificate of a trusted issuer."""
    CERTIFICATE_EXPIRING = "certificate_expiring"
    AUTH = "auth"
    FORBIDDEN = "forbidden"
    ACCOUNT = "account"
    """The account itself is shut out: locked, disabled, suspended, not paid for. Its credential may well be right."""
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105 - as below
    LOGIN_DISABLED = "login_disabled"
    """This way of logging in is turned off, whatever the credential."""
    BLOCKED = "blocked"
    """This computer, or its address, is refused, whatever the credential."""
    UNAVAILABLE = "unavailable"
    """It refuses everybody for a while, with a reason: it starts, stops, recovers, or lacks something it needs."""
    QUOTA = "quota"
    THROTTLED = "throttled"
    HTTP_STATUS = "http_status"
    CONTENT = "content"
    STALE = "stale"
    SLOW = "slow"
    OFFLINE = "offline"
    CAPTIVE_PORTAL = "captive_portal"
    BOT_PROTECTION = "bot_protection"
    CONFIGURATION = "configuration"
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a reason's code, not a secret
    """No credential that could be sent: there is none, or it is incomplete or of another sort."""
    FILE = "file"
    """A file that it needs is missing, or its disk cannot be read properly."""
    INTERNAL = "internal"


ATTENTION_REASONS = frozenset(
    {
        Reason.AUTH,
        Reason.FORBIDDEN,
        Reason.ACCOUNT,
        Reason.PASSWORD_EXPIRED,
        Reason.LOGIN_DISABLED,
        Reason.BLOCKED,
        Reason.QUOTA,
        Reason.CERTIFICATE_EXPIRING,
        Reason.SECRET_MISSING,
        Reason.CONFIGURATION,
    }
)
"""Reasons that need a person here and are not the vendor's outage."""

KEY_REASONS = frozenset({Reason.AUTH, Reason.FORBIDDEN, Reason.PASSWORD_EXPIRED, Reason.SECRET_MISSING})
"""What another key or password can fix: there is a button for it."""
CREDENTIAL_REASONS = frozenset(
    {
        Reason.AUTH,
        Reason.FORBIDDEN,
        Reason.ACCOUNT,
        Reason.PASSWORD_EXPIRED,
        Reason.LOGIN_DISABLED,
        Reason.QUOTA,
        Reason.THROTTLED,
        Reason.SECRET_MISSING,
    }
)
"""Reasons that affect everything with the same credential."""

HOST_REASONS = frozenset(
    {
        Reason.DNS,
        Reason.REFUSED,
        Reason.UNREACHABLE,
        Reason.TIMEOUT,
        Reason.TLS,
        Reason.CERTIFICATE_CHAIN,
        Reason.BLOCKED,
        Reason.UNAVAILABLE,
    }
)
"""Reasons that affect everything on the same host."""


NOTHING_ASKED = frozenset({Reason.CONFIGURATION, Reason.SECRET_MISSING, Reason.INTERNAL})
"""Reasons of results that needed no network, and say nothing about whether this computer is online."""


class Status(StrEnum):
    """Of a component, after confirmation."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    ERROR = "error"
    UNKNOWN = "unknown"
    DISABLED = "disabled"


GRAVEST_FIRST = (Status.ERROR, Status.DEGRADED, Status.UNKNOWN, Status.HEALTHY, Status.DISABLED)
"""The order of lists."""


class OverallStatus(StrEnum):
    """Of everything that is watched."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


def overall_status(components: Iterable[tuple[Status, bool]]) -> OverallStatus:
    """Roll up ``(status, critical)`` pairs; disabled components count nowhere.

    ``critical`` if any critical component is in error, else ``degraded`` if any is degraded or in error,
    else ``unknown`` if nothing is known or a critical component is unknown, else ``healthy``.
    """
    counted = [pair for pair in components if pair[0] is not Status.DISABLED]
    statuses = {status for status, _ in counted}
    if (Status.ERROR, True) in counted:
        return OverallStatus.CRITICAL
    if statuses & {Status.ERROR, Status.DEGRADED}:
        return OverallStatus.DEGRADED
    if (Status.UNKNOWN, True) in counted or not statuses - {Status.UNKNOWN}:
        return OverallStatus.UNKNOWN
    return OverallStatus.HEALTHY


STALE_AFTER_INTERVALS = 3
"""A component without a result for this many of its intervals is unknown: never green while nothing is measured."""


def is_stale(*, checked_ms: int | None, interval: float, timeout: float, now_ms: int) -> bool:
    """Whether the last result (Unix ms, UTC) is too old to count now; interval and timeout in seconds."""
    if checked_ms is None:
        return True
    return now_ms - checked_ms > (STALE_AFTER_INTERVALS * interval + timeout) * 1000
