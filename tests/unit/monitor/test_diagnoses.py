"""One diagnosis for each failure, made beside the checks and kept until it is over."""

import asyncio

import pytest

from porchlight.model.diagnosis import Because, Diagnosis
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason, Status
from porchlight.monitor.diagnoses import Diagnoses

pytestmark = pytest.mark.anyio

DOWN = Result("page", 0, 10, Outcome.ERROR, "No answer.", Reason.TIMEOUT)
WELL = Result("page", 0, 10, Outcome.HEALTHY, "It answers.")


class Looking:
    """Looks once for each that is let go."""

    def __init__(self) -> None:
        self.begun: list[Result] = []
        self.go = asyncio.Event()

    async def look(self, result: Result) -> Diagnosis:
        self.begun.append(result)
        await self.go.wait()
        return Diagnosis(result.component, 0, Because.NO_ANSWER, ())


async def test_a_failure_is_looked_at_once_and_forgotten_when_it_is_over() -> None:
    looking = Looking()
    made = asyncio.Event()
    diagnoses = Diagnoses(looking.look, lambda event: made.set())
    diagnoses.observe(DOWN, Status.ERROR)  # nobody looks yet
    async with asyncio.TaskGroup() as group:
        running = group.create_task(diagnoses.run())
        await asyncio.sleep(0)
        for _ in range(3):
            diagnoses.observe(DOWN, Status.ERROR)
        await asyncio.sleep(0)
        assert len(looking.begun) == 1
        assert diagnoses.of("page") is None
        looking.go.set()
        await made.wait()
        diagnoses.observe(DOWN, Status.ERROR)
        assert len(looking.begun) == 1
        found = diagnoses.of("page")
        assert found is not None
        assert found.because is Because.NO_ANSWER
        diagnoses.observe(WELL, Status.HEALTHY)
        assert diagnoses.of("page") is None
        running.cancel()


async def test_what_is_over_while_it_is_looked_at_is_not_told() -> None:
    looking = Looking()
    diagnoses = Diagnoses(looking.look, lambda event: None)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(diagnoses.run())
        await asyncio.sleep(0)
        diagnoses.observe(DOWN, Status.ERROR)
        await asyncio.sleep(0)
        diagnoses.observe(WELL, Status.HEALTHY)
        looking.go.set()
        for _ in range(3):
            await asyncio.sleep(0)
        assert diagnoses.of("page") is None
        running.cancel()
