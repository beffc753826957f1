"""The incidents' time line: lanes for what had one, tags for a wall of components."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from porchlight.desktop.incident_lanes import MOST_LANES, Lane, lanes_of
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.incidents import IncidentTimeline
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status

NOW = 1_790_000_000_000
DAY = 86_400_000
WALL = {f"c{number}": f"Service {number}" for number in range(100)}
TAGS = {one: (("donors", "office", "web")[number % 3],) for number, one in enumerate(WALL) if number != 99}


def _incident(component: str, ago: int = DAY) -> Incident:
    return Incident(component, component, NOW - ago, Status.ERROR, Reason.TIMEOUT, "x", (), NOW - ago + 3_600_000)


def _timeline(qtbot: QtBot, theme: Theme) -> IncidentTimeline:
    made = IncidentTimeline(theme)
    qtbot.addWidget(made)
    return made


def _click(line: IncidentTimeline, lane: int) -> None:
    height = line.sizeHint().height() / (len(line.lane_texts()) + 22 / 26)
    place = QPoint(40, round(height * (lane + 0.5)))
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_only_what_had_an_incident_has_a_lane(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    line.show_incidents(WALL, [_incident("c7"), _incident("c3"), _incident("c7", 2 * DAY)], NOW - 30 * DAY, NOW)
    assert line.lane_texts() == ["Service 3", "Service 7"]
    chosen: list[str] = []
    line.chosen.connect(chosen.append)
    line.resize(line.sizeHint())
    line.show()
    _click(line, 1)
    assert chosen == ["c7"]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.accessibleDescription() == "Service 3"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen == ["c7", "c3"]


def test_a_wall_of_a_hundred_is_grouped_by_tag_and_opened_by_a_click(qtbot: QtBot, theme: Theme) -> None:
    line = _timeline(qtbot, theme)
    line.show_incidents(WALL, [_incident(one) for one in WALL], NOW - 30 * DAY, NOW, TAGS)
    assert line.lane_texts() == ["▸ donors (33)", "▸ office (33)", "▸ web (33)", "▸ Without a tag (1)"]
    line.resize(line.sizeHint())
    line.show()
    _click(line, 1)
    assert line.lane_texts()[:3] == ["▸ donors (33)", "▾ office (33)", "Service 1"]
    assert len(line.lane_texts()) == 4 + 33
    line.resize(line.sizeHint())
    _click(line, 1)
    assert len(line.lane_texts()) == 4


def test_as_many_as_can_be_taken_in_stay_single() -> None:
    few = list(WALL)[:MOST_LANES]
    assert lanes_of(WALL, few, TAGS) == [Lane((one,)) for one in few]
    assert len(lanes_of(WALL, list(WALL)[: MOST_LANES + 1], TAGS)) == 3


def test_before_the_history_has_answered_nothing_is_said_of_incidents(qtbot: QtBot, theme: Theme) -> None:
    fresh = _timeline(qtbot, theme)
    fresh.resize(600, 60)
    empty = fresh.grab().toImage()
    fresh.show_incidents({}, [], 0, 1)
    assert fresh.grab().toImage() != empty
    assert len({empty.pixel(x, y) for x in range(empty.width()) for y in range(empty.height())}) == 1
