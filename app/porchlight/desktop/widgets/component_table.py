"""All components as a table: status, sentence, response time, the last hour, uptime, trend."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from porchlight.dataclass import dataclass
from porchlight.desktop.formatting import response, uptime
from porchlight.desktop.history import Point
from porchlight.desktop.texts import mark_word
from porchlight.desktop.theme import Theme
from porchlight.desktop.verdict_texts import ShownVerdict
from porchlight.desktop.widgets.row_table import Head, Line, LineTable, RowDelegate
from porchlight.desktop.widgets.sparkline import draw_sparkline, sparkline_text
from porchlight.language.current import tr
from porchlight.model.history import Summary
from porchlight.model.snapshot import ComponentView

_Index = QModelIndex | QPersistentModelIndex
_NAME, _DETAILS, _HOUR, _TREND = 0, 1, 3, 6
"""Columns."""
_ROW = 40
_STEADY = 0.1
"""A median within this share of the month's is called steady."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One component with the values of its columns; summaries are None until they are read."""

    view: ComponentView
    verdict: ShownVerdict
    points: tuple[Point, ...]
    day: Summary | None
    month: Summary | None


def trend_word(day: Summary | None, month: Summary | None) -> str:
    """Today's median against the month's."""
    change = _change(day, month)
    if change is None:
        return ""
    if abs(change) < _STEADY:
        return tr("steady")
    return f"{'▲' if change > 0 else '▼'} {abs(change) * 100:.0f}\N{NARROW NO-BREAK SPACE}%"


def _change(day: Summary | None, month: Summary | None) -> float | None:
    """Of today's median against the month's, as a share of it."""
    if day is None or month is None or not day.p50_us or not month.p50_us or not month.has_basis:
        return None
    return day.p50_us / month.p50_us - 1


class ComponentTable(LineTable):
    """A click, Enter or Space opens a component; with Ctrl or Shift a click selects several."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            (
                Head(tr("Component"), 200),
                Head(tr("Details"), 220),
                Head(tr("Response"), 96, rank=1),
                Head(tr("Last hour"), 110, rank=5),
                Head(tr("Uptime 24 h"), 104, rank=3),
                Head(tr("Uptime 30 days"), 116, rank=4),
                Head(tr("Trend"), 82, rank=2),
            ),
            stretched=_DETAILS,
            marked=_NAME,
            named=_NAME,
            name=tr("Components"),
        )
        self._delegate = _HourDelegate(theme, self)
        self.setItemDelegateForColumn(_HOUR, self._delegate)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.clicked.connect(self._open_clicked)

    def show_rows(self, rows: list[TableRow], now_ms: int) -> None:
        """Show these."""
        self._delegate.now_ms = now_ms
        self._delegate.rows = {row.view.component.id: row for row in rows}
        self.show_lines([_line(row, place, now_ms) for place, row in enumerate(rows)])
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open_clicked(self, index: QModelIndex) -> None:
        if not QGuiApplication.keyboardModifiers():
            self.opened.emit(self.lines[index.row()].id)


def _line(row: TableRow, place: int, now_ms: int) -> Line:
    """``place``: among all, the worst first."""
    view, state = row.view, row.view.state
    trend = trend_word(row.day, row.month)
    response_text = response(state.duration_us) if state.duration_us else ""
    day, month = (one.uptime if one else None for one in (row.day, row.month))
    texts = (
        view.component.name,
        row.verdict.title,
        tr("checking") if view.checking else response_text,
        "",
        uptime(row.day) if row.day else "",
        uptime(row.month) if row.month else "",
        trend,
    )
    return Line(
        view.component.id,
        texts,
        row.verdict.mark,
        "",
        (None, place, state.duration_us or 0, None, day or 0.0, month or 0.0, _change(row.day, row.month)),
        {_NAME: f"{view.component.name}, {mark_word(row.verdict.mark)}", _HOUR: sparkline_text(row.points, now_ms)},
        _TREND if trend.startswith("▲") else None,
    )


class _HourDelegate(RowDelegate):
    def __init__(self, theme: Theme, table: ComponentTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self.now_ms = 0
        self.rows: dict[str, TableRow] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        failure = self._theme.colour("error")
        failure.setAlphaF(0.28)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(8, 9, -14, -9)
        row, line = self.rows.get(self._table.lines[index.row()].id), self._theme.colour("secondary")
        if row is not None:
            draw_sparkline(painter, box, row.points, self.now_ms, row.view.component.interval, line, failure)
        painter.restore()
