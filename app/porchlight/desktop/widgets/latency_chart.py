"""The response-time chart: one line of medians, the band from the median to the 95th percentile, single outliers as
dots, shaded spans, the limit, a readout that can be moved by mouse and keys.

It gets columns and fetches nothing; it requests others by ``range_wanted``. Importing this file imports pyqtgraph
(about 280 ms, 50 MB), so it is imported with the first chart.
"""

import html
import math
from bisect import bisect_left

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from porchlight.desktop.chart_columns import Outlier
from porchlight.desktop.chart_data import ChartData, ShadedSpan, UsualColumns, mark_ms
from porchlight.desktop.formatting import exact_moment, readout_moment, response, span
from porchlight.desktop.texts import incident_span, what_happened
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.chart_items import (
    BAND_CONTRAST,
    USUAL_CONTRAST,
    Band,
    Marks,
    MillisecondsAxis,
    Shades,
    TimeAxis,
    round_up,
    span_word,
    tint,
)
from porchlight.language.current import tr, tr_plural
from porchlight.model.incident import Incident
from porchlight.model.note import Note

_ASK_AFTER_MS = 90
_FUTURE = 0.02
"""Part of the span kept free on the right, so that the newest point does not touch the edge."""
_LEAST_SPAN, _LONGEST_SPAN = 60.0, 3 * 366 * 86_400.0
_NEAR = 9
"""px from the mouse at which a dot, or a narrow span, answers."""
_TITLE_HEIGHT, _TITLE_EDGE = 64, 16
"""px of a picture's title."""
_SHARE_OF_NAMES = 0.14
"""Of the visible span: what the names of two compared lines stand over."""
_STILL = 4.0
"""px that the mouse may move in a click."""
_MOST_SENTENCES = 6
"""About shaded spans, in the summary."""
_FAR_LIMIT = 4.0
"""A limit so many times above everything is not shown as a line: it would press all else to the ground."""
_DOTS_ABOVE = 2.5
"""Dots so many times above everything else stand at the top edge."""


def empty_plot() -> pg.PlotItem:
    """Half of the making of a chart, which a window that is made ahead does in a slice of its own."""
    axes = {"bottom": TimeAxis(orientation="bottom"), "left": MillisecondsAxis(orientation="left")}
    return pg.PlotItem(axisItems=axes, enableMenu=False)


