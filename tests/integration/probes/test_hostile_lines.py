"""Mail servers and ports that say too much, in clear, or at the wrong moment."""

import asyncio
import socket

import pytest
from pydantic import ValidationError

from porchlight.model.status import Outcome, Reason
from porchlight.probes import icmp
from porchlight.probes.echoes import Echoes
from porchlight.probes.registry import find_kind
from tests.hostile.line_servers import (
    IMAP,
    SMTP,
    HostileLineServer,
    Mood,
    injecting_imap,
    injecting_smtp,
    saying_for_ever,
    speaking_before_tls,
)
from tests.support import check

pytestmark = pytest.mark.anyio
_TAKEN = 12 * 1024 * 1024
"""Bytes that a server may get rid of: what the two ends of a connection on loopback hold."""
_CASES = [
    *(("smtp", name, mood) for name, mood in SMTP.items()),
    *(("imap", name, mood) for name, mood in IMAP.items()),
    ("tcp", "a greeting without end", saying_for_ever(b"\xff")),
]


@pytest.mark.parametrize(("kind", "name", "mood"), _CASES, ids=[f"{kind}: {name}" for kind, name, _ in _CASES])
async def test_a_server_without_end_is_left_soon_and_plainly(kind: str, name: str, mood: Mood) -> None:
    async with HostileLineServer(mood) as server:
        login = {"encryption": "none", "username": "reader", "credential": "mail"}
        settings = {"kind": kind, "host": "127.0.0.1", "port": server.port}
        how = {"greeting": "SSH-2.0"} if kind == "tcp" else login
        result = await check({**settings, **how}, secrets={"mail": "planted-s3cret"}, timeout=20.0)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT), result.sentence
    assert len(result.sentence) < 200
    assert result.sentence.isprintable()
    assert server.sent["all"] < _TAKEN


@pytest.mark.parametrize(("kind", "mood"), [("smtp", injecting_smtp), ("imap", injecting_imap)])
async def test_what_stands_behind_the_answer_to_starttls_is_believed_by_nobody(kind: str, mood: Mood) -> None:
    async with HostileLineServer(mood) as server:
        settings = {"kind": kind, "host": "127.0.0.1", "port": server.port, "encryption": "starttls"}
        login = {"username": "reader", "credential": "mail"}
        result = await check({**settings, **login}, secrets={"mail": "planted-s3cret"}, timeout=5.0)
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert "sent more than it should" in result.sentence
    assert not any(b"cGxhbnRlZC1zM2NyZXQ" in line or b"AUTH" in line for line in server.received)


@pytest.mark.parametrize(
    "settings",
    [{"kind": "http"}, {"kind": "tls"}, {"kind": "smtp", "encryption": "tls"}, {"kind": "imap", "encryption": "tls"}],
)
async def test_an_answer_in_clear_before_the_handshake_is_no_answer(settings: dict[str, str]) -> None:
    async with HostileLineServer(speaking_before_tls) as server:
        where = (
            {"url": f"https://127.0.0.1:{server.port}/", "verify": False}
            if settings["kind"] == "http"
            else {"host": "127.0.0.1", "port": server.port}
        )
        result = await check({**settings, **where})
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.TLS)
    assert "does not speak TLS on this port" in result.sentence


@pytest.mark.parametrize("kind", ["smtp", "imap", "tcp", "tls", "ping"])
@pytest.mark.parametrize("host", ["a\x00b", "a b", "x" * 254, "a..b", "host\r\nX: y", "\ud800", "a/b"])
async def test_a_host_that_is_none_is_a_fault_of_the_settings(kind: str, host: str) -> None:
    found = find_kind(kind)
    assert not isinstance(found, str)
    with pytest.raises(ValidationError, match=r"Please (write|start|remove it)"):
        found.settings.model_validate({"kind": kind, "host": host, **({"port": 1} if kind == "tcp" else {})})


async def test_a_flood_of_pings_that_are_none_leaves_the_loop_free() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        turns = 0

        async def flood() -> None:
            nonlocal turns
            while True:
                try:
                    for _ in range(50):
                        theirs.send(b"no answer to anybody")
                except BlockingIOError:
                    pass
                turns += 1
                await asyncio.sleep(0)

        flooding = asyncio.create_task(flood())
        receiving = asyncio.create_task(icmp.receive_answers(ours, socket.AF_INET, b"12345678", 3, {}, Echoes()))
        await asyncio.sleep(0.2)
        flooding.cancel()
        receiving.cancel()
        await asyncio.wait({flooding, receiving})
    assert turns > 10
