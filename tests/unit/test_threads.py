"""Blocking work beside the event loop: what it leaves behind."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from porchlight.threads import in_thread

pytestmark = pytest.mark.anyio


class Answer:
    """Something large that a server sent."""


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
async def test_what_failed_work_had_received_is_freed_at_once() -> None:
    held: list[weakref.ref[Answer]] = []

    def parse(answer: Answer) -> None:
        raise ValueError("that is no answer")

    def ask() -> None:
        answer = Answer()
        held.append(weakref.ref(answer))
        try:
            parse(answer)
        except ValueError as error:
            raise OSError("the check failed") from error

    with pytest.raises(OSError, match="the check failed") as failed:
        await in_thread(ask, name="check")
    assert failed.value.__cause__ is not None
    assert held[0]() is None
