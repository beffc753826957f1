"""The endpoint on a real socket, and callers that keep to no rules."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from porchlight.loopback.server import Limits, serve
from porchlight.model.errors import SecretMissing
from porchlight.model.operation import Operation
from porchlight.operations.ingest.endpoint import Endpoint
from porchlight.operations.ingest.token import TokenCheck
from porchlight.operations.starts import StartFolder
from porchlight.redaction import Redactor
from porchlight.settings.schema import INGEST_TOKEN
from tests.clocks import ManualClock

TOKEN = "a-token-that-nobody-guesses-0123456789"
RUN: dict[str, Any] = {"name": "nightly import", "durationMs": 90_000, "processed": 405}


class Keyring:
    """Implements ForgetfulSecrets: remembers what it was asked for until told to forget."""

    def __init__(self, token: str | None = TOKEN) -> None:
        self.stored = token
        self._known: str | None = None

    async def get(self, name: str) -> str:
        assert name == INGEST_TOKEN
        self._known = self._known or self.stored
        if self._known is None:
            raise SecretMissing("It is not stored.")
        return self._known

    def forget(self, name: str) -> None:
        self._known = None


@dataclass
class Served:
    """An endpoint that listens."""

    port: int
    keyring: Keyring
    clock: ManualClock = field(default_factory=ManualClock)
    taken: list[Operation] = field(default_factory=list)
    starts: StartFolder = field(default_factory=lambda: StartFolder(""))
    trouble: str | None = None
    """What the history complains of."""

    async def take(self, operations: Sequence[Operation]) -> str | None:
        self.taken += operations
        return self.trouble

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def client(self, **headers: str) -> httpx.AsyncClient:
        known = {"Authorization": f"Bearer {TOKEN}", **headers}
        return httpx.AsyncClient(base_url=f"http://{self.host}", headers=known, trust_env=False, timeout=10)

    async def post(self, content: object = None, **headers: str) -> httpx.Response:
        body = content if isinstance(content, bytes) else json.dumps(RUN if content is None else content).encode()
        async with self.client(**{"Content-Type": "application/json", **headers}) as client:
            return await client.post("/v1/operations", content=body)

    async def send(self, *pieces: bytes, half_close: bool = True) -> bytes:
        """Whatever comes back until the other side closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            if half_close:
                writer.write_eof()
            return await asyncio.wait_for(reader.read(), 20)
        except ConnectionError:
            return b""
        finally:
            writer.close()

    def request(self, *lines: str, start: str = "POST /v1/operations HTTP/1.1") -> bytes:
        """The head of a proper request, with further lines."""
        usual = (f"Host: {self.host}", f"Authorization: Bearer {TOKEN}", "Content-Type: application/json")
        return "\r\n".join([start, *usual, *lines, "", ""]).encode()


@asynccontextmanager
async def served(port: int, limits: Limits | None = None, keyring: Keyring | None = None) -> AsyncIterator[Served]:
    it = Served(port, keyring or Keyring())
    check = TokenCheck(it.keyring, it.clock)
    with TemporaryDirectory() as folder:
        it.starts = StartFolder(folder)
        endpoint = Endpoint(port, take=it.take, starts=it.starts, token=check, redactor=Redactor(), clock=it.clock)
        async with _serving(port, endpoint, limits):
            yield it


@asynccontextmanager
async def _serving(port: int, endpoint: Endpoint, limits: Limits | None) -> AsyncIterator[None]:
    listening = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(serve(port, endpoint, listening.set, limits or Limits()))
        await listening.wait()
        try:
            yield
        finally:
            serving.cancel()


def status(answer: bytes) -> int:
    """Of the first response in it; 0: there was none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def detail(response: httpx.Response) -> str:
    """The sentence of a refusal, which must be one as RFC 9457 has it."""
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert (document["type"], document["status"]) == ("about:blank", response.status_code)
    assert document["title"]
    said: str = document["detail"]
    assert said.endswith((".", "…”."))
    return said
