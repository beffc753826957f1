"""TLS: the system's trust store, the contents of a certificate, and one sentence for each fault."""

import asyncio
import logging
import ssl
import time
from typing import Any, Final

from porchlight.intake.numbers import EARLIEST_MS, LATEST_MS, whole
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg, with_places
from porchlight.model.status import Reason
from porchlight.net.exchange import TlsDetails
from porchlight.net.sockets import SpeaksFirst

_log = logging.getLogger(__name__)

_UNTRUSTED_ISSUER: Final = msg("The certificate of {host} comes from an issuer that this computer does not trust.")
_UNTRUSTED: Final = {
    10: msg("The certificate of {host} has expired."),
    9: msg("The certificate of {host} is not valid yet, or this computer's clock is wrong."),
    18: msg("The certificate of {host} is self-signed."),
    19: _UNTRUSTED_ISSUER,
    20: _UNTRUSTED_ISSUER,
    21: msg("The certificate chain of {host} is incomplete."),
    23: msg("The certificate of {host} has been revoked."),
    62: msg("The certificate is for another name than {host}."),
    64: msg("The certificate is for another address than {host}."),
}
"""By OpenSSL's X509_V_ERR_* codes (x509_vfy.h)."""
_SHOWN: Final = "shown_to_porchlight"
"""The attribute of an error that holds the server's certificates, and the organizations that are trusted."""


class TlsContexts:
    """Client contexts, made when first needed (reading a trust store takes milliseconds) and kept."""

    def __init__(self, ca_file: str | None = None, *, protocols: tuple[str, ...] = ("http/1.1",)) -> None:
        """``ca_file``: trust the issuers in this PEM file instead of the system's; ``protocols``: the protocols
        inside (ALPN, RFC 7301); some servers disconnect when offered an unknown one."""
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
            context.sslobject_class = _LenientSSLObject
        elif self._ca_file is not None:
            context = ssl.create_default_context(cafile=self._ca_file)
            context.sslobject_class = _RecordingSSLObject
        else:
            context = _system_context()
        context.set_alpn_protocols(self._protocols)
        return context


def certificate_details(transport: asyncio.BaseTransport) -> TlsDetails | None:
    """What the certificate of a connected transport holds; None where there is none. Never fails: unreadable parts
    are left out, since the handshake has accepted them."""
    ssl_object: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    der = ssl_object.getpeercert(binary_form=True) if ssl_object else None
    if ssl_object is None or der is None:
        return None
    version = ssl_object.version() or ""
    certificate = ssl_object.getpeercert()
    ends_ms = _moment_ms(certificate.get("notAfter")) if certificate else None
    if certificate and ends_ms is not None:
        return TlsDetails(
            version=version,
            issuer=_common_name(certificate.get("issuer", ())),
            subject=_common_name(certificate.get("subject", ())),
            expires_ms=ends_ms,
            begins_ms=_moment_ms(certificate.get("notBefore")),
        )
    # Python's ssl parses only certificates that it verified itself. Where the system verifies (Windows, macOS) or
    # nobody does, the bytes have to be read.
    from porchlight.net.certificates import read_certificate

    parsed = read_certificate(der)
    if parsed is None:
        return TlsDetails(version=version, issuer="", subject="", expires_ms=None)
    return TlsDetails(
        version=version,
        issuer=parsed.issuer,
        subject=parsed.subject,
        expires_ms=parsed.ends_ms,
        begins_ms=parsed.begins_ms,
    )


def tls_fault(error: Exception, host: str) -> tuple[Reason, Text]:
    """Reason and one sentence for a failed handshake: by the certificates themselves, where they came."""
    refused = getattr(error, _SHOWN, None)
    if isinstance(error, ssl.SSLCertVerificationError) and refused is not None:
        from porchlight.net.certificate_faults import Refused, chain_fault

        # by the clock of the handshake
        found = chain_fault(Refused(*refused), host, error.verify_code, round(time.time() * 1000))
        if found is not None:
            return found
    return Reason.TLS, _sentence(error, host)


