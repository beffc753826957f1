"""The demo's services for a Porchlight that watches them."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from porchlight.demo.jobs import begin_and_hang, report_last_run
from porchlight.demo.services import demo_services
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.file import LoadedSettings


@asynccontextmanager
async def demo_settings(
    folder: str, *, story: bool, past: bool = False
) -> AsyncIterator[tuple[LoadedSettings, Mapping[str, str]]]:
    """The settings and credentials of the demo's services, which run meanwhile; ``past`` makes a history of them.

    Without ``story`` they stay at one moment with everything to see.
    """
    async with demo_services(folder) as demo:
        settings = parse_settings(demo.settings)
        if past:
            from porchlight.demo.past import make_past

            await make_past(settings, folder)
        else:
            await asyncio.to_thread(report_last_run, folder, time.time_ns() // 1_000_000)
        if not story:
            demo.trouble()
            await asyncio.to_thread(begin_and_hang, folder, time.time_ns() // 1_000_000)
            yield settings, demo.secrets
            return
        playing = asyncio.create_task(demo.play(folder), name="the demo's story")
        try:
            yield settings, demo.secrets
        finally:
            playing.cancel()
            await asyncio.wait([playing])
