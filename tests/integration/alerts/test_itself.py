"""The running monitor is watched by its own rules, without being one of the components."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from porchlight.model.component import ITSELF
from porchlight.model.status import OverallStatus
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("little_memory")]

TO_THE_CONSOLE = 'channels = ["console"]\nfor = "0s"\n'
UNWELL = f"[rules.monitor-unwell]\n{TO_THE_CONSOLE}"
HEAVY = f"""
    [rules.high-memory]
    when = {{ kind = "self", measure = "memory", operator = "greater_than", value = 1000000 }}
    {TO_THE_CONSOLE}
"""
ANY_TROUBLE = f"""
    [rules.any]
    when = {{ component = "*", status = ["error", "degraded", "healthy"] }}
    {TO_THE_CONSOLE}
    [rules.report]
    when = {{ path = "summary.total", operator = "greater_than", value = 0 }}
    {TO_THE_CONSOLE}
"""


class ConsoleLines:
    """What the console channel wrote."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._more = asyncio.Event()

    def __call__(self, text: str) -> None:
        self.lines.append(text)
        self._more.set()

    async def wait_for(self, text: str) -> str:
        async with asyncio.timeout(60):
            while not (found := [line for line in self.lines if text in line]):
                self._more.clear()
                await self._more.wait()
        return found[0]


@asynccontextmanager
async def running(folder: Path, text: str, say: Callable[[str], None]) -> AsyncIterator[Porchlight]:
    settings = parse_settings(text)
    assert settings.all_problems() == []
    async with (
        await Porchlight.start(RunOptions(settings, str(folder), Role.OWNER, Redactor(), console=say)) as porchlight,
        asyncio.TaskGroup() as group,
    ):
        running = group.create_task(porchlight.run())
        yield porchlight
        running.cancel()


async def test_a_monitor_that_takes_much_memory_is_told_of_though_nobody_set_anything_up(tmp_path: Path) -> None:
    console = ConsoleLines()
    async with running(tmp_path, HEAVY + ANY_TROUBLE, console) as porchlight:
        line = await console.wait_for("Porchlight itself")
        assert "Porchlight uses a lot of memory" in line
        snapshot = porchlight.snapshot()
        assert snapshot.views == {}
        assert snapshot.overall is OverallStatus.UNKNOWN
        assert [(alert.rule, alert.subject) for alert in snapshot.alerts] == [("high-memory", ITSELF.id)]


@pytest.mark.logs_warnings
async def test_a_history_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "history.sqlite3").mkdir()
    console = ConsoleLines()
    async with running(tmp_path, UNWELL, console):
        line = await console.wait_for("Porchlight itself")
    assert "The history is not being written" in line


async def test_a_component_of_kind_self_is_looked_at_instead(tmp_path: Path) -> None:
    console = ConsoleLines()
    mine = '[components.me]\nkind = "self"\nname = "The lamp"\nmax_memory_mb = 1\n'
    async with running(tmp_path, UNWELL, console) as porchlight:
        await asyncio.sleep(0)
        await porchlight.apply(parse_settings(mine + UNWELL))
        assert "Porchlight uses" in await console.wait_for("The lamp")
        assert {alert.subject for alert in porchlight.snapshot().alerts} == {"me"}
