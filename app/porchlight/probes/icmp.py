"""Echo requests without special rights: ICMP sockets of Linux and macOS, raw ones for administrators, and Windows'
own IcmpSendEcho.

The one library for it needs administrator's rights on Windows. docs/decisions/0020-dns.md.
"""

import asyncio
import os
import socket
import struct
import time
from collections.abc import Mapping

from porchlight.net.resolver import AddressInfo
from porchlight.probes.echoes import Echoes, PingNotAllowed

_ECHO_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
_ECHO_REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}
_PAUSE = 0.2
"""Seconds between two requests: ping's limit without rights."""


async def send_echoes(address: AddressInfo, count: int, patience: float) -> Echoes:
    """Send ``count`` echo requests, and return the answers within ``patience`` seconds after the last. Raises
    PingNotAllowed, and OSError where there is no route to the address."""
    if os.name == "nt":
        from porchlight.probes.icmp_windows import send_echoes_windows
        from porchlight.threads import in_thread

        return await in_thread(lambda: send_echoes_windows(address, count, patience), name="ping")
    family, _, _, _, target = address
    with open_socket(family) as sock:
        sock.setblocking(False)
        return await _exchange(sock, family, target, count, patience)


def open_socket(family: int) -> socket.socket:
    """An ICMP socket where net.ipv4.ping_group_range allows it (macOS: always), a raw one for administrators."""
    protocol = socket.IPPROTO_ICMP if family == socket.AF_INET else socket.IPPROTO_ICMPV6
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            return socket.socket(family, kind, protocol)
        except PermissionError:
            continue
        except OSError as error:
            if kind == socket.SOCK_RAW:
                raise PingNotAllowed from error
    raise PingNotAllowed


async def _exchange(
    sock: socket.socket, family: int, target: tuple[object, ...], count: int, patience: float
) -> Echoes:
    loop = asyncio.get_running_loop()
    # The kernel sets another identifier for an ICMP socket: the answers are recognised by this token.
    token = os.urandom(8)
    identifier = int.from_bytes(token[:2], "big")
    sent_at: dict[int, float] = {}
    echoes = Echoes()
    receiving = asyncio.create_task(receive_answers(sock, family, token, count, sent_at, echoes))
    try:
        for number in range(count):
            if number:
                await asyncio.sleep(_PAUSE)
            sent_at[number] = time.perf_counter()
            await loop.sock_sendto(sock, echo_request(family, identifier, number, token), target)
            echoes.sent += 1
        await asyncio.wait({receiving}, timeout=patience)
    finally:
        receiving.cancel()
        await asyncio.wait({receiving})
    if not receiving.cancelled() and (failure := receiving.exception()) is not None:
        raise failure
    return echoes


async def receive_answers(
    sock: socket.socket, family: int, token: bytes, count: int, sent_at: Mapping[int, float], echoes: Echoes
) -> None:
    """Put the round-trip times of ``count`` answers into ``echoes``. ``sent_at``: when the requests went out."""
    loop = asyncio.get_running_loop()
    answered: set[int] = set()
    while len(answered) < count:
        packet = await loop.sock_recv(sock, 1500)
        arrived = time.perf_counter()
        number = answered_number(packet, family, token)
        if number is not None and number in sent_at and number not in answered:
            answered.add(number)
            echoes.round_trips.append((arrived - sent_at[number]) * 1000)
        await asyncio.sleep(0)  # what has arrived already is read without a pause, and may be a flood


def echo_request(family: int, identifier: int, number: int, token: bytes) -> bytes:
    """RFC 792 and RFC 4443. The kernel computes the checksum of ICMPv6 itself."""
    kind = _ECHO_REQUEST[socket.AddressFamily(family)]
    unsummed = struct.pack("!BBHHH", kind, 0, 0, identifier, number) + token
    total = _checksum(unsummed) if family == socket.AF_INET else 0
    return struct.pack("!BBHHH", kind, 0, total, identifier, number) + token


def answered_number(packet: bytes, family: int, token: bytes) -> int | None:
    """The number of the request that this packet answers; None for anything else."""
    if family == socket.AF_INET and packet[:1] and packet[0] >> 4 == 4:
        packet = packet[(packet[0] & 15) * 4 :]  # raw sockets, and those of macOS, include the IP header
    if len(packet) < 16 or packet[0] != _ECHO_REPLY[socket.AddressFamily(family)] or packet[8:16] != token:
        return None
    return int.from_bytes(packet[6:8], "big")


def _checksum(data: bytes) -> int:
    """RFC 1071; ``data`` of an even length."""
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