def tls_sentence(error: BaseException | None, host: str) -> Text | None:
    """The sentence of ``tls_fault`` for the TLS failure among an error's causes; None where there is none."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return tls_fault(error, host)[1]
        error = error.__cause__ or error.__context__
    return None


def _sentence(error: Exception, host: str) -> Text:
    if isinstance(error, ssl.SSLCertVerificationError):
        known = _UNTRUSTED.get(error.verify_code)
        if known is None:
            known = msg("This computer does not accept the certificate of {host}.")
        return with_places(known, host=host)
    if isinstance(error, ConnectionResetError | ssl.SSLEOFError):
        return msg("{host} dropped the secure connection.", host=host)
    if isinstance(error, SpeaksFirst) or (isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER"):
        return msg("{host} does not speak TLS on this port.", host=host)
    if isinstance(error, ValueError):
        return msg("No certificate can be valid for a name like {host}.", host=host)
    return msg("{host} and this computer could not agree on a secure connection.", host=host)


class _LenientSSLObject(ssl.SSLObject):
    """asyncio reads the certificate at the end of the handshake, and fails where Python cannot read it."""

    def getpeercert(self, binary_form: bool = False) -> Any:
        """See ssl.SSLObject; empty for a certificate that was accepted and cannot be read."""
        try:
            return super().getpeercert(binary_form)
        except (ValueError, ssl.SSLError) as error:
            _log.info("a certificate cannot be read: %s", type(error).__name__)
            return None if binary_form else {}


class _RecordingSSLObject(_LenientSSLObject):
    """Keeps what the server sent, where the handshake fails because of it: it is not available afterwards."""

    def do_handshake(self) -> None:
        """See ssl.SSLObject."""
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as error:
            _keep_shown(error, self)
            raise


def _system_context() -> ssl.SSLContext:
    """A context that verifies as the system does."""
    import truststore

    class RecordingContext(truststore.SSLContext):
        def wrap_bio(self, *arguments: Any, **named: Any) -> ssl.SSLObject:
            made = super().wrap_bio(*arguments, **named)
            verify = made.do_handshake

            def do_handshake() -> None:
                try:
                    verify()
                except ssl.SSLCertVerificationError as error:
                    _keep_shown(error, made)
                    raise

            made.do_handshake = do_handshake  # type: ignore[method-assign]
            return made

    return RecordingContext(ssl.PROTOCOL_TLS_CLIENT)


def _keep_shown(error: ssl.SSLCertVerificationError, ssl_object: ssl.SSLObject) -> None:
    from porchlight.net.certificate_faults import NO_ISSUER
    from porchlight.net.certificates import sent_bytes

    # Listing them takes milliseconds, and only matters where an issuer is missing.
    organizations = _organizations(ssl_object) if error.verify_code in NO_ISSUER else frozenset()
    setattr(error, _SHOWN, (sent_bytes(ssl_object), organizations))


def _organizations(ssl_object: ssl.SSLObject) -> frozenset[str]:
    issuers = (dict(pair for rdn in one.get("subject", ()) for pair in rdn) for one in _trusted(ssl_object))
    return frozenset(quote(name, NAME) for one in issuers if (name := one.get("organizationName")))


def _trusted(ssl_object: ssl.SSLObject) -> list[Any]:
    """The issuers that are trusted, as far as they have been loaded; on Windows and macOS the system keeps them."""
    try:
        return ssl_object.context.get_ca_certs()
    except (ValueError, ssl.SSLError) as error:  # one of them cannot be read
        _log.info("the issuers that are trusted cannot be listed: %s", type(error).__name__)
        return []


def _moment_ms(written: object) -> int | None:
    try:
        return whole(ssl.cert_time_to_seconds(str(written)) * 1000, least=EARLIEST_MS, most=LATEST_MS)
    except (ValueError, OverflowError):
        return None


def _common_name(name: object) -> str:
    found: dict[str, str] = {}
    if isinstance(name, tuple):
        for rdn in name:
            for key, value in rdn:
                found.setdefault(key, value)
    return quote(found.get("commonName") or found.get("organizationName") or "", NAME)
