"""The parts of the response-time chart: its two axes, filled bands and shaded spans. Importing this file imports
pyqtgraph; see latency_chart."""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from porchlight.desktop.chart_data import ShadedSpan, SpanKind, mark_ms
from porchlight.desktop.formatting import axis_moment, axis_ticks
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.language.current import tr
from porchlight.model.incident import Incident
from porchlight.model.note import Note

_COLOURS = {
    SpanKind.FAILURE: ("error", 0.16),
    SpanKind.NEEDS_YOU: ("degraded", 0.16),
    SpanKind.OFFLINE: ("unknown", 0.22),
    SpanKind.ASLEEP: ("unknown", 0.14),
    SpanKind.NOT_WATCHED: ("unknown", 0.09),
}


def span_word(kind: SpanKind) -> str:
    """The word in a shaded span."""
    match kind:
        case SpanKind.FAILURE:
            return tr("no answer")
        case SpanKind.NEEDS_YOU:
            return tr("needed attention")
        case SpanKind.OFFLINE:
            return tr("offline")
        case SpanKind.ASLEEP:
            return tr("asleep")
        case SpanKind.NOT_WATCHED:
            return tr("not watched")


class TimeAxis(pg.DateAxisItem):  # type: ignore[misc]
    """Local time in the format of the user's language; each day has a second line of text at midnight."""

    span: tuple[float, float] = (0.0, 1.0)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [axis_moment(value, spacing, self.span[1] - self.span[0]) for value in values]

    def tickValues(self, minVal: float, maxVal: float, size: int) -> list[tuple[float, list[float]]]:
        spacing, values = axis_ticks(minVal, maxVal, max(int(size / 120), 2))
        return [(spacing, values)]


