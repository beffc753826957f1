"""The keys that every program understands, in every window; and a way out without a tray."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.panel import Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import SearchLine
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.widgets.trouble_cards import TroubleCards
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import CheckNow
from porchlight.settings.file import LoadedSettings
from porchlight.settings.gift_paths import PathSettings
from tests.desktop.conftest import Run
from tests.desktop.live import until
from tests.desktop.seen import button, every, the
from tests.desktop.still import StillContext, replace, view

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def context(theme: Theme) -> StillContext:
    return StillContext(theme, view("page"), view("mc"))


@pytest.fixture
def window(qtbot: QtBot, context: StillContext, places_file: str) -> MainWindow:
    made = MainWindow(context, Places(places_file))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_ctrl_w_closes_the_window_and_ctrl_q_ends_porchlight(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_W, CTRL)
    assert window.isHidden()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.quit_wanted):
        QTest.keyClick(window, Qt.Key.Key_Q, CTRL)


def test_ctrl_comma_leads_to_the_settings(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.settings_wanted):
        QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)


def test_tab_leads_to_the_pages_and_the_arrows_choose_one(window: MainWindow) -> None:
    pages = the(window, QTabWidget)
    button(window, "Settings").setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is pages.tabBar()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert pages.tabText(pages.currentIndex()) == "Incidents"


def test_tab_follows_what_is_seen_from_the_top_to_the_table(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    """The path's steps and the cards are made later than the table below them."""
    broken = view("sync", Status.ERROR, Reason.TIMEOUT, name="Sync")
    context = StillContext(theme, view("page", name="Page"), broken)
    path = PathSettings(taken_by=("page",), passed_on_by=("sync",))
    context.still.settings = replace(LoadedSettings("", True), paths={"gifts": path})
    made = MainWindow(context, Places(places_file))
    qtbot.addWidget(made)
    made.show()
    reached: list[QWidget] = [the(made, QTabWidget).tabBar()]
    while not isinstance(reached[-1], ComponentTable):
        following = reached[-1].nextInFocusChain()
        while following and (following.focusPolicy() is Qt.FocusPolicy.NoFocus or not following.isVisible()):
            following = following.nextInFocusChain()
        assert following is not None
        reached.append(following)
    names = [one.accessibleName() or one.text() for one in reached[1:] if isinstance(one, QAbstractButton)]
    assert [name.split(",")[0] for name in names[:2]] == ["Step 1 of 2: Page", "Step 2 of 2: Sync"]
    assert len(names) > 2
    cards = the(made, TroubleCards)
    assert all(cards.isAncestorOf(one) for one in reached[3:-1])


def test_f5_checks_everything(window: MainWindow, context: StillContext) -> None:
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert context.still.commands == [CheckNow(None)]


def test_f5_in_the_window_of_a_component_checks_that_one(
    run: Run, theme: Theme, context: StillContext, places_file: str
) -> None:
    async def main() -> None:
        window = ComponentWindow(context, Places(places_file), "page")
        window.show()
        window.activateWindow()
        await until(window.isActiveWindow)
        QTest.keyClick(window, Qt.Key.Key_F5)
        assert context.still.commands == [CheckNow(("page",))]
        window.close()

    run(main())


@pytest.mark.parametrize("tab", ["components", "alerts"])
def test_ctrl_f_leads_into_the_search_of_the_page(
    qtbot: QtBot, context: StillContext, places_file: str, tab: str
) -> None:
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_tab(tab)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    (search,) = every(window, SearchLine)
    assert search.hasFocus()
    QTest.keyClicks(search, "mc")
    assert search.isVisible()
    assert search.text() == "mc"


def test_the_panel_understands_them_too(qtbot: QtBot, context: StillContext) -> None:
    tray = Tray()
    panel = Panel(context, tray)
    qtbot.addWidget(panel)
    panel.open()
    qtbot.waitUntil(panel.isActiveWindow)
    with qtbot.waitSignal(context.settings_wanted):
        QTest.keyClick(panel, Qt.Key.Key_Comma, CTRL)
    QTest.keyClick(panel, Qt.Key.Key_F, CTRL)
    (search,) = every(panel, SearchLine)
    assert search.hasFocus()
    with qtbot.waitSignal(tray.quit_wanted):
        QTest.keyClick(panel, Qt.Key.Key_Q, CTRL)
    QTest.keyClick(panel, Qt.Key.Key_W, CTRL)
    assert panel.isHidden()


def test_without_a_tray_the_window_has_a_way_to_end_porchlight(
    qtbot: QtBot, context: StillContext, places_file: str
) -> None:
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    assert button(window, "More").isVisible()
    actions = {action.text(): action for menu in window.findChildren(QMenu) for action in menu.actions()}
    assert actions["Quit Porchlight"].shortcut().toString() == "Ctrl+Q"
    with qtbot.waitSignal(window.quit_wanted):
        actions["Quit Porchlight"].trigger()
