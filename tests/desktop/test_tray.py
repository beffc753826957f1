"""The light: what it shows, and that it is touched only when it changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.tray import Tray
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Reason, Status
from porchlight.model.times import until_tomorrow
from tests.desktop.still import NOW_MS, snapshot, view

MAILCHIMP = view("mailchimp", Status.ERROR, Reason.TIMEOUT, name="Mailchimp")
DATABASE = view("database", Status.DEGRADED, Reason.SLOW, name="the database")
WELL = view("page", name="Donation page")


def test_the_tooltip_shows_it_as_text() -> None:
    appearance = appearance_of(snapshot(WELL, DATABASE, MAILCHIMP))
    assert appearance.tooltip == (
        "Porchlight\n2 components need attention.\nMailchimp is not answering and the database is slow."
    )


@pytest.mark.parametrize(
    ("views", "rest", "mark"),
    [
        ((WELL,), {}, Mark.HEALTHY),
        ((WELL, DATABASE), {}, Mark.DEGRADED),
        ((WELL, MAILCHIMP), {}, Mark.DEGRADED),
        ((view("page", Status.ERROR, Reason.TIMEOUT, critical=True),), {}, Mark.ERROR),
        ((), {}, Mark.UNKNOWN),
        ((WELL, MAILCHIMP), {"offline": True}, Mark.UNKNOWN),
        ((WELL,), {"paused_until_ms": NOW_MS + 60_000}, Mark.PAUSED),
    ],
)
def test_the_mark_is_that_of_the_whole(views: tuple[object, ...], rest: dict[str, object], mark: Mark) -> None:
    assert appearance_of(snapshot(*views, **rest)).mark is mark  # type: ignore[arg-type]


def test_a_trouble_of_the_monitor_itself_never_shows_green_and_never_hides_red() -> None:
    assert appearance_of(snapshot(WELL), ("History is not being saved: the disk is full.",)).mark is Mark.DEGRADED
    broken = view("page", Status.ERROR, Reason.TIMEOUT, critical=True)
    appearance = appearance_of(snapshot(broken), ("History is not being saved: the disk is full.",))
    assert appearance.mark is Mark.ERROR
    assert "the disk is full" in appearance.tooltip


def test_offline_keeps_the_last_known_state_in_the_tooltip() -> None:
    appearance = appearance_of(snapshot(WELL, MAILCHIMP, offline=True))
    assert "offline" in appearance.tooltip
    assert "Mailchimp is not answering" in appearance.tooltip


def test_the_menu_is_built_again_only_when_its_texts_change(qtbot: QtBot) -> None:
    tray = Tray()
    tray.show(appearance_of(snapshot(WELL, MAILCHIMP)))
    menu = tray.icon.contextMenu()
    actions = [action.text() for action in menu.actions()]
    assert "Mailchimp is not answering" in actions
    before = menu.actions()
    tray.show(appearance_of(snapshot(WELL, MAILCHIMP)))
    assert menu.actions() == before
    tray.show(appearance_of(snapshot(WELL)))
    assert "Mailchimp is not answering" not in [action.text() for action in menu.actions()]


def test_the_menu_does_what_its_labels_promise(qtbot: QtBot) -> None:
    tray = Tray()
    tray.show(appearance_of(snapshot(WELL, MAILCHIMP)))
    actions = {action.text(): action for action in tray.icon.contextMenu().actions()}
    with qtbot.waitSignal(tray.component_wanted) as opened:
        actions["Mailchimp is not answering"].trigger()
    assert opened.args == ["mailchimp"]
    for text, signal in (
        ("Open Porchlight", tray.window_wanted),
        ("Check now", tray.check_wanted),
        ("Settings…", tray.settings_wanted),
        ("Quit Porchlight", tray.quit_wanted),
    ):
        with qtbot.waitSignal(signal):
            actions[text].trigger()
    hour = next(action for action in actions["Pause"].menu().actions() if action.text() == "For 1 hour")
    with qtbot.waitSignal(tray.pause_wanted) as paused:
        hour.trigger()
    assert paused.args == [3600.0]


def test_a_pause_can_be_ended_from_the_menu(qtbot: QtBot) -> None:
    tray = Tray()
    tray.show(appearance_of(snapshot(WELL, paused_until_ms=NOW_MS + 3_600_000)))
    actions = {action.text(): action for action in tray.icon.contextMenu().actions()}
    assert "Pause" not in actions
    with qtbot.waitSignal(tray.resume_wanted):
        actions["Resume"].trigger()


def test_until_tomorrow_ends_at_eight_by_the_wall_clock_also_when_summer_time_ends() -> None:
    evening = datetime(2026, 3, 10, 20, 0, tzinfo=ZoneInfo("UTC")).astimezone()
    assert 0 < until_tomorrow(evening) <= 36 * 3600


@pytest.mark.parametrize(
    ("views", "mark"),
    [
        ([view("db", Status.ERROR, Reason.REFUSED, critical=True, local=True), WELL], Mark.ERROR),
        ([view("crm", Status.ERROR, Reason.SECRET_MISSING), WELL], Mark.DEGRADED),
        ([view("db", local=True)], Mark.HEALTHY),
        ([view("db", local=True), WELL], Mark.UNKNOWN),
        ([view("page", Status.ERROR, Reason.TIMEOUT, critical=True)], Mark.UNKNOWN),
    ],
)
def test_offline_what_needs_no_network_still_steers_the_light(views: list[ComponentView], mark: Mark) -> None:
    appearance = appearance_of(snapshot(*views, offline=True))
    assert appearance.mark is mark
    assert "offline" in appearance.tooltip


def test_a_tray_that_ends_is_noticed_and_one_that_is_restarted_is_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = True
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: there)
    tray = Tray()
    news: list[str] = []
    tray.vanished.connect(lambda: news.append("vanished"))
    tray.appeared.connect(lambda: news.append("appeared"))
    tray.begin()
    (looking,) = tray.findChildren(QTimer)

    def after(looks: int) -> list[str]:
        for _ in range(looks):
            looking.timeout.emit()
        return news

    assert looking.isActive()
    assert looking.interval() * 6 < 20_000, "of 20 s some are needed to open the window"
    there = False
    assert after(2) == []
    there = True
    assert after(1) == []
    there = False
    assert after(4) == ["vanished"]
    assert after(9) == ["vanished"]
    there = True
    assert after(2) == ["vanished", "appeared"]
    tray.end()
