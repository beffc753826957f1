"""Certificates that OpenSSL serves and accepts, and that are hard to read: each signed anew after it was bent."""

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_MARK: Final = "bend-me-here-0123456789"
_BEGIN: Final = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
_END: Final = datetime.datetime(2039, 12, 31, tzinfo=datetime.UTC)
_VERSION: Final = b"\xa0\x03\x02\x01\x02"
_SERIAL: Final = 0x0102030405060708
Bend = Callable[[bytes], bytes]


def _instead(old: bytes, new: bytes) -> Bend:
    def bend(tbs: bytes) -> bytes:
        assert tbs.count(old) == 1, "not there, or more than once"
        assert len(old) == len(new)
        return tbs.replace(old, new)

    return bend


_MARK_TAG: Final = b"\x0c" + bytes([len(_MARK)]) + _MARK.encode()
BENT: Final[Mapping[str, Bend]] = {
    "straight": lambda tbs: tbs,
    "version 4": _instead(_VERSION, b"\xa0\x03\x02\x01\x03"),
    "version 1": _instead(_VERSION, b"\xa0\x03\x02\x01\x00"),
    "version 127": _instead(_VERSION, b"\xa0\x03\x02\x01\x7f"),
    "version -1": _instead(_VERSION, b"\xa0\x03\x02\x01\xff"),
    "a negative serial": _instead(b"\x02\x08" + _SERIAL.to_bytes(8), b"\x02\x08" + b"\x81" * 8),
    "an end that is no time": _instead(b"391231000000Z", b"399999999999Z"),
    "an end of letters": _instead(b"391231000000Z", b"abcdefghijklZ"),
    "a beginning that is no time": _instead(b"200101000000Z", b"20010100000AZ"),
    "a subject with controls": _instead(_MARK_TAG, b"\x0c" + bytes([len(_MARK)]) + b"\x1b[2J\r\n" + b"x" * 17),
    "a subject of bits": _instead(_MARK_TAG, b"\x03\x17" + b"\0" * 23),
}
"""What is done to the part that is signed."""


class BendingAuthority:
    """Issues certificates for 127.0.0.1 that it bends before it signs them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bending authority")])
        certificate = (
            self._builder(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = str(folder / "bending-ca.pem")
        Path(self.ca_file).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, bend: Bend, *, names: int = 1, subject: str | None = _MARK, chain: int = 0) -> ssl.SSLContext:
        """For a server. ``names``: how many it is for; ``chain``: copies of the authority's that are sent too.
        ssl.SSLError where OpenSSL itself will not serve it."""
        key = ec.generate_private_key(ec.SECP256R1())
        attributes = [] if subject is None else [x509.NameAttribute(NameOID.COMMON_NAME, subject)]
        alternatives = [x509.DNSName(f"name-{number}.test") for number in range(names - 1)]
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        straight = (
            self._builder(x509.Name(attributes), key.public_key())
            .add_extension(x509.SubjectAlternativeName([*alternatives, address]), critical=subject is None)
            .sign(self._key, hashes.SHA256())
        )
        der = _signed(bend(straight.tbs_certificate_bytes), straight, self._key)
        path = self._folder / "bent.pem"
        path.write_bytes(
            ssl.DER_cert_to_PEM_cert(der).encode()
            + Path(self.ca_file).read_bytes() * chain
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(_SERIAL)
            .not_valid_before(_BEGIN)
            .not_valid_after(_END)
        )


def _signed(tbs: bytes, like: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    """``tbs`` as a certificate (RFC 5280 §4.1), by the algorithm of another."""
    ecdsa_with_sha256 = bytes.fromhex("300a06082a8648ce3d040302")
    assert ecdsa_with_sha256 in like.public_bytes(serialization.Encoding.DER)
    signature = key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    return _der(0x30, tbs + ecdsa_with_sha256 + _der(0x03, b"\0" + signature))


def _der(tag: int, content: bytes) -> bytes:
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + content
