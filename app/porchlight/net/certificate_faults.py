"""What is wrong with the certificates that a server sent, read from the certificates: systems differ in what they
report, and in which of several faults they report first."""

from typing import Final
from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Day, Items, Text, msg
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


def chain_fault(refused: Refused, host: str, code: int, now_ms: int) -> tuple[Reason, Text] | None:
    """Reason and sentence for certificates that were not accepted for ``host``; ``code`` is OpenSSL's (or the
    system's). None where they do not show the fault."""
    path = path_of(refused.sent)
    if not path:
        return None
    leaf, last = path[0], path[-1]
    if leaf.ends_ms <= now_ms:
        return Reason.TLS, msg("The certificate of {host} expired on {day}.", host=host, day=Day(leaf.ends_ms))
    if leaf.begins_ms > now_ms:
        early = msg(
            "The certificate of {host} is not valid before {day}, or this computer's clock is wrong.",
            host=host,
            day=Day(leaf.begins_ms),
        )
        return Reason.TLS, early
    if code in NO_ISSUER:
        return None if last.is_self_issued else _without_issuer(path, refused.trusted, host)
    if not is_for(leaf, host):
        if not leaf.names:
            return Reason.TLS, msg("The certificate is not valid for any name, so not for {host} either.", host=host)
        others = Items(tuple(quote(one, NAME) for one in leaf.names[:3]))
        return Reason.TLS, msg("The certificate is for {others}, not for {host}.", others=others, host=host)
    for one in path[1:]:
        issuer = quote(one.subject, NAME)
        if one.ends_ms <= now_ms:
            expired = msg(
                "The certificate of its issuer {issuer} expired on {day}.", issuer=issuer, day=Day(one.ends_ms)
            )
            return Reason.TLS, expired
        if one.begins_ms > now_ms:
            early = msg(
                "The certificate of its issuer {issuer} is not valid before {day}, or this computer's"
                " clock is wrong.",
                issuer=issuer,
                day=Day(one.begins_ms),
            )
            return Reason.TLS, early
    return None


def _without_issuer(
    path: tuple[ChainCertificate, ...], trusted: frozenset[str], host: str
) -> tuple[Reason, Text] | None:
    """For a chain that ends before a trusted issuer. No public issuer signs a server's certificate with its root
    (CA/Browser Forum, Baseline Requirements §6.1.7): where one comes alone, an intermediate is missing."""
    last = path[-1]
    issuer = quote(last.issuer, NAME)
    is_of_a_known_house = last.organization in trusted and "root" not in last.issuer.lower()
    if is_of_a_known_house or (len(path) == 1 and any(map(_is_public, last.issuer_at))):
        left_out = msg(
            "{host} does not send its intermediate certificate, the one of the issuer “{issuer}”.",
            host=host,
            issuer=issuer,
        )
        return Reason.CERTIFICATE_CHAIN, left_out
    if len(path) == 1:
        untrusted = msg(
            "The certificate of {host} comes from an issuer that this computer does not trust,"
            " “{issuer}”, or the server does not send its intermediate certificate.",
            host=host,
            issuer=issuer,
        )
        return Reason.TLS, untrusted
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