class LatencyChart(pg.PlotWidget):  # type: ignore[misc]
    """One component's response times."""

    range_wanted = Signal(float, float)
    """The visible span has changed: seconds since the epoch. Data for it are requested."""
    left_now = Signal()
    """The user has moved away from the newest results."""
    menu_wanted = Signal(QPoint, float, object)
    """A menu at a place of the screen, about a time (seconds since the epoch) and the mark there (or None)."""
    reset_wanted = Signal()
    """The user wants the whole span up to now again."""

    def __init__(self, theme: Theme, item: pg.PlotItem | None = None) -> None:
        """``item``: an ``empty_plot``, made before."""
        item = item or empty_plot()
        super().__init__(background=None, plotItem=item)
        self._times: TimeAxis = item.getAxis("bottom")
        self._theme = theme
        self._data: ChartData | None = None
        self._slow_ms: float | None = None
        self._usual_ends: tuple[float, float] | None = None
        """Where the usual band ends: seconds since the epoch, and its lower edge in ms."""
        self._programmatic = False
        self._ratio = 0.0
        """Of the screen's pixels to the chart's own; pens are as wide as so many of them."""
        self._stop: int | None = None
        """The place of the readout when it is moved by keys."""
        self._x = np.empty(0)
        self._y = np.empty(0)
        self._top = 100.0
        self._pressed: QPointF | None = None
        item.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as figures are read in every language
        self._box = item.getViewBox()
        item.hideButtons()
        item.showGrid(x=False, y=True, alpha=0.0)
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setDefaultPadding(0.0)
        self._shades = Shades(theme)
        self._usual = Band()
        self._usual_word = pg.TextItem(tr("usual"), anchor=(1, 0))
        self._usual_word.hide()
        self._band = Band()
        self._line = pg.PlotCurveItem(connect="finite", antialias=True)
        self._dots = pg.ScatterPlotItem(size=4, pxMode=True)
        self._lone = pg.ScatterPlotItem(size=4, pxMode=True)
        self._outliers = pg.ScatterPlotItem(size=5, pxMode=True)
        self._limit = pg.InfiniteLine(angle=0, movable=False)
        self._limit_word = pg.TextItem(anchor=(1, 1))
        self._marks = Marks(theme)
        self._other = pg.PlotCurveItem(connect="finite", antialias=True)
        self._names = (pg.TextItem(anchor=(1, 1)), pg.TextItem(anchor=(1, 0)))
        self._compared: tuple[str, str, ChartData] | None = None
        """Both names, and the other's columns."""
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        for z, part in enumerate(
            (
                self._shades,
                self._usual,
                self._band,
                self._line,
                self._dots,
                self._lone,
                self._outliers,
                self._limit,
                self._limit_word,
                self._usual_word,
                self._other,
                self._marks,
                *self._names,
                self._cross,
            )
        ):
            part.setZValue(z)
            self.addItem(part, ignoreBounds=True)
        for hidden in (*self._names, self._other):
            hidden.hide()
        self._cross.hide()
        self._limit.hide()
        self._limit_word.hide()
        self._readout = QLabel(self)
        self._readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._readout.setTextFormat(Qt.TextFormat.RichText)
        self._readout.hide()
        for name in ("bottom", "left"):
            item.getAxis(name).setZValue(-1000)  # the grid is behind the line, not upon it
        item.layout.setContentsMargins(0, 7, 1, 1)  # half of the top label
        self._box.setLimits(minXRange=_LEAST_SPAN, maxXRange=_LONGEST_SPAN)
        self._asking = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._asking.timeout.connect(self._ask)
        self._box.sigXRangeChanged.connect(self._range_changed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(tr("Response times"))
        theme.changed.connect(self._apply_theme)
        self._apply_theme()

    # -- contents

    def show_data(self, data: ChartData) -> None:
        """Show these columns; the visible span stays."""
        self._data = data
        self._stop = None
        columns = data.columns
        self._x = np.asarray(columns.times, dtype=float)
        self._y = np.asarray(columns.median, dtype=float)
        self._line.setData(self._x, self._y, connect="finite")
        lone = _lone(self._y)
        self._lone.setData(self._x[lone], self._y[lone])
        self._band.show_band(columns.times, columns.low, columns.high)
        self._dots.setData(np.asarray(data.failed, dtype=float), np.zeros(len(data.failed)))
        self._shades.show_spans(data.spans)
        self._marks.show_marks(data.marks)
        self._fit_height()
        self._show_outliers()
        self._place_limit()
        self.setAccessibleDescription(self._summary(data))

    def show_usual(self, columns: UsualColumns | None) -> None:
        """The band of usual response times; None: none is shown."""
        self._usual_ends = None if columns is None else (columns.times[-1], columns.low[-1])
        if columns is not None:
            self._usual.show_band(columns.times, columns.low, columns.high)
        self._show_or_hide_usual()
        self._place_limit()

    def _show_or_hide_usual(self) -> None:
        """One's own usual says nothing about another component that is beside it."""
        for part in (self._usual, self._usual_word):
            part.setVisible(self._usual_ends is not None and self._compared is None)

    def show_compared(self, name: str, other: str, data: ChartData | None) -> None:
        """Another component's medians beside its own, as a dashed line, each with its name; None: none is shown."""
        if data is None and self._compared is None:
            return  # nothing changes: it is so at each refresh
        self._compared = None if data is None else (name, other, data)
        for part in (*self._names, self._other):
            part.setVisible(data is not None)
        self._show_or_hide_usual()
        if data is not None:
            self._other.setData(
                np.asarray(data.columns.times, dtype=float), np.asarray(data.columns.median, dtype=float)
            )
        self._fit_height()
        self._show_outliers()
        self._place_limit()

    def show_range(self, since: float, until: float) -> None:
        """Make this span visible, without requesting data."""
        self._programmatic = True
        try:
            self._box.setXRange(since, until + (until - since) * _FUTURE, padding=0)
        finally:
            self._programmatic = False
        self._place_limit()

    def set_limit(self, slow_ms: float | None) -> None:
        """Above this it counts as slow."""
        self._slow_ms = slow_ms
        self._limit.setVisible(slow_ms is not None)
        self._limit_word.setVisible(slow_ms is not None)
        if slow_ms is not None:
            self._limit.setValue(slow_ms)
            text = tr("slow above {limit}", limit=response(slow_ms * 1000))
            self._limit_word.setText(text)
        self._fit_height()
        self._place_limit()

    @property
    def visible_range(self) -> tuple[float, float]:
        """Seconds since the epoch."""
        (since, until), _ = self._box.viewRange()
        return float(since), float(until)

    def titled_picture(self, title: str, ratio: float = 2.0) -> QImage:
        """With its title (and unit) and the dates of the visible span, to be shown elsewhere."""
        chart = self.picture(ratio)
        first, last = self.visible_range
        if self._data is not None:
            last = min(last, self._data.until)
        since, until = readout_moment(first * 1000), readout_moment(last * 1000)
        image = QImage(
            chart.width(), chart.height() + round(_TITLE_HEIGHT * ratio), QImage.Format.Format_ARGB32_Premultiplied
        )
        image.setDevicePixelRatio(ratio)
        image.fill(self._theme.colour("background"))
        painter = QPainter(image)
        room = QRectF(_TITLE_EDGE, 12, self.width() - 2 * _TITLE_EDGE, 22)
        painter.setFont(font(TextRole.NAME))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("secondary"))
        painter.drawText(room.translated(0, 20), Qt.AlignmentFlag.AlignLeft, f"{since} – {until}")
        painter.drawPixmap(QPointF(0, _TITLE_HEIGHT), chart)
        painter.end()
        return image

    def picture(self, ratio: float = 2.0) -> QPixmap:
        """As it is seen, with its background, at twice the size."""
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.colour("background"))
        self._hide_readout()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._set_pens(ratio)
        self.render(painter, QRectF(0, 0, self.width(), self.height()), self.viewport().rect())
        painter.end()
        self._set_pens(self.devicePixelRatioF())
        return pixmap

    # -- by hand

    def zoom(self, factor: float) -> None:
        """Show a span so many times as long, around the middle; up to now it stays up to now."""
        since, until = self.visible_range
        middle, half = (since + until) / 2, (until - since) / 2 * factor
        self._move_to(middle - half, middle + half)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, with Ctrl the readout; + and - zoom, Home and End go to the ends of what is loaded, 0 back to
        the whole span."""
        since, until = self.visible_range
        length = until - since
        data, key = self._data, event.key()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                super().keyPressEvent(event)
                return
            self._step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = length / 5 * (-1 if key == Qt.Key.Key_Left else 1)
            self._move_to(since + by, until + by)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Up):
            self.zoom(2 / 3)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Down):
            self.zoom(3 / 2)
        elif key == Qt.Key.Key_0:
            self.reset_wanted.emit()
        elif key == Qt.Key.Key_Home and data is not None:
            self._move_to(data.since, data.since + length)
        elif key == Qt.Key.Key_End and data is not None:
            self._move_to(data.until - length, data.until)
        else:
            event.ignore()
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms; else the page scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole span again."""
        self.reset_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The readout follows."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._point_at(event.position())
        else:
            self._hide_readout()

    def leaveEvent(self, event: QEvent) -> None:
        """See QWidget."""
        super().leaveEvent(event)
        self._hide_readout()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        self._hide_readout()
        place = QPointF(event.pos())
        self.menu_wanted.emit(event.globalPos(), self._time_at(place), self.mark_at(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a note offers what can be done with it."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        place = event.position()
        if pressed is None or (place - pressed).manhattanLength() > _STILL:
            return
        mark = self.mark_at(place)
        if isinstance(mark, Note):
            self.menu_wanted.emit(event.globalPosition().toPoint(), self._time_at(place), mark)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        self._pressed = event.position() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """See QWidget: a screen of other pixels."""
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.Show):
            self._set_pens(self.devicePixelRatioF())
        return bool(super().event(event))

    def point_at_time(self, at: float) -> None:
        """Show the readout for a time."""
        self._point_at(QPointF(self._pixel(at, 0.0).x(), self.height() / 3))

    def pixel_of(self, at: float, value: float) -> QPoint:
        """Where in the widget a time and a value are."""
        return self._pixel(at, value).toPoint()

    # -- inside

    def _time_at(self, place: QPointF) -> float:
        return float(self._box.mapSceneToView(self.mapToScene(place.toPoint())).x())

    def _move_to(self, since: float, until: float) -> None:
        if _LEAST_SPAN <= until - since <= _LONGEST_SPAN:
            self._hide_readout()
            self._box.setXRange(since, until, padding=0)

    def _step(self, by: int) -> None:
        """Move the readout to the next column or dot that is visible."""
        data = self._data
        if data is None:
            return
        since, until = self.visible_range
        stops = sorted(
            {
                *(at for at, value in zip(self._x.tolist(), self._y.tolist(), strict=True) if not math.isnan(value)),
                *(outlier.at for outlier in data.outliers),
                *data.failed,
                *(mark_ms(mark) / 1000 for mark in data.marks),
                *((one.since + one.until) / 2 for one in data.spans),
            }
        )
        stops = [at for at in stops if since <= at <= until]
        if not stops:
            return
        self._stop = len(stops) - 1 if self._stop is None else min(max(self._stop + by, 0), len(stops) - 1)
        at = stops[self._stop]
        outlier = next((one for one in data.outliers if one.at == at), None)
        mark = next((one for one in data.marks if mark_ms(one) / 1000 == at), None)
        if mark is not None:
            text = self._text_of_mark(mark)
        elif outlier is not None:
            text = self._text_of_outlier(outlier)
        else:
            text = self._text_at(at, reach=0.0)
        self._show_readout(at, QPointF(self._pixel(at, 0.0).x(), self.height() / 3), text)
        plain = text.replace("<b>", "").replace("</b>", "").replace("<br>", ": ")
        self.setAccessibleDescription(html.unescape(plain))

    def _range_changed(self) -> None:
        self._times.span = self.visible_range
        self._place_limit()
        if not self._programmatic:
            self.left_now.emit()
            self._asking.start()

    def _ask(self) -> None:
        self.range_wanted.emit(*self.visible_range)

    def _fit_height(self) -> None:
        data = self._data
        highest = 0.0
        if data is not None and len(self._y):
            band = np.asarray(data.columns.high, dtype=float)
            band = band[np.isfinite(band)]
            finite = self._y[np.isfinite(self._y)]
            if len(finite):
                highest = max(float(finite.max()), float(np.percentile(band, 99)) if len(band) else 0.0)
            if self._compared is not None:
                highest = max([highest, *(one for one in self._compared[2].columns.median if not math.isnan(one))])
            dots = [outlier.value for outlier in data.outliers if outlier.value <= highest * _DOTS_ABOVE]
            highest = max(highest, *dots, 0.0)
        if self._slow_ms is not None and self._slow_ms <= (highest or math.inf) * _FAR_LIMIT:
            highest = max(highest, self._slow_ms * 1.12)
        self._top = round_up(highest or 100.0)
        self._box.setYRange(0, self._top, padding=0)

    def _show_outliers(self) -> None:
        """Those above the top stand at it, as triangles."""
        outliers = self._data.outliers if self._data is not None else ()
        self._outliers.setData(
            [outlier.at for outlier in outliers],
            [min(outlier.value, self._top * 0.985) for outlier in outliers],
            symbol=["o" if outlier.value <= self._top else "t1" for outlier in outliers],
            size=[5 if outlier.value <= self._top else 8 for outlier in outliers],
        )

    def _place_limit(self) -> None:
        if self._slow_ms is not None:
            _, until = self.visible_range
            self._limit_word.setAnchor((1, 1) if self._slow_ms <= self._top else (1, 0))
            self._limit_word.setPos(until, min(self._slow_ms, self._top))
        if self._usual_ends is not None:
            self._usual_word.setPos(min(self.visible_range[1], self._usual_ends[0]), self._usual_ends[1])

        self._place_names()

    def _place_names(self) -> None:
        """At the right, clear of both lines: the higher one's above them, the other's below."""
        if self._compared is None or self._data is None:
            return
        name, other, data = self._compared
        since, until = self.visible_range
        near = until - (until - since) * _SHARE_OF_NAMES
        ends = []
        for columns in (self._data.columns, data.columns):
            found = zip(columns.times, columns.median, strict=True)
            ends.append([value for at, value in found if near <= at <= until and not math.isnan(value)])
        last = [end[-1] if end else 0.0 for end in ends]
        every = [value for end in ends for value in end]
        above_first = last[0] >= last[1]
        for label, text, above in zip(self._names, (name, other), (above_first, not above_first), strict=True):
            label.setVisible(bool(every))
            if every:
                label.setText(text)
                label.setAnchor((1, 1) if above else (1, 0))
                label.setPos(until, max(every) if above else min(every))

    def _pixel(self, at: float, value: float) -> QPointF:
        place = self.mapFromScene(self._box.mapViewToScene(QPointF(at, value)))
        return QPointF(place)

    def _point_at(self, place: QPointF) -> None:
        data = self._data
        if data is None:
            return
        self._stop = None
        at = self._time_at(place)
        if (outlier := self._outlier_at(place)) is not None:
            self._show_readout(outlier.at, place, self._text_of_outlier(outlier))
            return
        if (failed := self._failure_at(place)) is not None:
            self._show_readout(failed, place, f"<b>{exact_moment(failed * 1000)}</b><br>{self._failed_word()}")
            return
        if (mark := self.mark_at(place)) is not None:
            self._show_readout(mark_ms(mark) / 1000, place, self._text_of_mark(mark))
            return
        since, until = self.visible_range
        reach = _NEAR * (until - since) / max(self.width(), 1)
        text = self._text_at(at, reach=reach)
        shaded, column = self._span_at(at, reach), self._column_near(at)
        if not text:
            self._hide_readout()
        elif shaded is not None:  # what the text is about, also beside a narrow one
            self._show_readout(min(max(at, shaded.since), shaded.until), place, text)
        elif column is not None:
            self._show_readout(float(self._x[column]), place, text)

    def _column_near(self, at: float) -> int | None:
        """The place of the column nearest to a time, where that is near as it is seen."""
        since, until = self.visible_range
        column = _nearest(self._x, at)
        return column if column is not None and abs(self._x[column] - at) <= (until - since) / 20 else None

    def _outlier_at(self, place: QPointF) -> Outlier | None:
        """The dot under the mouse."""
        outliers = self._data.outliers if self._data is not None else ()

        def away(outlier: Outlier) -> float:
            dot = self._pixel(outlier.at, min(outlier.value, self._top))
            return math.hypot(dot.x() - place.x(), dot.y() - place.y())

        nearest = min(outliers, key=away, default=None)
        return nearest if nearest is not None and away(nearest) <= _NEAR else None

    def _failure_at(self, place: QPointF) -> float | None:
        """The time of the failed check whose dot, on the axis, is under the mouse."""
        failed = self._data.failed if self._data is not None else ()
        foot = self._pixel(self.visible_range[0], 0.0).y()
        if not failed or abs(foot - place.y()) > _NEAR:
            return None
        nearest = min(failed, key=lambda at: abs(self._pixel(at, 0.0).x() - place.x()))
        return nearest if abs(self._pixel(nearest, 0.0).x() - place.x()) <= _NEAR / 2 else None

    def mark_at(self, place: QPointF) -> Incident | Note | None:
        """The mark under the mouse: an incident's triangle on the axis, a note's flag or line."""
        for mark in reversed(self._data.marks if self._data is not None else ()):
            foot = self._pixel(mark_ms(mark) / 1000, 0.0)
            if abs(foot.x() - place.x()) > _NEAR:
                continue
            if isinstance(mark, Note) or abs(foot.y() - place.y()) <= 2 * _NEAR:
                return mark
        return None

    def _text_of_mark(self, mark: Incident | Note) -> str:
        when = readout_moment(mark_ms(mark))
        if isinstance(mark, Note):
            return f"<b>{when}</b><br>{html.escape(mark.text)}"
        lasted = incident_span(mark, round((self._data.until if self._data is not None else 0.0) * 1000))
        what = what_happened(mark.reason, mark.sentence)
        return f"<b>{when}</b><br>{html.escape(what)} {lasted}"

    def _span_at(self, at: float, reach: float) -> ShadedSpan | None:
        """The shaded span at a time; the narrowest of several."""
        spans = self._data.spans if self._data is not None else ()
        found = [one for one in spans if one.since - reach <= at <= one.until + reach]
        return min(found, key=lambda one: one.until - one.since, default=None)

    def _text_at(self, at: float, *, reach: float) -> str:
        """The readout of a time, with the word of a span ``reach`` seconds around it; empty: nothing is there."""
        data = self._data
        shaded = self._span_at(at, reach)
        if shaded is not None:
            first, last = readout_moment(shaded.since * 1000), readout_moment(shaded.until * 1000)
            lasted = span(shaded.until - shaded.since)
            word = tr("{word}, {lasted}", word=span_word(shaded.kind), lasted=lasted)
            return f"<b>{first} – {last}</b><br>{word}"
        column = self._column_near(at)
        return "" if data is None or column is None else self._readout_text(data, column)

    def _show_readout(self, at: float, place: QPointF, text: str) -> None:
        self._cross.setValue(at)
        self._cross.show()
        self._readout.setText(text)
        self._readout.adjustSize()
        beside = int(place.x()) + 14
        if beside + self._readout.width() > self.width():
            beside = int(place.x()) - 14 - self._readout.width()
        self._readout.move(QPoint(max(beside, 0), max(int(place.y()) - self._readout.height() - 10, 8)))
        self._readout.show()
        self._readout.raise_()

    def _hide_readout(self) -> None:
        self._cross.hide()
        self._readout.hide()

    def _readout_text(self, data: ChartData, index: int) -> str:
        columns = data.columns
        at, value, high = columns.times[index], columns.median[index], columns.high[index]
        single = columns.weights[index] <= 1
        when = exact_moment(at * 1000) if single and data.resolution is None else readout_moment(at * 1000)
        if math.isnan(value):
            text = self._failed_word()
        elif single or math.isnan(high):
            text = self._amount(value)
        else:
            text = tr("median {median} · p95 {p95}", median=self._amount(value), p95=self._amount(high))
        return f"<b>{when}</b><br>{text}"

    def _text_of_outlier(self, outlier: Outlier) -> str:
        single = self._data is not None and self._data.resolution is None
        when = exact_moment(outlier.at * 1000) if single else readout_moment(outlier.at * 1000)
        return f"<b>{when}</b><br>" + tr("{value}, once", value=self._amount(outlier.value))

    def _failed_word(self) -> str:
        return tr("no answer")

    def _many_slow(self, count: int) -> str:
        return tr_plural("One check took far longer.", "{n} checks took far longer.", count)

    def _amount(self, value: float) -> str:
        """A value of the chart with its unit."""
        return response(value * 1000)

    def _summary(self, data: ChartData) -> str:
        """The chart in a few sentences, for those who do not see it."""
        known = self._y[np.isfinite(self._y)]
        if not len(known):
            return tr("Nothing was measured in this period.")
        first, last = readout_moment(data.since * 1000), readout_moment(data.until * 1000)
        sentences = [
            tr(
                "From {first} to {last}: median {median}, lowest {lowest}, highest {highest}.",
                first=first,
                last=last,
                median=self._amount(float(np.median(known))),
                lowest=self._amount(float(known.min())),
                highest=self._amount(float(known.max())),
            )
        ]
        if data.outliers:
            sentences.append(self._many_slow(len(data.outliers)))
        sentences += [
            tr(
                "At {first}, for {lasted}: {word}.",
                word=span_word(one.kind),
                first=readout_moment(one.since * 1000),
                lasted=span(one.until - one.since),
            )
            for one in sorted(data.spans, key=lambda one: one.since)[:_MOST_SENTENCES]
        ]
        return " ".join(sentences)

    def _apply_theme(self) -> None:
        theme, tokens = self._theme, self._theme.tokens
        for name in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(theme.colour("secondary"))
            axis.setTickFont(font(TextRole.TICK))
            axis.setStyle(tickLength=0, tickTextOffset=8)
        left = self.getPlotItem().getAxis("left")
        left.setWidth(round(QFontMetricsF(font(TextRole.TICK)).horizontalAdvance("00,000")) + 10)
        left.enableAutoSIPrefix(False)
        left.setGrid(255)
        ground = theme.colour("background")
        self._usual.colour = tint(theme.colour("unknown"), ground, USUAL_CONTRAST)
        self._usual_word.setColor(theme.colour("secondary"))
        self._band.colour = tint(theme.colour("accent"), ground, BAND_CONTRAST)
        self._dots.setBrush(theme.colour("error"))
        for dots in (self._lone, self._outliers):
            dots.setBrush(theme.colour("accent"))
            dots.setPen(pg.mkPen(None))
        self._dots.setPen(pg.mkPen(None))
        self._shades.update()
        for label, token in zip(self._names, ("accent", "text"), strict=True):
            label.setColor(theme.colour(token))
        self._limit_word.setColor(theme.colour("degraded_text"))
        paper = QColor(ground)
        paper.setAlphaF(0.8)
        for word in (self._limit_word, self._usual_word, *self._names):
            word.setFont(font(TextRole.TICK))
            word.fill = pg.mkBrush(paper)
        self._ratio = 0.0
        self._set_pens(self.devicePixelRatioF())
        self._readout.setStyleSheet(
            f"background: {tokens.background}; color: {tokens.text}; border: 1px solid {tokens.border};"
            "border-radius: 7px; padding: 7px 10px;"
        )
        self._readout.setFont(font(TextRole.SECONDARY))
        self.update()

    def _set_pens(self, ratio: float) -> None:
        """Lines as wide as a pixel of the chart, whatever the screen's are: Qt takes these pens' widths as the
        screen's."""
        if ratio == self._ratio:
            return
        self._ratio = ratio
        theme = self._theme
        self.getPlotItem().getAxis("left").setTickPen(pg.mkPen(theme.colour("grid"), width=ratio))
        self._line.setPen(pg.mkPen(theme.tokens.accent, width=ratio))
        self._other.setPen(pg.mkPen(theme.tokens.text, width=ratio, style=Qt.PenStyle.DashLine))
        self._usual.edge = pg.mkPen(theme.colour("unknown"), width=ratio, style=Qt.PenStyle.DotLine)
        self._limit.setPen(pg.mkPen(theme.colour("degraded"), width=ratio, style=Qt.PenStyle.DashLine))
        self._cross.setPen(pg.mkPen(theme.colour("secondary"), width=ratio, style=Qt.PenStyle.DotLine))


def _lone(values: "np.ndarray") -> "np.ndarray":
    """Which have a gap on either side, so that no line shows them."""
    known = np.concatenate(([False], np.isfinite(values), [False]))
    return known[1:-1] & ~known[:-2] & ~known[2:]


def _nearest(times: "np.ndarray", at: float) -> int | None:
    if not len(times):
        return None
    index = bisect_left(times, at)
    around = [number for number in (index - 1, index) if 0 <= number < len(times)]
    return min(around, key=lambda number: abs(times[number] - at))
