"""The sync's encrypted credentials: readable with the right key, and with no other."""

import json
import os
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given
from hypothesis import strategies as st

from porchlight.probes.classy_sync.credentials import ClassyCredentials, decrypt

KEY = bytes(range(32)).hex()
PLAIN = {"clientId": "abc", "clientSecret": "planted-s3cret", "organizationId": 6789, "type": "classy-api"}


def encrypt(document: object, key: str = KEY) -> str:
    """As the sync does it."""
    padder = PKCS7(128).padder()
    padded = padder.update(json.dumps(document).encode()) + padder.finalize()
    vector = os.urandom(16)
    encryptor = Cipher(algorithms.AES(bytes.fromhex(key)), modes.CBC(vector)).encryptor()
    secret = encryptor.update(padded) + encryptor.finalize()
    return b64encode(f"{vector.hex()}:{secret.hex()}".encode()).decode()


def test_the_right_key_gives_the_credentials() -> None:
    credentials = decrypt(encrypt({**PLAIN, "version": "1.0"}), f" {KEY}\n")
    assert credentials == ClassyCredentials("abc", "planted-s3cret", 6789)
    assert "planted-s3cret" not in repr(credentials)


def test_an_organisation_written_as_a_text_is_understood() -> None:
    assert isinstance(decrypt(encrypt({**PLAIN, "organizationId": "6789"}), KEY), ClassyCredentials)


def test_another_key_is_said_not_to_fit() -> None:
    for _ in range(300):  # one padding in 256 looks right by chance
        answer = decrypt(encrypt(PLAIN), os.urandom(32).hex())
        assert answer == "The encryption key does not match what is stored for this organisation."


@pytest.mark.parametrize("key", ["", "00", "zz" * 32, KEY + "00"])
def test_a_key_that_is_not_whole_is_said(key: str) -> None:
    assert decrypt(encrypt(PLAIN), key) == "The encryption key is incomplete: it must have 64 hexadecimal digits."


@pytest.mark.parametrize(
    "document",
    [[], {}, {**PLAIN, "type": "other"}, {**PLAIN, "clientSecret": None}, {**PLAIN, "organizationId": "x"}],
)
def test_other_contents_are_no_credentials(document: object) -> None:
    assert "is not an encrypted credential" in str(decrypt(encrypt(document), KEY))


@given(st.text() | st.binary().map(lambda raw: b64encode(raw).decode()))
def test_junk_is_a_value_too(junk: str) -> None:
    assert isinstance(decrypt(junk, KEY), str)
