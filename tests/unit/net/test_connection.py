"""The times of an answer are the network's: nothing that happens here afterwards counts."""

import asyncio
import time

import pytest

from porchlight.net.connection import HttpConnection
from porchlight.net.malformed import CutShort

pytestmark = pytest.mark.anyio

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def _later(than: float) -> None:
    while time.perf_counter() <= than:
        pass


async def test_an_answer_ends_with_its_last_byte_whatever_comes_later() -> None:
    connection = HttpConnection(body_expected=True)
    connection.data_received(_ANSWER[:-1])
    first = connection.last_byte
    assert first is not None
    assert connection.first_byte == first
    _later(first)
    connection.data_received(_ANSWER[-1:])
    last = connection.last_byte
    assert last is not None
    assert last > first
    _later(last)
    connection.data_received(b"more")
    connection.eof_received()
    connection.connection_lost(None)
    assert await connection.read() == b"ok"
    assert (connection.first_byte, connection.last_byte) == (first, last)


async def test_a_body_without_a_length_ends_with_the_stream() -> None:
    connection = HttpConnection(body_expected=True)
    connection.data_received(b"HTTP/1.1 200 OK\r\n\r\nok")
    assert connection.last_byte is not None
    _later(before := connection.last_byte)
    connection.eof_received()
    assert connection.last_byte > before


async def test_the_time_until_an_answer_is_cut_short_counts() -> None:
    connection = HttpConnection(body_expected=True)
    connection.data_received(_ANSWER[:-1])
    assert connection.last_byte is not None
    _later(before := connection.last_byte)
    connection.connection_lost(None)
    assert connection.last_byte > before
    assert await connection.read() == b"o"
    with pytest.raises(CutShort):
        await connection.read()


async def test_a_connection_that_breaks_raises_what_the_system_said() -> None:
    connection = HttpConnection(body_expected=True)
    connection.connection_lost(ConnectionResetError())
    with pytest.raises(ConnectionResetError):
        await asyncio.shield(connection.head)
