"""What signs programs where the compiler of the installer asks for it: osslsigncode on this computer.

The compiler runs in Wine and can start a Windows program only: that one (sign_in_wine.py) says over a socket which
file is meant, and waits until it is signed.
"""

import os
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from installers.windows.workshop.places import PREFIX, PYTHON
from installers.windows.workshop.wine import Wine, windows_path
from tests.support import need


@dataclass(frozen=True)
class Certificate:
    """PEM files."""

    file: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """One that signs itself and may sign code, for an hour."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Porchlight's tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate = Certificate(folder / "certificate.pem", folder / "key.pem")
    certificate.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    certificate.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate


def is_signed(program: Path, certificate: Certificate) -> bool:
    """Whether this certificate's signature is on it, and nothing was changed since."""
    words = [need("osslsigncode"), "verify", "-CAfile", str(certificate.file), "-in", str(program)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@contextmanager
def signing(certificate: Certificate) -> Iterator[list[str]]:
    """What to tell the compiler, and who does it as long as it takes."""

    class Signer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            wanted = self.rfile.readline().decode().strip()
            program = _host_path(wanted)
            signed = program.with_suffix(".signed")
            words = [
                need("osslsigncode"),
                "sign",
                "-certs",
                certificate.file,
                "-key",
                certificate.key,
                "-h",
                "sha256",
            ]
            done = subprocess.run(
                [*words, "-in", program, "-out", signed], capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                os.replace(signed, program)
            self.wfile.write(f"{done.returncode}\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Signer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        script = windows_path(Path(__file__).with_name("sign_in_wine.py"))
        port = server.server_address[1]
        try:
            yield ["/DSign", f"/Sporchlight={windows_path(PYTHON / 'python.exe')} {script} {port} $f"]
        finally:
            server.shutdown()
            thread.join()


def _host_path(name: str) -> Path:
    return Path(name[2:].replace("\\", "/")) if name.startswith("Z:") else Wine(PREFIX).host_path(name)
