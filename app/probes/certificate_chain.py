"""The certificates that a server sent, read whether they are trusted or not."""

import asyncio
import ipaddress
import ssl
import sys
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID


@dataclass(frozen=True, slots=True)
class ChainCertificate:
    """One of them. Times are Unix ms (UTC)."""

    subject: str
    begins_ms: int
    ends_ms: int
    names: tuple[str, ...]
    """Names and addresses that it is for."""


def sent_chain(transport: asyncio.BaseTransport) -> tuple[ChainCertificate, ...]:
    """As the server sent it, its own certificate first; empty where there is none that can be read."""
    ssl_object: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    if ssl_object is None:
        return ()
    found: list[ChainCertificate] = []
    for der in _bytes(ssl_object):
        try:
            found.append(_read(x509.load_der_x509_certificate(der)))
        except ValueError:
            continue
    return tuple(found)


def is_for(certificate: ChainCertificate, host: str) -> bool:
    """Whether a certificate is for this name or address (RFC 6125 §6.4: a star stands for one whole label)."""
    try:
        wanted = str(ipaddress.ip_address(host))
    except ValueError:
        wanted = host.lower().removesuffix(".")
    rest = wanted.partition(".")[2]
    return any(name.lower() == wanted or (bool(rest) and name.lower() == f"*.{rest}") for name in certificate.names)


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
    except x509.ExtensionNotFound:
        extension = None
    if isinstance(extension, x509.SubjectAlternativeName):
        names += extension.get_values_for_type(x509.DNSName)
        names += map(str, extension.get_values_for_type(x509.IPAddress))
    return ChainCertificate(
        subject=_called(certificate.subject),
        begins_ms=round(certificate.not_valid_before_utc.timestamp() * 1000),
        ends_ms=round(certificate.not_valid_after_utc.timestamp() * 1000),
        names=tuple(names),
    )


def _called(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            return str(attribute.value)
    return ""
