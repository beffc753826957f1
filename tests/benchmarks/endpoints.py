"""Many endpoints in a process of their own: ``/<n>`` answers after 50 ms, ``/hang/<n>`` never. Prints its address."""

import asyncio
import sys
from dataclasses import dataclass

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, SimulatorServer

DELAY = 0.05


@dataclass(slots=True)
class _Endpoint:
    def answer(self, request: Request) -> Answer:
        return Answer(200, b"ok", {"Content-Type": "text/plain"})

    def refuse(self, fault: Fault) -> Answer | None:
        return None


class _Forgetful(list[Request]):
    """Keeps nothing of what it was asked."""

    def append(self, request: Request) -> None:
        return


async def main() -> None:
    async with SimulatorServer(_Endpoint(), delay=DELAY) as server:
        server.requests = _Forgetful()
        server.fault = Fault.HANG
        server.fault_on = lambda request: request.path.startswith("/hang")
        print(server.url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
