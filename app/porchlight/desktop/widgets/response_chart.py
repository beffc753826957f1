"""How long the checks of a component took, over a span of choice: as a chart, a table, or a file to keep."""

import importlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from porchlight.desktop.chart_columns import COLUMNS
from porchlight.desktop.chart_data import ChartData, read_chart, usual_columns
from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text, Toggle, add_toggles
from porchlight.desktop.widgets.flow_layout import FlowLayout
from porchlight.insight.baselines import Baseline
from porchlight.intake.spreadsheet import Spreadsheet
from porchlight.language.current import tr
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.result import Result
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.desktop.widgets.latency_chart import LatencyChart
    from porchlight.desktop.widgets.points_table import PointsTable

_DAY = 86_400.0
_RANGES = (3600.0, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY, 395 * _DAY)
_FIRST_RANGE = 1
_REFRESH_MS = 1000
"""New results within this time are requested together."""
_LOWEST = 230


class ResponseChart(QWidget):
    """Follows new results until the user moves elsewhere in it."""

    def __init__(self, context: AppContext, component_id: str) -> None:
        super().__init__()
        self._context = context
        self._id = component_id
        self._component: Component | None = None
        self._range = _RANGES[_FIRST_RANGE]
        self._following = True
        self._asked: tuple[float, float] | None = None
        self._chart: LatencyChart | None = None
        self._table: PointsTable | None = None
        self.data: ChartData | None = None
        self._baseline: Baseline | None = None
        self._build()
        self._later = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._later.timeout.connect(self._follow)
        context.bridge.result.connect(self._on_result)
        context.spawn(self._load(), f"chart of {component_id}", self)

    def show_component(self, component: Component) -> None:
        """Its measures and its limit; data are requested once it is known."""
        first, self._component = self._component is None, component
        if self._chart is not None:
            self._chart.set_limit(_limit_ms(component))
        if first:
            self._follow()

    def show_usual(self, baseline: Baseline) -> None:
        """The band of what is usual at each hour."""
        self._baseline = baseline
        self._show_band()

    def save_picture(self) -> None:
        """Ask for a file, and save the chart there."""
        chart = self._chart
        if chart is None:
            return
        dialog = _save_dialog(self, tr("Save chart as image"), f"{self._id}.png", "PNG (*.png)")
        dialog.fileSelected.connect(lambda path: self._saved(chart.picture().save(path)))
        dialog.open()

    def save_csv(self) -> None:
        """Ask for a file, and save the figures there."""
        data = self.data
        if data is None:
            return
        dialog = _save_dialog(self, tr("Save data as CSV"), f"{self._id}.csv", "CSV (*.csv)")
        dialog.fileSelected.connect(lambda path: self._saved(write_csv(path, data)))
        dialog.open()

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._build_head())
        place = QWidget()
        place.setMinimumHeight(_LOWEST)
        self._stack = QStackedLayout(place)
        self._waiting = Text(self._context.theme, TextRole.TEXT, tr("Loading the chart…"), colour="secondary")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._stack.addWidget(self._waiting)
        layout.addWidget(place, 1)

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(Text(self._context.theme, TextRole.HEADING, tr("Response time, ms")))
        line.addStretch(1)
        labels = (
            tr("1 h"),
            tr("24 h"),
            tr("3 days"),
            tr("7 days"),
            tr("30 days"),
            tr("13 months"),
        )
        toggles = FlowLayout(2)
        self._ranges = add_toggles(self, toggles, labels, chosen=_FIRST_RANGE, title=tr("Show {name}"))
        self._ranges.idClicked.connect(self._choose_range)
        self._as_table = Toggle(tr("Table"))
        self._as_table.setToolTip(tr("Show the data as a table"))
        self._as_table.toggled.connect(self._show_table)
        toggles.addWidget(self._as_table)
        for text, name, factor in (("−", tr("Zoom out"), 3 / 2), ("+", tr("Zoom in"), 2 / 3)):
            toggles.addWidget(self._tool(text, name, partial(self._zoom, factor)))
        self._back = self._tool(tr("Reset"), tr("Show the whole period again (double-click)"), self._reset)
        self._back.setEnabled(False)
        toggles.addWidget(self._back)
        line.addLayout(toggles)
        return line

    def _tool(self, text: str, name: str, then: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(then)
        return button

    async def _load(self) -> None:
        # Outside the loop, since it takes a quarter of a second the first time.
        await in_thread(
            lambda: importlib.import_module("porchlight.desktop.widgets.latency_chart"), name="import of pyqtgraph"
        )
        from porchlight.desktop.widgets.latency_chart import LatencyChart

        chart = self._chart = LatencyChart(self._context.theme)
        chart.range_wanted.connect(self._ask_range)
        chart.left_now.connect(self._leave_now)
        chart.reset_wanted.connect(self._reset)
        if self._component is not None:
            chart.set_limit(_limit_ms(self._component))
        self._follow()

    # -- the span

    def _choose_range(self, number: int) -> None:
        self._range = _RANGES[number]
        self._reset()

    def _reset(self) -> None:
        self._following = True
        self._back.setEnabled(False)
        self._ranges.button(_RANGES.index(self._range)).setChecked(True)
        self._follow()

    def _zoom(self, factor: float) -> None:
        if self._chart is not None:
            self._chart.zoom(factor)

    def _leave_now(self) -> None:
        self._following = False
        self._back.setEnabled(True)
        self._ranges.setExclusive(False)
        for button in self._ranges.buttons():
            button.setChecked(False)
        self._ranges.setExclusive(True)

    def _follow(self) -> None:
        """Show the chosen span up to now."""
        if self._chart is None or not self._following:
            return
        now = self._context.now_ms() / 1000
        self._ask_data(now - self._range, now)

    def _ask_range(self, since: float, until: float) -> None:
        room, now = (until - since) / 2, self._context.now_ms() / 1000
        if since < now:
            self._ask_data(since - room, min(until + room, now), visible=until - since)

    def _ask_data(self, since: float, until: float, *, visible: float | None = None) -> None:
        """``visible``: seconds of it that are in view; None: all, and the view moves there."""
        component = self._component
        if component is None:
            return
        self._asked = asked = (since, until)
        now_ms = self._context.now_ms()
        columns = COLUMNS if visible is None else max(round(COLUMNS * (until - since) / visible), COLUMNS)
        kept_ms = round(self._context.settings.monitor.retention * 1000)

        def show(data: ChartData | HistoryError) -> None:
            if self._asked == asked:
                self._show_data(data, move=visible is None)

        self._context.ask_history(
            self,
            lambda reader: read_chart(
                reader,
                component,
                round(since * 1000),
                round(until * 1000),
                now_ms=now_ms,
                results_kept_ms=kept_ms,
                columns=columns,
            ),
            show,
            f"chart of {self._id}",
        )

    # -- contents

    def _show_data(self, data: ChartData | HistoryError, *, move: bool) -> None:
        chart = self._chart
        if chart is None:
            return
        if isinstance(data, HistoryError):
            self._waiting.setText(tr("No history to show.") + f"\n{data.sentence}")
            self._stack.setCurrentWidget(self._waiting)
            return
        self.data = data
        chart.show_data(data)
        self._show_band()
        if move:
            chart.show_range(data.since, data.until)
        if self._table is not None:
            self._table.show_data(data)
        if not data.times:
            self._waiting.setText(tr("No measurements in this period yet."))
            self._stack.setCurrentWidget(self._waiting)
            return
        if self._stack.indexOf(chart) < 0:
            self._stack.addWidget(chart)
        self._stack.setCurrentWidget(self._table if self._as_table.isChecked() and self._table else chart)

    def _show_band(self) -> None:
        if self._chart is not None and self.data is not None and self._baseline is not None:
            self._chart.show_usual(usual_columns(self._baseline, self.data.since, self.data.until))

    def _show_table(self, wanted: bool) -> None:
        if wanted and self._table is None:
            from porchlight.desktop.widgets.points_table import PointsTable

            self._table = PointsTable()
            self._stack.addWidget(self._table)
        if self.data is not None and self._table is not None:
            self._table.show_data(self.data)
        if self._chart is not None and self.data is not None and self.data.times:
            self._stack.setCurrentWidget(self._table if wanted and self._table else self._chart)

    def _on_result(self, result: Result) -> None:
        if result.component == self._id and not self._later.isActive():
            self._later.start()

    def _saved(self, done: bool) -> None:
        self._context.note.emit(tr("Saved.") if done else tr("The file could not be saved there."))


def write_csv(path: str, data: ChartData) -> bool:
    """The chart's columns: time (ISO 8601, UTC), median and p95 in ms; whether it could be written."""
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            sheet = Spreadsheet(file)
            sheet.row(["time", "median_ms", "p95_ms"])
            for at, median, p95 in zip(data.times, data.median, data.p95, strict=True):
                when = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                sheet.row([when, round(float(median), 3), round(float(p95), 3)])
    except OSError:
        return False
    return True


def _save_dialog(parent: QWidget, title: str, name: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rsplit(".", 1)[1])
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _limit_ms(component: Component) -> float | None:
    return None if component.slow_limit is None else component.slow_limit * 1000
