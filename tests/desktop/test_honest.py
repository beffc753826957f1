"""Every surface shows the same mark, colour and sentence, whatever the state; its buttons do what they promise."""

import io
import sqlite3
import time
from contextlib import closing, redirect_stdout
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from porchlight.cli.live import from_snapshot
from porchlight.cli.render import Style, report_lines
from porchlight.cli.status import status
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.application import Application
from porchlight.desktop.icons import tray_icon
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import MarkLabel
from porchlight.desktop.widgets.component_rows import Row, RowsView
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.history.schema import create
from porchlight.insight.verdict import of_snapshot, of_view
from porchlight.language.current import rendered
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import Pause
from porchlight.runtime.surroundings import surroundings_document
from tests.desktop.seen import button, texts, the
from tests.desktop.still import NOW_MS, StillContext, snapshot, view

UNTIL_MS = NOW_MS + 3_600_000


def unchecked(identifier: str, *, critical: bool = False) -> ComponentView:
    found = view(identifier, Status.UNKNOWN, sentence="Not checked yet.", critical=critical)
    return replace(found, state=replace(found.state, checked_ms=None, duration_us=None))


WELL = view("form", name="Form")
STATES = {
    "well": snapshot(view("page", name="Page", critical=True), WELL),
    "one error": snapshot(view("page", Status.ERROR, Reason.TIMEOUT, name="Page", sentence="No answer."), WELL),
    "critical error": snapshot(view("page", Status.ERROR, Reason.TIMEOUT, name="Page", critical=True), WELL),
    "slow": snapshot(view("page", Status.DEGRADED, Reason.SLOW, name="Page", critical=True), WELL),
    "critical unknown": snapshot(view("page", Status.UNKNOWN, Reason.INTERNAL, name="Page", critical=True), WELL),
    "first look": snapshot(unchecked("page", critical=True), unchecked("form")),
    "first look at one": snapshot(view("page", name="Page", critical=True), unchecked("form")),
    "paused": snapshot(view("page", name="Page", critical=True), WELL, paused_until_ms=UNTIL_MS),
    "paused in trouble": snapshot(
        view("page", Status.ERROR, Reason.TIMEOUT, name="Page", critical=True), WELL, paused_until_ms=UNTIL_MS
    ),
    "one paused": snapshot(replace(view("page", Status.DISABLED, critical=True), paused_until_ms=UNTIL_MS), WELL),
    "offline": snapshot(view("page", name="Page", critical=True), WELL, offline=True),
    "nothing": snapshot(),
}
GREEN = {"well"}
ANSI = {Mark.HEALTHY: "32", Mark.DEGRADED: "33", Mark.ERROR: "31", Mark.UNKNOWN: "90", Mark.PAUSED: "90"}


def same_picture(one: QPixmap, other: QPixmap) -> bool:
    return one.toImage() == other.toImage()


@pytest.mark.parametrize("name", STATES)
def test_every_surface_shows_the_same(name: str, qtbot: QtBot, theme: Theme, places_file: str) -> None:
    now = STATES[name]
    found = of_snapshot(now, {})
    title, detail = rendered(found.title), rendered(found.detail) if found.detail else ""
    assert (found.mark is Mark.HEALTHY) is (name in GREEN)

    tray = Tray()
    tray.show(appearance_of(now))
    assert tray.icon.toolTip().splitlines()[1:3] == [line for line in (title, detail) if line]
    first = tray.icon.contextMenu().actions()[0]
    assert first.text() == title
    for icon in (tray.icon.icon(), first.icon()):
        assert same_picture(icon.pixmap(22, 22), tray_icon(found.mark).pixmap(22, 22))

    context = StillContext(theme)
    context.still.now = now
    panel = Panel(context, tray)
    qtbot.addWidget(panel)
    panel.open()
    window = MainWindow(context, Places(places_file))
    qtbot.addWidget(window)
    window.show()
    for surface in (panel, window):
        lines = texts(surface).splitlines()
        assert title in lines
        assert detail in ("", *lines), lines
        marks = [one.mark for one in surface.findChildren(MarkLabel) if one.accessibleName() == title]
        assert {*marks} == {found.mark}

    live = report_lines(from_snapshot(now, {}), Style(True, True, 200), detailed=False)
    assert f"[1;{ANSI[found.mark]}m" in live[0]  # the terminal's escape is put in when it is printed
    assert live[0].endswith(f"  {title}")
    assert detail in ("", live[1].strip())

    rows = {row.view.component.id: row for row in the(panel, RowsView).rows.items if isinstance(row, Row)}
    table = the(window, ComponentTable).lines
    for one in now.views.values():
        of_one = of_view(one, now)
        sentence = rendered(of_one.title)
        listed = next(line for line in table if line.id == one.component.id)
        assert (listed.mark, listed.texts[1]) == (of_one.mark, sentence)
        if one.component.id in rows:
            row = rows[one.component.id]
            assert (row.verdict.mark, row.sentence) == (of_one.mark, sentence)
        component = ComponentWindow(context, Places(places_file), one.component.id)
        qtbot.addWidget(component)
        assert sentence in texts(component)
        assert any(one.component.name in line and sentence in line for line in live)


