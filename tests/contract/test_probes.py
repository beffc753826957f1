"""What every kind of component promises, asked of each that is registered.

A new kind is in here by itself: its settings are filled by the names of their fields. One that needs another value
gets a line in ``SPECIAL``.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from porchlight.model.errors import SecretMissing
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.monitor.clock import SystemClock
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import ProbeKind
from porchlight.probes.registry import BUILT_IN, find_kind
from tests.ports import free_port
from tests.support import Checker, GivenSecrets, until

pytestmark = pytest.mark.anyio

HERE = "127.0.0.1"
NOWHERE = "nobody.invalid"
TIMEOUT = 2.0
SECRET = "s3cret-of-nobody-else"
OF_A_VENDOR = (
    f'{{"client_id": "it", "client_secret": "{SECRET}", "subscription_key": "{SECRET}", "refresh_token": "{SECRET}"}}'
)
JSON_KINDS = frozenset(
    {"blackbaud", "arrivals", "classy", "paypal", "salesforce", "gift_pulse in Classy", "recurring_gifts in Classy"}
)
"""Those whose credential is JSON."""
ALWAYS_THERE = frozenset({"self", "plugins"})
"""What they look at is this program, which is not unreachable."""
USUAL: Mapping[str, object] = {
    **dict.fromkeys(
        ("url", "base_url", "token_url", "my_domain", "hubspot_url", "neon_url", "mailchimp_url"),
        f"http://{HERE}:PORT",
    ),
    "host": HERE,
    "port": "PORT",
    "server": f"{HERE}:PORT",
    "domain": "example.org",
    "folder": "FOLDER",
    "location": "FOLDER",
    "process": "nobody-calls-a-program-so",
    "job": "nightly",
    "query": "up",
    "credential": "it",
    "username": "reader",
    "login": "reader@example.org",
    "organization_id": 1,
    "org_id": "example",
    "list_id": "abc123def4",
    "error_above": 1,
}
"""By the name of a field."""
SPECIAL: Mapping[str, Mapping[str, object]] = {
    "audience_drift": {"url": f"mysql://reader@{HERE}:PORT/gifts"},
    "classy_sync_freshness": {"url": f"mysql://reader@{HERE}:PORT/gifts"},
    "database": {"url": f"mysql://reader@{HERE}:PORT/gifts", "query": "SELECT 1"},
    "arrivals": {
        "url": f"mysql://reader@{HERE}:PORT/gifts",
        "organization_id": 1,
        "classy_credential": "it",
        "salesforce_credential": "it",
    },
    "gift_pulse": {"url": f"mysql://reader@{HERE}:PORT/gifts"},
    "ping": {"host": NOWHERE},
    "recurring_gifts": {"url": f"mysql://reader@{HERE}:PORT/gifts"},
    "vendor_status": {"vendor": "stripe"},
}
"""Beyond that, by kind."""
VARIANTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "database of PostgreSQL": ("database", {"url": f"postgresql://reader@{HERE}:PORT/gifts"}),
    "database of SQLite": ("database", {"url": "sqlite:///FOLDER/gifts.sqlite3"}),
    "gift_pulse in a database with a password": ("gift_pulse", {"database_credential": "it"}),
    "gift_pulse in Classy": ("gift_pulse", {"source": "classy", "classy_credential": "it"}),
    "gift_pulse in Stripe": ("gift_pulse", {"source": "stripe", "stripe_credential": "it"}),
    "imap without TLS": ("imap", {"encryption": "none"}),
    "recurring_gifts in a database with a password": ("recurring_gifts", {"credential": "it"}),
    "recurring_gifts in Classy": (
        "recurring_gifts",
        {"source": "classy", "organization_id": 1, "classy_credential": "it"},
    ),
    "recurring_gifts in Stripe": ("recurring_gifts", {"source": "stripe", "stripe_credential": "it"}),
    "smtp without TLS": ("smtp", {"encryption": "none"}),
    "tls after STARTTLS": ("tls", {"starttls": "smtp"}),
}
KINDS = (*BUILT_IN, *VARIANTS)


class Asked(GivenSecrets):
    """Secrets that remember which of them were asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    async def get(self, name: str) -> str:
        self.asked.add(name)
        return await super().get(name)


class Probed:
    """A component of one kind whose settings lead to a port on loopback."""

    def __init__(self, name: str, port: int, folder: Path) -> None:
        kind_name, variant = VARIANTS.get(name, (name, {}))
        kind = find_kind(kind_name)
        assert isinstance(kind, ProbeKind), kind
        self.kind = kind
        fields = {**USUAL, **SPECIAL.get(kind_name, {}), **variant}
        given = {
            key: _filled(value, port, folder) for key, value in fields.items() if key in kind.settings.model_fields
        }
        self.secrets = Asked({"it": OF_A_VENDOR if {name, kind_name} & JSON_KINDS else f"{SECRET}-us1"})
        checker = Checker({"kind": kind_name, **given}, timeout=TIMEOUT)
        self.component, self.settings, self.probe = checker.component, checker.settings, checker.probe
        self.network = checker.network
        self.http = checker.http

    def context(self) -> CheckContext:
        return CheckContext(self.component, SystemClock(), self.secrets, self.http, self.network)

    async def check(self) -> Result:
        """As it is, without the Runner's wall."""
        return await self.probe.check(self.context())


def _filled(value: object, port: int, folder: Path) -> object:
    if value == "PORT":
        return port
    if isinstance(value, str):
        return value.replace("PORT", str(port)).replace("FOLDER", (folder / "absent").as_posix())
    return value


