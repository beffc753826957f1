"""Ninety days as ninety bars: the state of each, shown on hover and to screen readers."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from porchlight.desktop.component_facts import Day, DayKind
from porchlight.desktop.formatting import day_word, percent
from porchlight.desktop.theme import Theme
from porchlight.language.current import tr, tr_plural

_TOKENS = {
    DayKind.GOOD: "healthy",
    DayKind.TROUBLED: "degraded",
    DayKind.DOWN: "error",
    DayKind.NOT_WATCHED: "unknown",
}
_HEIGHT = 24
_LOW = {DayKind.GOOD: 0.0, DayKind.TROUBLED: 0.0, DayKind.DOWN: 0.0, DayKind.NOT_WATCHED: 0.62}
"""How much of a bar's height is left out: unwatched time is recognisable without colour."""


class AvailabilityStrip(QWidget):
    """The oldest day on the left; arrow keys go from day to day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: tuple[Day, ...] = ()
        self._current: int | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Last 90 days"))
        theme.changed.connect(self.update)

    def show_days(self, days: Sequence[Day]) -> None:
        """Show these."""
        self._days = tuple(days)
        bad = sum(day.kind is DayKind.DOWN for day in days)
        watched = sum(day.kind is not DayKind.NOT_WATCHED for day in days)
        self.setAccessibleName(
            tr_plural("Last day", "Last {n} days", len(days))
            + ": "
            + tr_plural("{n} watched", "{n} watched", watched)
            + ", "
            + tr_plural("{n} with an outage", "{n} with an outage", bad)
        )
        self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(600, _HEIGHT)

    def text_of(self, day: Day) -> str:
        """The text for a day."""
        when = day_word(day.date)
        if day.uptime is None:
            return f"{when}: " + tr("not watched")
        text = tr("{share} up", share=percent(day.uptime))
        if day.coverage < 0.99:
            text += ", " + tr("{share} of the day watched", share=percent(day.coverage))
        return f"{when}: {text}"

    def event(self, event: QEvent) -> bool:
        """See QWidget."""
        if isinstance(event, QHelpEvent):
            number = self._at(event.pos().x())
            if number is not None:
                QToolTip.showText(event.globalPos(), self.text_of(self._days[number]), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._days:
            super().keyPressEvent(event)
            return
        current = len(self._days) - 1 if self._current is None else self._current + step
        self._current = max(0, min(current, len(self._days) - 1))
        text = self.text_of(self._days[self._current])
        self.setAccessibleDescription(text)
        box = self._box(self._current)
        QToolTip.showText(self.mapToGlobal(box.bottomLeft().toPoint()), text, self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, day in enumerate(self._days):
            colour = self._theme.colour(_TOKENS[day.kind])
            colour.setAlphaF(0.45 if day.kind is DayKind.NOT_WATCHED else 1.0)
            painter.setBrush(colour)
            box = self._box(number)
            box.setTop(box.top() + box.height() * _LOW[day.kind])
            painter.drawRoundedRect(box, 2.5, 2.5)
            if day.kind is DayKind.DOWN:  # recognisable without colour too
                painter.setBrush(self._theme.colour("background"))
                painter.drawRect(QRectF(box.center().x() - 1, box.top() + 4, 2, box.height() - 8))
        if self.hasFocus() and self._current is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("text"))
            painter.drawRoundedRect(self._box(self._current).adjusted(-0.5, 0.5, 0.5, -0.5), 2.5, 2.5)
        painter.end()

    def _box(self, number: int) -> QRectF:
        step = self.width() / max(len(self._days), 1)
        return QRectF(number * step, 0, max(step - 2.2, 1.0), self.height())

    def _at(self, x: int) -> int | None:
        if not self._days:
            return None
        return min(int(x / (self.width() / len(self._days))), len(self._days) - 1)
