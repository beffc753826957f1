"""The last hour as a small line, drawn with QPainter: pyqtgraph would cost 300 ms and 80 MB for it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from porchlight.desktop.chart_columns import gaps
from porchlight.desktop.history import SPAN_MS, Point
from porchlight.language.current import tr, tr_plural
from porchlight.language.text import ResponseTime
from porchlight.model.status import MEASURED, Outcome

_ALLOWANCE = 2.5
_LEAST_GAP = SPAN_MS / 15_000
"""A gap of _ALLOWANCE intervals breaks the line, if it is wide enough to be visible (seconds)."""


def draw_sparkline(
    painter: QPainter,
    box: QRectF,
    points: Sequence[Point],
    now_ms: int,
    interval: float,
    line: QColor,
    failure: QColor,
) -> None:
    """Response times from left (an hour ago) to right (now); failures as bars, unwatched time left empty.
    ``interval``: seconds between two checks; extra ones in between change nothing."""
    shown = _shown(points, now_ms)
    if not shown:
        return
    since_ms = now_ms - SPAN_MS
    highest = max((point.duration_us for point in shown if point.outcome in MEASURED), default=1) or 1
    breaks = set(gaps([point.began_ms / 1000 for point in shown], max(_ALLOWANCE * interval, _LEAST_GAP)))

    def x(point: Point) -> float:
        return box.left() + (point.began_ms - since_ms) / SPAN_MS * box.width()

    failure_width = max(interval * 1000 / SPAN_MS * box.width(), 1.5)
    lines: list[list[QPointF]] = [[]]
    for place, point in enumerate(shown):
        if point.outcome is Outcome.ERROR:
            painter.fillRect(QRectF(x(point), box.top(), failure_width, box.height()), failure)
        if point.outcome not in MEASURED or place in breaks:
            lines.append([])
        if point.outcome in MEASURED:
            y = box.bottom() - 1 - point.duration_us / highest * (box.height() - 2) * 0.9
            lines[-1].append(QPointF(x(point), y))
    pen = QPen(line, 1.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for piece in lines:
        if len(piece) == 1:
            painter.drawPoint(piece[0])
        elif piece:
            painter.drawPolyline(QPolygonF(piece))


def sparkline_text(points: Sequence[Point], now_ms: int) -> str:
    """The same line in words, for those who do not see it."""
    shown = _shown(points, now_ms)
    times = [point.duration_us for point in shown if point.outcome in MEASURED]
    failed = sum(point.outcome is Outcome.ERROR for point in shown)
    if not times:
        return tr_plural("one check failed", "{n} checks failed", failed) if failed else tr("no checks yet")
    lowest, highest = ResponseTime(min(times)), ResponseTime(max(times))
    if not failed:
        return tr("{lowest} to {highest}", lowest=lowest, highest=highest)
    return tr_plural(
        "{lowest} to {highest}; one check failed",
        "{lowest} to {highest}; {n} checks failed",
        failed,
        lowest=lowest,
        highest=highest,
    )


def _shown(points: Sequence[Point], now_ms: int) -> list[Point]:
    return [point for point in points if point.began_ms > now_ms - SPAN_MS]