class Mood(Enum):
    """How a server is unreachable, though somebody lets everybody in."""

    SILENT = None
    GONE = b""
    NONSENSE = bytes(range(256)) * 16


@asynccontextmanager
async def serving(mood: Mood) -> AsyncIterator[tuple[int, set[asyncio.StreamWriter]]]:
    """Its port, and the connections that are open there."""
    inside: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inside.add(writer)
        with suppress(ConnectionError, asyncio.CancelledError):
            if mood is Mood.SILENT:
                while await reader.read(65536):
                    pass
            else:
                writer.write(mood.value)
                await writer.drain()
        inside.discard(writer)
        writer.close()

    server = await asyncio.start_server(serve, HERE, 0)
    try:
        yield server.sockets[0].getsockname()[1], inside
    finally:
        server.close()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The hosts that this process turns to meanwhile."""
    hosts: set[str] = set()
    connect, sendto, look_up = socket.socket.connect, socket.socket.sendto, socket.getaddrinfo

    def connected(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple):
            hosts.add(address[0])
        connect(self, address)

    def sent(self: socket.socket, data: Any, *to: Any) -> int:
        hosts.add(to[-1][0])
        return sendto(self, data, *to)

    def looked_up(host: Any, *more: Any, **how: Any) -> Any:
        hosts.add(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *more, **how)

    monkeypatch.setattr(socket.socket, "connect", connected)
    monkeypatch.setattr(socket.socket, "sendto", sent)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return hosts


@pytest.mark.parametrize("name", KINDS)
async def test_it_says_where_it_looks_what_it_needs_and_where_that_goes(name: str, tmp_path: Path) -> None:
    found = Probed(name, free_port(), tmp_path)
    kind, settings = found.kind, found.settings
    named = {
        value
        for key in type(settings).model_fields
        if key.endswith("credential")
        if (value := getattr(settings, key))
    }
    assert set(kind.credentials(settings)) == named == set(kind.places(settings))
    for places in kind.places(settings).values():
        assert places
        assert {urlsplit(str(place)).hostname for place in places} <= {HERE, "localhost"}
    assert SECRET not in kind.address(settings)
    assert kind.is_local(settings) in (True, False)
    assert kind.name == VARIANTS.get(name, (name,))[0]
    await found.probe.close()


@pytest.mark.parametrize("name", KINDS)
async def test_what_is_unreachable_is_a_result_with_a_reason_and_nothing_else_is_asked(
    name: str, tmp_path: Path, reached: set[str]
) -> None:
    found = Probed(name, free_port(), tmp_path)
    _require_reason(found, await asyncio.wait_for(found.check(), TIMEOUT + 3))
    await found.probe.close()
    assert reached <= {HERE, NOWHERE if found.kind.name == "ping" else HERE}
    assert found.secrets.asked <= set(found.kind.credentials(found.settings))


@pytest.mark.parametrize("mood", [Mood.GONE, Mood.NONSENSE])
@pytest.mark.parametrize("name", KINDS)
async def test_who_hangs_up_or_answers_nonsense_is_a_result_with_a_reason(
    name: str, mood: Mood, tmp_path: Path
) -> None:
    async with serving(mood) as (port, _):
        found = Probed(name, port, tmp_path)
        result = await asyncio.wait_for(found.check(), TIMEOUT + 3)
        await found.probe.close()
    if found.kind.name != "tcp":  # to which whoever lets it in is there
        _require_reason(found, result)


def _require_reason(found: Probed, result: Result) -> None:
    assert result.component == found.component.id
    assert result.sentence
    assert SECRET not in str(result)
    if found.kind.name not in ALWAYS_THERE:
        assert result.outcome is not Outcome.HEALTHY
        assert result.reason not in (None, Reason.INTERNAL)


@pytest.mark.parametrize("name", KINDS)
async def test_a_credential_that_is_missing_is_a_result_or_the_error_that_says_so(name: str, tmp_path: Path) -> None:
    found = Probed(name, free_port(), tmp_path)
    found.secrets.values.clear()
    with suppress(SecretMissing):  # which the Runner makes a result of
        result = await asyncio.wait_for(found.check(), TIMEOUT + 3)
        assert not found.secrets.asked or result.reason is not None
    await found.probe.close()


@pytest.mark.parametrize("name", KINDS)
async def test_it_ends_within_a_second_when_it_is_cancelled_and_closes_what_it_opened(
    name: str, tmp_path: Path
) -> None:
    async with serving(Mood.SILENT) as (port, inside):
        found = Probed(name, port, tmp_path)
        before = asyncio.all_tasks()
        check = asyncio.create_task(found.check())
        if name != "dns":  # which is answered as little, by UDP
            await until(lambda: inside or check.done(), TIMEOUT + 8)  # the first to load its driver takes a while
        await asyncio.sleep(0.05)
        check.cancel()
        done, _ = await asyncio.wait([check], timeout=1)
        assert done, "it goes on after it was cancelled"
        assert check.cancelled() or check.exception() is None
        async with asyncio.timeout(1):
            await found.probe.close()
            await found.probe.close()  # the second time there is nothing left to do
        await until(lambda: not inside, TIMEOUT + 8)  # a driver's thread goes on until its own time limit
        served = {one for one in asyncio.all_tasks() - before if "serve" in repr(one.get_coro())}
        # On Windows the server of this test accepts each connection in a task of its own.
        served |= {one for one in asyncio.all_tasks() - before if "accept_coro" in repr(one.get_coro())}
        assert asyncio.all_tasks() - before - served == set()
