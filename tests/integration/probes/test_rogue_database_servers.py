"""Servers that are not what they seem: they learn nothing, and take neither the memory nor the time of a check."""

import asyncio
import random
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.hostile import databases as rogue
from tests.support import check

pytestmark = pytest.mark.anyio

PASSWORD = "planted-s3cret-pass"


async def ask(
    scheme: str, behaviour: rogue.Behaviour, *, timeout: float = 4.0, host: str = "127.0.0.1", more: str = ""
) -> tuple[Result, rogue.Received]:
    with rogue.serving(behaviour, "127.0.0.1" if host == "localhost" else host) as received:
        url = f"{scheme}://reader@{host}:{received.port}/gifts{more}"
        settings: dict[str, Any] = {"kind": "database", "url": url, "credential": "db", "query": "SELECT 1"}
        result = await check(settings, secrets={"db": PASSWORD}, timeout=timeout)
    assert PASSWORD not in repr(result)
    assert "\x1b" not in result.sentence
    return result, received


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize(
    "switch",
    [
        b"\xfemysql_clear_password\0",
        b"\xfedialog\0\x04Password: ",
        b"\xfedialog\0\x05Password: ",
        b"\xfemysql_old_password\0saltsalt\0",
        b"\xfe",
    ],
)
async def test_a_server_that_wants_the_password_in_clear_does_not_get_it(switch: bytes, host: str) -> None:
    result, received = await ask("mysql", rogue.mysql_asking(switch), host=host)
    assert result.outcome is Outcome.ERROR
    assert result.reason is not Reason.INTERNAL
    assert PASSWORD.encode() not in bytes(received.data)
    if switch != b"\xfe":
        assert result.reason is Reason.CONFIGURATION
        assert "not sent" in result.sentence


@pytest.mark.parametrize("plugin", [b"sha256_password", b"mysql_clear_password", b"dialog", b"nonsense", b"\xff\xfe"])
async def test_a_server_whose_greeting_wants_another_way_gets_no_password(plugin: bytes) -> None:
    result, received = await ask("mysql", rogue.mysql_asking(b"\xfemysql_clear_password\0", plugin))
    assert result.outcome is Outcome.ERROR
    assert result.reason is not Reason.INTERNAL
    assert PASSWORD.encode() not in bytes(received.data)


async def test_another_computer_does_not_choose_the_key_that_the_password_is_encrypted_with() -> None:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # Every address of 127/8 is this machine's; only the first counts as "this computer" for a database.
    result, received = await ask("mysql", rogue.mysql_full_login(pem), host="127.0.0.2")
    assert result.reason is Reason.CONFIGURATION, result.sentence
    assert "not sent" in result.sentence
    assert len(received.data) < 400


async def test_a_postgresql_that_wants_the_password_in_clear_does_not_get_it() -> None:
    result, received = await ask("postgresql", rogue.postgres_asking(3))
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION), result.sentence
    assert "clear text" in result.sentence
    assert PASSWORD.encode() not in bytes(received.data)


async def test_no_file_is_sent_to_a_server_that_asks_for_one() -> None:
    result, received = await ask("mysql", rogue.mysql_answering(rogue.mysql_wants_a_file))
    with open("/etc/hostname", "rb") as file:
        assert file.read().strip() not in bytes(received.data)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence


