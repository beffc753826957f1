"""Certificates on real sockets: every fault of them is told apart, whatever is spoken before TLS."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.imap_server import ImapServer
from tests.integration.probes.talking import Authority, Conversation, drip, hang, reset, saying, talking
from tests.support import check

pytestmark = pytest.mark.anyio
_NOW = datetime.now(UTC)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def _look(port: int, ca_file: str | None, **settings: Any) -> Result:
    return await check({"kind": "tls", "host": "localhost", "port": port, **settings}, ca_file=ca_file, timeout=10)


async def test_a_good_certificate_has_its_days_and_its_chain(authority: Authority) -> None:
    async with talking(hang, tls=authority.context_below("localhost")) as port:
        result = await _look(port, authority.ca_file)
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["certificate_days"].value > 1000
    assert result.measures["issuer_days"].value > 1000
    assert " ← " in str(result.details["chain"])
    assert Phase.TLS in result.phases


async def test_a_certificate_about_to_end_needs_attention(authority: Authority) -> None:
    context = authority.context("localhost", not_after=_NOW + timedelta(days=3.5))
    async with talking(hang, tls=context) as port:
        result = await _look(port, authority.ca_file)
        patient = await _look(port, authority.ca_file, certificate_days=2)
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING)
    assert 3 < result.measures["certificate_days"].value < 4
    assert patient.outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("names", "dates", "trusted", "text"),
    [
        (["localhost"], {"not_after": _NOW - timedelta(days=2)}, True, "expired on "),
        (
            ["localhost"],
            {"not_before": _NOW + timedelta(days=2), "not_after": _NOW + timedelta(days=9)},
            True,
            "is not valid before ",
        ),
        (
            ["give.example.org", "*.example.org"],
            {},
            True,
            "for give.example.org and *.example.org, not for localhost",
        ),
        (["localhost"], {}, False, "an issuer that this computer does not trust"),
        (["localhost"], {"not_after": _NOW - timedelta(days=2)}, False, "expired on "),
    ],
)
async def test_faults_are_told_apart_and_keep_their_measures(
    authority: Authority, names: list[str], dates: dict[str, datetime], trusted: bool, text: str
) -> None:
    async with talking(hang, tls=authority.context(*names, **dates)) as port:
        result = await _look(port, authority.ca_file if trusted else None)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert text in result.sentence
    assert "certificate_days" in result.measures


async def test_another_name_may_be_asked_for(authority: Authority) -> None:
    async with talking(hang, tls=authority.context("*.example.org")) as port:
        right = await _look(port, authority.ca_file, server_name="give.example.org")
        wrong = await _look(port, authority.ca_file, server_name="a.b.example.org")
    assert right.outcome is Outcome.HEALTHY
    assert "not for a.b.example.org" in wrong.sentence


@pytest.mark.parametrize(
    ("conversation", "reason"),
    [
        (saying(b"220 I speak first\r\n"), Reason.TLS),
        (saying(b"", then_hang=False), Reason.TLS),
        (reset, Reason.TLS),
        (drip, Reason.TLS),
        (hang, Reason.TIMEOUT),
    ],
)
async def test_what_is_no_tls(conversation: Conversation, reason: Reason) -> None:
    async with talking(conversation) as port:
        limit = 0.3 if reason is Reason.TIMEOUT else 10
        result = await check({"kind": "tls", "host": "localhost", "port": port}, timeout=limit)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence


def _smtp(context: ssl.SSLContext, *, offers: bytes = b"STARTTLS", ready: bytes = b"220 go on\r\n") -> Conversation:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220-hello\r\n220 there\r\n")
        assert (await reader.readline()).startswith(b"EHLO [")
        writer.write(b"250-here\r\n250 " + offers + b"\r\n")
        if await reader.readline() == b"STARTTLS\r\n":
            writer.write(ready)
            await writer.start_tls(context)
            await hang(reader, writer)

    return conversation


def _pop3(context: ssl.SSLContext) -> Conversation:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"+OK hello\r\n")
        assert await reader.readline() == b"STLS\r\n"
        writer.write(b"+OK go on\r\n")
        await writer.start_tls(context)
        await hang(reader, writer)

    return conversation


def _postgresql(context: ssl.SSLContext, answer: bytes = b"S") -> Conversation:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(8) == bytes.fromhex("0000000804d2162f")
        writer.write(answer)
        if answer == b"S":
            await writer.start_tls(context)
        await hang(reader, writer)

    return conversation


@pytest.mark.parametrize("protocol", ["smtp", "imap", "pop3", "postgresql"])
async def test_what_speaks_in_plain_text_first(authority: Authority, protocol: str) -> None:
    for context, ca_file, text in (
        (authority.context("localhost"), authority.ca_file, "is trusted"),
        (authority.context("localhost", not_after=_NOW - timedelta(days=1)), authority.ca_file, "expired on"),
        (authority.context("localhost"), None, "does not trust"),
    ):
        servers: dict[str, Conversation] = {
            "smtp": _smtp(context),
            "imap": ImapServer(starttls=context),
            "pop3": _pop3(context),
            "postgresql": _postgresql(context),
        }
        async with talking(servers[protocol]) as port:
            result = await _look(port, ca_file, starttls=protocol)
        assert text in result.sentence


async def test_no_encryption_is_offered(authority: Authority) -> None:
    context = authority.context("localhost")
    for protocol, server in (
        ("smtp", _smtp(context, offers=b"SIZE 1")),
        ("imap", ImapServer()),
        ("pop3", saying(b"+OK hello\r\n-ERR no\r\n")),
        ("postgresql", _postgresql(context, b"N")),
    ):
        async with talking(server) as port:
            result = await _look(port, authority.ca_file, starttls=protocol)
        assert (result.reason, "offers no encryption" in result.sentence) == (Reason.TLS, True), result.sentence


@pytest.mark.parametrize("protocol", ["smtp", "imap", "pop3", "postgresql"])
async def test_another_protocol_than_the_one_in_the_settings(protocol: str) -> None:
    async with talking(saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        result = await _look(port, None, starttls=protocol)
    assert (result.reason, "does not speak" in result.sentence) == (Reason.CONTENT, True), result.sentence


async def test_bytes_smuggled_in_before_tls_are_never_believed(authority: Authority) -> None:
    context = authority.context("localhost")
    async with talking(_smtp(context, ready=b"220 go on\r\n250 injected\r\n")) as port:
        result = await _look(port, authority.ca_file, starttls="smtp")
    assert (result.reason, "more than it should" in result.sentence) == (Reason.TLS, True), result.sentence
