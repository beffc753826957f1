"""The main window: all components, incidents on one time line, activity."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.activity_table import ActivityTable
from porchlight.desktop.widgets.basic import EmptyState
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.gifts import MissedGifts
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status
from porchlight.runtime.commands import Pause, Resume
from tests.desktop.conftest import Run
from tests.desktop.live import live, until
from tests.desktop.seen import has, the
from tests.desktop.still import NOW_MS, StillContext, view


def _window(qtbot: QtBot, context: StillContext, places_file: str) -> MainWindow:
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_gravest_comes_first_and_a_click_opens_it(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, view("page"), view("mc", Status.ERROR, Reason.AUTH, name="Mailchimp"))
    window = _window(qtbot, context, places_file)
    assert [line.id for line in the(window, ComponentTable).lines] == ["mc", "page"]
    index = the(window, ComponentTable).model().index(0, 1)
    with qtbot.waitSignal(context.component_wanted) as wanted:
        place = the(window, ComponentTable).visualRect(index).center()
        qtbot.mouseClick(the(window, ComponentTable).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wanted.args == ["mc"]
    the(window, ComponentTable).setCurrentIndex(the(window, ComponentTable).model().index(1, 0))
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.keyClick(the(window, ComponentTable), Qt.Key.Key_Return)
    assert wanted.args == ["page"]


def test_with_nothing_set_up_it_leads_to_the_guide(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    window = _window(qtbot, StillContext(theme), places_file)
    assert has(window, EmptyState)
    assert the(window, ComponentTable).isHidden()


def test_incidents_of_all_components_are_on_one_time_line(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    context = StillContext(theme, view("page", name="Donation page"), view("mc", name="Mailchimp"))
    window = _window(qtbot, context, places_file)
    window.show_tab("incidents")
    found = [
        Incident("1", "page", NOW_MS - 7_200_000, Status.ERROR, Reason.TIMEOUT, "x", (), NOW_MS - 3_600_000),
        Incident("2", "mc", NOW_MS - 7_000_000, Status.ERROR, Reason.AUTH, "y", (), None),
        Incident("3", "gone", NOW_MS - 7_000_000, Status.ERROR, Reason.AUTH, "z", (), None),
    ]
    window._show_incidents(
        (found, {"1": MissedGifts(NOW_MS - 7_200_000, NOW_MS - 3_600_000, 30, 70)}), NOW_MS - 86_400_000, NOW_MS
    )
    labels = [label.text() for label in window.findChildren(QLabel)]
    assert any(text.startswith("Gifts probably missed: 30–70 between ") for text in labels)
    line = window._timeline
    assert line.accessibleName() == "2 incidents on the timeline"
    assert line.lane_texts() == ["Donation page", "Mailchimp"]
    boxes = [line._boxes(incident)[0] for incident in line._incidents]
    assert boxes[0].left() < boxes[1].left()
    assert boxes[0].top() < boxes[1].top()
    assert boxes[1].right() > boxes[0].right()
    assert line._incident_at(boxes[0].center().toPoint()) is found[0]


def test_what_was_done_is_in_the_activity_tab(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, '[components.a]\nkind = "self"\nname = "Itself"\n') as running:
            running.context.commands.pause_component("a", 60)
            running.context.commands.resume_component("a")
            await running.program.flush()
            window = MainWindow(running.context, Places(str(tmp_path / "windows.ini")))
            window.show()
            window.show_tab("activity")
            await until(lambda: len(the(window, ActivityTable).lines) == 2)
            assert the(window, ActivityTable).lines[0].texts[1:] == ("You", "Resumed", "Itself")
            window.close()

    run(main())


def test_orders_are_noted_with_who_gave_them(theme: Theme) -> None:
    context = StillContext(theme, view("page"))
    context.commands.pause(3600)
    context.commands.resume()
    context.commands.pause_component("page", 60)
    assert [type(one) for one in context.still.commands] == [Pause, Resume, Pause]
    assert [getattr(one, "component", "") for one in context.still.commands] == [None, None, "page"]
