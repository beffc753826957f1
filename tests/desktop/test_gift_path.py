"""The path of a gift as a graph in the main window."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from porchlight.desktop.panel import Panel
from porchlight.desktop.path_layout import LARGE, lay_out_path
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.component_table import ComponentTable
from porchlight.desktop.widgets.gift_path import GiftPath, PathNode
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Reason, Status
from porchlight.settings.file import LoadedSettings
from porchlight.settings.gift_paths import PathSettings
from tests.desktop.seen import choice, every, has, the
from tests.desktop.still import StillContext, view

VIEWS = (
    view("sync", name="Sync"),
    view("form", name="Donation form"),
    view("stripe", Status.ERROR, Reason.TIMEOUT, name="Stripe"),
)
PATHS = {"donations": PathSettings(taken_by=("form", "stripe", "gone"), passed_on_by=("sync",), goes_to="the CRM")}


def _window(
    qtbot: QtBot, theme: Theme, places_file: str, paths: dict[str, PathSettings] = PATHS
) -> tuple[MainWindow, StillContext]:
    context = StillContext(theme, *VIEWS)
    context.still.settings = replace(LoadedSettings("", True), paths=paths)
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.resize(1024, 600)
    window.show()
    return window, context


def test_the_nodes_stand_in_the_order_of_the_gift_with_their_state(
    qtbot: QtBot, theme: Theme, places_file: str
) -> None:
    window, context = _window(qtbot, theme, places_file)
    nodes = every(window, PathNode)
    assert [node.accessibleName() for node in nodes] == [
        "Step 1 of 3: Donation form, Healthy",
        "Step 2 of 3: Stripe, Error",
        "Step 3 of 3: Sync, Healthy",
    ]
    assert nodes[0].geometry().right() < nodes[1].geometry().left() < nodes[2].geometry().left()
    context.show(VIEWS[0], VIEWS[1], view("stripe", name="Stripe"))
    assert every(window, PathNode)[1].accessibleName() == "Step 2 of 3: Stripe, Healthy"


def test_a_click_or_a_key_opens_the_component(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    window, context = _window(qtbot, theme, places_file)
    nodes = every(window, PathNode)
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.mouseClick(nodes[1], Qt.MouseButton.LeftButton)
    assert wanted.args == ["stripe"]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    nodes[1].setFocus()
    qtbot.keyClick(nodes[1], Qt.Key.Key_Right)
    assert nodes[2].hasFocus()
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.keyClick(nodes[2], Qt.Key.Key_Space)
    assert wanted.args == ["sync"]
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.keyClick(nodes[0], Qt.Key.Key_Return)
    assert wanted.args == ["form"]


def test_the_worst_of_several_paths_is_shown_until_another_is_chosen(
    qtbot: QtBot, theme: Theme, places_file: str
) -> None:
    paths = {"members": PathSettings(name="Memberships", taken_by=("form",)), **PATHS}
    window, _ = _window(qtbot, theme, places_file, paths)
    chosen = choice(window, "Path of gifts")
    assert chosen.currentText() == "Donations"
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Up)
    assert [node.component_id for node in every(window, PathNode)] == ["form"]
    assert the(window, GiftPath).accessibleName() == "The path of Memberships"


def test_without_a_path_there_is_no_graph(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    window, _ = _window(qtbot, theme, places_file, {})
    assert not has(window, GiftPath)
    assert "Path of gifts" not in [one.accessibleName() for one in every(window, QComboBox)]


@pytest.mark.parametrize("room", [120, 300, 620, 2000])
def test_nodes_never_overlap_nor_leave_their_room(room: int) -> None:
    widths = [180, 90, 140, 190, 60, 120]
    found = lay_out_path(widths, room)
    places = [QRect(box.x, box.y, box.width, LARGE.height) for box in found.boxes]
    assert all(place.left() >= 0 and place.right() < room and place.bottom() < found.height for place in places)
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert all((one.y, one.x) < (other.y, other.x) for one, other in pairwise(found.boxes))
    for arrow in found.arrows:
        assert all(start[0] == end[0] or start[1] == end[1] for start, end in pairwise(arrow))


def test_a_path_too_long_for_a_row_goes_on_in_the_next() -> None:
    found = lay_out_path([100, 100, 100], 240)
    assert [(box.x, box.y > 0) for box in found.boxes] == [(0, False), (130, False), (0, True)]
    assert len(found.arrows[0]) == 2
    turn = found.arrows[1]
    assert len(turn) == 4
    assert found.boxes[1].x < turn[0][0]
    assert found.boxes[2].x < turn[-1][0] < found.boxes[2].x + 100
    assert lay_out_path([], 240).height == 0


def test_right_to_left_it_is_mirrored() -> None:
    one, other = lay_out_path([100, 80], 400), lay_out_path([100, 80], 400, right_to_left=True)
    assert [box.x for box in other.boxes] == [400 - box.x - box.width for box in one.boxes] == [300, 190]
    (start, end) = other.arrows[0]
    assert start[0] > end[0]


def test_right_to_left_the_first_node_stands_on_the_right(qtbot: QtBot, theme: Theme, places_file: str) -> None:
    window, _ = _window(qtbot, theme, places_file)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.resize(1020, 600)
    nodes = every(window, PathNode)
    assert nodes[0].geometry().left() > nodes[1].geometry().right()


def test_a_long_path_wraps_on_a_small_screen_and_leaves_room_for_the_table(
    qtbot: QtBot, theme: Theme, places_file: str
) -> None:
    views = [view(f"c{number}", name=f"Part number {number}") for number in range(9)]
    context = StillContext(theme, *views)
    paths = {"donations": PathSettings(taken_by=tuple(one.component.id for one in views))}
    context.still.settings = replace(LoadedSettings("", True), paths=paths)
    window = MainWindow(context, Places(places_file))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.resize(1024, 600)
    assert window.height() == 600
    graph, nodes = the(window, GiftPath), every(window, PathNode)
    assert len({node.y() for node in nodes}) == 2
    assert all(graph.rect().contains(node.geometry()) for node in nodes)
    assert the(window, ComponentTable).height() > 150


def test_the_panel_has_the_worst_path_too_and_a_click_opens_its_component(qtbot: QtBot, theme: Theme) -> None:
    context = StillContext(theme, *VIEWS)
    paths = {"members": PathSettings(name="Memberships", taken_by=("form",)), **PATHS}
    context.still.settings = replace(LoadedSettings("", True), paths=paths)
    panel = Panel(context, Tray())
    qtbot.addWidget(panel)
    panel.open()
    nodes = every(panel, PathNode)
    assert [node.component_id for node in nodes] == ["form", "stripe", "sync"]
    assert all(24 <= node.height() < LARGE.height for node in nodes)
    assert all(panel.rect().contains(QRect(node.mapTo(panel, QPoint()), node.size())) for node in nodes)
    with qtbot.waitSignal(context.component_wanted) as wanted:
        qtbot.mouseClick(nodes[1], Qt.MouseButton.LeftButton)
    assert wanted.args == ["stripe"]
    assert panel.isHidden()
    context.still.settings = replace(LoadedSettings("", True))
    panel.open()
    assert not has(panel, GiftPath)
