"""Simulators in a thread of their own, for tests that run the program as a process beside them."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Simulator, SimulatorServer


@dataclass
class Beside:
    """A server that runs in another thread; its switches may be set from here."""

    server: SimulatorServer
    url: str

    def fail(self, fault: Fault) -> None:
        self.server.fault = fault


@contextmanager
def beside(simulator: Simulator, delay: float = 0.0, tls: ssl.SSLContext | None = None) -> Iterator[Beside]:
    """Serve it for as long as the block lasts."""
    ready: list[Beside] = []
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with SimulatorServer(simulator, delay=delay, tls=tls) as server:
            ready.append(Beside(server, server.url))
            started.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(10)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
