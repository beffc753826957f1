"""Issuers of certificates as the world has them: roots, intermediates, cross-signed ones; and servers that send what
a test wants them to."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

_NOW = datetime.now(UTC)
_PEM = serialization.Encoding.PEM


@dataclass
class Issuer:
    """A name and a key; ``certificate`` is the one by which it is known, its own where nobody else signed it."""

    name: str
    organization: str = "Great Trust"
    days: float = 3650
    above: "Issuer | None" = None
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.certificate = (self.above or self).sign(self.x509_name, self.key, days=self.days, is_issuer=True)

    @property
    def x509_name(self) -> x509.Name:
        names = [x509.NameAttribute(NameOID.COMMON_NAME, self.name)]
        if self.organization:
            names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organization))
        return x509.Name(names)

    def crossed(self, above: "Issuer", *, days: float) -> x509.Certificate:
        """This one's name and key, signed by another."""
        return above.sign(self.x509_name, self.key, days=days, is_issuer=True)

    def sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        days: float,
        is_issuer: bool = False,
        names: Sequence[str] = (),
        issuer_at: str = "",
    ) -> x509.Certificate:
        end = _NOW + timedelta(days=days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.x509_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(_NOW, end) - timedelta(days=30))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), False)
        if issuer_at:
            at = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_at)
            )
            builder = builder.add_extension(x509.AuthorityInformationAccess([at]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def trusted_in(self, folder: Path) -> str:
        """A file in which it alone is trusted."""
        path = folder / f"{self.name}.pem"
        path.write_bytes(self.certificate.public_bytes(_PEM))
        return str(path)

    def server(
        self,
        folder: Path,
        *sent: x509.Certificate,
        names: Sequence[str] = ("localhost",),
        days: float = 80,
        issuer_at: str = "",
    ) -> ssl.SSLContext:
        """A server with a certificate of this issuer, that sends ``sent`` behind it."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        certificate = self.sign(subject, key, days=days, names=names, issuer_at=issuer_at)
        return _serving(folder, key, certificate, *sent)

    def alone(self, folder: Path, *, issuer_at: str = "") -> ssl.SSLContext:
        """A server for which nobody vouches but itself."""
        certificate = self.sign(self.x509_name, self.key, days=80, names=[self.name], issuer_at=issuer_at)
        return _serving(folder, self.key, certificate)


def _serving(folder: Path, key: ec.EllipticCurvePrivateKey, *sent: x509.Certificate) -> ssl.SSLContext:
    path = folder / "server.pem"
    secret = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + b"".join(one.public_bytes(_PEM) for one in sent))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
