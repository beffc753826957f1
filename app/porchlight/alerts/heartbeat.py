"""Heartbeat: an outside service gets a regular sign of life from this monitor, and notices when none comes. Works
with Healthchecks, Uptime Kuma's push monitors, Cronitor and anything else that accepts a GET."""

import asyncio
import logging
from collections.abc import Callable

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.language.english import english
from porchlight.language.text import Duration, msg
from porchlight.model.events import HeartbeatChanged, Publish
from porchlight.model.message import Fault
from porchlight.net.outgoing import Outgoing, carries_secret
from porchlight.net.sending import address
from porchlight.settings.rules import HeartbeatSettings

_log = logging.getLogger(__name__)

_TIME_LIMIT = 15.0
_AGAIN = 15.0
"""Seconds after one that failed."""


class Heartbeat:
    """Beats while ``run`` runs and ``alive`` returns true: a monitor that hangs must be noticed, too."""

    def __init__(
        self,
        settings: HeartbeatSettings,
        context: ChannelContext,
        *,
        alive: Callable[[], bool],
        publish: Publish,
    ) -> None:
        self._settings = settings
        self._context = context
        self._alive = alive
        self._publish = publish
        self._changed = asyncio.Event()
        self._failing = False

    def apply(self, settings: HeartbeatSettings) -> None:
        """Apply these settings from now on."""
        if settings != self._settings:
            self._settings = settings
            self._changed.set()

    async def run(self) -> None:
        """Until cancelled."""
        outgoing = Outgoing(self._context)
        try:
            while True:
                self._changed.clear()
                seconds: float | None = None
                if self._settings.wanted:
                    got_through = await self._beat(outgoing)
                    seconds = self._settings.interval if got_through else min(_AGAIN, self._settings.interval)
                try:
                    async with asyncio.timeout(seconds):
                        await self._changed.wait()
                except TimeoutError:
                    continue
        finally:
            await outgoing.close()

    async def _beat(self, outgoing: Outgoing) -> bool:
        if not self._alive():
            _log.warning("no heartbeat: the monitor itself is not well")
            return True
        fault = await self._send(outgoing)
        if (fault is not None) is not self._failing:
            self._failing = fault is not None
            self._publish(HeartbeatChanged(fault.sentence if fault is not None else None))
        return fault is None

    async def _send(self, outgoing: Outgoing) -> Fault | None:
        settings = self._settings
        url = await address(self._context, settings.url, settings.credential)
        if isinstance(url, Fault):
            return url
        try:
            async with asyncio.timeout(_TIME_LIMIT):
                return await outgoing.post(
                    url,
                    b"",
                    headers={},
                    secret=settings.url is None or carries_secret(self._context, url),
                    allow_unencrypted=settings.allow_unencrypted,
                    method="GET",
                )
        except TimeoutError:
            return Fault(english(msg("It did not answer within {span}.", span=Duration(_TIME_LIMIT))))
