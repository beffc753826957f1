"""What every Store promises, asked of each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.history.memory import MemoryStore
from porchlight.model.incident import Incident
from porchlight.model.operation import Operation
from porchlight.model.ports import Store
from porchlight.model.status import Outcome, Reason, Status
from tests.integration.history.builders import WEBSITE, opened, result, state

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    with opened(tmp_path / "history.sqlite3") as file:
        yield file


async def test_results_are_taken_in_and_nothing_is_left_waiting_after_a_flush(store: Store) -> None:
    store.register(WEBSITE, 0)
    for index in range(1200):
        found = result(index * 1000)
        store.record(found, state(found))
    await store.flush()
    health = store.health()
    assert (health.queued, health.error, health.dropped) == (0, None, 0)


async def test_a_result_of_a_component_nobody_registered_is_taken_in_too(store: Store) -> None:
    found = result(1000, component="stranger", outcome=Outcome.ERROR)
    store.record(found, state(found))
    store.save_incident(Incident("i1", "stranger", 1000, Status.ERROR, Reason.TIMEOUT, "No answer.", ()))
    store.save_state(state(found))
    store.forget("stranger")
    await store.flush()
    assert store.health().error is None


async def test_runs_of_operations_are_taken_in_with_how_far_they_were_read(store: Store) -> None:
    run = Operation("sync:supporters", 1000, 4000.0, True, 90, 1, id="a")
    store.record_operations([run, run], component="log", position="7")
    store.record_operations([Operation("sync:supporters", 9000, 1.0, False)])
    await store.flush()
    health = store.health()
    assert (health.queued, health.error, health.dropped) == (0, None, 0)
