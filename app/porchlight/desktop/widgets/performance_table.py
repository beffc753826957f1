"""How long jobs and components take, how often they succeed, and whether they get slower."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from porchlight.desktop.formatting import ago, number, percent, response, span
from porchlight.desktop.texts import job_word
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.widgets.row_table import Head, Line, LineTable
from porchlight.insight.performance import Performance
from porchlight.insight.sentences import a_week
from porchlight.language.current import rendered, tr
from porchlight.model.mark import Mark

_FEW_RUNS = 30
_SLOWER = 0.5
"""Of its usual rate: under this a job is marked."""


class PerformanceTable(LineTable):
    """Read only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            (
                Head(tr("Name"), 230),
                Head(tr("Runs"), 60, rank=4),
                Head(tr("Succeeded"), 135),
                Head(tr("Median"), 76),
                Head(tr("95th percentile"), 122, rank=3),
                Head(tr("Longest"), 76, rank=6),
                Head(tr("Items per second"), 126, rank=5),
                Head(tr("Trend"), 118, rank=1),
                Head(tr("Last"), 88, rank=2),
            ),
            stretched=0,
            marked=0,
            name=tr("Performance"),
        )

    def show_rows(self, rows: Sequence[Performance], names: Mapping[str, str], now_ms: int) -> None:
        """``names`` of components, by id."""
        self.show_lines([_line(row, names, now_ms) for row in rows])


def duration(ms: float | None) -> str:
    """``312 ms``, ``42.1 s``, ``19 min``."""
    if ms is None:
        return "–"
    return response(ms * 1000) if ms < 60_000 else span(ms / 1000)


def rate_text(row: Performance) -> str:
    """Items a second, and what is usual."""
    if row.rate is None:
        return ""
    text = number(round(row.rate, 1))
    if row.usual_rate is None:
        return text
    return tr("{value} (usually {usual})", value=text, usual=number(round(row.usual_rate, 1)))


def _line(row: Performance, names: Mapping[str, str], now_ms: int) -> Line:
    title = job_word(row.name, row.subject) if row.job else names.get(row.name, row.name)
    slow = row.rate is not None and row.usual_rate is not None and row.rate < _SLOWER * row.usual_rate
    growing = row.trend is not None and row.trend.significant and row.trend.per_week > 0
    mark = Mark.ERROR if row.last_ok is False else Mark.DEGRADED if slow or growing else Mark.HEALTHY
    texts = (
        title,
        number(row.runs),
        _success(row),
        duration(row.p50_ms),
        duration(row.p95_ms),
        duration(row.max_ms),
        rate_text(row),
        _trend(row),
        ago(row.last_ms, now_ms) if row.last_ms is not None else "",
    )
    keys = (
        None,
        row.runs,
        row.success.share if row.success is not None else -1.0,
        *(-1.0 if ms is None else ms for ms in (row.p50_ms, row.p95_ms, row.max_ms)),
        row.rate or 0.0,
        row.trend.per_week if row.trend is not None else 0.0,
        row.last_ms or 0,
    )
    return Line(row.name, texts, mark, title, keys)


def _success(row: Performance) -> str:
    if row.success is None:
        return "–"
    text = percent(row.success.share)
    if row.runs < _FEW_RUNS and row.success.share < 1:
        text += f" ({percent(row.success.low)} – {percent(row.success.high)})"
    return text


def _trend(row: Performance) -> str:
    if row.trend is None:
        return tr("not enough data")
    return rendered(a_week(row.trend)) if row.trend.significant else tr("steady")


_LONGEST = 5
"""The column of the longest run."""
_MOST = 8
"""Rows that are seen at once; the table scrolls to the others."""


class JobRuns(QWidget):
    """A heading and a table as high as its rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(Text(theme, TextRole.HEADING, tr("Runs in the last 7 days")))
        self._table = PerformanceTable(theme)
        self._table.setObjectName("JobRuns")
        self._table.leave_out(_LONGEST)  # the names need the room
        self._table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        layout.addWidget(self._table)
        self.hide()

    def show_rows(self, rows: Sequence[Performance], now_ms: int) -> None:
        """The slowest first."""
        self.setVisible(bool(rows))
        self._table.show_rows(rows, {}, now_ms)
        header = self._table.horizontalHeader()
        row_height = self._table.verticalHeader().defaultSectionSize()
        self._table.setFixedHeight(header.sizeHint().height() + min(len(rows), _MOST) * row_height + 4)
