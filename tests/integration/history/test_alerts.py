"""Alerts and what was sent of them, on disk: over restarts, and found again by what a person looks for."""

from dataclasses import replace
from pathlib import Path

import pytest
from app.alerts.outbox import Outbox
from app.history.reader import HistoryReader
from app.model.alert import (
    Alert,
    AlertChanges,
    AlertState,
    DeliveryState,
    HeldBack,
    Notification,
    NotificationKind,
    Severity,
)
from tests.integration.history.builders import opened

pytestmark = pytest.mark.anyio

DOWN = Alert("a", "down", "page", Severity.HIGH, AlertState.FIRING, 1000, "No answer.", firing_ms=1000, tellings=1)
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


async def test_what_failed_stands_first_and_channel_and_state_choose(path: Path) -> None:
    failed = replace(BEGINNING, id="f", state=DeliveryState.FAILED, error="It answered 404.")
    held = replace(END, id="h", channel="mail", state=DeliveryState.HELD_BACK, reason=HeldBack.NOT_TOLD)
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
