"""TLS for probes: the system's trust store, what a certificate says, and plain words for what went wrong."""

import asyncio
import ssl

from app.probes.exchange import TlsDetails

_UNTRUSTED = {
    10: "the certificate of {host} has expired",
    9: "the certificate of {host} is not valid yet (or this computer's clock is wrong)",
    18: "{host} uses a certificate that it signed itself",
    19: "the certificate of {host} comes from an issuer that this computer does not trust",
    20: "the certificate of {host} comes from an issuer that this computer does not trust",
    21: "the certificate chain of {host} is incomplete",
    23: "the certificate of {host} has been revoked",
    62: "the certificate is for another name than {host}",
    64: "the certificate is for another address than {host}",
}
"""By OpenSSL's X509_V_ERR_* codes (x509_vfy.h)."""


class TlsContexts:
    """Client contexts, made when first needed (reading a trust store takes milliseconds) and kept."""

    def __init__(self, ca_file: str | None = None, *, protocols: tuple[str, ...] = ("http/1.1",)) -> None:
        """``ca_file``: trust the issuers in this PEM file instead of the system's; ``protocols``: what is spoken
        inside (ALPN, RFC 7301); some servers break off when they hear of one that they do not speak."""
        self._ca_file = ca_file
        self._protocols = list(protocols)
        self._contexts: dict[bool, ssl.SSLContext] = {}

    def get(self, *, verify: bool) -> ssl.SSLContext:
        """A context that checks the server's certificate, or not."""
        if verify not in self._contexts:
            self._contexts[verify] = self._make(verify=verify)
        return self._contexts[verify]

    def _make(self, *, verify: bool) -> ssl.SSLContext:
        if not verify:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        elif self._ca_file is not None:
            context = ssl.create_default_context(cafile=self._ca_file)
        else:
            import truststore

            context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_alpn_protocols(self._protocols)
        return context


def certificate_details(transport: asyncio.BaseTransport) -> TlsDetails | None:
    """What the certificate of a connected transport says; None where there is none."""
    ssl_object: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    der = ssl_object.getpeercert(binary_form=True) if ssl_object else None
    if ssl_object is None or der is None:
        return None
    version = ssl_object.version() or ""
    if certificate := ssl_object.getpeercert():
        return TlsDetails(
            version=version,
            issuer=_common_name(certificate.get("issuer", ())),
            subject=_common_name(certificate.get("subject", ())),
            expires_ms=round(ssl.cert_time_to_seconds(str(certificate["notAfter"])) * 1000),
        )
    # Python's ssl parses only certificates that it verified itself. Where the system verifies (Windows, macOS)
    # or nobody does, the bytes have to be read.
    from cryptography import x509

    parsed = x509.load_der_x509_certificate(der)
    return TlsDetails(
        version=version,
        issuer=_rfc4514_common_name(parsed.issuer),
        subject=_rfc4514_common_name(parsed.subject),
        expires_ms=round(parsed.not_valid_after_utc.timestamp() * 1000),
    )


def explain_tls_error(error: Exception, host: str) -> str:
    """One sentence for a failed handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        known = _UNTRUSTED.get(error.verify_code)
        if known is None:
            known = "the certificate of {host} is not accepted by this computer"
        return known.format(host=host)
    if isinstance(error, ConnectionResetError | ssl.SSLEOFError):
        return f"{host} broke off the secure connection"
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return f"{host} does not speak TLS on this port"
    return f"no secure connection to {host} could be agreed on"


def _common_name(name: object) -> str:
    found: dict[str, str] = {}
    if isinstance(name, tuple):
        for rdn in name:
            for key, value in rdn:
                found.setdefault(key, value)
    return found.get("commonName") or found.get("organizationName") or ""


def _rfc4514_common_name(name: object) -> str:
    from cryptography.x509 import Name
    from cryptography.x509.oid import NameOID

    if not isinstance(name, Name):
        return ""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            return str(attribute.value)
    return ""