@pytest.mark.parametrize(
    ("scheme", "behaviour"),
    [
        ("mysql", rogue.mysql_answering(rogue.mysql_endless_rows)),
        ("mysql", rogue.mysql_answering(rogue.mysql_endless_packet)),
        ("mysql", lambda talk: rogue.mysql_endless_packet(talk, b"")),
        ("mysql", rogue.mysql_answering(rogue.mysql_row(b"x" * 5_000_000))),
        ("postgresql", rogue.postgres_answering(rogue.postgres_endless_rows)),
        ("postgresql", rogue.postgres_answering(rogue.postgres_endless_notices)),
        ("postgresql", rogue.postgres_answering(rogue.postgres_huge_value)),
        ("postgresql", rogue.postgres_starting(rogue.postgres_endless_notices)),
        ("postgresql", rogue.postgres_starting(rogue.postgres_endless_parameters)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_server_that_never_stops_sending_is_left(
    scheme: str, behaviour: rogue.Behaviour, capfd: pytest.CaptureFixture[str]
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    result, _ = await ask(scheme, behaviour)
    assert time.monotonic() - began < 8
    assert result.outcome is Outcome.ERROR
    # Refused: one that goes on before it is ready has sent its last byte by then, and nothing of it was kept.
    assert result.reason in (Reason.CONTENT, Reason.TIMEOUT, Reason.REFUSED), result.sentence
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB
    assert "look here" not in "".join(capfd.readouterr())
    await _ended("database it")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say how much a connection has received")
@pytest.mark.parametrize("flood", [rogue.postgres_endless_notices, rogue.postgres_endless_parameters])
async def test_a_server_that_floods_before_it_lets_anybody_in_takes_no_core_for_long(
    flood: Callable[[rogue.Talk], None],
) -> None:
    began = time.monotonic()
    result, _ = await ask("postgresql", rogue.postgres_starting(flood))
    assert time.monotonic() - began < 2
    assert result.reason is Reason.CONTENT, result.sentence
    await _ended("database it")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0", b"\xff" * 4096, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"E", b"R\0\0\0\0", b"R\xff\xff\xff\xff",
        b"\x05\0\0\0\x0ax", b"\xff\0\0\0" + b"\xff" * 255, rogue.mysql_packet(3, rogue.mysql_greeting()),
        rogue.mysql_packet(0, rogue.mysql_greeting(version=b"not.a.number")),
        rogue.mysql_packet(0, rogue.mysql_greeting()[:20]), rogue.mysql_packet(0, b"\xff\x10\x04" + b"\x1b[2J\xff"),
        rogue.postgres_message(b"E", b"SFATAL\0C28P01\0M\xff\x1b[2J\0\0"), rogue.postgres_message(b"E", b""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["mysql", "postgresql"])
async def test_whatever_a_server_begins_with_is_told_in_a_sentence(scheme: str, data: bytes) -> None:
    result, _ = await ask(scheme, rogue.garbage(data), timeout=1.0)
    assert result.outcome is Outcome.ERROR
    assert result.reason is not Reason.INTERNAL, result.sentence


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("scheme", ["mysql", "postgresql"])
async def test_answers_with_flipped_bytes_are_told_in_a_sentence(scheme: str, seed: int) -> None:
    dice = random.Random(seed)

    def spoil(data: bytes) -> bytes:
        spoiled = bytearray(data)
        for _ in range(3):
            if spoiled:
                spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        return bytes(spoiled)

    row: Callable[[rogue.Talk, bytes], None]
    row = rogue.mysql_row(b"10.11.6-MariaDB") if scheme == "mysql" else rogue.postgres_row(b"16.4")

    def answer(talk: rogue.Talk, query: bytes) -> None:
        class Spoiled(rogue.Talk):
            def send(self, data: bytes) -> None:
                super().send(spoil(data))

        row(Spoiled(talk.sock, talk.received), query)

    serve = rogue.mysql_answering if scheme == "mysql" else rogue.postgres_answering
    result, _ = await ask(scheme, serve(answer), timeout=1.0)
    assert result.reason is not Reason.INTERNAL, result.sentence


@pytest.mark.parametrize(
    "value", [b"\xff\xfe\x00", b"\x1b[31m", b"9" * 5000, b"NaN", b"1e999", b"-9223372036854775809"]
)
@pytest.mark.parametrize("scheme", ["mysql", "postgresql"])
async def test_any_value_is_told_plainly(scheme: str, value: bytes) -> None:
    serve = rogue.mysql_answering if scheme == "mysql" else rogue.postgres_answering
    row = rogue.mysql_row(value) if scheme == "mysql" else rogue.postgres_row(value)
    result, _ = await ask(scheme, serve(row), timeout=2.0)
    assert result.reason is not Reason.INTERNAL, result.sentence


async def _ended(name: str) -> None:
    async with asyncio.timeout(60):
        while any(thread.name == name for thread in threading.enumerate()):  # noqa: ASYNC110 - nobody tells of it
            await asyncio.sleep(0.05)
