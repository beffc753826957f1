"""An important day in the running program: what is checked by the hour else is checked by the second then."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from porchlight.model.events import CheckEnded, Event
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions

pytestmark = pytest.mark.anyio

SETTINGS = """
[monitor]
connectivity_urls = []
[components.plug-ins]
kind = "plugins"
interval = "1h"
[calendar.giving]
name = "Giving Tuesday"
from = "{day}"
to = "{day}"
interval = "1s"
"""


@pytest.mark.parametrize(("days_ahead", "checks"), [(0, 3), (30, 1)])
async def test_checks_are_as_frequent_as_the_calendar_says_while_the_day_is_on(
    tmp_path: Path, days_ahead: int, checks: int
) -> None:
    day = datetime.now().astimezone().date() + timedelta(days=days_ahead)
    settings = parse_settings(SETTINGS.format(day=day.isoformat()))
    assert settings.all_problems() == []
    ended: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, CheckEnded):
            ended.append(event.result.component)

    async with await Porchlight.start(RunOptions(settings, str(tmp_path), Role.OWNER, Redactor())) as program:
        program.bus.subscribe(listen)
        running = asyncio.create_task(program.run())
        try:
            async with asyncio.timeout(20):
                while ended.count("plug-ins") < checks:  # noqa: ASYNC110 - what is waited for has no event of its own
                    await asyncio.sleep(0.05)
            await asyncio.sleep(1.5)
        finally:
            running.cancel()
            await asyncio.wait([running])
    assert (ended.count("plug-ins") > checks) is (days_ahead == 0)
