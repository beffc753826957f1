"""What cannot be written costs itself alone, nothing ends the writer's thread, and what is lost is told."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from porchlight.history.aggregation import RollUp
from porchlight.history.reader import HistoryReader
from porchlight.history.retention import CleanUp
from porchlight.history.store import HistoryStore
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertEvent,
    AlertEventKind,
    AlertState,
    Notification,
    NotificationKind,
    Severity,
)
from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind
from porchlight.model.operation import Operation
from porchlight.model.result import Measure, Phase, Unit
from porchlight.model.status import Outcome, Reason, Status
from porchlight.model.suppression import Silence
from tests.clocks import ManualClock
from tests.integration.history.builders import WEBSITE, opened, result, state

pytestmark = [pytest.mark.anyio, pytest.mark.logs_warnings]

NOW_MS = 1_790_000_100_000
HALF = "half an emoji: \ud83d."
TOO_LARGE = 2**70


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def incident(id_: str, *, began_ms: int = NOW_MS, sentence: str = "No answer.") -> Incident:
    event = IncidentEvent(NOW_MS, IncidentEventKind.CONFIRMED, Status.ERROR, Reason.DNS, sentence)
    return Incident(id_, "website", began_ms, Status.ERROR, Reason.DNS, sentence, (event,))


def alert(id_: str, *, sentence: str = "Down.", pending_ms: int = NOW_MS) -> Alert:
    return Alert(
        id_, "critical", "website", Severity.CRITICAL, AlertState.FIRING, pending_ms, sentence, firing_ms=NOW_MS
    )


def run(id_: str, name: str = "sync:gifts", processed: int = 1) -> Operation:
    return Operation(name, NOW_MS, 5000.0, True, processed, id=id_, source="log")


async def test_half_a_letter_in_any_text_is_written_as_one_that_there_is(path: Path) -> None:
    with opened(path, ManualClock(NOW_MS)) as store:
        store.register(Component(id="website", name=HALF, kind="http"), NOW_MS)
        found = replace(
            result(NOW_MS, outcome=Outcome.ERROR), sentence=HALF, measures={HALF: Measure(1, Unit.COUNT, limit=2)}
        )
        store.record(found, state(found))
        store.save_incident(incident("i", sentence=HALF))
        store.save_alerts(
            AlertChanges(
                (alert("a", sentence=HALF),),
                (AlertEvent("a", NOW_MS, AlertEventKind.ACTION, detail=HALF),),
                (Notification("n", "a", "mail", NotificationKind.FIRING, NOW_MS, NOW_MS, error=HALF),),
                (Silence("s", NOW_MS + 1, NOW_MS, comment=HALF),),
            )
        )
        store.record_operations([run("r", HALF)])
        store.audit(AuditEntry(NOW_MS, Actor.USER, Action.STARTED, HALF, HALF))
        await store.flush()
        assert (store.health().dropped, store.health().error) == (0, None)
    sentence = "half an emoji: \ufffd."
    with HistoryReader(str(path)) as reader:
        (back,) = reader.results("website", 0, NOW_MS + 1)
        assert (back.sentence, list(back.measures)) == (sentence, [sentence])
        (one,) = reader.incidents(0, NOW_MS + 1)
        assert (one.sentence, one.timeline[0].sentence) == (sentence, sentence)
        assert [one.sentence for one in reader.alerts(0, NOW_MS + 1)] == [sentence]
        assert [one.detail for one in reader.alert_timeline("a")] == [sentence]
        assert [one.error for one in reader.notifications(0, NOW_MS + 1)] == [sentence]
        assert [one.comment for one in reader.silences(NOW_MS)] == [sentence]
        assert [one.name for one in reader.operations(None, 0, NOW_MS + 1)] == [sentence]
        assert [(one.subject, one.detail) for one in reader.audit(0, NOW_MS + 1)] == [(sentence, sentence)]
        assert [one.measure for one in reader.measures(0, NOW_MS + 1)] == [sentence]


BAD: dict[str, Callable[[HistoryStore], None]] = {
    "a component": lambda store: store.register(Component(id="bad", name="Bad", kind="http"), TOO_LARGE),
    "a component whose name is no text": lambda store: store.register(
        Component(id="bad", name=object(), kind="http"),  # type: ignore[arg-type]
        NOW_MS,
    ),
    "a result": lambda store: store.record(result(NOW_MS, component="bad", duration_us=TOO_LARGE), OTHER_STATE),
    "a result without a sentence": lambda store: store.record(
        replace(result(NOW_MS, component="bad"), sentence=None),  # type: ignore[arg-type]
        OTHER_STATE,
    ),
    "a result with phases that are no numbers": lambda store: store.record(
        replace(result(NOW_MS, component="bad"), phases={Phase.DNS: object()}),  # type: ignore[dict-item]
        OTHER_STATE,
    ),
    "a status": lambda store: store.save_state(replace(OTHER_STATE, checked_ms=TOO_LARGE)),
    "an incident": lambda store: store.save_incident(incident("bad", began_ms=TOO_LARGE)),
    "an incident without a sentence": lambda store: store.save_incident(
        replace(incident("bad"), sentence=None)  # type: ignore[arg-type]
    ),
    "an alert": lambda store: store.save_alerts(AlertChanges((alert("bad", pending_ms=TOO_LARGE),))),
    "a line of a timeline": lambda store: store.save_alerts(
        AlertChanges(events=(AlertEvent("a", TOO_LARGE, AlertEventKind.FIRING),))
    ),
    "a message": lambda store: store.save_alerts(
        AlertChanges(
            notifications=(
                Notification("bad", "a", "mail", NotificationKind.FIRING, NOW_MS, NOW_MS, attempts=TOO_LARGE),
            )
        )
    ),
    "a run": lambda store: store.record_operations([run("bad", processed=TOO_LARGE)]),
    "a run of infinite length": lambda store: store.record_operations(
        [replace(run("bad"), duration_ms=float("inf"))]
    ),
    "a line of the activity list": lambda store: store.audit(AuditEntry(TOO_LARGE, Actor.USER, Action.ENDED)),
    "a line without a subject": lambda store: store.audit(
        AuditEntry(NOW_MS, Actor.USER, Action.ENDED, None)  # type: ignore[arg-type]
    ),
}
OTHER_STATE: ComponentState = state(result(NOW_MS, component="other"))


@pytest.mark.parametrize("bad", BAD)
async def test_what_no_column_takes_costs_itself_and_none_of_its_neighbours(path: Path, bad: str) -> None:
    with opened(path, ManualClock(NOW_MS)) as store:
        store.register(WEBSITE, NOW_MS)
        store.save_incident(incident("before"))
        store.save_alerts(AlertChanges((alert("a"),)))
        BAD[bad](store)
        store.register(Component(id="later", name="Later", kind="http"), NOW_MS)
        for number in range(3):
            found = result(NOW_MS + number)
            store.record(found, state(found))
        store.save_incident(incident("after"))
        store.save_alerts(AlertChanges((alert("b"),)))
        store.record_operations([run("r")], component="log", position="7")
        store.audit(AuditEntry(NOW_MS, Actor.USER, Action.STARTED))
        await store.flush()
        assert (store.health().dropped, store.health().error, store.health().queued) == (1, None, 0)
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert {"website", "later"} <= set(reader.components())
        assert len(reader.series("website", 0, NOW_MS + 9).began_ms) == 3
        assert {one.id for one in reader.incidents(0, NOW_MS + 9)} == {"before", "after"}
        assert {one.id for one in reader.alerts(0, NOW_MS + 9)} == {"a", "b"}
        assert [one.id for one in reader.operations(None, 0, NOW_MS + 9)] == ["r"]
        noted = {one.action: one.detail for one in reader.audit(0, NOW_MS + 9)}
    assert noted.keys() == {Action.STARTED, Action.MONITOR_UNWELL}
    assert noted[Action.MONITOR_UNWELL].startswith("1 record could not be written to the history and is lost (")
    with opened(path) as store:
        assert store.positions() == {"log": "7"}


async def test_one_bad_alert_of_a_message_does_not_take_the_others_of_it_along(path: Path) -> None:
    changes = AlertChanges(
        (alert("bad", pending_ms=TOO_LARGE), alert("critical")),
        (AlertEvent("critical", NOW_MS, AlertEventKind.FIRING),),
        (Notification("n", "critical", "mail", NotificationKind.FIRING, NOW_MS, NOW_MS),),
    )
    with opened(path, ManualClock(NOW_MS)) as store:
        store.save_alerts(changes)
        await store.flush()
        assert store.health().dropped == 1
    with opened(path, ManualClock(NOW_MS)) as store:
        left = store.open_alerts()
        assert [one.id for one in left.alerts] == ["critical"]
        assert [one.id for one in left.notifications] == ["n"]


async def test_a_thousand_losses_are_one_line_of_the_activity_list(path: Path) -> None:
    clock = ManualClock(NOW_MS)
    with opened(path, clock) as store:
        for number in range(1000):
            found = result(NOW_MS + number, duration_us=TOO_LARGE)
            store.record(found, state(result(NOW_MS)))
            if number % 100 == 0:
                await store.flush()
        await store.flush()
        assert store.health().dropped == 1000
        clock.advance(601)
        found = result(NOW_MS)
        store.record(found, state(found))
        await store.flush()
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert 1 <= len(reader.audit(0, NOW_MS + 10_000_000)) <= 2


async def test_somebody_who_waits_and_fails_over_the_news_ends_nothing(path: Path) -> None:
    def fail() -> None:
        raise RuntimeError("told")

    with opened(path, ManualClock(NOW_MS)) as store:
        assert store._writer is not None
        store._writer._pending.waiting.append(fail)
        await store.flush()
        found = result(NOW_MS)
        store.record(found, state(found))
        await store.flush()
    with HistoryReader(str(path)) as reader:
        assert len(reader.series("website", 0, NOW_MS + 1).began_ms) == 1


@pytest.mark.parametrize("part", [RollUp, CleanUp])
@pytest.mark.parametrize("error", [OverflowError("math range error"), MemoryError(), ValueError("no sketch")])
async def test_maintenance_that_fails_is_told_tried_again_later_and_stops_no_writing(
    path: Path, monkeypatch: pytest.MonkeyPatch, part: type[RollUp] | type[CleanUp], error: Exception
) -> None:
    clock, tries, works = ManualClock(NOW_MS), 0, False
    step = part.step

    def stumble(self: object, connection: sqlite3.Connection, time_limit: float) -> bool:
        nonlocal tries
        tries += 1
        if not works:
            raise error
        return step(self, connection, time_limit)  # type: ignore[arg-type]

    async def beat(store: HistoryStore) -> None:
        for _ in range(3):  # maintenance comes after what is written
            found = result(clock.now_ms())
            store.record(found, state(found))
            await store.flush()

    monkeypatch.setattr(part, "step", stumble)
    with opened(path, clock) as store:
        clock.advance(61)
        await beat(store)
        assert tries == 1
        assert store.health().error is None
        assert store.health().upkeep == f"Something in the history cannot be used ({type(error).__name__})."
        for passed, wanted in ((59, 1), (2, 2), (61, 2), (60, 3)):  # a minute, two minutes, four …
            clock.advance(passed)
            await beat(store)
            assert tries == wanted, passed
        works = True
        clock.advance(3600)
        await beat(store)
        assert store.health().upkeep is None
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM results").fetchone()[0] == 6
