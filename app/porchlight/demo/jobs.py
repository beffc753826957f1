"""A job of the demo that reports its starts as well: gifts by text message are imported every quarter of an hour."""

import random
from typing import Final

from porchlight.model.operation import Operation, RunStart
from porchlight.operations.record import leave, leave_start

_JOB: Final = "Text-to-give import"
_EVERY_MS: Final = 900_000
_PAST_DAYS: Final = 14
_HANGS_MS: Final = 180_000
"""For so long the run has been running that hangs: longer than the settings allow."""


def past_runs(now_ms: int) -> list[Operation]:
    """Two weeks of runs as they should be, the last of them a few minutes ago."""
    chance = random.Random("text gifts")  # noqa: S311 - for looks
    runs = []
    for number in range(_PAST_DAYS * 86_400_000 // _EVERY_MS):
        lasted_ms, gifts = chance.uniform(14_000, 38_000), chance.randrange(2, 11)
        id_ = f"demo-text-gifts-{number}"
        began_ms = now_ms - 200_000 - number * _EVERY_MS
        runs.append(Operation(_JOB, began_ms, lasted_ms, True, gifts, id=id_, expected_ms=_EVERY_MS))
    return runs


def report_last_run(data_dir: str, now_ms: int) -> None:
    """A run that ended a few minutes ago, for a demo without a past."""
    leave(past_runs(now_ms)[0], data_dir)


def begin_and_hang(data_dir: str, now_ms: int) -> RunStart:
    """A run started some minutes ago, and has not ended."""
    start = RunStart(_JOB, now_ms - _HANGS_MS, f"demo-hangs-{now_ms}")
    leave_start(start, data_dir)
    return start


def end_after_all(start: RunStart, data_dir: str, now_ms: int) -> None:
    """The provider answers again, and the run that hung ends."""
    leave(Operation(_JOB, start.began_ms, now_ms - start.began_ms, True, 9, id=start.id), data_dir)
