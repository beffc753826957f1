"""The last hour as a small line, drawn with QPainter: pyqtgraph would cost 300 ms and 80 MB for it."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from porchlight.desktop.history import SPAN_MS, Point
from porchlight.model.status import Outcome

_MEASURED = (Outcome.HEALTHY, Outcome.DEGRADED)
_ALLOWANCE = 3
_LEAST_GAP_MS = SPAN_MS / 15
"""A gap of _ALLOWANCE usual distances breaks the line, if it is wide enough to be visible."""


def draw_sparkline(
    painter: QPainter, box: QRectF, points: Sequence[Point], now_ms: int, line: QColor, failure: QColor
) -> None:
    """Response times from left (an hour ago) to right (now); failures as bars, unwatched time left empty."""
    shown = [point for point in points if point.began_ms > now_ms - SPAN_MS]
    if not shown:
        return
    since_ms = now_ms - SPAN_MS
    highest = max((point.duration_us for point in shown if point.outcome in _MEASURED), default=1) or 1
    distance = _usual_distance(shown)

    def x(point: Point) -> float:
        return box.left() + (point.began_ms - since_ms) / SPAN_MS * box.width()

    failure_width = max(distance / SPAN_MS * box.width(), 1.5)
    lines: list[list[QPointF]] = [[]]
    before: Point | None = None
    for point in shown:
        if point.outcome is Outcome.ERROR:
            painter.fillRect(QRectF(x(point), box.top(), failure_width, box.height()), failure)
        broken = before is None or point.began_ms - before.began_ms > max(_ALLOWANCE * distance, _LEAST_GAP_MS)
        if point.outcome not in _MEASURED or broken:
            lines.append([])
        if point.outcome in _MEASURED:
            y = box.bottom() - 1 - point.duration_us / highest * (box.height() - 2) * 0.9
            lines[-1].append(QPointF(x(point), y))
        before = point
    pen = QPen(line, 1.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for piece in lines:
        if len(piece) == 1:
            painter.drawPoint(piece[0])
        elif piece:
            painter.drawPolyline(QPolygonF(piece))


def _usual_distance(points: Sequence[Point]) -> float:
    distances = sorted(second.began_ms - first.began_ms for first, second in pairwise(points))
    return max(float(distances[len(distances) // 2]) if distances else 60_000.0, 1.0)
