"""The strip that stays on top: off at first, dragged, remembered, on the screen, from mouse and keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.panel import Panel
from porchlight.desktop.placement import kept_on_screen
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.strip import Strip
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import MarkLabel
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.mark import Mark
from porchlight.model.status import Reason, Status
from tests.desktop.seen import button, texts, the
from tests.desktop.still import StillContext, view

DOWN = view("page", Status.ERROR, Reason.TIMEOUT, name="Donation page", critical=True)


def _surfaces(app: Application, context: StillContext) -> tuple[Surfaces, Tray]:
    tray = Tray()
    surfaces = Surfaces(app, tray, context, XdgAutostart({}), DesktopChannel(SystemNotifier(tray)))
    surfaces.begin()
    return surfaces, tray


def _strips(app: Application) -> list[Strip]:
    return [one for one in app.topLevelWidgets() if isinstance(one, Strip) and one.isVisible()]


def _entry(menu: QMenu, text: str = "Keep a small strip on top") -> None:
    next(one for one in menu.actions() if one.text() == text).trigger()


def _drag(qtbot: QtBot, strip: Strip, by: QPoint) -> None:
    start = QPoint(20, 10)
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(strip, start + by)
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=start)


@pytest.fixture
def strip(qtbot: QtBot, theme: Theme, places_file: str) -> Strip:
    found = Strip(StillContext(theme, DOWN, view("form")), Places(places_file))
    qtbot.addWidget(found)
    found.show()
    return found


def test_it_is_off_until_chosen_in_a_menu_and_is_there_again_after_a_restart(
    qapp: Application, theme: Theme, tmp_path: Path
) -> None:
    context = StillContext(theme, view("page"), data_folder=str(tmp_path))
    surfaces, tray = _surfaces(qapp, context)
    assert _strips(qapp) == []
    _entry(tray.icon.contextMenu())
    assert len(_strips(qapp)) == 1
    surfaces.end()
    assert _strips(qapp) == []
    surfaces, tray = _surfaces(qapp, context)
    assert len(_strips(qapp)) == 1
    assert tray.strip.isChecked()
    _entry(tray.icon.contextMenu())
    assert _strips(qapp) == []
    surfaces.end()


def test_panel_and_main_window_have_the_same_entry(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    surfaces, tray = _surfaces(qapp, StillContext(theme, view("page"), data_folder=str(tmp_path)))
    surfaces.toggle_panel()
    surfaces.show_window()
    (panel,) = (one for one in qapp.topLevelWidgets() if isinstance(one, Panel))
    (window,) = (one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow))
    _entry(button(panel, "More").menu())  # type: ignore[attr-defined]
    assert len(_strips(qapp)) == 1
    _entry(window.more)
    assert _strips(qapp) == []
    assert not tray.strip.isChecked()
    surfaces.end()


def test_a_click_opens_the_panel_and_its_menu_closes_it(
    qapp: Application, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    surfaces, tray = _surfaces(qapp, StillContext(theme, view("page"), data_folder=str(tmp_path)))
    tray.strip.trigger()
    (strip,) = _strips(qapp)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    (panel,) = (one for one in qapp.topLevelWidgets() if isinstance(one, Panel))
    assert panel.isVisible()
    assert not panel.geometry().intersects(strip.geometry())
    menu_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), strip.mapToGlobal(QPoint(5, 5)))
    qapp.sendEvent(strip, menu_key)
    (menu,) = strip.findChildren(QMenu)
    _entry(menu, "Close the strip")
    assert _strips(qapp) == []
    assert not tray.strip.isChecked()
    surfaces.end()


def test_it_shows_the_mark_and_the_sentence_of_everything_as_it_changes(
    qtbot: QtBot, theme: Theme, places_file: str
) -> None:
    context = StillContext(theme, view("page", name="Donation page"))
    strip = Strip(context, Places(places_file))
    qtbot.addWidget(strip)
    strip.show()
    assert (the(strip, MarkLabel).mark, texts(strip)) == (Mark.HEALTHY, "All is well.")
    context.show(DOWN)
    assert (the(strip, MarkLabel).mark, texts(strip)) == (Mark.ERROR, "Donation page is not answering.")
    assert strip.accessibleName() == "Donation page is not answering."


def test_a_long_sentence_is_cut_and_whole_for_those_who_ask(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    name = "The donation page of the " + "very " * 30 + "old campaign"
    strip = Strip(
        StillContext(theme, view("page", Status.ERROR, Reason.TIMEOUT, name=name, critical=True)), Places(places_file)
    )
    qtbot.addWidget(strip)
    assert texts(strip).endswith("…")
    assert strip.width() < 520
    assert name in strip.toolTip()
    assert name in strip.accessibleName()


def test_where_it_was_dragged_it_is_again(strip: Strip, qtbot: QtBot, theme: Theme, places_file: str) -> None:
    before = strip.pos()
    with qtbot.assertNotEmitted(strip.panel_wanted):
        _drag(qtbot, strip, QPoint(-70, 120))
    assert strip.pos() == before + QPoint(-70, 120)
    again = Strip(StillContext(theme, DOWN), Places(places_file))
    qtbot.addWidget(again)
    assert again.pos() == strip.pos()


def test_it_cannot_leave_the_screen(strip: Strip, qtbot: QtBot) -> None:
    _drag(qtbot, strip, QPoint(5000, 5000))
    assert QGuiApplication.primaryScreen().availableGeometry().contains(strip.geometry())


def test_a_screen_that_was_taken_away_does_not_take_it_along() -> None:
    left, right = QRect(0, 0, 1366, 768), QRect(1366, 0, 1366, 768)
    box = QRect(2000, 300, 300, 32)
    assert kept_on_screen(box, [left, right]) == box.topLeft()
    assert left.contains(QRect(kept_on_screen(box, [left]), box.size()))


def test_the_keyboard_opens_the_panel_and_moves_it(strip: Strip, qtbot: QtBot) -> None:
    with qtbot.waitSignal(strip.panel_wanted):
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    before = strip.pos()
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert strip.y() > before.y()
    assert strip.x() == before.x()
