"""One diagnosis for each failure: made beside the checks once the failure is confirmed, kept until it is over."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from porchlight.containment import contained
from porchlight.model.diagnosis import Diagnosis
from porchlight.model.events import DiagnosisMade, Publish
from porchlight.model.result import Result
from porchlight.model.status import Status

_log = logging.getLogger(__name__)


class Diagnoses:
    """``look`` makes a diagnosis of a result; each new one is published."""

    def __init__(self, look: Callable[[Result], Awaitable[Diagnosis]], publish: Publish) -> None:
        self._publish = publish
        self._look = look
        self._found: dict[str, Diagnosis] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Run until cancelled; before and after that nothing is diagnosed."""
        self._looking.clear()  # of a run that failed
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await asyncio.Event().wait()
            finally:  # before the group ends: it takes no tasks after that
                self._group = None

    def observe(self, result: Result, status: Status) -> None:
        """A component has been checked; an error is diagnosed at once, also one from before a restart."""
        component = result.component
        if status is not Status.ERROR:
            self._found.pop(component, None)
            if (task := self._looking.pop(component, None)) is not None:
                task.cancel()
        elif component not in self._looking and component not in self._found and self._group is not None:
            task = self._group.create_task(self._diagnose(result), name=f"diagnosis of {component}")
            self._looking[component] = task

    def current(self) -> dict[str, Diagnosis]:
        """All current diagnoses, by component id."""
        return dict(self._found)

    def of(self, component_id: str) -> Diagnosis | None:
        """Where its failure lies; None while it works, and while it is being diagnosed."""
        return self._found.get(component_id)

    async def _diagnose(self, result: Result) -> None:
        try:
            with contained():
                diagnosis = await self._look(result)
                self._found[result.component] = diagnosis
                self._publish(DiagnosisMade(result.component, diagnosis))
        except Exception:  # asked again at its next failing check
            _log.exception("where the failure of %s lies cannot be told", result.component)
        finally:
            self._looking.pop(result.component, None)
