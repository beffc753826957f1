"""What is wrong with the certificates that a server sent, read from the certificates: systems differ in what they
report, and in which of several faults they report first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from porchlight.intake.text import NAME, quote
from porchlight.model.status import Reason
from porchlight.net.addresses import is_local_host, is_this_computer
from porchlight.net.certificates import ChainCertificate, is_for, path_of

NO_ISSUER: Final = frozenset({18, 19, 20, 21})
"""OpenSSL's X509_V_ERR_* codes (x509_vfy.h) for a chain without a trusted issuer; OpenSSL reports them before an
issuer's dates and before the name."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The facts of a handshake that failed because of the server's certificate."""

    sent: list[bytes]
    """The certificates (DER), the server's first."""
    trusted: frozenset[str]
    """Organizations of the issuers that are trusted here, as far as known; used where an issuer is missing."""


def chain_fault(refused: Refused, host: str, code: int, now_ms: int) -> tuple[Reason, str] | None:
    """Reason and sentence for certificates that were not accepted for ``host``; ``code`` is OpenSSL's (or the
    system's). None where they do not show the fault."""
    path = path_of(refused.sent)
    if not path:
        return None
    leaf, last = path[0], path[-1]
    if dates := _dates(leaf, f"the certificate of {host}", now_ms):
        return Reason.TLS, dates
    if code in NO_ISSUER:
        return None if last.is_self_issued else _without_issuer(path, refused.trusted, host)
    if not is_for(leaf, host):
        others = ", ".join(quote(one, NAME) for one in leaf.names[:3]) or "no name at all"
        return Reason.TLS, f"the certificate is another's: it is for {others}, not for {host}"
    for one in path[1:]:
        if dates := _dates(one, f"the certificate of its issuer {quote(one.subject, NAME)}", now_ms):
            return Reason.TLS, dates
    return None


def _dates(one: ChainCertificate, whose: str, now_ms: int) -> str | None:
    if one.ends_ms <= now_ms:
        return f"{whose} expired on {day(one.ends_ms)}"
    if one.begins_ms > now_ms:
        return f"{whose} is not valid before {day(one.begins_ms)} (or this computer's clock is wrong)"
    return None


def _without_issuer(
    path: tuple[ChainCertificate, ...], trusted: frozenset[str], host: str
) -> tuple[Reason, str] | None:
    """For a chain that ends before a trusted issuer. No public issuer signs a server's certificate with its root
    (CA/Browser Forum, Baseline Requirements §6.1.7): where one comes alone, an intermediate is missing."""
    last = path[-1]
    issuer = quote(last.issuer, NAME)
    is_of_a_known_house = last.organization in trusted and "root" not in last.issuer.lower()
    if is_of_a_known_house or (len(path) == 1 and any(map(_is_public, last.issuer_at))):
        sends = f"{host} sends its own" if len(path) == 1 else f"{host} sends {len(path)} certificates"
        return (
            Reason.CERTIFICATE_CHAIN,
            f"the server leaves out its intermediate certificate: {sends} without that of the issuer “{issuer}”",
        )
    if len(path) == 1:
        return (
            Reason.TLS,
            f"the certificate of {host} comes from an issuer that this computer does not trust, “{issuer}”, or the "
            "server leaves out its intermediate certificate",
        )
    return None


def _is_public(place: str) -> bool:
    """Whether an issuer's certificate is at a public address; an organisation's own issuer has a private one."""
    try:
        parts = urlsplit(place)
    except ValueError:
        return False
    host = parts.hostname or ""
    near = is_local_host(host) and not is_this_computer(host)
    return parts.scheme in ("http", "https") and bool(host) and not near


def day(at_ms: int) -> str:
    """A date in an unambiguous form (UTC)."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d")
