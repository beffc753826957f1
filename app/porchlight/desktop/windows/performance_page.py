"""The performance tab of the main window: jobs and components by how long they take, and one of them over time."""

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.performance_data import JobStory, read_rows, read_story
from porchlight.desktop.texts import job_word
from porchlight.desktop.theme import TextRole
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.basic import EmptyState, Text, add_toggles
from porchlight.desktop.widgets.chart_saving import ChartSaving, Kept
from porchlight.desktop.widgets.performance_table import PerformanceTable, rate_text
from porchlight.desktop.windows.report_saving import ReportSaving
from porchlight.insight.forecasts import Forecast
from porchlight.insight.performance import Performance
from porchlight.insight.running_out import foreseen
from porchlight.insight.sentences import of_duration
from porchlight.language.current import rendered, tr
from porchlight.model.errors import HistoryError
from porchlight.model.mark import Mark
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.desktop.widgets.duration_chart import DurationChart

_DAY_MS = 86_400_000
_SPANS = (1, 7, 30, 395)
_FIRST_SPAN = 1
_CHART_HEIGHT = 220

_Found = tuple[list[Performance], list[Performance]]


class PerformancePage(QWidget):
    """Reads the history when it is shown."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._days = _SPANS[_FIRST_SPAN]
        self._found: _Found = ([], [])
        self._jobs = True
        self._story_of = ""
        self._newest: JobStory | None = None
        """The last answer about it."""
        self._chart: DurationChart | None = None
        self._whole = (0.0, 0.0)
        """The span of the chart: seconds since the epoch."""
        self.report = ReportSaving(context, lambda: self._days, self)
        self._build()

    def read(self) -> None:
        """Read the history again."""
        now_ms = self._context.now_ms()
        since_ms = now_ms - self._days * _DAY_MS
        ids = list(self._context.snapshot.views)
        self._context.ask_history(
            self, lambda reader: read_rows(reader, ids, since_ms, now_ms), self._show, "performance"
        )
        if self._story_of:
            self._ask_story()

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(GAP)
        line = QHBoxLayout()
        line.setSpacing(2)
        self._kinds = add_toggles(self, line, (tr("Jobs"), tr("Components")))
        self._kinds.idClicked.connect(self._choose_kind)
        line.addStretch(1)
        labels = (tr("24 h"), tr("7 days"), tr("30 days"), tr("13 months"))
        self._spans = add_toggles(self, line, labels, chosen=_FIRST_SPAN, title=tr("Show {name}"))
        self._spans.idClicked.connect(self._choose_span)
        line.addSpacing(GAP)
        line.addWidget(self.report.button)
        layout.addLayout(line)
        layout.addWidget(self.report.line)
        self._table = PerformanceTable(self._context.theme)
        self._table.chosen_changed.connect(self._choose_row)
        self._table.opened.connect(lambda _: self._open_component())
        self._table.menu_wanted.connect(self._fill_menu)
        self._empty = EmptyState(
            self._context.theme,
            Mark.UNKNOWN,
            tr("No jobs reported in this period."),
            tr(
                "Jobs report through the Classy Sync log, or on their own once whoever runs them has set that up. "
                "You'll find here how long they take and whether they are getting slower."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._build_story())

    def _build_story(self) -> QWidget:
        theme = self._context.theme
        self._story = QWidget()
        self._body = QVBoxLayout(self._story)
        self._body.setContentsMargins(0, 6, 0, 0)
        self._body.setSpacing(4)
        self._title = Text(theme, TextRole.NAME)
        self._summary = Text(theme, TextRole.TEXT, colour="secondary", wrap=True).selectable()
        self._unit = Text(theme, TextRole.HEADING, tr("Duration, s"))
        for text in (self._title, self._summary, self._unit):
            self._body.addWidget(text)
        self._place = QWidget()
        self._place.setFixedHeight(_CHART_HEIGHT)
        self.files = ChartSaving(self._context, self)
        """What is seen, as a picture or as figures."""
        self._body.insertWidget(3, self.files.line)
        self._inside = QVBoxLayout(self._place)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._place)
        self._story.hide()
        return self._story

    # -- contents

    def _show(self, found: _Found | HistoryError) -> None:
        if isinstance(found, HistoryError):
            return
        self._found = found
        self._show_table()

    def _show_table(self) -> None:
        jobs, components = self._found
        names = self._context.component_names()
        self._table.show_rows(jobs if self._jobs else components, names, self._context.now_ms())
        self._stack.setCurrentWidget(self._empty if self._jobs and not jobs else self._table)
        if not self._jobs or not jobs:
            self._story.hide()

    def _row(self) -> Performance | None:
        chosen = self._table.chosen_ids[:1]
        return next((row for row in self._found[0] if row.name in chosen), None) if self._jobs else None

    def _fill_menu(self, menu: QMenu) -> None:
        if not self._jobs:
            menu.addAction(tr("Open component"), self._open_component)

    def _choose_row(self) -> None:
        row = self._row()
        self._story.setVisible(row is not None)
        self._story_of = row.name if row is not None else ""
        if row is not None:
            self._title.setText(job_word(row.name, row.subject))
            self._summary.show_text("")
            self._ask_story()

    def _ask_story(self) -> None:
        name, now_ms = self._story_of, self._context.now_ms()
        since_ms = now_ms - self._days * _DAY_MS

        def show(found: JobStory | HistoryError) -> None:
            if name == self._story_of and not isinstance(found, HistoryError):
                self._newest = found
                self._context.spawn(self._show_story(found), "chart of a job", self)

        self._context.ask_history(self, lambda reader: read_story(reader, name, since_ms, now_ms), show, "job")

    async def _show_story(self, story: JobStory) -> None:
        row = self._row()
        if row is None:
            return
        self._summary.show_text(self._text(row, story))
        if self._chart is None:
            # Outside the loop, since it takes a quarter of a second the first time.
            await in_thread(
                lambda: importlib.import_module("porchlight.desktop.widgets.duration_chart"),
                name="import of pyqtgraph",
            )
            if row.name != self._story_of or story is not self._newest:
                return  # another job was selected meanwhile, or another span
        if self._chart is None:
            from porchlight.desktop.widgets.duration_chart import DurationChart

            self._chart = DurationChart(self._context.theme)
            self._chart.reset_wanted.connect(self._show_whole)
            self._chart.menu_wanted.connect(self._show_menu)
            self._inside.addWidget(self._chart)
        self._chart.show_data(story.chart)
        self._whole = story.chart.since, story.chart.until
        title = tr("{name}: duration, s", name=job_word(row.name, row.subject))
        self.files.kept = Kept(self._chart, story.chart, row.name.replace(":", "-"), title, "s")
        self._show_whole()

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show the whole period again"), self._show_whole)
        menu.addSeparator()
        self.files.add_actions(menu)
        menu.popup(place)

    def _show_whole(self) -> None:
        if self._chart is not None:
            self._chart.show_range(*self._whole)

    def _text(self, row: Performance, story: JobStory) -> str:
        sentences = []
        if row.rate is not None:
            sentences.append(tr("{rate} items per second.", rate=rate_text(row)))
        sentences.append(rendered(of_duration(row.trend)))
        if story.capacity is not None and isinstance(story.capacity.forecast, Forecast):
            sentences.append(rendered(foreseen(story.capacity, job_word(row.name, row.subject))))
        return " ".join(sentences)

    # -- the selection

    def _choose_kind(self, place: int) -> None:
        self._jobs = place == 0
        self._show_table()

    def _choose_span(self, place: int) -> None:
        self._days = _SPANS[place]
        self.read()

    def _open_component(self) -> None:
        if not self._jobs and (chosen := self._table.chosen_ids):
            self._context.component_wanted.emit(chosen[0])
