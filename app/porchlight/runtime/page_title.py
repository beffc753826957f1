"""The title of a web page, as a name for it."""

import asyncio
import html
import re
from typing import Final

from porchlight.intake.text import clean_line
from porchlight.net.addresses import require_http_url
from porchlight.net.exchange import HttpClient, NoReply
from porchlight.threads import in_thread

_WITHIN: Final = 5.0
"""Seconds."""
_BEGINNING: Final = 64 * 1024
"""Bytes of a page; its title is among the first."""
_LONGEST: Final = 60
_LONG: Final = 40
"""Letters from which a title holds more than a name, usually what follows a bar or a dash."""
_OPENED: Final = re.compile(r"<title(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</title", re.IGNORECASE)
_PARTED: Final = re.compile(r"\s+[|–—·•»-]\s+")


async def page_title(http: HttpClient, url: str) -> str:
    """Ask for the page and return its title, fit to be a name; empty where there is none, or not within 5 s."""
    try:
        async with asyncio.timeout(_WITHIN):
            reply = await http.exchange("GET", require_http_url(url), follow_redirects=True, body_cap=_BEGINNING)
            if isinstance(reply, NoReply) or not 200 <= reply.status < 300:
                return ""
            return await in_thread(lambda: title_in(reply.text()), name="title of a page")
    except (TimeoutError, ValueError):
        return ""


def title_in(page: str) -> str:
    """The title in a page's text, fit to be a name."""
    opened = _OPENED.search(page)
    closed = _CLOSED.search(page, opened.end()) if opened else None
    if opened is None or closed is None:
        return ""
    title = clean_line(html.unescape(page[opened.end() : closed.start()][:2000])).strip()
    return clean_line(_PARTED.split(title)[0] if len(title) > _LONG else title, _LONGEST)
