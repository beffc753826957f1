"""The history as surfaces and commands use it: reading it, and writing to it where no monitor does."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TextIO

from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import HistoryHeld
from porchlight.model.incident import ComponentState
from porchlight.model.operation import Operation, RunStart
from porchlight.model.ports import Clock, Store
from porchlight.model.result import Result
from porchlight.model.status import Status
from porchlight.monitor.clock import SystemClock
from porchlight.runtime.surroundings import pauses_left, surroundings_document
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.history.reader import HistoryReader
    from porchlight.history.store import HistoryStore
    from porchlight.redaction import Redactor
    from porchlight.runtime.activity import Activity
    from porchlight.runtime.stored_status import StoredStatus
    from porchlight.settings.report import ReportFormat
    from porchlight.settings.schema import Language

_log = logging.getLogger(__name__)
_EVER_MS = 90 * 24 * 3600 * 1000
"""How far back the history is searched for a check that worked."""
_RUNS_AT_ONCE = 200
"""Runs that are processed in one turn of the loop."""
_TURN = 0.05
_TURNS = 40
"""How often, and how many seconds apart, a history is retried that another command holds for a moment."""


async def remember(settings: LoadedSettings, data_dir: str, results: list[Result]) -> None:
    """Write the results of a one-shot sweep to the history, without confirmation. Does nothing where a monitor writes
    the history already. Raises HistoryError for any other trouble."""
    clock = SystemClock()
    try:
        store = await open_store_of(history_file(data_dir), settings, clock, maintain=False)
    except HistoryHeld:
        return
    try:
        for item in settings.components:
            store.register(item.component, clock.now_ms())
            if not item.component.enabled:
                state = ComponentState(
                    item.component.id, Status.DISABLED, clock.now_ms(), None, english(msg("Not watched.")), None, None
                )
                store.save_state(state)
        before = store.shown()
        left = pauses_left(store.surroundings(), clock.now_ms())
        store.save_surroundings(surroundings_document(None, settings.paths, left))
        for result in results:
            store.record(result, _as_it_is(result, before.get(result.component)))
        await store.flush()
    finally:
        store.close()


def open_reader(data_dir: str) -> "HistoryReader":
    """For queries. Raises HistoryError."""
    return read_history(history_file(data_dir))


def read_history(path: str) -> "HistoryReader":
    """For queries of one file. Raises HistoryError."""
    from porchlight.history.reader import HistoryReader

    return HistoryReader(path)


def write_results(
    reader: "HistoryReader", components: Sequence[str], since_ms: int, until_ms: int, form: str, file: TextIO
) -> int:
    """Write the single results of ``components`` as ``csv`` or ``jsonl``; returns how many there were."""
    from porchlight.exporters.rows import FORMATS

    found = (result for component_id in components for result in reader.results(component_id, since_ms, until_ms))
    return FORMATS[form](found, file)


def read_report(
    path: str,
    settings: LoadedSettings,
    span_ms: tuple[int, int],
    wanted: "ReportFormat",
    redactor: "Redactor",
    language: "Language | None" = None,
) -> bytes:
    """The report of a span (Unix ms) as the bytes of its file, in the language of the settings or in another one.

    Blocks for tenths of a second. Raises HistoryError.
    """
    from porchlight.exporters.report.writing import Wanted, report_of
    from porchlight.probes.vendor_feeds import vendors
    from porchlight.runtime.day_results import read_day_results
    from porchlight.runtime.gifts import read_missed_gifts
    from porchlight.zones import local_zone

    reader_language = language or settings.desktop.language
    order = Wanted(
        settings,
        *span_ms,
        local_zone(),
        wanted,
        reader_language,
        vendors(settings),
        read_missed_gifts,
        read_day_results,
    )
    with read_history(path) as reader:
        return report_of(order, reader, redactor.text)


async def changes_of_another(
    path: str, stopping: asyncio.Event, every: float
) -> AsyncIterator[tuple["StoredStatus", Status]]:
    """Each change that another Porchlight stores, with the status before it, until that one stops writing. Looks
    every so many seconds. Raises HistoryError."""
    from porchlight.history.lock import is_held
    from porchlight.runtime.stored_status import read_statuses

    clock = SystemClock()
    known: dict[str, Status] = {}
    while True:
        for one in await asyncio.to_thread(read_statuses, path, clock.now_ms()):
            before = known.get(one["component"])
            known[one["component"]] = one["status"]
            if before is not None and before is not one["status"]:
                yield one, before
        try:
            async with asyncio.timeout(every):
                await stopping.wait()
                return
        except TimeoutError:
            if not await asyncio.to_thread(is_held, path):
                return


class RunsInHistory:
    """Implements Runs: read outside the loop, with the runs that wait beside the history."""

    def __init__(self, data_dir: str, clock: Clock) -> None:
        self._data_dir = data_dir
        self._clock = clock

    async def last(self, name: str, most: int) -> Sequence[Operation]:
        """See Runs."""
        from porchlight.operations.spool import anything_waits, waiting

        def read() -> list[Operation]:
            until_ms = self._clock.now_ms() + 1
            waits = waiting(self._data_dir, until_ms) if anything_waits(self._data_dir) else []
            found = [one.run for one in waits if one.run is not None and one.run.name == name]
            path = history_file(self._data_dir)
            if not os.path.exists(path):
                return found
            with read_history(path) as reader:
                found += reader.operations(name, 0, until_ms, most)
            return sorted(found, key=lambda run: run.began_ms, reverse=True)[:most]

        return await in_thread(read, name=f"runs of {name}")

    async def started(self, name: str) -> Sequence[RunStart]:
        """See Runs."""
        from porchlight.operations.starts import StartFolder, is_possible

        found = await in_thread(partial(StartFolder(self._data_dir).of, name), name=f"starts of {name}")
        now_ms = self._clock.now_ms()
        return [one for one in found if is_possible(one, now_ms)]


async def take_in_waiting(data_dir: str) -> None:
    """Take the runs that wait beside the history into it; where a monitor writes it, leave that to it. Raises
    HistoryError for any other trouble."""
    from porchlight.operations.spool import anything_waits

    if not anything_waits(data_dir):
        return
    from porchlight.runtime.activity import Activity  # and every event with it

    try:
        store = await open_store_of(history_file(data_dir), None, SystemClock(), maintain=False)
    except HistoryHeld:
        return
    try:
        clock = SystemClock()
        await take_runs(data_dir, store, store.record_operations, Activity(store, clock), clock)
    finally:
        store.close()


async def take_runs(
    data_dir: str, store: Store, take: Callable[[Sequence[Operation]], None], activity: "Activity", clock: Clock
) -> None:
    """Give runs that jobs left beside the history to ``take``, and delete them once ``store`` has written them. A
    file without a run is put aside, and recorded."""
    from porchlight.operations.spool import anything_waits, rejected, taken, waiting

    if not anything_waits(data_dir):
        return
    found = await in_thread(partial(waiting, data_dir, clock.now_ms()), name="runs that wait")
    if put_aside := await in_thread(partial(rejected, found), name="runs that wait"):
        activity.files_rejected([(os.path.basename(one.path), one.fault) for one in put_aside if one.fault])
    runs = [one.run for one in found if one.run is not None]
    for first in range(0, len(runs), _RUNS_AT_ONCE):
        take(runs[first : first + _RUNS_AT_ONCE])
        await asyncio.sleep(0)
    if not runs:
        return
    await store.flush()
    if store.health().error is None:
        await in_thread(partial(taken, [one.path for one in found if one.run is not None]), name="runs that wait")


async def open_store_of(
    path: str, settings: LoadedSettings | None, clock: Clock, *, maintain: bool
) -> "HistoryStore":
    """``settings``: for a store whose components are the watched ones; None: that does not matter."""
    from porchlight.history.store import open_store

    results_kept = (settings or LoadedSettings("", False)).monitor.retention

    for turns_left in reversed(range(_TURNS)):
        try:
            store = open_store(path, clock, results_kept=results_kept, maintain=maintain)
            break
        except HistoryHeld as held:
            if not held.briefly or not turns_left:
                raise
            await asyncio.sleep(_TURN)
    configured = {item.component.id for item in settings.components} if settings else set(store.shown())
    for component_id in store.shown():
        if component_id not in configured:
            store.forget(component_id)
    return store


def has_worked(path: str, component_id: str, now_ms: int) -> bool:
    """Whether a check of the component worked within the last ninety days."""
    with read_history(path) as reader:
        summary = reader.summary(component_id, now_ms - _EVER_MS, now_ms)
    return summary.healthy + summary.degraded > 0


def _as_it_is(result: Result, before: tuple[Status, int] | None) -> ComponentState:
    status = Status(result.outcome.value)
    return ComponentState(
        component=result.component,
        status=status,
        since_ms=before[1] if before is not None and before[0] is status else result.began_ms,
        reason=result.reason,
        sentence=result.sentence,
        checked_ms=result.began_ms + result.duration_us // 1000,
        duration_us=result.duration_us,
    )
