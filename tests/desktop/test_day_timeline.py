"""A day of all components side by side: what each was like, zoom, and what a click opens."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from porchlight.desktop.day_lanes import (
    SHORTEST_VIEW_MS,
    DayLanes,
    DayState,
    Spell,
    TimeView,
    day_bounds,
    in_layers,
    read_day,
    unwatched,
    worst_of,
)
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.day_timeline import DayLegend, DayTimeline
from porchlight.desktop.widgets.response_chart import ResponseChart
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.history.reader import HistoryReader
from porchlight.model.component import Component
from porchlight.model.history import Bucket
from porchlight.model.incident import Incident
from porchlight.model.status import Outcome, Reason, Status
from tests.clocks import ManualClock
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import button, every, texts, the
from tests.desktop.still import StillContext, view
from tests.integration.history.builders import opened, result, state

HOUR, MINUTE = 3_600_000, 60_000
DATE = datetime.fromtimestamp(1_790_000_000).astimezone().date()
SINCE, END = day_bounds(DATE)
FORM = Component(id="form", name="Donation form", kind="http", interval=60.0)
SYNC = Component(id="sync", name="Sync", kind="http", interval=60.0)


def _at(hour: int, minute: int = 0) -> int:
    return SINCE + hour * HOUR + minute * MINUTE


def _spell(since: int, until: int, state: DayState, component: str = "form") -> Spell:
    return Spell(since, until, state, component, Reason.TIMEOUT if state is DayState.ERROR else None)


DAY = DayLanes(
    SINCE,
    END,
    {
        "form": in_layers(
            _spell(SINCE, END, DayState.WELL),
            [_spell(_at(10, 12), _at(10, 50), DayState.ERROR), _spell(_at(14), _at(15), DayState.NOT_WATCHED)],
        ),
        "sync": (_spell(SINCE, END, DayState.WELL, "sync"),),
    },
    {},
    {},
)
NAMES = {"form": "Donation form", "sync": "Sync"}


def _timeline(qtbot: QtBot, theme: Theme, day: DayLanes = DAY, names: dict[str, str] = NAMES) -> DayTimeline:
    made = DayTimeline(theme)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show_day(names, day)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def _click(line: DayTimeline, place: QPoint) -> None:
    QTest.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


# -- what was when


def test_incidents_gaps_and_unknown_times_are_distinguished_and_trouble_comes_first(tmp_path: Path) -> None:
    with opened(tmp_path / "history.sqlite3", ManualClock(_at(16))) as store:
        for component in (SYNC, FORM):
            store.register(component, SINCE)
            for minute in range(16 * 60):
                if component is FORM and 14 * 60 <= minute < 15 * 60:
                    continue
                offline = component is SYNC and 60 <= minute < 120
                outcome = Outcome.UNKNOWN if offline else Outcome.HEALTHY
                found = result(_at(0, minute), component=component.id, outcome=outcome)
                store.record(found, state(found))
        store.save_incident(
            Incident("1", "form", _at(10, 12), Status.ERROR, Reason.TIMEOUT, "No answer.", (), _at(10, 50))
        )
    with HistoryReader(str(tmp_path / "history.sqlite3")) as reader:
        day = read_day(reader, [SYNC, FORM], DATE, _at(16))
    assert list(day.spells) == ["form", "sync"]
    assert [(one.since_ms, one.until_ms, one.state) for one in day.spells["form"]] == [
        (SINCE, _at(10, 12), DayState.WELL),
        (_at(10, 12), _at(10, 50), DayState.ERROR),
        (_at(10, 50), _at(14), DayState.WELL),
        (_at(14), _at(15), DayState.NOT_WATCHED),
        (_at(15), _at(16), DayState.WELL),
    ]
    assert [one.state for one in day.spells["sync"]] == [DayState.WELL, DayState.UNKNOWN, DayState.WELL]
    assert day.spells["sync"][1][:2] == (_at(1), _at(2))
    assert day.until_ms == END


def test_a_day_that_nobody_watched_is_nowhere_green(tmp_path: Path) -> None:
    with opened(tmp_path / "history.sqlite3", ManualClock(_at(16))) as store:
        store.register(FORM, SINCE)
    with HistoryReader(str(tmp_path / "history.sqlite3")) as reader:
        day = read_day(reader, [FORM], DATE - timedelta(days=1), _at(16))
    (only,) = day.spells["form"]
    assert (only.state, only.until_ms) == (DayState.NOT_WATCHED, SINCE)


def _bucket(start_ms: int) -> Bucket:
    return Bucket(start_ms, 1, 0, 0, 0, 0, 0, 0, 0, None, None, None, None)


def test_a_check_an_hour_watches_the_whole_hour() -> None:
    hourly = [_bucket(_at(hour)) for hour in range(-1, 24) if hour != 5]
    assert unwatched(hourly, 5 * MINUTE, HOUR, SINCE, END) == [(_at(5), _at(6))]
    assert unwatched([], 5 * MINUTE, MINUTE, SINCE, END) == [(SINCE, END)]


def test_of_a_group_the_worst_is_shown_at_each_moment() -> None:
    one = (_spell(_at(0), _at(10), DayState.WELL), _spell(_at(10), _at(12), DayState.ERROR))
    other = (_spell(_at(0), _at(6), DayState.NOT_WATCHED, "sync"), _spell(_at(6), _at(12), DayState.WELL, "sync"))
    found = [(one.since_ms, one.state, one.component) for one in worst_of([*one, *other])]
    assert found == [
        (_at(0), DayState.NOT_WATCHED, ""),
        (_at(6), DayState.WELL, ""),
        (_at(10), DayState.ERROR, "form"),
    ]


def test_the_view_stays_within_the_day() -> None:
    day = TimeView(0, 24 * HOUR)
    near = day.zoomed(0.25, 12 * HOUR, day)
    assert (near.since, near.until) == (9 * HOUR, 15 * HOUR)
    assert near.moved(-20 * HOUR, day) == TimeView(0, 6 * HOUR)
    assert near.zoomed(100, 12 * HOUR, day) == day
    least = day.zoomed(1e-9, HOUR, day)
    assert round(least.until - least.since) == SHORTEST_VIEW_MS


def test_a_wall_of_a_hundred_is_drawn_in_a_moment(qtbot: QtBot, theme: Theme) -> None:
    names = {f"c{number}": f"Service {number}" for number in range(100)}
    spells = {
        one: in_layers(
            _spell(SINCE, END, DayState.WELL, one),
            [_spell(_at(hour, 7), _at(hour, 20), DayState.ERROR, one) for hour in range(24)],
        )
        for one in names
    }
    tags = {one: (("donors", "office")[number % 2],) for number, one in enumerate(names)}
    groups = {
        tag: worst_of([spell for one in names if tags[one] == (tag,) for spell in spells[one]])
        for tag in ("donors", "office")
    }
    line = _timeline(qtbot, theme, DayLanes(SINCE, END, spells, groups, tags), names)
    assert line.lane_texts() == ["▸ donors (50)", "▸ office (50)"]
    _click(line, QPoint(20, line.place_of(0, SINCE).y()))
    assert line.lane_texts()[:2] == ["▾ donors (50)", "Service 0"]
    assert len(line.lane_texts()) == 52
    took = []
    for _ in range(5):
        began = time.perf_counter()
        line.show_day(names, DayLanes(SINCE, END, spells, groups, tags))
        line.viewport().repaint()
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05


# -- mouse and keys


def test_what_is_under_the_mouse_is_read_out(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    shown: list[str] = []
    line.read_out.connect(shown.append)
    QTest.mouseMove(line.viewport(), line.place_of(0, _at(10, 30)))
    qtbot.waitUntil(lambda: shown[-1:] == ["Donation form, 10:12–10:50: No answer in time"])
    QTest.mouseMove(line.viewport(), line.place_of(0, _at(14, 30)))
    qtbot.waitUntil(lambda: shown[-1:] == ["Donation form, 14:00–15:00: not watched"])


def test_a_click_opens_the_component_at_that_time(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    with qtbot.waitSignal(line.chosen) as chosen:
        _click(line, line.place_of(0, _at(10, 30)))
    assert chosen.args is not None
    assert chosen.args[0] == "form"
    assert abs(chosen.args[1] - _at(10, 30)) < 5 * MINUTE
    with qtbot.waitSignal(line.chosen) as chosen:
        _click(line, QPoint(20, line.place_of(1, SINCE).y()))
    assert chosen.args == ["sync", None]


def test_the_keys_go_from_state_to_state(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.accessibleDescription() == "Donation form, 00:00–10:12: Healthy"
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.accessibleDescription() == "Donation form, 10:12–10:50: No answer in time"
    with qtbot.waitSignal(line.chosen) as chosen:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == ["form", _at(10, 12)]
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.accessibleDescription() == "Sync, 00:00–00:00: Healthy"
    with qtbot.waitSignal(line.day_wanted) as wanted:
        QTest.keyClick(line, Qt.Key.Key_PageUp)
    assert wanted.args == [-1]


def _wheel(line: DayTimeline, place: QPoint, turned: int) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(
        QPointF(place),
        QPointF(line.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(line.viewport(), event)


def test_wheel_keys_and_a_drag_zoom_and_reset_shows_the_whole_day(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    place = line.place_of(0, _at(10))
    _wheel(line, place, 120)
    assert line.seen.until - line.seen.since == pytest.approx(16 * HOUR)
    assert abs(line.place_of(0, _at(10)).x() - place.x()) <= 1
    QTest.keyClick(line, Qt.Key.Key_Plus)
    assert line.seen.until - line.seen.since == pytest.approx(16 * HOUR / 1.5)
    QTest.keyClick(line, Qt.Key.Key_Minus)
    assert line.seen.until - line.seen.since == pytest.approx(16 * HOUR)
    QTest.keyClick(line, Qt.Key.Key_0)
    assert line.seen == TimeView(SINCE, END)
    viewport = line.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=line.place_of(0, _at(9)))
    QTest.mouseMove(viewport, line.place_of(0, _at(10)))
    QTest.mouseMove(viewport, line.place_of(0, _at(12)))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=line.place_of(0, _at(12)))
    assert abs(line.seen.since - _at(9)) < 3 * MINUTE
    assert abs(line.seen.until - _at(12)) < 3 * MINUTE


# -- in the main window


def test_the_incidents_tab_switches_to_the_day_and_goes_from_day_to_day(
    run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "Itself"\n') as running:
            window = MainWindow(running.context, Places(str(tmp_path / "windows.ini")))
            window.show()
            window.show_tab("incidents")
            assert not every(window, DayTimeline)
            button(window, "Show Day").click()
            line = the(window, DayTimeline)
            await until(lambda: line.lane_texts() == ["Itself"])
            today = line.seen
            assert not button(window, "The day after").isEnabled()
            button(window, "The day before").click()
            await until(lambda: line.seen.until == today.since)
            reset = button(window, "Show the whole day again")
            assert not reset.isEnabled()
            button(window, "Zoom in").click()
            assert reset.isEnabled()
            reset.click()
            assert (line.seen.until, reset.isEnabled()) == (today.since, False)
            QTest.keyClick(line, Qt.Key.Key_Down)
            assert "Itself, 00:00–00:00: not watched" in texts(window)
            QTest.keyClick(line, Qt.Key.Key_PageDown)
            await until(lambda: line.seen == today)
            wanted: list[object] = []
            running.context.moment_wanted.connect(lambda one, at_ms: wanted.extend((one, at_ms)))
            _click(line, QPoint(20, line.place_of(0, today.since).y()))
            assert wanted == ["a", None]
            window.close()

    run(main())


def test_a_component_is_opened_at_the_moment_that_was_clicked(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "Itself"\n') as running:
            window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "a")
            at_ms = running.context.now_ms() - 20 * HOUR
            chart = the(window, ResponseChart)
            chart.show_moment(at_ms)
            await until(lambda: chart.data is not None)
            assert chart.data is not None
            assert chart.data.since < at_ms / 1000 < chart.data.until
            assert chart.data.until - chart.data.since == pytest.approx(3 * 3600)
            window.close()

    run(main())


def test_right_to_left_the_names_stand_on_the_right_and_time_still_goes_on_to_the_right(
    qtbot: QtBot, theme: Theme
) -> None:
    line = _timeline(qtbot, theme)
    before = line.place_of(0, SINCE).x()
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert before > line.place_of(0, SINCE).x() == 0
    assert line.place_of(0, _at(1)).x() > 0


def test_without_a_history_the_day_gives_the_reason(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    window = MainWindow(StillContext(theme, view("page")), Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_tab("incidents")
    button(window, "Show Day").click()
    assert "No history to show." in texts(window)


def test_the_legend_names_every_look_of_a_lane(qtbot: QtBot, theme: Theme) -> None:
    legend = DayLegend(theme)
    qtbot.addWidget(legend)
    legend.show()
    assert texts(legend).splitlines() == [
        "Error",
        "Slow, or waiting for you",
        "Unknown",
        "This computer was asleep",
        "Not watched",
        "Healthy",
    ]
