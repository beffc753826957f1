"""All that is ever done with a history, in one go."""

import asyncio
import lzma
from contextlib import closing, suppress
from pathlib import Path

from porchlight.history.aggregation import RollUp
from porchlight.history.connection import FILE_ERRORS, connect_writer
from porchlight.history.reader import HistoryReader
from porchlight.history.retention import CleanUp
from porchlight.history.schema import VERSION
from porchlight.history.store import HistoryStore, open_store
from porchlight.model.alert import Alert, AlertChanges, AlertState, Notification, NotificationKind, Severity
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.errors import HistoryError
from porchlight.model.history import Resolution
from porchlight.model.incident import Incident
from porchlight.model.operation import Operation
from porchlight.model.status import Reason, Status
from porchlight.runtime.stored_status import read_statuses
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, result, state

DAY_MS = 86_400_000
NOW_MS = 1_790_000_100_000 + 5 * 3_600_000
"""Two hours after the last result of the fixture."""
_FIXTURE = Path(__file__).parents[2] / "fixtures" / "history" / f"version-{VERSION}.sqlite.xz"
_MOST_STEPS = 20_000


def write_all(path: Path, now_ms: int, clock: ManualClock | None = None) -> HistoryStore:
    """Open it as a monitor does, and write one of everything. Raises HistoryError."""
    store = open_store(str(path), clock or ManualClock(now_ms), results_kept=172_800)
    try:
        asyncio.run(asyncio.wait_for(_write(store, now_ms), 20))
    finally:
        store.close()
    return store


async def _write(store: HistoryStore, now_ms: int) -> None:
    store.register(WEBSITE, now_ms)
    for began_ms in (now_ms - DAY_MS, now_ms):
        found = result(began_ms)
        store.record(found, state(found))
    store.save_incident(Incident("new", "website", now_ms, Status.ERROR, Reason.DNS, "No such name.", ()))
    alert = Alert("a-new", "critical", "website", Severity.HIGH, AlertState.FIRING, now_ms, "No such name.", now_ms)
    message = Notification("n-new", "a-new", "mail", NotificationKind.FIRING, now_ms, now_ms)
    store.save_alerts(AlertChanges(alerts=(alert,), notifications=(message,)))
    store.record_operations([Operation("sync:supporters", now_ms, 90_000.0, True, 5)], component="log", position="7")
    store.audit(AuditEntry(now_ms, Actor.AUTOMATIC, Action.STARTED))
    await store.flush()
    # What was left by the run before.
    for one in (store.open_incidents, store.open_alerts, store.positions, store.last_operations, store.shown):
        one()


def maintain_all(path: Path, now_ms: int) -> None:
    """Roll up and clean up to the end, in the smallest steps that there are. Raises ``sqlite3.Error``."""
    with closing(connect_writer(str(path))) as connection:
        for walk in (RollUp(now_ms), CleanUp(now_ms, 172_800_000)):
            for _ in range(_MOST_STEPS):
                if walk.step(connection, 0.0):
                    break
            else:
                raise AssertionError(f"{type(walk).__name__} does not end")


def read_all(path: Path, now_ms: int) -> None:
    """Ask every question. Raises HistoryError where it cannot be opened; what is broken costs that answer."""
    since = now_ms - 400 * DAY_MS
    with suppress(HistoryError):
        read_statuses(str(path), now_ms)
    with HistoryReader(str(path)) as reader:
        for ask in _QUESTIONS:
            with suppress(HistoryError):
                ask(reader, since, now_ms + DAY_MS)


_QUESTIONS = (
    lambda reader, since, until: reader.components(),
    lambda reader, since, until: reader.series("website", since, until),
    lambda reader, since, until: list(reader.results("website", since, until)),
    lambda reader, since, until: [reader.buckets("website", since, until, one) for one in Resolution],
    lambda reader, since, until: reader.summary("website", since, until),
    lambda reader, since, until: reader.incidents(since, until, "website"),
    lambda reader, since, until: reader.audit(0, until),
    lambda reader, since, until: [
        (reader.alert_timeline(one.id), one) for one in reader.alerts(since, until, text="a")
    ],
    lambda reader, since, until: reader.notifications(since, until),
    lambda reader, since, until: reader.outbox(since, until),
    lambda reader, since, until: reader.outbox_channels(),
    lambda reader, since, until: reader.silences(until),
    lambda reader, since, until: reader.operations(None, since, until),
    lambda reader, since, until: [
        reader.operation_buckets(name, since, until, Resolution.DAY) for name in reader.operation_names(since)
    ],
    lambda reader, since, until: reader.operation_summaries(since, until),
    lambda reader, since, until: reader.measures(since, until),
)


def laid(folder: Path) -> Path:
    """The history of the current version that the fixtures have, to be broken."""
    path = folder / "history.sqlite3"
    path.write_bytes(lzma.decompress(_FIXTURE.read_bytes()))
    return path


def handle(path: Path, now_ms: int) -> HistoryStore | None:
    """A run of a monitor with readers beside it, and its maintenance; None where it may not be opened at all, which
    people are told."""
    with suppress(HistoryError):
        read_all(path, now_ms)
    try:
        store = write_all(path, now_ms)
    except HistoryError:
        return None
    with suppress(*FILE_ERRORS, HistoryError):
        maintain_all(path, now_ms)
    with suppress(HistoryError):
        read_all(path, now_ms)
    return store
