"""A TLS server that takes its time, and many checks that are broken off at any moment while they ask it."""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from porchlight.model.status import Outcome
from tests.hostile.http_server import simple
from tests.support import Checker

_BROKEN_OFF = 400
_GOOD = 100
OUTCOMES = _GOOD + _BROKEN_OFF // 8


@asynccontextmanager
async def slow_tls(context: ssl.SSLContext) -> AsyncIterator[tuple[int, list[bool]]]:
    """A server that begins its handshake late, as long as the list says so, and then answers every request."""
    slow = [True]
    chance = random.Random(4)

    class Late(asyncio.Protocol):
        """Takes the connection, and looks at it some milliseconds later."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            task = asyncio.create_task(self._go_on(transport))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

        async def _go_on(self, transport: asyncio.Transport) -> None:
            try:
                transport.pause_reading()
                if slow[0]:
                    await asyncio.sleep(chance.uniform(0, 0.02))
                transport.resume_reading()
                secured = await asyncio.get_running_loop().start_tls(
                    transport, Answering(), context, server_side=True
                )
                assert secured is not None
                secured.get_protocol().connection_made(secured)
            except (OSError, RuntimeError, AssertionError):
                transport.abort()

    class Answering(asyncio.Protocol):
        """Answers a request."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self._transport = transport
            self._early = getattr(self, "_early", b"")
            if self._early:
                self.data_received(b"")

        def data_received(self, data: bytes) -> None:
            if not hasattr(self, "_transport"):
                self._early = data
                return
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(simple(b"ok", b"Connection: close"))
            self._transport.close()

    under_way: set[asyncio.Task[None]] = set()
    server = await asyncio.get_running_loop().create_server(Late, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], slow
    finally:
        server.close()
        for task in list(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def break_off_many_then_check(settings: dict[str, object], ca_file: str, slow: list[bool]) -> list[Outcome]:
    """Outcomes of good checks beside and after many that are broken off at any moment."""
    checker = Checker(settings, ca_file=ca_file, timeout=10.0)
    chance = random.Random(15)

    async def broken_off() -> None:
        task = asyncio.create_task(checker())
        # Some in their first turns of the loop, one by one, others at any time.
        if chance.random() < 0.5:
            for _ in range(chance.randint(0, 12)):
                await asyncio.sleep(0)
        else:
            await asyncio.sleep(chance.uniform(0, 0.025))
        task.cancel()
        await asyncio.wait({task})

    outcomes = []
    try:
        for _ in range(_BROKEN_OFF // 8):
            await asyncio.gather(*(broken_off() for _ in range(8)))
            outcomes.append((await checker()).outcome)
        slow[0] = False
        for _ in range(_GOOD // 10):
            outcomes += [one.outcome for one in await asyncio.gather(*(checker() for _ in range(10)))]
    finally:
        await checker.close()
    return outcomes
