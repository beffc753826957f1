"""A stand-in for the HTTP client that answers from a small web of donation pages."""

from typing import Any

from porchlight.model.component import Component
from porchlight.model.result import Phase, Result
from porchlight.model.status import Reason
from porchlight.monitor.clock import SystemClock
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.network import Network
from porchlight.probes.context import CheckContext
from porchlight.probes.donate_page.probe import KIND
from tests.donate_pages import PAGE, Served, Web
from tests.support import GivenSecrets

NOWHERE = Served(refuses="dns")


class PageClient:
    """Implements HttpClient. ``web`` may be another one at any time; what was requested is in ``asked``."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.asked: list[tuple[str, str]] = []
        self.phases = {Phase.FIRST_BYTE: 50_000}

    async def exchange(self, method: str, url: str, **how: Any) -> Reply | NoReply:
        self.asked.append((method, url))
        served = self.web.all().get(url.partition("#")[0], NOWHERE)
        if method == "HEAD":
            plain = self.web.plain_http
            return self._reply(plain, url) if plain is not None else self._reply(Served(), PAGE)
        if served.refuses:
            return NoReply(Reason(served.refuses), f"{url} was not found.")
        return self._reply(served, url)

    def _reply(self, served: Served, url: str) -> Reply:
        headers = {name.lower(): value for name, value in served.headers.items()}
        return Reply(served.status, headers, served.body.encode(), False, self.phases, url)


class DonatePage:
    """The component of one page, checked again and again without the network."""

    def __init__(self, web: Web, *, clock: Any = None, pictures: str | None = None, **settings: Any) -> None:
        self.client = PageClient(web)
        self.settings = KIND.settings.model_validate({"kind": "donate_page", "url": PAGE, **settings})
        self.component = Component("page", "Page", "donate_page", timeout=30)
        self.probe = KIND.build(self.component, self.settings)
        self.clock = clock or SystemClock()
        self.pictures = pictures
        self.position: str | None = None

    async def check(self, web: Web | None = None) -> Result:
        if web is not None:
            self.client.web = web
        ctx = CheckContext(
            self.component,
            self.clock,
            GivenSecrets({}),
            self.client,
            Network(),
            position=self.position,
            pictures=self.pictures,
        )
        result = await self.probe.check(ctx)
        self.position = result.position or self.position
        return result