class MillisecondsAxis(pg.AxisItem):  # type: ignore[misc]
    """Four or five round numbers, from zero to the top, without lines between them."""

    def boundingRect(self) -> QRectF:
        box: QRectF = super().boundingRect()
        return box.adjusted(0, -_HALF_LABEL, 0, _HALF_LABEL)  # else the labels at the ends are left out

    def tickValues(self, minVal: float, maxVal: float, size: int) -> list[tuple[float, list[float]]]:
        step = _round_step((maxVal - minVal) / 5)
        return [(step, [number * step for number in range(int(maxVal / step + 1e-9) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        digits = 0 if spacing >= 1 else 1 if spacing >= 0.1 else 2
        return [QLocale().toString(float(value), "f", digits) for value in values]


_HALF_LABEL = 12
"""px."""
NOTE_TOP = 20.0
"""px from the top of the chart to a note's flag: below the words of shaded spans."""
_SHORTEST_NOTE, _LONGEST_NOTE = 40.0, 150.0
"""px of a note's text."""
BAND_CONTRAST = 1.7
"""Of the band against the background."""
USUAL_CONTRAST = 1.14


def tint(colour: QColor, ground: QColor, contrast: float) -> QColor:
    """The colour, as transparent as it may be to have this contrast (WCAG 2.1) on the ground."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        parts = zip(colour.getRgbF()[:3], ground.getRgbF()[:3], strict=True)  # type: ignore[index]
        mixed = QColor.fromRgbF(*(middle * one + (1 - middle) * other for one, other in parts))
        low, high = (low, middle) if contrast_of(mixed, ground) >= contrast else (middle, high)
    found = QColor(colour)
    found.setAlphaF(high)
    return found


def contrast_of(first: QColor, second: QColor) -> float:
    """WCAG 2.1, "contrast ratio"."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Band(pg.GraphicsObject):  # type: ignore[misc]
    """A filled band, such as that between the median and the 95th percentile."""

    def __init__(self) -> None:
        super().__init__()
        self.colour = pg.mkColor(0, 0, 0, 0)
        self.edge = QPen(Qt.PenStyle.NoPen)
        self._path = QPainterPath()

    def show_band(self, times: Sequence[float], low: Sequence[float], high: Sequence[float]) -> None:
        """Columns of equal length; a gap where one is ``nan``."""
        self.prepareGeometryChange()
        path = QPainterPath()
        lower: list[QPointF] = []
        upper: list[QPointF] = []

        def close() -> None:
            if len(lower) > 1:
                path.addPolygon(QPolygonF([*upper, *reversed(lower)]))
                path.closeSubpath()
            lower.clear()
            upper.clear()

        for at, under, over in zip(times, low, high, strict=True):
            if math.isnan(under) or math.isnan(over):
                close()
            else:
                lower.append(QPointF(at, under))
                upper.append(QPointF(at, over))
        close()
        self._path = path
        self.update()

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._path, self.colour)
        if self.edge.style() is not Qt.PenStyle.NoPen:
            painter.strokePath(self._path, self.edge)


class _OverAll(pg.GraphicsObject):  # type: ignore[misc]
    """Drawn over all that is visible, in pixels."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return view.viewRect() if view is not None else QRectF()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        view = self.getViewBox()
        if view is None:
            return
        visible = view.viewRect()
        to_pixels = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setFont(font(TextRole.TICK))
        self._draw(painter, visible, to_pixels)
        painter.restore()

    def _draw(self, painter: QPainter, visible: QRectF, to_pixels: QTransform) -> None:
        """``visible``: in seconds and values; ``to_pixels``: from those to the painter's."""
        raise NotImplementedError


class Shades(_OverAll):
    """Shaded spans over the whole height, each with a word where there is room for it (else the readout has it)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._spans: tuple[ShadedSpan, ...] = ()

    def show_spans(self, spans: tuple[ShadedSpan, ...]) -> None:
        """Shade these and no others."""
        self.prepareGeometryChange()
        self._spans = spans
        self.update()

    def _draw(self, painter: QPainter, visible: QRectF, to_pixels: QTransform) -> None:
        metrics = QFontMetricsF(font(TextRole.TICK))
        for span in self._spans:
            if span.until < visible.left() or span.since > visible.right():
                continue
            left = to_pixels.map(QPointF(max(span.since, visible.left()), visible.top())).x()
            right = to_pixels.map(QPointF(min(span.until, visible.right()), visible.top())).x()
            ends = sorted(to_pixels.map(QPointF(0, y)).y() for y in (visible.top(), visible.bottom()))
            box = QRectF(left, ends[0], max(right - left, 1.5), ends[1] - ends[0])
            token, strength = _COLOURS[span.kind]
            colour = self._theme.colour(token)
            colour.setAlphaF(strength)
            painter.fillRect(box, colour)
            word = span_word(span.kind)
            if metrics.horizontalAdvance(word) + 8 <= box.width():
                failed = span.kind is SpanKind.FAILURE
                painter.setPen(self._theme.colour("error_text" if failed else "secondary"))
                painter.drawText(box.adjusted(0, 4, 0, 0), Qt.AlignmentFlag.AlignHCenter, word)


class Marks(_OverAll):
    """What happened at a moment: an incident as a triangle on the axis, a note as a flag with its text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._marks: tuple[Incident | Note, ...] = ()

    def show_marks(self, marks: tuple[Incident | Note, ...]) -> None:
        """Show these and no others."""
        self.prepareGeometryChange()
        self._marks = marks
        self.update()

    def _draw(self, painter: QPainter, visible: QRectF, to_pixels: QTransform) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = sorted(to_pixels.map(QPointF(0, y)).y() for y in (visible.top(), visible.bottom()))
        free_until = to_pixels.map(QPointF(visible.right(), 0)).x()
        for mark in reversed(self._marks):
            at = mark_ms(mark) / 1000
            if not visible.left() <= at <= visible.right():
                continue
            x = to_pixels.map(QPointF(at, 0)).x()
            if isinstance(mark, Incident):
                self._paint_incident(painter, mark, QPointF(x, bottom))
            else:
                self._paint_note(painter, mark, QRectF(x, top, free_until - x, bottom - top))
                free_until = x

    def _paint_incident(self, painter: QPainter, incident: Incident, foot: QPointF) -> None:
        painter.setPen(self._theme.colour("background"))
        painter.setBrush(self._theme.colour("error" if incident.is_outage else "degraded"))
        corners = (QPointF(0, -9), QPointF(5.5, 0), QPointF(-5.5, 0))
        painter.drawPolygon(QPolygonF([foot + corner for corner in corners]))

    def _paint_note(self, painter: QPainter, note: Note, room: QRectF) -> None:
        """The text as far as there is room for it; the readout has all of it."""
        colour = self._theme.colour("text")
        pen = QPen(colour, 1.0, Qt.PenStyle.DotLine)
        pen.setCosmetic(False)
        painter.setPen(pen)
        head = room.top() + NOTE_TOP
        painter.drawLine(QPointF(room.left(), head), QPointF(room.left(), room.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        flag = (QPointF(0, 0), QPointF(8, 3.5), QPointF(0, 7))
        painter.drawPolygon(QPolygonF([QPointF(room.left(), head) + corner for corner in flag]))
        width = min(room.width() - 14, _LONGEST_NOTE)
        if width >= _SHORTEST_NOTE:
            metrics = QFontMetricsF(font(TextRole.TICK))
            painter.setPen(colour)
            text = metrics.elidedText(note.text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QPointF(room.left() + 11, head + metrics.ascent() - 3), text)


def _round_step(least: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 … times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-6)))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * 0.999)


def round_up(value: float) -> float:
    """The next mark of the axis that leaves a little air."""
    step = _round_step(value * 1.04 / 5)
    return math.ceil(value * 1.04 / step) * step
