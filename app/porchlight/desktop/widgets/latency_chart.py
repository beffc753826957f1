"""The response-time chart: one line, the band to the 95th percentile, shaded spans, the limit, a readout.

It gets columns and fetches nothing; it requests others by ``range_wanted``. Importing this file imports pyqtgraph
(about 280 ms, 50 MB), so it is imported with the first chart.
"""

import math
from bisect import bisect_left

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from porchlight.desktop.chart_data import ChartData, UsualColumns
from porchlight.desktop.formatting import exact_moment, readout_moment, response
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.chart_items import Band, MillisecondsAxis, Shades, TimeAxis, round_up, span_word
from porchlight.language.current import tr

_ASK_AFTER_MS = 90
_FUTURE = 0.02
"""Part of the span kept free on the right, so that the newest point does not touch the edge."""
_LEAST_SPAN = 60.0


class LatencyChart(pg.PlotWidget):  # type: ignore[misc]
    """One component's response times."""

    range_wanted = Signal(float, float)
    """The visible span has changed: seconds since the epoch. Data for it are requested."""
    left_now = Signal()
    """The user has moved away from the newest results."""

    def __init__(self, theme: Theme) -> None:
        self._times = TimeAxis(orientation="bottom")
        axes = {"bottom": self._times, "left": MillisecondsAxis(orientation="left")}
        super().__init__(axisItems=axes, background=None)
        self._theme = theme
        self._data: ChartData | None = None
        self._slow_ms: float | None = None
        self._usual_ends: tuple[float, float] | None = None
        """Where the usual band ends: seconds since the epoch, and its upper edge in ms."""
        self._programmatic = False
        self._x = np.empty(0)
        self._y = np.empty(0)
        item = self.getPlotItem()
        item.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as figures are read in every language
        self._box = item.getViewBox()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.showGrid(x=False, y=True, alpha=0.0)
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setDefaultPadding(0.0)
        self._shades = Shades()
        self._usual = Band()
        self._usual_word = pg.TextItem(anchor=(1, 1))
        self._usual_word.hide()
        self._band = Band()
        self._line = pg.PlotCurveItem(connect="finite", antialias=False)
        self._dots = pg.ScatterPlotItem(size=4, pxMode=True)
        self._limit = pg.InfiniteLine(angle=0, movable=False)
        self._limit_word = pg.TextItem(anchor=(1, 1))
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        for z, part in enumerate(
            (
                self._shades,
                self._usual,
                self._usual_word,
                self._band,
                self._line,
                self._dots,
                self._limit,
                self._limit_word,
                self._cross,
            )
        ):
            part.setZValue(z)
            self.addItem(part, ignoreBounds=True)
        self._cross.hide()
        self._limit.hide()
        self._limit_word.hide()
        self._readout = QLabel(self)
        self._readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._readout.setTextFormat(Qt.TextFormat.RichText)
        self._readout.hide()
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
        self._x = np.asarray(data.times, dtype=float)
        self._y = np.asarray(data.median, dtype=float)
        self._line.setData(self._x, self._y, connect="finite")
        if data.resolution is None:
            self._band.show_band((), (), ())
        else:
            self._band.show_band(data.times, data.median, data.p95)
        self._dots.setData(np.asarray(data.failed, dtype=float), np.zeros(len(data.failed)))
        self._shades.show_spans(data.spans)
        self._fit_height()
        self._place_limit()

    def show_usual(self, columns: UsualColumns | None) -> None:
        """The band of usual response times; None: none is shown."""
        self._usual_word.setVisible(columns is not None)
        if columns is None:
            self._usual.show_band((), (), ())
            return
        self._usual.show_band(columns.times, columns.low, columns.high)
        self._usual_ends = columns.times[-1], columns.high[-1]
        self._usual_word.setText(tr("usual"))
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

    def picture(self, ratio: float = 2.0) -> QPixmap:
        """As it is seen, with its background, at twice the size."""
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._theme.colour("background"))
        self._cross.hide()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.render(painter, QRectF(0, 0, self.width(), self.height()), self.viewport().rect())
        painter.end()
        return pixmap

    # -- by hand

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - zoom, Home and End go to the ends of what is loaded."""
        since, until = self.visible_range
        span = until - since
        match event.key():
            case Qt.Key.Key_Left:
                self._move_to(since - span / 5, until - span / 5)
            case Qt.Key.Key_Right:
                self._move_to(since + span / 5, until + span / 5)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_Up:
                self._move_to(since + span / 6, until - span / 6)
            case Qt.Key.Key_Minus | Qt.Key.Key_Down:
                self._move_to(since - span / 4, until + span / 4)
            case _:
                event.ignore()
                return
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The readout follows."""
        super().mouseMoveEvent(event)
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """See QWidget."""
        super().leaveEvent(event)
        self._cross.hide()
        self._readout.hide()

    def point_at_time(self, at: float) -> None:
        """Show the readout for a time."""
        place = self._box.mapViewToDevice(QPointF(at, 0.0))
        if place is not None:
            self._point_at(QPointF(place.x(), self.height() / 3))

    # -- inside

    def _move_to(self, since: float, until: float) -> None:
        if until - since >= _LEAST_SPAN:
            self._box.setXRange(since, until, padding=0)

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
            with np.errstate(all="ignore"):
                finite = self._y[np.isfinite(self._y)]
                band = np.asarray(data.p95, dtype=float)
                band = band[np.isfinite(band)]
            if len(finite):
                highest = max(float(finite.max()), float(np.percentile(band, 99)) if len(band) else 0.0)
        if self._slow_ms is not None:
            highest = max(highest, self._slow_ms * 1.12)
        self._box.setYRange(0, round_up(highest or 100.0), padding=0)

    def _place_limit(self) -> None:
        if self._slow_ms is not None:
            _, until = self.visible_range
            self._limit_word.setPos(until, self._slow_ms)
        if self._usual_ends is not None:
            self._usual_word.setPos(min(self.visible_range[1], self._usual_ends[0]), self._usual_ends[1])

    def _point_at(self, place: QPointF) -> None:
        if self._data is None or not len(self._x):
            return
        at = self._box.mapSceneToView(self.mapToScene(place.toPoint())).x()
        index = _nearest(self._x, at)
        since, until = self.visible_range
        if index is None or abs(self._x[index] - at) > (until - since) / 20:
            self._cross.hide()
            self._readout.hide()
            return
        self._cross.setValue(float(self._x[index]))
        self._cross.show()
        self._readout.setText(self._readout_text(self._data, index))
        self._readout.adjustSize()
        beside = int(place.x()) + 14
        if beside + self._readout.width() > self.width():
            beside = int(place.x()) - 14 - self._readout.width()
        self._readout.move(QPoint(beside, max(int(place.y()) - self._readout.height() - 10, 8)))
        self._readout.show()
        self._readout.raise_()

    def _readout_text(self, data: ChartData, index: int) -> str:
        at, value, p95 = data.times[index], data.median[index], data.p95[index]
        when = exact_moment(at * 1000) if data.resolution is None else readout_moment(at * 1000)
        if math.isnan(value):
            shaded = next((span for span in data.spans if span.since <= at <= span.until), None)
            text = span_word(shaded.kind) if shaded else tr("no answer")
        elif data.resolution is None:
            text = response(value * 1000)
        else:
            text = tr("median {median} · p95 {p95}", median=response(value * 1000), p95=response(p95 * 1000))
        return f"<b>{when}</b><br>{text}"

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
        grid = theme.colour("grid")
        left.setGrid(255)
        left.setTickPen(pg.mkPen(grid, width=1))
        self._line.setPen(pg.mkPen(tokens.accent, width=1))
        self._usual.colour = theme.colour("unknown")
        self._usual.colour.setAlphaF(0.18)
        self._usual_word.setColor(theme.colour("secondary"))
        self._usual_word.setFont(font(TextRole.TICK))
        self._band.colour = theme.colour("accent")
        self._band.colour.setAlphaF(0.13)
        self._dots.setBrush(theme.colour("error"))
        self._dots.setPen(pg.mkPen(None))
        self._shades.use_theme(theme)
        self._limit.setPen(pg.mkPen(theme.colour("degraded"), width=1, style=Qt.PenStyle.DashLine))
        self._limit_word.setColor(theme.colour("degraded_text"))
        self._limit_word.setFont(font(TextRole.TICK))
        self._cross.setPen(pg.mkPen(theme.colour("secondary"), width=1, style=Qt.PenStyle.DotLine))
        self._readout.setStyleSheet(
            f"background: {tokens.background}; color: {tokens.text}; border: 1px solid {tokens.border};"
            "border-radius: 7px; padding: 7px 10px;"
        )
        self._readout.setFont(font(TextRole.SECONDARY))
        self.update()


def _nearest(times: "np.ndarray", at: float) -> int | None:
    if not len(times):
        return None
    index = bisect_left(times, at)
    around = [number for number in (index - 1, index) if 0 <= number < len(times)]
    return min(around, key=lambda number: abs(times[number] - at))
