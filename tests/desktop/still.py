"""A monitor that stands still: windows see a snapshot that the test gives, and their commands are written down."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject

from porchlight.desktop.context import AppContext
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.theme import Theme
from porchlight.language.text import Text
from porchlight.model.audit import Action, Actor
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import Command, CommandResult
from porchlight.settings.file import LoadedSettings

NOW_MS = time.time_ns() // 1_000_000


def view(
    identifier: str,
    status: Status = Status.HEALTHY,
    reason: Reason | None = None,
    *,
    name: str = "",
    sentence: str = "Answered 200 as expected.",
    checking: bool = False,
    since_s: float = 60,
    **component: Any,
) -> ComponentView:
    component_ = Component(id=identifier, name=name or identifier.capitalize(), kind="http", **component)
    state = ComponentState(
        identifier, status, NOW_MS - round(since_s * 1000), reason, sentence, NOW_MS - 12_000, 182_000
    )
    return ComponentView(component_, state, None, checking)


def snapshot(*views: ComponentView, **rest: Any) -> Snapshot:
    return Snapshot(NOW_MS, {one.component.id: one for one in views}, **rest)


@dataclass
class StillProgram:
    """What windows ask of a Porchlight."""

    now: Snapshot
    data_dir: str = ""
    settings: LoadedSettings = field(default_factory=lambda: LoadedSettings("", True))
    commands: list[Command] = field(default_factory=list)
    recorded: list[tuple[Action, str]] = field(default_factory=list)
    rules: list[Any] = field(default_factory=list)
    slow: bool = False
    """A command does not end."""
    bus: Any = field(default_factory=lambda: SimpleNamespace(subscribe=lambda listener, name: lambda: None))

    def snapshot(self) -> Snapshot:
        return self.now

    async def handle(self, command: Command) -> CommandResult:
        self.commands.append(command)
        if self.slow:
            await asyncio.sleep(0)
        return CommandResult(True, Text("Done."))

    def record(self, action: Action, subject: str = "", detail: str = "", *, actor: Actor = Actor.USER) -> None:
        self.recorded.append((action, subject))

    def withheld_credential(self, component_id: str) -> None:
        """None is withheld."""

    async def flush(self) -> None:
        """Nothing waits to be written."""


class NowSupervisor(Supervisor):
    """Runs what is spawned to its first wait, without a loop."""

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str, owner: QObject | None = None) -> None:
        try:
            work.send(None)
        except (StopIteration, RuntimeError):  # what waits for a thread needs a loop
            return
        work.close()


class StillContext(AppContext):
    """A context over a snapshot; ``show`` gives another one."""

    def __init__(
        self,
        theme: Theme,
        *views: ComponentView,
        settings_path: str = "",
        data_folder: str = "",
        demo: bool = False,
        **rest: Any,
    ) -> None:
        self.still = StillProgram(snapshot(*views, **rest), data_folder)
        super().__init__(
            self.still,  # type: ignore[arg-type]
            theme,
            HistoryQueries(None),
            NowSupervisor(),
            settings_path,
            demo=demo,
        )

    def show(self, *views: ComponentView, **rest: Any) -> None:
        self.still.now = snapshot(*views, **rest)
        self.bridge.changed.emit()

    def change(self, **fields: Any) -> None:
        """The same components, with other things about them."""
        self.still.now = replace(self.still.now, **fields)


__all__ = ["NOW_MS", "StillContext", "replace", "snapshot", "view"]
