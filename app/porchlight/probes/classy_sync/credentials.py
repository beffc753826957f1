"""Decrypts the Classy credentials in the sync's database with its ENCRYPTION_KEY. Pure.

Base64 of ``ivhex:cipherhex``, AES-256-CBC with PKCS#7 padding, the key from hex; the plain text is JSON
(WeMakeGood/gofundmepro-sync 2.0.0, ``src/utils/encryption-simple.js``). A wrong key is a value, not an exception.
"""

from base64 import b64decode
from dataclasses import field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from porchlight.dataclass import dataclass
from porchlight.intake.documents import parse_json
from porchlight.intake.numbers import whole
from porchlight.language.english import english
from porchlight.language.text import msg

_BLOCK = 16
_KEY = 32
_NOT_THESE = msg("What is stored for this organisation is not an encrypted credential of Classy Sync.")
_WRONG_KEY = msg("The encryption key does not match what is stored for this organisation.")


@dataclass(frozen=True, slots=True)
class ClassyCredentials:
    """The sync's login to Classy."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    organization_id: int


def decrypt(stored: str, key_hex: str) -> ClassyCredentials | str:
    """The credentials, or one plain sentence why there are none; it never repeats the input."""
    try:
        key = bytes.fromhex(key_hex.strip())
    except ValueError:
        key = b""
    if len(key) != _KEY:
        return english(msg("The encryption key is incomplete: it must have 64 hexadecimal digits."))
    try:
        vector_hex, separator, cipher_hex = b64decode(stored, validate=True).decode("ascii").partition(":")
        vector, secret = bytes.fromhex(vector_hex), bytes.fromhex(cipher_hex)
    except ValueError:
        return english(_NOT_THESE)
    if not separator or len(vector) != _BLOCK or not secret or len(secret) % _BLOCK:
        return english(_NOT_THESE)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    unpadder = PKCS7(8 * _BLOCK).unpadder()
    try:
        padded = decryptor.update(secret) + decryptor.finalize()
        document = parse_json(unpadder.update(padded) + unpadder.finalize())
    except ValueError:  # the padding, the characters or the JSON: a wrong key shows in any of them
        return english(_WRONG_KEY)
    return _credentials(document)


def _credentials(document: object) -> ClassyCredentials | str:
    if not isinstance(document, dict) or document.get("type") != "classy-api":
        return english(_NOT_THESE)
    client_id, client_secret = document.get("clientId"), document.get("clientSecret")
    organization = document.get("organizationId")
    if not (isinstance(client_id, str) and isinstance(client_secret, str)):
        return english(_NOT_THESE)
    number = whole(organization, least=0)
    if number is None:
        return english(_NOT_THESE)
    return ClassyCredentials(client_id, client_secret, number)
