"""The status panel, from mouse and keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from porchlight.desktop.panel import WIDTH, Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.component_rows import Heading, Row, RowsView
from porchlight.desktop.widgets.trouble_card import TroubleCard
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import CheckNow, Resume
from porchlight.runtime.kinds import parse_settings
from tests.desktop.seen import button, every, search, texts, the
from tests.desktop.still import NOW_MS, StillContext, view

KEY = view("mailchimp", Status.ERROR, Reason.AUTH, name="Mailchimp", sentence="The key was rejected.", since_s=840)


def _panel(qtbot: QtBot, context: StillContext) -> Panel:
    panel = Panel(context, Tray())
    qtbot.addWidget(panel)
    panel.open()
    return panel


def _names(panel: Panel) -> list[str]:
    return [item.view.component.name for item in the(panel, RowsView).rows.items if isinstance(item, Row)]


def _headings(panel: Panel) -> list[str]:
    return [item.text for item in the(panel, RowsView).rows.items if isinstance(item, Heading)]


def test_trouble_is_shown_in_full_and_all_else_in_rows(qtbot: QtBot, theme: Theme) -> None:
    panel = _panel(qtbot, StillContext(theme, view("page", name="Donation page"), KEY))
    assert "Mailchimp needs you." in texts(panel).splitlines()
    assert [card.accessibleName() for card in every(panel, TroubleCard)] == ["Mailchimp needs you"]
    assert _names(panel) == ["Donation page"]
    assert _headings(panel) == ["1 working normally"]


def test_a_rejected_key_can_be_replaced_from_the_card(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, KEY)
    context.still.settings = parse_settings('[components.mailchimp]\nkind = "mailchimp"\n')
    panel = _panel(qtbot, context)
    button = next(
        one for one in every(panel, TroubleCard)[0].findChildren(QPushButton) if one.text() == "Enter new key"
    )
    assert not button.isHidden()
    with qtbot.waitSignal(context.credential_wanted) as wanted:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.args == ["mailchimp"]
    assert not panel.isVisible()


def test_a_click_on_a_row_opens_the_component(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, view("page"), view("form"))
    panel = _panel(qtbot, context)
    rows = the(panel, RowsView)
    place = rows.visualRect(rows.rows.index(2)).center()
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == ["form"]


def test_everything_is_reached_from_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, view("page"), view("form"))
    panel = _panel(qtbot, context)
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert the(panel, RowsView).hasFocus() or panel.focusWidget() is the(panel, RowsView)
    qtbot.keyClick(the(panel, RowsView), Qt.Key.Key_Down)
    qtbot.keyClick(the(panel, RowsView), Qt.Key.Key_Down)
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.keyClick(the(panel, RowsView), Qt.Key.Key_Return)
    assert wanted.args[0] in ("page", "form")


def test_escape_closes_it(qtbot: QtBot, theme: Theme) -> None:
    panel = _panel(qtbot, StillContext(theme, view("page")))
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


@pytest.mark.parametrize(("count", "searchable"), [(11, False), (12, True)])
def test_there_is_a_search_from_twelve_components_on(
    qtbot: QtBot, theme: Theme, count: int, searchable: bool
) -> None:
    panel = _panel(qtbot, StillContext(theme, *(view(f"c{number}") for number in range(count))))
    assert search(panel).isVisible() is searchable


def test_the_search_finds_by_name_tag_and_kind(qtbot: QtBot, theme: Theme) -> None:
    views = [view(f"c{number}") for number in range(14)]
    views.append(view("page", name="Donation page", tags=("donors",)))
    panel = _panel(qtbot, StillContext(theme, *views))
    qtbot.keyClicks(search(panel), "donor")
    assert _names(panel) == ["Donation page"]
    search(panel).setText("nothing like that")
    assert _headings(panel) == ["No components match."]
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert search(panel).text() == ""
    assert panel.isVisible()


def test_many_components_are_grouped_by_tag(qtbot: QtBot, theme: Theme) -> None:
    views = [view(f"a{number}", tags=("donors",)) for number in range(6)]
    views += [view(f"b{number}", tags=("sync",)) for number in range(6)] + [view("alone")]
    panel = _panel(qtbot, StillContext(theme, *views))
    assert _headings(panel) == ["Donors", "Sync", "Other"]


def test_check_now_shows_how_far_it_is(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, view("page"), view("form"))
    panel = _panel(qtbot, context)
    context.still.slow = True
    check = button(panel, "Check now")
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    assert context.still.commands == [CheckNow()]
    context.show(view("page", checking=True), view("form"))
    assert check.text() == "1 / 2"
    times = [item.time for item in the(panel, RowsView).rows.items if isinstance(item, Row)]
    assert times[0] == "checking"


def test_a_pause_shows_until_when_and_can_be_ended(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, view("page"), paused_until_ms=NOW_MS + 3_600_000)
    panel = _panel(qtbot, context)
    assert "Paused until" in texts(panel)
    qtbot.mouseClick(button(panel, "Resume"), Qt.MouseButton.LeftButton)
    assert context.still.commands == [Resume()]


def test_a_hundred_components_fit_on_the_screen(qtbot: QtBot, theme: Theme) -> None:
    panel = _panel(qtbot, StillContext(theme, *(view(f"c{number}") for number in range(100))))
    assert panel.height() <= panel.screen().availableGeometry().height()
    assert len(_names(panel)) == 100


def test_screen_readers_get_name_status_and_sentence(qtbot: QtBot, theme: Theme) -> None:
    panel = _panel(qtbot, StillContext(theme, view("page", name="Donation page")))
    model = the(panel, RowsView).rows
    text = model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole)
    assert text is not None
    assert text.startswith("Donation page, Healthy: Answered 200 as expected.")


def test_its_rows_are_measured_at_its_width_before_it_was_ever_shown(qtbot: QtBot, theme: Theme) -> None:
    sentence = "The API answers for organisation 6789."  # one line at a usual width, two at the panel's
    panel = Panel(StillContext(theme, view("page"), view("classy", sentence=sentence)), Tray())
    qtbot.addWidget(panel)
    panel.refresh()
    assert the(panel, RowsView).height() == the(panel, RowsView).wanted_height(WIDTH - 4)
