"""When a page is opened in the browser, and what was last seen there."""

import threading
import time
from contextlib import suppress
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.probes.context import CheckContext
from porchlight.probes.donate_page.browser.devtools import BrowserFailed, Session
from porchlight.probes.donate_page.browser.pictures import keep_picture
from porchlight.probes.donate_page.browser.programs import Browser, find_browser
from porchlight.probes.donate_page.browser.rendering import Rendering, open_session, render
from porchlight.threads import in_thread

_AT_MOST: Final = 25.0
"""Seconds for one page."""
_SHARE: Final = 0.75
"""Of the component's time limit."""
_ONE_AT_A_TIME: Final = threading.Semaphore(1)
"""A browser takes some 300 MB."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser showed."""

    browser: str
    seen: Rendering


class BrowserWatch:
    """Opens the page again once its time has come, and at each check while it is not well."""

    def __init__(self, every: float) -> None:
        """``every``: seconds."""
        self._every = every
        self._last: Seen | None = None
        self._at = 0.0

    async def rendering(self, ctx: CheckContext, url: str, *, button_is_enough: bool, unwell: bool) -> Seen | Text:
        """What is seen there; why not, as a sentence."""
        last, now = self._last, time.monotonic()
        if last and not unwell and last.seen.shows_form(button_is_enough) and now - self._at < self._every:
            return last
        browser = await in_thread(find_browser, name="browsers")
        if browser is None:
            return msg("The form was not looked for: no Edge, Chrome or Chromium is installed.")
        seconds = min(_AT_MOST, ctx.component.timeout * _SHARE)
        work = _Work(browser, url, seconds, button_is_enough)
        try:
            found = await in_thread(work.run, name=f"browser {ctx.component.id}")
        except BrowserFailed:
            return msg("{browser} could not show the page.", browser=browser.name)
        finally:
            work.stop()
        self._last, self._at = Seen(browser.name, found), now
        if ctx.pictures is not None and found.picture:
            place, component_id, now_ms = ctx.pictures, ctx.component.id, ctx.clock.now_ms()
            changed = unwell or not found.shows_form(button_is_enough)
            with suppress(OSError):  # a full disk stops pictures, not checks
                await in_thread(
                    lambda: keep_picture(place, component_id, found.picture, now_ms, changed=changed),
                    name=f"picture {component_id}",
                )
        return self._last


class _Work:
    """One page in one browser, in a thread; ``stop`` ends it from outside."""

    def __init__(self, browser: Browser, url: str, seconds: float, button_is_enough: bool) -> None:
        self._browser, self._url, self._seconds = browser, url, seconds
        self._button_is_enough = button_is_enough
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._stopped = False

    def run(self) -> Rendering:
        """Raises BrowserFailed."""
        if not _ONE_AT_A_TIME.acquire(timeout=self._seconds):
            raise BrowserFailed("another page is open in it")
        try:
            with self._lock:
                if self._stopped:
                    raise BrowserFailed("it was stopped")
                session = self._session = open_session(self._browser, self._seconds)
            with session:
                return render(session, self._url, button_is_enough=self._button_is_enough)
        finally:
            _ONE_AT_A_TIME.release()

    def stop(self) -> None:
        """Kill the browser, if it runs."""
        with self._lock:
            self._stopped = True
            if self._session is not None:
                self._session.stop()
