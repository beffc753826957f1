"""A port is connected to, listened to where something is expected, and nothing is ever said to it."""

import asyncio

import pytest

from porchlight.model.result import Phase
from porchlight.model.status import Outcome, Reason
from tests.integration.probes.talking import Conversation, drip, flood, hang, reset, saying, talking
from tests.support import check

pytestmark = pytest.mark.anyio


async def test_a_port_that_takes_connections_is_healthy_and_hears_nothing() -> None:
    received = asyncio.get_running_loop().create_future()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.set_result(await reader.read())

    async with talking(listen) as port:
        result = await check({"kind": "tcp", "host": "127.0.0.1", "port": port})
        assert await received == b""
    assert result.outcome is Outcome.HEALTHY
    assert set(result.phases) == {Phase.DNS, Phase.TCP}


async def test_an_expected_greeting_is_waited_for() -> None:
    async with talking(saying(b"SSH-2.0-OpenSSH_9.2\r\n")) as port:
        result = await check({"kind": "tcp", "host": "127.0.0.1", "port": port, "greeting": "SSH-2.0"})
        assert result.outcome is Outcome.HEALTHY
        assert Phase.FIRST_BYTE in result.phases


@pytest.mark.parametrize(
    ("conversation", "reason", "text"),
    [
        (saying(b"220 mail\r\n", then_hang=False), Reason.CONTENT, "“SSH-2.0”"),
        (saying(b"", then_hang=False), Reason.REFUSED, "closed the connection without answering"),
        (reset, Reason.REFUSED, "the connection"),
        (flood, Reason.CONTENT, "“SSH-2.0”"),
        (hang, Reason.TIMEOUT, "No answer"),
    ],
)
async def test_each_fault_has_its_reason(conversation: Conversation, reason: Reason, text: str) -> None:
    async with talking(conversation) as port:
        settings = {"kind": "tcp", "host": "127.0.0.1", "port": port, "greeting": "SSH-2.0"}
        result = await check(settings, timeout=0.3 if reason is Reason.TIMEOUT else 10)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason), result.sentence
    assert text in result.sentence


async def test_a_slow_drip_ends_with_the_time_limit() -> None:
    async with talking(drip) as port:
        result = await check({"kind": "tcp", "host": "127.0.0.1", "port": port, "greeting": "SSH"}, timeout=0.3)
    assert result.reason is Reason.TIMEOUT


async def test_nobody_there_and_no_such_name(unused_port: int) -> None:
    refused = await check({"kind": "tcp", "host": "127.0.0.1", "port": unused_port})
    assert (refused.reason, refused.sentence) == (
        Reason.REFUSED,
        f"127.0.0.1:{unused_port} refused the connection.",
    )
    unknown = await check({"kind": "tcp", "host": "no-such-host.invalid", "port": 22})
    assert unknown.reason is Reason.DNS


async def test_a_server_on_ipv6_only() -> None:
    async with talking(hang, host="::1") as port:
        for host in ("::1", "[::1]"):
            result = await check({"kind": "tcp", "host": host, "port": port})
            assert result.outcome is Outcome.HEALTHY, result.sentence
        refused = await check({"kind": "tcp", "host": "127.0.0.1", "port": port})
        assert refused.reason is Reason.REFUSED


@pytest.mark.parametrize("host", ["https://example.org", "example.org:443", "user@example.org", ""])
async def test_what_is_no_host_is_a_fault_of_the_settings(host: str) -> None:
    with pytest.raises(AssertionError, match="Please write"):
        await check({"kind": "tcp", "host": host, "port": 443})
