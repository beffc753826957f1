"""Figures of a component in one line: their names, their values, and the widget that shows them."""

from dataclasses import replace

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from porchlight.dataclass import dataclass
from porchlight.desktop.component_facts import ComponentFacts
from porchlight.desktop.formatting import amount, response, uptime
from porchlight.desktop.texts import measure_word
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.insight.sentences import a_week
from porchlight.insight.uptime import note, watched_since
from porchlight.language.current import rendered, tr
from porchlight.model.history import Summary
from porchlight.model.result import Result


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell."""

    name: str
    value: str
    note: str = ""
    note_colour: str = "secondary"


class Figures(QWidget):
    """Cells of one width with lines between and around them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cells: list[tuple[Text, Text, Text]] = []
        self._boxes: list[QWidget] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        theme.changed.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_figures(self, figures: list[Figure]) -> None:
        """Show these."""
        while len(self._cells) < len(figures):
            self._add_cell()
        for cell, figure in zip(self._cells, figures, strict=False):
            name, value, note = cell
            name.setText(figure.name)
            value.setText(figure.value)
            note.setText(figure.note)
            note.set_colour(figure.note_colour)
            value.setAccessibleName(f"{figure.name}: {figure.value} {figure.note}")
        for number, box in enumerate(self._boxes):
            box.setVisible(number < len(figures))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour("border"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for number in range(1, self._layout.count()):
            item = self._layout.itemAt(number)
            widget = item.widget() if item else None
            if widget is not None and widget.isVisible():
                painter.drawLine(widget.x(), 0, widget.x(), self.height())
        painter.end()

    def _add_cell(self) -> None:
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(16, 11, 12, 11)
        layout.setSpacing(1)
        texts = (
            Text(self._theme, TextRole.SECONDARY),
            Text(self._theme, TextRole.FIGURE),
            Text(self._theme, TextRole.SECONDARY, wrap=True),
        )
        for text in texts:
            layout.addWidget(text)
        layout.addStretch(1)
        self._cells.append(texts)
        self._boxes.append(cell)
        self._layout.addWidget(cell, 1)


_MAIN_MEASURES = (
    "quota_remaining",
    "certificate_days",
    "consent_days",
    "members",
    "backlog",
    "data_storage",
    "connections_used",
    "campaigns",
    "free",
    "loss",
    "round_trip",
    "processes",
    "records",
    "memory",
    "loaded",
)
"""Measures that get a figure each, the most informative first."""
_MOST_MEASURES = 2


def component_figures(kind: str, result: Result | None, facts: ComponentFacts | None) -> list[Figure]:
    """What is known so far: of its last check, and of its history."""
    figures: list[Figure] = []
    spans = (
        (1, tr("Uptime 24 h")),
        (7, tr("Uptime 7 days")),
        (30, tr("Uptime 30 days")),
        (90, tr("Uptime 90 days")),
    )
    for days, name in spans:
        summary = facts.summaries[days] if facts else None
        if summary is None or summary.uptime is None:
            figures.append(Figure(name, "–", tr("not watched") if facts else ""))
        else:
            since, beside = watched_since(summary), note(summary)
            # Words are too long for the size of a figure.
            value = "–" if since else uptime(summary)
            figures.append(Figure(name, value, rendered(since or beside or "")))
    day = facts.summaries[1] if facts else None
    week = facts.summaries[7] if facts else None
    usual = facts.summaries[30] if facts else None
    figures.append(_time_figure(tr("Median 24 h"), *_times(day, usual, 0)))
    slow = _time_figure(tr("95th percentile"), *_times(week, usual, 1))
    trend = facts.trend if facts else None
    if trend is not None and trend.significant:
        colour = "degraded_text" if trend.per_week > 0 else "secondary"
        slow = replace(slow, note=rendered(a_week(trend)), note_colour=colour)
    figures.append(slow)
    return figures + _measures(kind, result)[:_MOST_MEASURES]


def _measures(kind: str, result: Result | None) -> list[Figure]:
    if result is None:
        return []
    chosen = [name for name in _MAIN_MEASURES if name in result.measures]
    return [Figure(measure_word(kind, name), amount(result.measures[name])) for name in chosen]


def _times(recent: Summary | None, usual: Summary | None, which: int) -> tuple[float | None, float | None]:
    def pick(summary: Summary | None) -> float | None:
        return None if summary is None else (summary.p50_us, summary.p95_us)[which]

    return pick(recent), pick(usual)


def _time_figure(name: str, recent: float | None, usual: float | None) -> Figure:
    if recent is None:
        return Figure(name, "–")
    slower = usual is not None and recent > usual * 1.5
    return Figure(
        name,
        response(recent),
        tr("30 days: {time}", time=response(usual)) if usual is not None else "",
        "degraded_text" if slower else "secondary",
    )
