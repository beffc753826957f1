"""The live bus: what happens in the monitor, told to every surface at once.

Callbacks run on the monitor's loop, must be quick and cannot hurt it: what one raises is logged, the others
still hear the event.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from app.model.incident import Incident, StatusChange
from app.model.operation import Operation
from app.model.result import Result
from app.model.snapshot import ComponentView

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """A check of this component has begun."""

    component: str


@dataclass(frozen=True, slots=True)
class CheckEnded:
    """A check has ended; the view already holds what it found."""

    view: ComponentView
    result: Result
    change: StatusChange | None
    incident: Incident | None
    operations: tuple[Operation, ...] = ()
    """Runs of somebody else's work that the check came to know of."""


@dataclass(frozen=True, slots=True)
class StatusExpired:
    """A component became unknown because no result came."""

    view: ComponentView
    change: StatusChange


@dataclass(frozen=True, slots=True)
class ComponentsChanged:
    """Components were registered, unregistered, enabled, disabled, paused or resumed, or the network came or went."""


@dataclass(frozen=True, slots=True)
class GapPassed:
    """This computer was asleep, or the clock was set."""


Event = CheckStarted | CheckEnded | StatusExpired | ComponentsChanged | GapPassed
Listener = Callable[[Event], None]


class Bus:
    """Passes events to listeners in the order in which they happen."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear all that follows; returns how to stop hearing it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            try:
                listener(event)
            except Exception:
                _log.exception("a listener failed on %s", type(event).__name__)
