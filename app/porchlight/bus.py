"""The bus: carries every event to every listener, in the order in which events happen.

Listeners run on the publisher's loop, must be quick and cannot harm it: an exception is reported once, and the others
still get the event.
"""

import logging
from collections.abc import Callable

from porchlight.containment import Malfunctions
from porchlight.language.text import msg
from porchlight.model.events import Event, ServiceFailed, ServiceRecovered
from porchlight.model.malfunction import Malfunction

_log = logging.getLogger(__name__)

Listener = Callable[[Event], None]


class Bus:
    """One for each running program."""

    def __init__(self, malfunctions: Malfunctions) -> None:
        self._malfunctions = malfunctions
        self._listeners: list[tuple[str, Listener]] = []
        self.revision = 0
        """Grows with each event: what was derived from the state at one revision is valid until the next."""
        malfunctions.subscribe(self._publish_malfunction)

    def subscribe(self, listener: Listener, *, name: str = "what follows the checks") -> Callable[[], None]:
        """Subscribe to every event from now on; return a function that unsubscribes. ``name``: the listener's, for
        people."""
        entry = (name, listener)
        self._listeners.append(entry)

        def unsubscribe() -> None:
            if entry in self._listeners:
                self._listeners.remove(entry)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Pass an event to every listener."""
        self.revision += 1
        for name, listener in tuple(self._listeners):
            try:
                listener(event)
            except BaseException as error:  # nothing is awaited here, so any exception is the listener's own
                self._report(name, event, error)
            else:
                if self._malfunctions.any and not isinstance(event, ServiceFailed | ServiceRecovered):
                    self._malfunctions.end(_part(name, event))

    def _report(self, name: str, event: Event, error: BaseException) -> None:
        if isinstance(event, ServiceFailed | ServiceRecovered):  # an event about that would come back to the listener
            _log.error("“%s” failed at an event about a failure", name, exc_info=error)
            return
        sentence = msg("The part “{part}” failed ({error}).", part=name, error=type(error).__name__)
        self._malfunctions.begin(_part(name, event), sentence, error=error, essential=True)

    def _publish_malfunction(self, malfunction: Malfunction) -> None:
        self.publish(ServiceRecovered(malfunction) if malfunction.over else ServiceFailed(malfunction))


def _part(name: str, event: Event) -> str:
    return f"The part “{name}”, at {type(event).__name__}"
