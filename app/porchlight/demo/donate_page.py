"""A stand-in for a donation page with a vendor's form in it, and the ways in which such pages fail."""

from enum import Enum, auto

from porchlight.dataclass import dataclass
from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, Request

_HTML = {"Content-Type": "text/html; charset=utf-8"}
_FRAME = """<!DOCTYPE html><title>Give</title><form onsubmit="return false">
<label><input type="radio" name="preset" value="25"> $25</label>
<label>Other amount <input name="amount"></label><button>Donate</button></form>
"""


class PageFault(Enum):
    """What is wrong with the page while it answers 200."""

    NONE = auto()
    CLOSED = auto()
    """It says that it takes no donations."""
    MAINTENANCE = auto()
    DATABASE = auto()
    WALL = auto()
    """A bot protection."""
    GONE = auto()
    """Its form is no longer on it."""
    MOVED = auto()
    """Its form is another campaign's."""
    CONSENT = auto()
    """Its form waits for consent to cookies."""
    SCRIPT_LOST = auto()
    """The form's script answers 404."""
    SCRIPT_REPLACED = auto()
    """The form's script is a web page."""
    EXPIRED = auto()
    """The form says that its campaign has ended."""
    REFUSED = auto()
    """The form does not let any page show it."""
    POLICY = auto()
    """The page's own policy forbids the form."""
    HIDDEN = auto()
    """A style sheet hides the form: only a browser sees that."""


_INSTEAD = {
    PageFault.CLOSED: "<h1>Give</h1><p>We are not accepting donations at this time.</p>",
    PageFault.MAINTENANCE: "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>",
    PageFault.DATABASE: "<h1>Error establishing a database connection</h1>",
    PageFault.WALL: "<p>Verify you are human by completing the action below.</p>",
    PageFault.GONE: "<h1>Warm meals for Winter</h1><p>Thank you for your help.</p>",
}
_HEADERS = {PageFault.POLICY: {"Content-Security-Policy": "frame-src https://www.example.org; script-src 'self'"}}


@dataclass(slots=True)
class DonatePageSimulator:
    """Answers ``/widget.js`` and ``/embed/…`` as Donorbox does, and every other path with the page."""

    page_fault: PageFault = PageFault.NONE
    campaign: str = "warm-winter"

    def answer(self, request: Request) -> Answer:
        """See Simulator."""
        fault = self.page_fault
        if request.path == "/widget.js":
            if fault is PageFault.SCRIPT_LOST:
                return Answer(404, b"Not found", _HTML)
            if fault is PageFault.SCRIPT_REPLACED:
                return Answer(200, b"<!DOCTYPE html><title>Home</title>", _HTML)
            return Answer(200, b"window.widget = 1;", {"Content-Type": "text/javascript"})
        if request.path.startswith("/embed/"):
            if fault is PageFault.EXPIRED:
                return Answer(200, b"<!DOCTYPE html><p>This campaign has ended.</p>", _HTML)
            refused = {"X-Frame-Options": "DENY"} if fault is PageFault.REFUSED else {}
            return Answer(200, _FRAME.encode(), {**_HTML, **refused})
        body = _INSTEAD.get(fault) or self._with_form(fault)
        page = f"<!DOCTYPE html><html lang='en'><title>Give to Example Charity</title><body>{body}</body></html>"
        return Answer(200, page.encode(), {**_HTML, **_HEADERS.get(fault, {})})

    def refuse(self, fault: Fault) -> Answer | None:
        """See Simulator. A website has no refusals of its own."""
        return None

    def _with_form(self, fault: PageFault) -> str:
        campaign = "spring-appeal" if fault is PageFault.MOVED else self.campaign
        hidden = "<style>iframe { display: none }</style>" if fault is PageFault.HIDDEN else ""
        source, mark = (
            ("data-cookieblock-src", "data-cookieconsent=marketing") if fault is PageFault.CONSENT else ("src", "")
        )
        return (
            f"{hidden}<h1>Warm meals for Winter</h1><p>Every gift helps a neighbour through the cold months.</p>"
            f"<script src='/widget.js'></script><iframe {source}='/embed/{campaign}' {mark} width=600 height=400>"
            "</iframe>"
        )
