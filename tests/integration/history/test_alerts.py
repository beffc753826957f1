"""Alerts and what was sent of them, on disk: over restarts, and found again by what a person looks for."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from porchlight.alerts.outbox import Outbox
from porchlight.history.reader import HistoryReader
from porchlight.model.alert import (
    Alert,
    AlertChanges,
    AlertState,
    DeliveryState,
    Grade,
    Notification,
    NotificationKind,
    Severity,
    SuppressionReason,
)
from porchlight.model.component import Shared, SharedKind
from porchlight.model.status import Status
from tests.integration.history.builders import opened

pytestmark = pytest.mark.anyio

DOWN = Alert(
    "a", "down", "page", Severity.HIGH, AlertState.FIRING, 1000, "No answer.", firing_ms=1000, notification_count=1
)
BEGINNING = Notification("a-1-ops", "a", "ops", NotificationKind.FIRING, 1000, 1000, DeliveryState.DELIVERED)
END = Notification("a-resolved-ops", "a", "ops", NotificationKind.RESOLVED, 5000, 5000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


async def test_an_end_that_waits_is_told_after_a_restart_too(path: Path) -> None:
    over = replace(DOWN, state=AlertState.RESOLVED, resolved_ms=5000)
    with opened(path) as store:
        store.save_alerts(AlertChanges((over,), notifications=(BEGINNING, END)))
    with opened(path) as store:
        outbox = Outbox(store.open_alerts().notifications)
    assert outbox.drop_untellable("ops", 6000) == []
    assert outbox.waiting("ops") == [END]


async def test_how_grave_an_alert_was_what_it_was_about_and_for_whom_a_line_is_are_kept(path: Path) -> None:
    causes = frozenset({Shared(SharedKind.CREDENTIAL, "mailchimp"), Shared(SharedKind.HOST, "d\u00fc.example:1")})
    notified = replace(DOWN, notified_grade=Grade(Severity.HIGH, Status.DEGRADED, blocked=True), causes=causes)
    whole = replace(DOWN, id="b", notified_grade=Grade(Severity.LOW))
    to_anna = replace(BEGINNING, recipient="\u00e4nna@food-bank.org")
    with opened(path) as store:
        store.save_alerts(AlertChanges((notified, whole), notifications=(to_anna,)))
    with opened(path) as store:
        kept = store.open_alerts()
    assert {alert.id: alert for alert in kept.alerts} == {"a": notified, "b": whole}
    assert kept.notifications == (to_anna,)


@pytest.mark.parametrize(
    ("grade", "causes"),
    [
        ("[", "]"),
        ("[1, 2, 3]", "[[1, 2]]"),
        ('["high", "no such status", true]', '[["key", "mailchimp"]]'),
        ('["gravest", null, false]', '{"credential": "x"}'),
        ("7", '"credential"'),
        (b"\xff\xfe", b"\x00"),
        ("[" * 5000, "[" * 5000),
        ('["high", null]', "[[]]"),
    ],
)
@pytest.mark.logs_warnings
async def test_what_makes_no_sense_of_it_is_left_out_and_the_alert_is_kept(
    grade: object, causes: object, path: Path
) -> None:
    with opened(path) as store:
        store.save_alerts(AlertChanges((DOWN,)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alerts SET told_grade = ?, causes = ?", (grade, causes))
    with opened(path) as store:
        assert store.open_alerts().alerts == (DOWN,)


async def test_what_failed_stands_first_and_channel_and_state_choose(path: Path) -> None:
    failed = replace(BEGINNING, id="f", state=DeliveryState.FAILED, error="It answered 404.")
    held = replace(END, id="h", channel="mail", state=DeliveryState.SUPPRESSED, reason=SuppressionReason.NOT_NOTIFIED)
    orphan = replace(END, id="o", alert="gone")
    with opened(path) as store:
        store.save_alerts(AlertChanges((DOWN,), notifications=(failed, END, held, orphan)))
        await store.flush()
        with HistoryReader(str(path)) as reader:
            everything = reader.outbox(0, 9000)
            assert [one.id for one, _ in everything] == ["f", "a-resolved-ops", "h"]
            assert {alert for _, alert in everything} == {DOWN}
            assert [one.id for one, _ in reader.outbox(0, 9000, channel="mail")] == ["h"]
            assert [one.id for one, _ in reader.outbox(0, 9000, states=[DeliveryState.FAILED])] == ["f"]
            assert [one.id for one, _ in reader.outbox(2000, 9000)] == ["a-resolved-ops", "h"]
            assert reader.outbox_channels() == ["mail", "ops"]
