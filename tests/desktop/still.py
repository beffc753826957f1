"""A monitor that stands still: windows see a snapshot that the test gives, and their orders are written down."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject

from porchlight.containment import Malfunctions
from porchlight.desktop.context import AppContext
from porchlight.desktop.history import HistoryQueries
from porchlight.desktop.supervisor import Supervisor
from porchlight.desktop.theme import Theme
from porchlight.model.alert import Alert
from porchlight.model.audit import Action, Actor
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.ports import StoreHealth
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Reason, Status
from porchlight.model.suppression import Silence
from porchlight.monitor.clock import SystemClock
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
class StillMonitor:
    """What windows ask of a monitor."""

    now: Snapshot
    ordered: list[tuple[Any, ...]] = field(default_factory=list)
    slow: bool = False
    """A check that was ordered does not end."""
    bus: Any = field(default_factory=lambda: SimpleNamespace(subscribe=lambda listener, name: lambda: None))

    def snapshot(self) -> Snapshot:
        return self.now

    async def check_now(self, ids: list[str] | None = None) -> list[Any]:
        self.ordered.append(("check", ids))
        if self.slow:
            await asyncio.sleep(0)
        return []

    def pause(self, until_ms: int) -> None:
        self.ordered.append(("pause", until_ms))

    def resume(self) -> None:
        self.ordered.append(("resume",))

    def pause_component(self, one: str, until_ms: int) -> None:
        self.ordered.append(("pause", one, until_ms))

    def resume_component(self, one: str) -> None:
        self.ordered.append(("resume", one))


@dataclass
class StillAlerting:
    """What windows ask of Alerting."""

    undelivered: dict[str, str] = field(default_factory=dict)
    rules: list[Any] = field(default_factory=list)
    firing: list[Alert] = field(default_factory=list)
    silenced: list[Silence] = field(default_factory=list)

    def alerts(self) -> list[Alert]:
        return self.firing

    def silences(self) -> list[Silence]:
        return self.silenced


@dataclass
class StillMonitoring:
    """What windows ask of a Monitoring."""

    monitor: StillMonitor
    data_dir: str = ""
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    alerting: StillAlerting = field(default_factory=StillAlerting)
    settings: LoadedSettings = field(default_factory=lambda: LoadedSettings("", True))
    noted: list[tuple[Action, str]] = field(default_factory=list)
    notice: Any = None
    trouble: str | None = None
    malfunctions: Malfunctions = field(default_factory=lambda: Malfunctions(SystemClock()))
    vendor_words: Any = field(default_factory=lambda: SimpleNamespace(word=lambda one: None))
    diagnoses: Any = field(default_factory=lambda: SimpleNamespace(of=lambda one: None))
    updates: Any = field(default_factory=lambda: SimpleNamespace(newer=None))

    def credentials(self, component_id: str) -> tuple[str, ...]:
        return self.keys.get(component_id, ())

    def audit(self, action: Action, subject: str = "", detail: str = "", *, actor: Actor = Actor.USER) -> None:
        self.noted.append((action, subject))

    @property
    def store(self) -> Any:
        return SimpleNamespace(health=lambda: StoreHealth(0, self.trouble, 0), flush=_nothing)


async def _nothing() -> None:
    """Nothing waits to be written."""


class NowSupervisor(Supervisor):
    """Runs what is spawned to its first wait, without a loop."""

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str, owner: QObject | None = None) -> None:
        try:
            work.send(None)
        except StopIteration:
            return
        work.close()


class StillContext(AppContext):
    """A context over a snapshot; ``show`` gives another one."""

    def __init__(
        self, theme: Theme, *views: ComponentView, settings_path: str = "", data_folder: str = "", **rest: Any
    ) -> None:
        self.still = StillMonitoring(StillMonitor(snapshot(*views, **rest)), data_dir=data_folder)
        super().__init__(
            self.still,  # type: ignore[arg-type]
            theme,
            HistoryQueries(None),
            NowSupervisor(),
            settings_path,
        )

    def show(self, *views: ComponentView, **rest: Any) -> None:
        self.still.monitor.now = snapshot(*views, **rest)
        self.bridge.changed.emit()

    @property
    def ordered(self) -> list[tuple[Any, ...]]:
        return self.still.monitor.ordered


__all__ = ["NOW_MS", "StillContext", "replace", "snapshot", "view"]
