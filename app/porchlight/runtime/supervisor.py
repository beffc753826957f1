"""One task for each service. An exception is logged, published once and ends nothing else: the service is restarted,
after a pause that doubles, until all are cancelled."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from porchlight.containment import Malfunctions, UnexpectedEnd, contained
from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.settings.file import LoadedSettings

_log = logging.getLogger(__name__)

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds before a failed service is restarted: the first time, and at most."""
WELL_AFTER: Final = 60.0
"""Seconds that a service has to run before it counts as recovered."""
_LEFT_WITHIN: Final = 0.2
END_WITHIN: Final = 1.3
"""Seconds that services have to end once they are cancelled; one that does not is left behind."""


async def leave_the_rest(code: int) -> None:
    """At the very end, when all is written and closed: a task that will not end (a plug-in may swallow its
    cancellation) would block asyncio for ever, so the process exits without it."""
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    if not rest:
        return
    _, stuck = await asyncio.wait(rest, timeout=_LEFT_WITHIN)
    if stuck:
        _log.error("these did not end: %s", ", ".join(sorted(task.get_name() for task in stuck)))
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        logging.shutdown()
        os._exit(code)


@dataclass(frozen=True, slots=True)
class Service:
    """Something that runs beside others for as long as Porchlight does."""

    name: Text
    """After “the part”: “alerts”, “weekly report”. Its message is its name in the log."""
    run: Callable[[], Awaitable[None]]
    """Runs until it is cancelled; may be called again after it has failed."""
    essential: bool = False
    """Whether Porchlight cannot be trusted to raise the alarm without it."""
    apply: Callable[[LoadedSettings], None] = lambda settings: None
    """Applies other settings."""


class Supervisor:
    """``run`` it."""

    def __init__(self, services: Iterable[Service], malfunctions: Malfunctions) -> None:
        self._services = tuple(services)
        self._malfunctions = malfunctions
        self._ending = False

    async def run(self) -> None:
        """Until cancelled; ends within two seconds then, whatever the services do."""
        self._ending = False
        tasks = [asyncio.create_task(self._keep_running(one), name=one.name.message) for one in self._services]
        try:
            await asyncio.Event().wait()
        finally:
            self._ending = True
            for task in tasks:
                task.cancel()
            _, stuck = await asyncio.wait(tasks, timeout=END_WITHIN) if tasks else ((), ())
            for task in stuck:
                _log.error("“%s” does not end; it is left behind", task.get_name())

    async def _keep_running(self, service: Service) -> None:
        pause = FIRST_PAUSE
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            well = loop.call_later(WELL_AFTER, self._malfunctions.end, part_of(service))
            try:
                with contained():
                    await service.run()
                raise UnexpectedEnd("it ended by itself")
            except Exception as error:
                if self._ending:
                    return  # it was cancelled, and ended in its own time
                if loop.time() - began >= WELL_AFTER:
                    pause = FIRST_PAUSE
                _log.error("“%s” failed; it is begun again in %g s", service.name.message, pause, exc_info=error)
                self._malfunctions.begin(part_of(service), _sentence(service, error), essential=service.essential)
            finally:
                well.cancel()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def part_of(service: Service) -> str:
    """What a service's malfunction is called."""
    return f"The part “{service.name.message}”"


def _sentence(service: Service, error: Exception) -> Text:
    return msg(
        "The part “{part}” failed ({error}) and is being restarted. See the log for details.",
        part=service.name,
        error=type(error).__name__,
    )
