"""Looks once a day for a newer release, if the user wants it, and reports each release once.

Nothing is sent but a GET with the program's name and version; no credential, no id of this computer.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

from porchlight import __version__
from porchlight.intake.text import SENTENCE, quote
from porchlight.language.english import english, fit_sentence
from porchlight.language.text import Duration, Text, msg, sentences
from porchlight.model.events import Publish, ReleaseFound
from porchlight.model.release import Release
from porchlight.net.addresses import is_this_computer
from porchlight.net.exchange import REDIRECTS, HttpClient, NoReply, Reply
from porchlight.settings.updates import UpdateSettings
from porchlight.updates.feed import NoReleases, newest

_log = logging.getLogger(__name__)

TIME_LIMIT = 20.0
"""Seconds for one look."""
_LONGEST_ANSWER = 512 * 1024
"""Bytes; GitHub's answer for one release has some tens of thousands."""
_MOST_HOPS = 5
BEGIN_AFTER = 60.0
"""Seconds after the start: a computer that was just switched on is busy."""
_EVERY = 24 * 3600.0
"""Seconds between two looks."""

Sleep = Callable[[float], Awaitable[None]]


async def look(
    settings: UpdateSettings, http: HttpClient, *, current: str = __version__, limit: float = TIME_LIMIT
) -> Release | Text | None:
    """A newer release, None where this is the newest, or why that is not known."""
    try:
        async with asyncio.timeout(limit):
            reply = await _fetched(settings.feed, http)
    except TimeoutError:
        return msg("Could not check for newer releases: no answer within {span}.", span=Duration(limit))
    if isinstance(reply, Text):
        return sentences(msg("Could not check for newer releases."), reply)
    if reply.status == 404:
        return msg("Could not check for newer releases: there is no list of releases at this address.")
    if reply.status != 200:
        return msg("Could not check for newer releases: the answer was HTTP {status}.", status=str(reply.status))
    if reply.truncated:
        return msg("Could not check for newer releases: the answer is too long for a list of releases.")
    try:
        return newest(reply.body, settings.feed, current)
    except NoReleases:
        return msg("Could not check for newer releases: the answer is not a list of releases.")


async def _fetched(feed: str, http: HttpClient) -> Reply | Text:
    """The answer, or why there is none. Each hop is checked: after one in clear text, anybody may write the news."""
    address = feed
    for _ in range(_MOST_HOPS + 1):
        reply = await http.exchange("GET", address, body_cap=_LONGEST_ANSWER)
        if isinstance(reply, NoReply):
            return sentences(fit_sentence(reply.sentence, lambda text: quote(text, SENTENCE)))
        location = reply.headers.get("location")
        if reply.status not in REDIRECTS or location is None:
            return reply
        try:
            address = urljoin(address, location)
            parts = urlsplit(address)
            safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_computer(parts.hostname or ""))
        except ValueError:
            safe = False
        if not safe:
            return msg("The list redirects to an insecure address.")
    return msg("The list redirects more than {most} times.", most=_MOST_HOPS)


class UpdateWatch:
    """``run`` it; ``apply`` other settings at any time. ``newer`` is the result."""

    def __init__(
        self,
        settings: UpdateSettings,
        http: HttpClient,
        *,
        publish: Publish,
        current: str = __version__,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.newer: Release | None = None
        self._settings = settings
        self._http = http
        self._publish = publish
        self._current = current
        self._sleep = sleep
        self._changed = asyncio.Event()

    def apply(self, settings: UpdateSettings) -> None:
        """Use these settings from now on; an earlier result is dropped once looking is turned off."""
        if settings != self._settings:
            self._settings = settings
            self.newer = None
            self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        await self._sleep(BEGIN_AFTER)
        while True:
            self._changed.clear()
            if not self._settings.check:
                await self._changed.wait()
                continue
            await self.look()
            waits = {asyncio.ensure_future(self._sleep(_EVERY)), asyncio.create_task(self._changed.wait())}
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waits:
                    one.cancel()

    async def look(self) -> None:
        """Once, now."""
        settings = self._settings
        answer = await look(settings, self._http, current=self._current)
        if settings is not self._settings:  # changed meanwhile: this answer is no longer wanted
            return
        if isinstance(answer, Text):
            _log.info("%s", english(answer))  # of no consequence for what is watched: not shown to people
            return
        if answer is not None and answer != self.newer:
            self.newer = answer
            self._publish(ReleaseFound(answer))
