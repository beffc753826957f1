"""Serves as the settings want it: not at all, at this port, at another; a port that is taken is tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, with_places

_log = logging.getLogger(__name__)

AGAIN = 10.0
"""Seconds before a port that is taken is tried again."""
Listening = Callable[[], None]
"""To be called once the port is open."""


@dataclass(frozen=True, slots=True)
class PortTexts:
    """Texts about a service for people."""

    again: Text
    """It works again; with the place ``port``, which is filled in here."""
    taken: Text
    """It does not, since another program has the port; with the places ``port`` and ``error``."""
    failed: Text
    """It does not, for the moment."""
    section: str
    """The key of the port in the settings, for the log."""


class PortService:
    """``run`` it; ``want`` another port at any time."""

    def __init__(
        self,
        port: int | None,
        *,
        serve: Callable[[int, Listening], Awaitable[None]],
        texts: PortTexts,
        report: Callable[[Text], None],
    ) -> None:
        """``port`` None: do not serve. ``serve`` serves until it is cancelled and raises OSError where the port is
        taken, ``report`` gets messages for people."""
        self._port = port
        self._serve = serve
        self._texts = texts
        self._report = report
        self._changed = asyncio.Event()

    def want(self, port: int | None) -> None:
        """Serve at this port from now on; None: not at all."""
        if port != self._port:
            self._port = port
            self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._changed.clear()
            if self._port is None:
                await self._changed.wait()
                continue
            async with asyncio.TaskGroup() as group:
                serving = group.create_task(self._keep_serving(self._port), name=self._texts.section)
                await self._changed.wait()
                serving.cancel()

    async def _keep_serving(self, port: int) -> None:
        texts = self._texts
        failed = False

        def listening() -> None:
            nonlocal failed
            _log.info("%s: http://127.0.0.1:%d", texts.section, port)
            if failed:
                self._report(with_places(texts.again, port=str(port)))
                failed = False

        while True:
            try:
                await self._serve(port, listening)
            except OSError as error:
                why = error.strerror or str(error)
                if not failed:
                    _log.error("%s: port %d cannot be used (%s)", texts.section, port, why)
                    self._report(with_places(texts.taken, port=str(port), error=why))
                failed = True
            except Exception:
                _log.exception("%s failed; it is begun again", texts.section)
                if not failed:
                    self._report(texts.failed)
                failed = True
            await asyncio.sleep(AGAIN)
