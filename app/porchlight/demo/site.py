"""A stand-in for a website with several names, each with encryption and without, and the ways in which they part."""

from dataclasses import field
from enum import Enum, auto

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request, Simulator

_HTML = {"Content-Type": "text/html; charset=utf-8"}


class SiteFault(Enum):
    """What is wrong with the way to the site; certificates and names that lead nowhere are the test's own."""

    NONE = auto()
    MAIN_DOWN = auto()
    OTHER_DOWN = auto()
    """The other name answers 503."""
    OTHER_PARKED = auto()
    """The other name leads to a page that sells it."""
    MAIN_PARKED = auto()
    OTHER_ALONE = auto()
    """The other name shows the site itself."""
    OTHER_ALONE_CANONICAL = auto()
    """It does, and names the original to search engines."""
    TURNED_ROUND = auto()
    """The site's own name redirects to the other one."""
    CIRCLE = auto()
    """Both names redirect to each other."""
    CIRCLE_OF_ENCRYPTION = auto()
    """https leads to http and back, as with a service in front that speaks http to the host."""
    CIRCLE_THAT_GROWS = auto()
    """Each redirect adds something to the address."""
    NOT_REDIRECTED = auto()
    """http shows the page."""
    DOWNGRADED = auto()
    """https leads to http, which shows the page."""
    PLAIN_DOWN = auto()
    """http answers 404."""
    CANONICAL_ELSEWHERE = auto()
    """The page names another site as the original."""
    WALL = auto()
    """A bot protection in front of the other name."""
    NO_PLACE = auto()
    """A redirect that does not say where to."""


@dataclass(slots=True)
class SiteSimulator:
    """Two names and both ways to them; ``secure`` and ``plain`` are served on two ports."""

    main: str = "www.charity.localhost"
    other: str = "charity.localhost"
    parked: str = "parked.localhost"
    site_fault: SiteFault = SiteFault.NONE
    secure_port: int = 443
    """Where ``secure`` is served; 0 where only ``plain`` is."""
    plain_port: int = 80
    hsts: str = "max-age=31536000; includeSubDomains"
    secure: Simulator = field(init=False)
    plain: Simulator = field(init=False)

    def __post_init__(self) -> None:
        self.secure, self.plain = _Entrance(self, encrypted=True), _Entrance(self, encrypted=False)

    def url(self, host: str, *, encrypted: bool = True) -> str:
        """The first page of a name."""
        return f"https://{host}:{self.secure_port}/" if encrypted else f"http://{host}:{self.plain_port}/"

    @property
    def home(self) -> str:
        """The site's own address."""
        return self.url(self.main, encrypted=bool(self.secure_port))

    def answer(self, host: str, path: str, *, encrypted: bool) -> Answer:
        """Of one name on one of both ways."""
        fault, is_main = self.site_fault, host == self.main
        if host == self.parked:
            return self._page("<p>This domain is for sale.</p>")
        if fault is SiteFault.CIRCLE_THAT_GROWS:
            return _to(f"{self.url(host, encrypted=encrypted)}{path.strip('/')}a/")
        if fault is SiteFault.CIRCLE_OF_ENCRYPTION:
            return _to(self.url(self.main, encrypted=not encrypted))
        if fault is SiteFault.CIRCLE and (encrypted or not self.secure_port):
            return _to(self.url(self.other if is_main else self.main, encrypted=bool(self.secure_port)))
        if (fault is SiteFault.MAIN_DOWN and is_main) or (fault is SiteFault.OTHER_DOWN and not is_main):
            return Answer(503, b"<h1>Service Unavailable</h1>", _HTML)
        if fault is (SiteFault.MAIN_PARKED if is_main else SiteFault.OTHER_PARKED):
            return _to(self.url(self.parked, encrypted=bool(self.secure_port)))
        if fault is SiteFault.WALL and not is_main:
            return Answer(403, b"<title>Just a moment...</title>", {**_HTML, "cf-mitigated": "challenge"})
        if fault is SiteFault.NO_PLACE and not is_main:
            return Answer(302, b"", _HTML)
        if not encrypted and self.secure_port:
            if fault is SiteFault.PLAIN_DOWN:
                return Answer(404, b"<h1>Not Found</h1>", _HTML)
            if fault not in (SiteFault.NOT_REDIRECTED, SiteFault.DOWNGRADED):
                return _to(self.url(host))
        elif encrypted and fault is SiteFault.DOWNGRADED:
            return _to(self.url(host, encrypted=False))
        return self._home(is_main)

    def _home(self, is_main: bool) -> Answer:
        fault = self.site_fault
        if fault is SiteFault.TURNED_ROUND:
            return _to(self.url(self.other, encrypted=bool(self.secure_port))) if is_main else self._page()
        alone = fault in (SiteFault.OTHER_ALONE, SiteFault.OTHER_ALONE_CANONICAL)
        if not is_main and not alone:
            return _to(self.home)
        canonical = ""
        if fault is SiteFault.OTHER_ALONE_CANONICAL:
            canonical = self.home
        elif fault is SiteFault.CANONICAL_ELSEWHERE:
            canonical = self.url(self.parked)
        return self._page(head=f'<link rel="canonical" href="{canonical}">' if canonical else "")

    def _page(self, body: str = "<h1>Example Charity</h1>", head: str = "") -> Answer:
        page = f"<!DOCTYPE html><html lang='en'><head><title>Example Charity</title>{head}</head><body>{body}</body>"
        return Answer(200, page.encode(), _HTML | ({"Strict-Transport-Security": self.hsts} if self.hsts else {}))


@dataclass(frozen=True, slots=True)
class _Entrance:
    site: SiteSimulator
    encrypted: bool

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        return self.site.answer(host, request.path, encrypted=self.encrypted)

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. A website has no refusals of its own."""
        return None


def _to(url: str) -> Answer:
    return Answer(301, b"", {"Location": url})
