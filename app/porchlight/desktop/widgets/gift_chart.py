"""Gifts by the hour as bars before the band of what is usual, in the window of a gift pulse."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from porchlight.desktop.formatting import axis_moment, axis_ticks, number
from porchlight.desktop.gift_view import HOUR_MS, GiftView, Run, last_hours
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.basic import Text, add_toggles
from porchlight.language.current import tr
from porchlight.model.gifts import GiftHour, GiftHours

_SPANS = (24, 72, 168)
"""Hours."""
_FIRST_SPAN = 1
_HEIGHT, _AXIS, _ABOVE, _SCALE_GAP = 190, 22, 18, 8
_BAND, _EDGE = 0.16, 0.75
"""How strong the band is, and its edge."""
_UNDER_WAY = 0.55
"""How strong the bar of an hour is that is not over."""


class GiftChart(QWidget):
    """Hidden while nothing was counted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._found = GiftHours(())
        self._span = _SPANS[_FIRST_SPAN]
        self.bars = GiftBars(theme)
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(Text(theme, TextRole.HEADING, tr("Gifts per hour")))
        line.addStretch(1)
        labels = (tr("24 h"), tr("3 days"), tr("7 days"))
        toggles = add_toggles(self, line, labels, chosen=_FIRST_SPAN, title=tr("Show gifts of {name}"))
        toggles.idClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.bars)
        self.hide()

    def show_hours(self, found: GiftHours | None) -> None:
        """Show the last ones of these; None or none: there is nothing to show."""
        self._found = found or GiftHours(())
        view = last_hours(self._found, self._span)
        self.setVisible(view is not None)
        if view is not None:
            self.bars.show_view(view)

    def _choose(self, place: int) -> None:
        self._span = _SPANS[place]
        self.show_hours(self._found)


