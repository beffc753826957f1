"""Echo requests to this computer, in whatever way it allows them; packets of others are no answers."""

import asyncio
import errno
import socket
import struct
import sys

import pytest

from porchlight.model.status import Outcome, Reason
from porchlight.net.network import Network
from porchlight.net.resolver import AddressInfo
from porchlight.net.timings import Timings
from porchlight.probes import icmp
from porchlight.probes.echoes import Echoes, PingNotAllowed
from porchlight.probes.icmp import answered_number, echo_request
from tests.support import check

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(sys.platform == "win32", reason="sockets of Linux and macOS")]
TOKEN = b"\x01\x02\x03\x04\x05\x06\x07\x08"


def _may_ping() -> bool:
    try:
        icmp.open_socket(socket.AF_INET).close()
    except PingNotAllowed:
        return False
    return True


needs_right = pytest.mark.skipif(not _may_ping(), reason="this account may send no pings")


@needs_right
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
async def test_this_computer_answers(host: str) -> None:
    result = await check({"kind": "ping", "host": host, "count": 2})
    assert result.outcome is Outcome.HEALTHY, result.sentence
    assert result.measures["loss"].value == 0
    assert 0 < result.measures["round_trip"].value <= result.measures["round_trip_worst"].value < 1000
    assert abs(result.duration_us - result.measures["round_trip"].value * 1000) <= 1


@needs_right
async def test_pings_of_several_components_at_once_are_not_mixed_up() -> None:
    address = (socket.AF_INET, 0, 0, "", ("127.0.0.1", 0))
    found = await asyncio.gather(*(icmp.send_echoes(address, 3, 1.0) for _ in range(20)))
    assert [len(echoes.round_trips) for echoes in found] == [3] * 20


@needs_right
async def test_a_host_that_is_not_there() -> None:
    # TEST-NET-3 (RFC 5737) belongs to nobody: no way there, or no answer.
    result = await check({"kind": "ping", "host": "203.0.113.1", "count": 1}, timeout=0.4)
    assert result.outcome is Outcome.ERROR
    assert result.reason in (Reason.TIMEOUT, Reason.UNREACHABLE)


async def test_a_name_that_does_not_exist() -> None:
    assert (await check({"kind": "ping", "host": "no-such-host.invalid"})).reason is Reason.DNS


async def test_where_it_is_not_allowed_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> socket.socket:
        raise PermissionError

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(PingNotAllowed):
        icmp.open_socket(socket.AF_INET)


async def test_the_result_where_it_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*arguments: object) -> Echoes:
        raise PingNotAllowed

    monkeypatch.setattr("porchlight.probes.ping.send_echoes", refuse)
    result = await check({"kind": "ping", "host": "127.0.0.1"})
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.FORBIDDEN)


@needs_right
async def test_an_address_without_a_way_to_it_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(self: Network, host: str, port: int, timings: Timings) -> list[AddressInfo]:
        far = (socket.AF_INET6, 0, 0, "", ("2001:db8::1", 0, 0, 0))
        return [far, (socket.AF_INET, 0, 0, "", ("127.0.0.1", 0))]

    async def no_way(address: AddressInfo, count: int, patience: float) -> Echoes:
        if address[0] == socket.AF_INET6:
            raise OSError(errno.ENETUNREACH, "no way")
        return await icmp.send_echoes(address, count, patience)

    monkeypatch.setattr(Network, "resolve", resolve)
    monkeypatch.setattr("porchlight.probes.ping.send_echoes", no_way)
    result = await check({"kind": "ping", "host": "both.example.org"})
    assert (result.outcome, result.details["address"]) == (Outcome.HEALTHY, "127.0.0.1")


@pytest.mark.parametrize(
    ("came", "max_loss", "outcome"),
    [(3, 20, Outcome.DEGRADED), (3, 50, Outcome.HEALTHY), (4, 0, Outcome.HEALTHY), (0, 100, Outcome.ERROR)],
)
async def test_some_pings_are_lost(
    monkeypatch: pytest.MonkeyPatch, came: int, max_loss: float, outcome: Outcome
) -> None:
    async def lossy(*arguments: object) -> Echoes:
        return Echoes(4, [10.0] * came)

    monkeypatch.setattr("porchlight.probes.ping.send_echoes", lossy)
    result = await check({"kind": "ping", "host": "127.0.0.1", "count": 4, "max_loss": max_loss})
    assert result.outcome is outcome
    assert result.measures["loss"].value == 100 - came * 25


def _reply(family: int, token: bytes, *, kind: int | None = None, header: bytes = b"") -> bytes:
    packet = echo_request(family, 7, 5, token)
    return (
        header
        + struct.pack("!B", {socket.AF_INET: 0, socket.AF_INET6: 129}[family] if kind is None else kind)
        + packet[1:]
    )  # type: ignore[index]


@pytest.mark.parametrize(
    ("packet", "number"),
    [
        (_reply(socket.AF_INET, TOKEN), 5),
        (_reply(socket.AF_INET, TOKEN, header=b"\x45" + bytes(19)), 5),
        (_reply(socket.AF_INET, TOKEN, header=b"\x46" + bytes(23)), 5),
        (_reply(socket.AF_INET, b"another!"), None),
        (_reply(socket.AF_INET, TOKEN, kind=8), None),
        (_reply(socket.AF_INET, TOKEN, kind=3), None),
        (_reply(socket.AF_INET, TOKEN)[:15], None),
        (b"", None),
        (b"\x45", None),
    ],
)
def test_only_our_own_answer_is_one(packet: bytes, number: int | None) -> None:
    assert answered_number(packet, socket.AF_INET, TOKEN) == number


def test_a_request_has_the_right_checksum() -> None:
    packet = echo_request(socket.AF_INET, 0x1234, 1, TOKEN)
    total = sum(struct.unpack("!8H", packet))
    assert (total & 0xFFFF) + (total >> 16) == 0xFFFF  # RFC 1071: summed with itself it is all ones
