"""The last hour as a small line."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from porchlight.desktop.application import Application
from porchlight.desktop.history import Point, RecentResults
from porchlight.desktop.widgets.sparkline import draw_sparkline
from porchlight.model.status import Outcome
from tests.integration.history.builders import result

NOW = 1_790_000_000_000
MINUTE = 60_000


def _drawn(points: list[Point], interval: float) -> list[bool]:
    """For each column of pixels whether there is a line."""
    image = QImage(120, 22, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_sparkline(painter, QRectF(0, 0, 120, 22), points, NOW, interval, QColor("black"), QColor("red"))
    painter.end()
    return [any(image.pixelColor(x, y).lightnessF() < 0.7 for y in range(22)) for x in range(120)]


def _hour(every_ms: int) -> list[Point]:
    return [Point(NOW - ago, 100_000, Outcome.HEALTHY) for ago in range(60 * MINUTE - 1, 0, -every_ms)]


def test_extra_checks_leave_the_last_hour_where_it_is(qapp: Application) -> None:
    rare = _hour(5 * MINUTE)
    extra = [Point(NOW - 2000 + number * 50, 100_000, Outcome.HEALTHY) for number in range(30)]
    assert sum(_drawn(rare, 300.0)) > 105
    assert sum(_drawn([*rare, *extra], 300.0)) > 105


def test_time_that_was_not_watched_stays_empty(qapp: Application) -> None:
    points = [point for point in _hour(MINUTE) if not 20 < (NOW - point.began_ms) / MINUTE < 40]
    drawn = _drawn(points, 60.0)
    assert not any(drawn[45:75])
    assert all(drawn[5:35])


def test_hundreds_of_extra_checks_push_no_older_one_out(qapp: Application) -> None:
    recent = RecentResults()
    recent.begin("website", _hour(3000))
    for number in range(600):
        recent.add(result(NOW - 600 + number))
    kept = recent.of("website")
    assert NOW - kept[0].began_ms > 59 * MINUTE
