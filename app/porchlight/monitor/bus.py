"""The live bus: what happens in the monitor, told to every surface at once.

Callbacks run on the monitor's loop, must be quick and cannot hurt it: what one raises is reported once, the others
still hear the event.
"""

from collections.abc import Callable
from dataclasses import dataclass

from porchlight.containment import Malfunctions
from porchlight.model.incident import Incident, StatusChange
from porchlight.model.operation import Operation
from porchlight.model.result import Result
from porchlight.model.snapshot import ComponentView


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

    def __init__(self, malfunctions: Malfunctions) -> None:
        self._malfunctions = malfunctions
        self._listeners: list[tuple[str, Listener]] = []

    def subscribe(self, listener: Listener, *, name: str = "what follows the checks") -> Callable[[], None]:
        """Hear all that follows; returns how to stop hearing it. ``name`` says for people what listens."""
        entry = (name, listener)
        self._listeners.append(entry)

        def unsubscribe() -> None:
            if entry in self._listeners:
                self._listeners.remove(entry)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tell every listener."""
        for name, listener in tuple(self._listeners):
            try:
                listener(event)
            except BaseException as error:  # nothing is awaited here, so whatever it is, it is the listener's own
                sentence = f"The part “{name}” failed ({type(error).__name__})."
                self._malfunctions.begin(_part(name, event), sentence, error=error, essential=True)
            else:
                if self._malfunctions.any:
                    self._malfunctions.end(_part(name, event))


def _part(name: str, event: Event) -> str:
    return f"The part “{name}”, at {type(event).__name__}"
