"""The certificates that count: those that verification used, or those that a server sent, trusted or not.

A server may send more than is used: an issuer's certificate that an older one has cross-signed, for computers that
know only that one. Its expiry does not matter here.
"""

import asyncio
import logging
import ssl
import sys
from datetime import datetime
from typing import Any, Final, TypeVar

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS
from porchlight.intake.text import NAME, quote
from porchlight.net.host_names import address_in, certificate_name

_log = logging.getLogger(__name__)

_LONGEST_CHAIN: Final = 20
"""Certificates of a chain that are read; OpenSSL itself reads ten or more."""
_MOST_NAMES: Final = 1000
_MOST_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class ChainCertificate:
    """One certificate of a chain. Times are Unix ms (UTC)."""

    subject: str
    issuer: str
    begins_ms: int
    ends_ms: int
    names: tuple[str, ...]
    """Names and addresses that it is for."""
    organization: str
    """Of its issuer."""
    is_self_issued: bool
    """Whether it is self-signed."""
    issuer_at: tuple[str, ...]
    """Where its issuer's certificate can be downloaded (RFC 5280 §4.2.2.1): public issuers name it in each."""
    ids: tuple[bytes, bytes, bytes | None, bytes | None]
    """Subject, issuer, and the ids of both keys, to find who issued it."""


def judged_chain(transport: asyncio.BaseTransport) -> tuple[ChainCertificate, ...]:
    """The chain of a connection, the server's certificate first; empty where there is none that can be read.

    Where OpenSSL verified, it is the one that it used, up to the issuer that is trusted here. Where the system did
    (Windows, macOS), the used chain is not known: then it is that of ``path_of``, without what cannot have been used.
    """
    ssl_object: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    if ssl_object is None:
        return ()
    if ssl_object.getpeercert():  # Python's ssl parses only certificates that it verified itself
        return _all_read(_verified(ssl_object))
    path = path_of(sent_bytes(ssl_object))
    used = path[:2]
    for one in path[2:]:
        if one.ends_ms < used[-1].ends_ms:  # no issuer signs for longer than its own validity: another one was used
            break
        used = (*used, one)
    return used


def sent_bytes(ssl_object: ssl.SSLObject) -> list[bytes]:
    """All that the server sent, also after a handshake that failed because of it."""
    if sys.version_info >= (3, 13):
        return list(ssl_object.get_unverified_chain() or ())
    # Before 3.13 the methods exist, but are not public; truststore uses them too.
    return _ders(ssl_object._sslobj.get_unverified_chain())  # type: ignore[unreachable,unused-ignore,attr-defined]


def path_of(sent: list[bytes]) -> tuple[ChainCertificate, ...]:
    """The chain from the server's certificate over its issuer's to the last one that was sent, each found by name and
    key; of several candidates the one that lasts longest. The others are left out."""
    found = _all_read(sent)
    path = list(found[:1])
    while path and not path[-1].is_self_issued:
        above = [one for one in found if one not in path and _may_have_issued(one, path[-1])]
        if not above:
            break
        path.append(max(above, key=lambda one: one.ends_ms))
    return tuple(path)


def _may_have_issued(issuer: ChainCertificate, issued: ChainCertificate) -> bool:
    """By name, and by the keys' ids where both have one (RFC 5280 §4.2.1.1); the signature was verified, or the chain
    is not trusted anyway."""
    subject, _, wanted_key, _ = issuer.ids
    _, name, _, key = issued.ids
    return subject == name and (wanted_key is None or key is None or wanted_key == key)


def _all_read(ders: list[bytes]) -> tuple[ChainCertificate, ...]:
    return tuple(one for der in ders[:_LONGEST_CHAIN] if (one := read_certificate(der)) is not None)


def _verified(ssl_object: ssl.SSLObject) -> list[bytes]:
    if sys.version_info >= (3, 13):
        return list(ssl_object.get_verified_chain() or ())
    return _ders(ssl_object._sslobj.get_verified_chain())  # type: ignore[unreachable,unused-ignore,attr-defined]


def _ders(chain: Any) -> list[bytes]:
    return [certificate.public_bytes(2) for certificate in chain or ()]  # 2: DER


def read_certificate(der: bytes) -> ChainCertificate | None:
    """What a certificate holds; None where it cannot be read."""
    try:
        return _read(x509.load_der_x509_certificate(der))
    except Exception as error:  # untrusted bytes, and a parser that may raise anything for them
        _log.info("a certificate cannot be read: %s", type(error).__name__)
        return None


def is_for(certificate: ChainCertificate, host: str) -> bool:
    """Whether a certificate is for this name or address (RFC 6125 §6.4: a star stands for one whole label)."""
    wanted = certificate_name(host)
    rest = "" if address_in(wanted) is not None else wanted.partition(".")[2]
    named = {name.lower() for name in certificate.names}
    return bool(wanted) and (wanted in named or (bool(rest) and f"*.{rest}" in named))


def _read(certificate: x509.Certificate) -> ChainCertificate:
    names: list[str] = []
    extension = _extension(certificate, x509.SubjectAlternativeName)  # without one it is for no name
    if extension is not None:
        names += extension.get_values_for_type(x509.DNSName)
        names += map(str, extension.get_values_for_type(x509.IPAddress))
    return ChainCertificate(
        subject=_called(certificate.subject),
        issuer=_called(certificate.issuer),
        begins_ms=_ms(certificate.not_valid_before_utc),
        ends_ms=_ms(certificate.not_valid_after_utc),
        names=tuple(quote(name, 253) for name in names[:_MOST_NAMES]),
        organization=_first(certificate.issuer, NameOID.ORGANIZATION_NAME),
        is_self_issued=certificate.issuer == certificate.subject,
        issuer_at=_issuer_at(certificate),
        ids=(
            certificate.subject.public_bytes(),
            certificate.issuer.public_bytes(),
            _subject_key_id(certificate),
            _issuer_key_id(certificate),
        ),
    )


def _issuer_at(certificate: x509.Certificate) -> tuple[str, ...]:
    found = _extension(certificate, x509.AuthorityInformationAccess)
    if found is None:
        return ()
    places = (
        one.access_location.value for one in found if one.access_method == AuthorityInformationAccessOID.CA_ISSUERS
    )
    return tuple(quote(one, NAME) for one in places if isinstance(one, str))[:_MOST_PLACES]


def _subject_key_id(certificate: x509.Certificate) -> bytes | None:
    found = _extension(certificate, x509.SubjectKeyIdentifier)
    return None if found is None else found.digest


def _issuer_key_id(certificate: x509.Certificate) -> bytes | None:
    found = _extension(certificate, x509.AuthorityKeyIdentifier)
    return None if found is None else found.key_identifier


_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    """None where it has none, or one that cannot be read."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None


def _ms(moment: datetime) -> int:
    return min(max(round(moment.timestamp() * 1000), EARLIEST_MS), LATEST_MS)


def _called(name: x509.Name) -> str:
    return _first(name, NameOID.COMMON_NAME) or _first(name, NameOID.ORGANIZATION_NAME)


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    for attribute in name.get_attributes_for_oid(oid):
        if isinstance(attribute.value, str):
            return quote(attribute.value, NAME)
    return ""
