"""The certificates that a server sent, read whether they are trusted or not."""

import asyncio
import logging
import ssl
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from app.intake.host_names import address_in, certificate_name
from app.intake.numbers import EARLIEST_MS, LATEST_MS
from app.intake.text import NAME, quote

_log = logging.getLogger(__name__)

_LONGEST_CHAIN: Final = 20
"""Certificates of a chain that are read; OpenSSL itself goes ten deep or more."""
_MOST_NAMES: Final = 1000


@dataclass(frozen=True, slots=True)
class ChainCertificate:
    """One of them. Times are Unix ms (UTC)."""

    subject: str
    issuer: str
    begins_ms: int
    ends_ms: int
    names: tuple[str, ...]
    """Names and addresses that it is for."""


def sent_chain(transport: asyncio.BaseTransport) -> tuple[ChainCertificate, ...]:
    """As the server sent it, its own certificate first; empty where there is none that can be read."""
    ssl_object: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    if ssl_object is None:
        return ()
    return tuple(one for der in _bytes(ssl_object)[:_LONGEST_CHAIN] if (one := read_certificate(der)) is not None)


def read_certificate(der: bytes) -> ChainCertificate | None:
    """What a certificate says; None where it cannot be read."""
    try:
        return _read(x509.load_der_x509_certificate(der))
    except Exception as error:  # bytes of a stranger, and a parser that raises what it likes over them
        _log.info("a certificate cannot be read: %s", type(error).__name__)
        return None


def is_for(certificate: ChainCertificate, host: str) -> bool:
    """Whether a certificate is for this name or address (RFC 6125 §6.4: a star stands for one whole label)."""
    wanted = certificate_name(host)
    rest = "" if address_in(wanted) is not None else wanted.partition(".")[2]
    named = {name.lower() for name in certificate.names}
    return bool(wanted) and (wanted in named or (bool(rest) and f"*.{rest}" in named))


def _bytes(ssl_object: ssl.SSLObject) -> list[bytes]:
    if sys.version_info >= (3, 13):
        return list(ssl_object.get_unverified_chain() or ())
    # Before 3.13 the method is there, but not public; truststore rests on it too.
    chain = ssl_object._sslobj.get_unverified_chain() or ()  # type: ignore[unreachable,unused-ignore,attr-defined]
    return [certificate.public_bytes(2) for certificate in chain]  # 2: DER


def _read(certificate: x509.Certificate) -> ChainCertificate:
    names: list[str] = []
    try:
        extension = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        extension = None  # none, or one that cannot be read: it is for no name
    if isinstance(extension, x509.SubjectAlternativeName):
        names += extension.get_values_for_type(x509.DNSName)
        names += map(str, extension.get_values_for_type(x509.IPAddress))
    return ChainCertificate(
        subject=_called(certificate.subject),
        issuer=_called(certificate.issuer),
        begins_ms=_ms(certificate.not_valid_before_utc),
        ends_ms=_ms(certificate.not_valid_after_utc),
        names=tuple(quote(name, 253) for name in names[:_MOST_NAMES]),
    )


def _ms(moment: datetime) -> int:
    return min(max(round(moment.timestamp() * 1000), EARLIEST_MS), LATEST_MS)


def _called(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            if isinstance(attribute.value, str):
                return quote(attribute.value, NAME)
    return ""
