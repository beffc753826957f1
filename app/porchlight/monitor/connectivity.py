"""Offline is not an outage: is this computer itself online, and is it really the internet that answers?

Asked only when failures look like it: a network component failed with dns, unreachable or timeout, and no other
has had an answer since. Two neutral operators are asked over plain HTTP (API facts: Chromium's and Windows' own
connectivity checks); a redirect or another body is a captive portal.
"""

import asyncio
from collections.abc import Sequence
from enum import Enum, auto
from urllib.parse import urlsplit

from porchlight.dataclass import dataclass
from porchlight.model.ports import Clock
from porchlight.net.exchange import HttpClient, NoReply
from porchlight.net.host_names import same_host

_TIME_LIMIT = 5.0
_TRUSTED_FOR = 10.0
"""Seconds for which an answer is kept, so that many failures ask once."""


class Connectivity(Enum):
    """The neutral addresses' answers."""

    ONLINE = auto()
    OFFLINE = auto()
    CAPTIVE_PORTAL = auto()


@dataclass(frozen=True, slots=True)
class NeutralAddress:
    """A URL and what it answers on the open internet: this status, and this body where one is given."""

    url: str
    status: int = 204
    body: bytes | None = None


BUILT_IN = (
    NeutralAddress("http://www.gstatic.com/generate_204"),
    NeutralAddress("http://www.msftconnecttest.com/connecttest.txt", 200, b"Microsoft Connect Test"),
)


def neutral_addresses(urls: Sequence[str] | None) -> tuple[NeutralAddress, ...]:
    """From the settings: None is the built-in ones; custom ones must answer 204."""
    return BUILT_IN if urls is None else tuple(NeutralAddress(url) for url in urls)


class ConnectivityCheck:
    """Asks the neutral addresses, and keeps the answer for a moment. Without addresses it always reports online."""

    def __init__(self, http: HttpClient, clock: Clock, addresses: Sequence[NeutralAddress]) -> None:
        self._http = http
        self._clock = clock
        self._addresses = tuple(addresses)
        self._asked_at: float | None = None
        self._answer = Connectivity.ONLINE
        self._lock = asyncio.Lock()
        self._disconnected = False

    def ask_at(self, addresses: Sequence[NeutralAddress]) -> None:
        """Use these from now on."""
        self._addresses = tuple(addresses)
        self._asked_at = None

    @property
    def disconnected(self) -> bool:
        """Whether the platform reports that there is no network at all; that is trusted without asking."""
        return self._disconnected

    def connection_changed(self, *, disconnected: bool) -> None:
        """The platform reports that the network went, or came."""
        self._disconnected = disconnected

    async def now(self, *, fresh: bool = False) -> Connectivity:
        """The state now; ``fresh``: do not use a kept answer."""
        if self._disconnected:
            return Connectivity.OFFLINE
        if not self._addresses:
            return Connectivity.ONLINE
        async with self._lock:
            recent = self._asked_at is not None and self._clock.monotonic() - self._asked_at < _TRUSTED_FOR
            if not recent or fresh:
                self._answer = await self._ask()
                self._asked_at = self._clock.monotonic()
            return self._answer

    async def is_online(self) -> bool:
        """Whether this computer has the internet now."""
        return await self.now() is Connectivity.ONLINE

    async def _ask(self) -> Connectivity:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask_one(address)) for address in self._addresses]
        answers = {task.result() for task in tasks}
        for answer in (Connectivity.ONLINE, Connectivity.CAPTIVE_PORTAL):
            if answer in answers:
                return answer
        return Connectivity.OFFLINE

    async def _ask_one(self, address: NeutralAddress) -> Connectivity:
        try:
            async with asyncio.timeout(_TIME_LIMIT):
                reply = await self._http.exchange(
                    "GET", address.url, headers={"Cache-Control": "no-cache"}, body_cap=4096
                )
        except TimeoutError:
            return Connectivity.OFFLINE
        if isinstance(reply, NoReply):
            return Connectivity.OFFLINE
        expected = reply.status == address.status and (address.body is None or reply.body == address.body)
        is_expected_host = same_host(urlsplit(reply.url).hostname or "", urlsplit(address.url).hostname or "")
        return Connectivity.ONLINE if expected and is_expected_host else Connectivity.CAPTIVE_PORTAL