class GiftBars(QWidget):
    """The chart itself; arrow keys go from hour to hour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._view: GiftView | None = None
        self._current: int | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Gifts per hour"))
        theme.changed.connect(self.update)

    def show_view(self, view: GiftView) -> None:
        """Show these hours."""
        if view != self._view:
            self._view, self._current = view, None
            self.setAccessibleDescription(view.summary())
            self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(600, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        """See QWidget: the hour under the mouse."""
        if isinstance(event, QHelpEvent):
            hour = self._at(event.pos().x())
            if hour is not None and self._view is not None:
                QToolTip.showText(event.globalPos(), self._view.text_of(hour), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hour under the mouse is marked."""
        hour = self._at(event.position().x())
        current = self._view.hours.index(hour) if self._view is not None and hour is not None else None
        if current != self._current:
            self._current = current
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """See QWidget."""
        self._current = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        view = self._view
        if step is None or view is None:
            super().keyPressEvent(event)
            return
        last = len(view.hours) - 1
        self._current = last if self._current is None else min(max(self._current + step, 0), last)
        hour = view.hours[self._current]
        self.setAccessibleDescription(view.text_of(hour))
        place = QPointF(self._x(hour.at_ms), _ABOVE)
        QToolTip.showText(self.mapToGlobal(place.toPoint()), view.text_of(hour), self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TextRole.TICK))
        self._paint_scale(painter, view)
        self._paint_times(painter, view)
        self._paint_spans(painter, view)
        self._paint_band(painter, view)
        self._paint_bars(painter, view)
        painter.end()

    # -- inside

    def _paint_scale(self, painter: QPainter, view: GiftView) -> None:
        for value in range(0, view.top + 1, view.step):
            y = self._y(value)
            painter.setPen(self._theme.colour("grid"))
            painter.drawLine(QPointF(self._left, y), QPointF(self._right, y))
            painter.setPen(self._theme.colour("secondary"))
            box = QRectF(0, y - 10, self._left - _SCALE_GAP, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number(value))

    def _paint_times(self, painter: QPainter, view: GiftView) -> None:
        since, until = view.since_ms / 1000, view.until_ms / 1000
        spacing, ticks = axis_ticks(since, until, max(int((self._right - self._left) // 110), 2))
        painter.setPen(self._theme.colour("secondary"))
        for tick in ticks:
            x, text = self._x(tick * 1000), axis_moment(tick, spacing, until - since)
            half = QFontMetricsF(painter.font()).horizontalAdvance(text) / 2 + 1
            if x + half > self.width():
                continue
            box = QRectF(x - half, self._bottom + 4, 2 * half, _AXIS - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)

    def _paint_spans(self, painter: QPainter, view: GiftView) -> None:
        """What is not as usual, with a word for it: the hatching is seen without colour, too."""
        for run in view.unwatched:
            colour = self._theme.colour("unknown")
            colour.setAlphaF(0.45)
            painter.fillRect(self._box(run), QBrush(colour, Qt.BrushStyle.BDiagPattern))
            self._write(painter, run, tr("not watched"))
        for run in view.learning:
            self._write(painter, run, tr("learning what is usual"))
        for run in view.important:
            colour = self._theme.colour("accent")
            colour.setAlphaF(0.07)
            painter.fillRect(self._box(run), colour)
            self._write(painter, run, tr("important day"))

    def _paint_band(self, painter: QPainter, view: GiftView) -> None:
        """Steps from hour to hour, as the bars are."""
        fill, edge = self._theme.colour("accent"), self._theme.colour("unknown")
        fill.setAlphaF(_BAND)
        edge.setAlphaF(_EDGE)
        stretch: list[GiftHour] = []
        for hour in (*view.hours, None):
            if hour is not None and not hour.learning:
                stretch.append(hour)
                continue
            if stretch:
                upper = self._steps([(one.at_ms, one.high or 0.0) for one in stretch])
                lower = self._steps([(one.at_ms, one.low or 0.0) for one in stretch])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
                painter.setPen(QPen(edge, 1.0, Qt.PenStyle.DotLine))
                painter.drawPolyline(upper)
                painter.drawPolyline(lower)
                self._write_usual(painter, stretch)
            stretch = []

    def _paint_bars(self, painter: QPainter, view: GiftView) -> None:
        step = (self._right - self._left) / len(view.hours)
        gap = min(step * 0.28, 3.0)
        for place, hour in enumerate(view.hours):
            if hour.gifts is None:
                continue
            colour = self._theme.colour("text" if place == self._current else "accent")
            if hour is view.hours[-1]:
                colour.setAlphaF(_UNDER_WAY)
            left, top = self._x(hour.at_ms) + gap / 2, self._y(hour.gifts)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            if not hour.gifts:  # a short line on the axis: it was counted, and none came
                painter.drawRect(QRectF(left, self._bottom - 1.5, step - gap, 1.5))
            else:
                painter.drawRoundedRect(QRectF(left, top, step - gap, self._bottom - top), 1, 1)

    def _write(self, painter: QPainter, run: Run, word: str) -> None:
        box, metrics = self._box(run), QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(word) + 8 > box.width():
            return  # the readout has it
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(QRectF(box.left(), 0, box.width(), _ABOVE), Qt.AlignmentFlag.AlignCenter, word)

    def _write_usual(self, painter: QPainter, stretch: list[GiftHour]) -> None:
        """The word on the band's edge, at its right end."""
        word, metrics = tr("usual"), QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(word) + 6
        right = self._x(stretch[-1].at_ms + HOUR_MS)
        beneath = [one for one in stretch if self._x(one.at_ms + HOUR_MS) > right - width]
        y = min(self._y(one.high or 0.0) for one in beneath) - metrics.height() - 1
        if right - width < self._x(stretch[0].at_ms):
            return
        painter.setPen(self._theme.colour("secondary"))
        box = QRectF(right - width, max(y, _ABOVE - 2), width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _steps(self, corners: list[tuple[int, float]]) -> list[QPointF]:
        found = []
        for at_ms, value in corners:
            found += [QPointF(self._x(at_ms), self._y(value)), QPointF(self._x(at_ms + HOUR_MS), self._y(value))]
        return found

    def _box(self, run: Run) -> QRectF:
        left, right = self._x(run.since_ms), self._x(run.until_ms)
        return QRectF(left, _ABOVE, right - left, self._bottom - _ABOVE)

    def _at(self, x: float) -> GiftHour | None:
        view = self._view
        if view is None or not self._left <= x < self._right:
            return None
        place = int((x - self._left) / (self._right - self._left) * len(view.hours))
        return view.hours[min(place, len(view.hours) - 1)]

    def _x(self, at_ms: float) -> float:
        """Time goes from left to right in every language, as figures are read."""
        view = self._view
        if view is None:
            return self._left
        return self._left + (at_ms - view.since_ms) / (view.until_ms - view.since_ms) * (self._right - self._left)

    def _y(self, value: float) -> float:
        top = self._view.top if self._view is not None else 1
        return self._bottom - value / top * (self._bottom - _ABOVE)

    @property
    def _left(self) -> float:
        top = self._view.top if self._view is not None else 0
        return QFontMetricsF(font(TextRole.TICK)).horizontalAdvance(number(max(top, 100))) + _SCALE_GAP + 2

    @property
    def _right(self) -> float:
        return self.width() - 1.0

    @property
    def _bottom(self) -> float:
        return self.height() - float(_AXIS)
