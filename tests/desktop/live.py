"""A context over the real monitor, with real sockets and a real history, on the loop that the app runs on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from porchlight.desktop.context import AppContext
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.theme import Theme
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.kinds import load_settings
from porchlight.runtime.options import Role, RunOptions


@dataclass
class Live:
    """All that runs."""

    context: AppContext
    program: Porchlight
    settings_file: Path
    failures: list[str]

    async def reload(self) -> None:
        """What the app does when the file is another one."""
        await self.program.apply(load_settings(str(self.settings_file)))


@asynccontextmanager
async def live(
    theme: Theme, folder: Path, settings: str = "", secrets: Mapping[str, str] | None = None
) -> AsyncIterator[Live]:
    """Watch what the settings say until left."""
    file = folder / "porchlight.toml"
    if settings:
        file.write_text(settings, encoding="utf-8")
    failures: list[str] = []
    options = RunOptions(
        load_settings(str(file)), str(folder), Role.OWNER_OR_FOLLOWER, Redactor(), given_secrets=secrets
    )
    async with await Porchlight.start(options) as program:
        history = HistoryQueries(program.history_path)
        try:
            async with Supervisor() as supervisor:
                supervisor.failed.connect(failures.append)
                context = AppContext(program, theme, history, supervisor, str(file))
                running = supervisor.spawn(program.run(), name="monitor")
                yield Live(context, program, file, failures)
                context.bridge.end()
                if running is not None:
                    running.cancel()
                    await asyncio.wait([running])
        finally:
            history.close()


async def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something is so; TimeoutError if it does not come."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)
