"""In trouble the next step comes first: visible without scrolling on small screens, with its button."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.advice_card import AdviceCard
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.widgets.figures import Figures
from porchlight.desktop.widgets.response_chart import ResponseChart
from porchlight.desktop.widgets.trouble_card import TroubleCard
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Reason, Status
from tests.desktop.conftest import Run
from tests.desktop.seen import button, every, search, texts, the
from tests.desktop.still import StillContext, view

SCREENS = {"1366×768": QSize(1326, 708), "1024×600": QSize(984, 540)}
"""What a screen has for a window."""


def _box(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint()), widget.size())


def _settled(window: QWidget, size: QSize) -> None:
    window.resize(size)
    window.show()
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.parametrize("room", SCREENS.values(), ids=SCREENS.keys())
def test_what_to_do_stands_above_figures_and_chart(run: Run, theme: Theme, tmp_path: Path, room: QSize) -> None:
    async def main() -> None:
        broken = view("mailchimp", Status.ERROR, Reason.CONFIGURATION, sentence="The audience does not exist.")
        context = StillContext(theme, broken)
        wanted: list[str] = []
        context.settings_wanted.connect(wanted.append)
        window = ComponentWindow(context, Places(str(tmp_path / "windows.ini")), "mailchimp")
        _settled(window, QSize(980, 860).boundedTo(room))
        card, fix = _box(the(window, AdviceCard)), button(window, "Fix settings")
        assert card.bottom() < _box(the(window, Figures)).top() < _box(the(window, ResponseChart)).top()
        assert window.rect().contains(card)
        assert not fix.visibleRegion().isEmpty()
        QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
        assert wanted == ["mailchimp"]
        context.show(view("mailchimp"))
        _settled(window, window.size())
        assert _box(the(window, ResponseChart)).bottom() <= _box(the(window, AdviceCard)).top()
        assert "Nothing needs doing." in texts(window)
        assert "Turns red when the address answers with an unexpected status" in texts(window)
        window.close()

    run(main())


@pytest.mark.parametrize("room", SCREENS.values(), ids=SCREENS.keys())
def test_the_main_window_has_the_cards_of_the_panel_and_counts_the_rest(
    qtbot: QtBot, theme: Theme, places_file: str, room: QSize
) -> None:
    broken = [view(f"page-{number}", Status.ERROR, Reason.HTTP_STATUS) for number in range(6)]
    context = StillContext(theme, view("well"), *broken)
    opened: list[str] = []
    context.component_wanted.connect(opened.append)
    window = MainWindow(context, Places(places_file))
    qtbot.addWidget(window)
    _settled(window, QSize(1080, 700).boundedTo(room))
    cards = every(window, TroubleCard)
    shown = 4 if room.height() > 700 else 2
    assert len(cards) == shown
    assert f"{6 - shown} more components need attention." in texts(window)
    table = _box(the(window, ComponentTable))
    for card in cards:
        assert not button(card, "Snooze").visibleRegion().isEmpty()
        assert _box(card).bottom() < table.top()
    assert table.height() > 120
    QTest.mouseClick(button(cards[0], "Details"), Qt.MouseButton.LeftButton)
    assert opened == ["page-0"]
    context.show(view("well"))
    assert not every(window, TroubleCard)


def test_a_search_in_the_main_window_without_a_match_says_so(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, *(view(f"page-{number}") for number in range(13)))
    window = MainWindow(context, Places(places_file))
    qtbot.addWidget(window)
    window.show()
    search(window, "components").setText("zebra")
    assert "No components match." in texts(window)
    search(window, "components").setText("page")
    assert "No components match." not in texts(window)
