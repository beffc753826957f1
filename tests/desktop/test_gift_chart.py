"""Gifts by the hour in the window of a gift pulse, for those who see them and for those who do not."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from porchlight.desktop.panel import Panel
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.gift_chart import GiftBars, GiftChart
from porchlight.model.component import Component
from porchlight.model.gifts import GiftHour, GiftHours
from porchlight.model.incident import ComponentState
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Outcome, Status
from tests.desktop.seen import button, texts, the
from tests.desktop.still import NOW_MS, StillContext

HOUR_MS = 3_600_000
FIRST_MS = 1_790_000_000_000 // HOUR_MS * HOUR_MS


def hours(count: int = 96, *, learning: int = 0) -> GiftHours:
    """A gift more each hour of the day; the 91st was not watched, and the 93rd is beyond what is usual."""
    found = []
    for number in range(count):
        gifts = 40 if number == 92 else number % 24
        known = number >= learning
        found.append(
            GiftHour(
                FIRST_MS + number * HOUR_MS,
                gifts,
                max(number % 24 - 5.0, 0.0) if known else None,
                number % 24 + 6.0 if known else None,
                watched=number != 90,
            )
        )
    return GiftHours(tuple(found))


def shown(qtbot: QtBot, theme: Theme, found: GiftHours | None) -> GiftChart:
    chart = GiftChart(theme)
    qtbot.addWidget(chart)
    chart.resize(700, 240)
    chart.show_hours(found)
    if found is not None and found.hours:
        chart.show()
    return chart


def test_it_says_what_came_what_is_usual_and_what_nobody_watched(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, theme, hours())
    bars = the(chart, GiftBars)
    summary = bars.accessibleDescription()
    assert bars.accessibleName() == "Gifts per hour"
    assert ": 848 gifts. The busiest hour began at " in summary
    assert summary.endswith(": 40 gifts. 1 hour brought more than usual. 1 hour was not watched.")


def test_its_hours_are_read_one_by_one_from_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, theme, hours())
    bars = the(chart, GiftBars)
    qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert bars.accessibleDescription().endswith(": 23 gifts, usual 18–29")
    for _ in range(3):
        qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert bars.accessibleDescription().endswith(": 40 gifts, usual 15–26")
    for _ in range(2):
        qtbot.keyClick(bars, Qt.Key.Key_Left)
    assert bars.accessibleDescription().endswith(": 18 gifts, usual 13–24, not watched")


def test_another_span_is_chosen_above_it_and_learning_is_told(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, theme, hours(learning=20))
    assert "learned" not in the(chart, GiftBars).accessibleDescription()
    button(chart, "7 days").click()
    assert (
        the(chart, GiftBars).accessibleDescription().endswith("What is usual was still being learned in part of it.")
    )


def test_bars_and_band_are_drawn(qtbot: QtBot, theme: Theme) -> None:
    chart = shown(qtbot, theme, hours())
    image = chart.grab().toImage()
    accent = QColor(theme.tokens.accent)
    found = sum(
        image.pixelColor(x, y) == accent for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )
    assert found > 500


def test_where_nothing_was_counted_there_is_no_chart(qtbot: QtBot, theme: Theme) -> None:
    assert shown(qtbot, theme, None).isHidden()
    assert shown(qtbot, theme, GiftHours(())).isHidden()


def test_the_panel_has_the_pulse_in_a_line(qtbot: QtBot, theme: Theme) -> None:
    measures = {
        name: Measure(value, Unit.COUNT)
        for name, value in (("gifts", 14), ("gifts_usual_low", 8.4), ("gifts_usual_high", 19.6))
    }
    result = Result("pulse", NOW_MS - 12_000, 5000, Outcome.HEALTHY, "Well.", measures=measures)
    state = ComponentState("pulse", Status.HEALTHY, NOW_MS - 60_000, None, "Well.", NOW_MS - 12_000, 5000)
    view = ComponentView(Component("pulse", "Gift pulse", "gift_pulse"), state, result, False)
    panel = Panel(StillContext(theme, view), Tray())
    qtbot.addWidget(panel)
    panel.open()
    assert "Gifts: 14 in the last hour, usual 8–20" in texts(panel).splitlines()