def _just_checked(now: Snapshot) -> Snapshot:
    """Not when this test was imported: what was checked long ago is unknown."""
    at_ms = time.time_ns() // 1_000_000
    views = {
        one: replace(view, state=replace(view.state, checked_ms=at_ms if view.state.checked_ms else None))
        for one, view in now.views.items()
    }
    return replace(now, views=views)


def stored(folder: Path, now: Snapshot) -> str:
    """A history in which a monitor has written this."""
    from sqlite_utils import Database

    path = str(folder / "history.sqlite3")
    with closing(sqlite3.connect(path)) as connection, connection:
        create(Database(connection))
        for number, one in enumerate(now.views.values()):
            component, state = one.component, one.state
            connection.execute(
                "INSERT INTO components VALUES (?, ?, ?, ?, ?, 1, 60000, 10000, ?, 0, 0, 0)",
                (number, component.id, component.kind, component.name, component.critical, number),
            )
            connection.execute(
                "INSERT INTO statuses VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, NULL)",
                (number, state.status, state.since_ms, state.reason, state.sentence, state.checked_ms, None),
            )
        document = surroundings_document(now, {})
        connection.execute("INSERT INTO meta (key, value) VALUES ('surroundings', ?)", (document,))
    return path


@pytest.mark.parametrize("name", [name for name in STATES if name != "nothing"])
def test_the_terminal_reads_the_same_from_what_was_stored(name: str, tmp_path: Path) -> None:
    now = _just_checked(STATES[name])
    found = of_snapshot(now, {})
    with redirect_stdout(io.StringIO()) as printed:
        status(stored(tmp_path, now), as_json=False)
    lines = printed.getvalue().splitlines()
    assert lines[1].strip() == rendered(found.title)
    assert found.detail is None or lines[2].strip() == rendered(found.detail)
    for one in now.views.values():
        assert any(one.component.name in line and rendered(of_view(one, now).title) in line for line in lines[2:])


def choose_first(pressed: QPushButton, qtbot: QtBot) -> None:
    """A button's menu runs a loop of its own: what is clicked in it waits until it is open."""
    menu = pressed.menu()
    assert menu is not None
    opened: list[bool] = []

    def choose() -> None:
        opened.append(menu.isVisible())
        place = menu.actionGeometry(menu.actions()[0]).center()
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)

    QTimer.singleShot(50, menu, choose)
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [True]


def test_pause_opens_its_menu_and_pauses_in_every_window(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, WELL)
    windows = (
        Panel(context, Tray()),
        MainWindow(context, Places(places_file)),
        ComponentWindow(context, Places(places_file), "form"),
    )
    for window in windows:
        qtbot.addWidget(window)
        window.open() if isinstance(window, Panel) else window.show()
        pressed = button(window, "Pause")
        assert isinstance(pressed, QPushButton)
        choose_first(pressed, qtbot)
    assert context.still.commands == [Pause(900.0), Pause(900.0), Pause(900.0, "form")]


def test_the_demo_opens_its_window_and_is_marked_everywhere(
    qapp: Application, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    tray = Tray(demo=True)
    context = StillContext(theme, WELL, data_folder=str(tmp_path), demo=True)
    surfaces = Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(SystemNotifier(tray)))
    surfaces.begin()
    window = next(one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow))
    assert window.isVisible()
    assert window.windowTitle() == "Demo: Porchlight"
    assert "Demo: nothing here is real." in texts(window)
    assert tray.icon.toolTip().startswith("Demo: nothing here is real.\n")
    assert not same_picture(tray.icon.icon().pixmap(22, 22), tray_icon(Mark.HEALTHY).pixmap(22, 22))
    actions = {action.text(): action for action in tray.icon.contextMenu().actions()}
    assert "Demo: nothing here is real." in actions
    with qtbot.waitSignal(tray.quit_wanted):
        actions["Quit the demo"].trigger()
    surfaces.end()


def test_look_around_first_starts_the_demo_and_stays_open(
    qtbot: QtBot, theme: Theme, places_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def start(program: str, arguments: list[str], folder: str) -> tuple[bool, int]:
        started.append(arguments)
        return True, 1

    monkeypatch.setattr("porchlight.desktop.windows.guide.QProcess.startDetached", start)
    guide = GuideWindow(StillContext(theme), Places(places_file), XdgAutostart({}))
    qtbot.addWidget(guide)
    guide.show()
    qtbot.mouseClick(guide.demo, Qt.MouseButton.LeftButton)
    assert [arguments[-2:] for arguments in started] == [["tray", "--demo"]]
    assert guide.isVisible()
    assert "The demo opens in its own window" in texts(guide)
