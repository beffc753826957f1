"""How long the checks of a component took, over a span of choice: as a chart, a table, or a file to keep."""

import asyncio
import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from porchlight.desktop.chart_columns import COLUMNS
from porchlight.desktop.chart_data import ChartData, read_chart, usual_columns
from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import FlatButton, Text, Toggle, add_toggles
from porchlight.desktop.widgets.chart_saving import ChartSaving, Kept
from porchlight.desktop.widgets.flow_layout import FlowLayout
from porchlight.desktop.widgets.note_dialog import NoteDialog
from porchlight.insight.baselines import Baseline
from porchlight.language.current import rendered, tr
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.note import Note
from porchlight.model.result import Result
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.desktop.widgets.latency_chart import LatencyChart
    from porchlight.desktop.widgets.points_table import PointsTable
    from porchlight.runtime.types import HistoryReader

_DAY = 86_400.0
_RANGES = (3600.0, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY, 395 * _DAY)
_FIRST_RANGE = 1
_AROUND = 3 * 3600.0
"""Seconds that are shown around a moment."""
_REFRESH_MS = 1000
"""New results within this time are requested together."""
_OLD_S = 60
"""A span that ended so long ago does not end now."""
_LOWEST = 230
_CHART = "porchlight.desktop.widgets.latency_chart"


class ResponseChart(QWidget):
    """Follows new results until the user moves elsewhere in it."""

    answered = Signal()
    """The history has given the first data, or said why there are none."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.component_id = ""
        self._component: Component | None = None
        self._range = _RANGES[_FIRST_RANGE]
        self._following = True
        self._moment: float | None = None
        """What to show around first, in seconds since the epoch."""
        self._asked: tuple[float, float] | None = None
        self._waits = True
        """For the first answer."""
        self._missed = False
        """A result, while nobody saw the chart."""
        self._early: Callable[[], None] | None = None
        """Shows data that came before the chart was there."""
        self._chart: LatencyChart | None = None
        self._table: PointsTable | None = None
        self.data: ChartData | None = None
        self._baseline: Baseline | None = None
        self._other = ""
        """The id of the component that this one is compared with."""
        self.files = ChartSaving(context, self)
        """What is seen, as a picture or as figures."""
        self._build()
        self._later = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._later.timeout.connect(self._follow)
        context.bridge.result.connect(self._on_result)
        context.spawn(self._load(), "making a chart", self)

    @property
    def plot(self) -> "LatencyChart | None":
        """What is drawn; None: it is still being made."""
        return self._chart

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget: the span ends now, not when it was last seen."""
        super().showEvent(event)
        if self._missed or (self._asked is not None and self._context.now_ms() / 1000 - self._asked[1] > _OLD_S):
            self._missed = False
            self._follow()

    def show_component(self, component: Component) -> None:
        """Its measures and its limit; data are requested once it is known."""
        first, self._component = self._component is None, component
        if self._chart is not None:
            self._chart.set_limit(_limit_ms(component))
        if first:
            self._begin()

    def show_moment(self, at_ms: int) -> None:
        """The time around a moment."""
        self._moment = at_ms / 1000
        self._leave_now()
        self._begin()

    def show_usual(self, baseline: Baseline) -> None:
        """The band of what is usual at each hour."""
        self._baseline = baseline
        self._show_band()

    def write_note(self, at_ms: int | None = None) -> None:
        """Ask for a note at this moment, or now."""
        now_ms = self._context.now_ms()
        dialog = NoteDialog(self, self.component_id, min(at_ms or now_ms, now_ms), now_ms)
        dialog.written.connect(self._add_note)
        dialog.open()

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._build_head())
        layout.addWidget(self.files.line)
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
            toggles.addWidget(FlatButton(text, name, partial(self._zoom, factor)))
        self._back = FlatButton(tr("Reset"), tr("Show the whole period again (double-click)"), self._reset)
        self._back.setEnabled(False)
        toggles.addWidget(self._back)
        more = FlatButton("···", tr("Chart"), lambda: None)
        more.setToolTip(tr("Compare, add a note, copy, save"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._build_menu(more))
        toggles.addWidget(more)
        line.addLayout(toggles)
        return line

    def _build_menu(self, parent: QWidget, at_ms: int | None = None, note: Note | None = None) -> QMenu:
        """``at_ms``: the moment of a note; ``note``: that under the mouse."""
        menu = QMenu(parent)
        compare = menu.addMenu(tr("Compare with"))
        menu.aboutToShow.connect(partial(self._fill_compare, compare))  # there may be thousands
        if not self._context.viewer:
            menu.addAction(tr("Add a note…"), partial(self.write_note, at_ms))
            if note is not None:
                menu.addAction(tr("Delete note"), partial(self._remove_note, note))
        menu.addSeparator()
        self.files.add_actions(menu)
        return menu

    def _fill_compare(self, menu: QMenu) -> None:
        menu.clear()
        names = {one: name for one, name in self._context.component_names().items() if one != self.component_id}
        for one, name in (("", tr("None")), *sorted(names.items(), key=lambda item: item[1].casefold())):
            action = menu.addAction(name.replace("&", "&&"), partial(self.compare_with, one))
            action.setCheckable(True)
            action.setChecked(one == self._other)

    def _show_menu(self, place: QPoint, at: float, mark: object) -> None:
        menu = self._build_menu(self, round(at * 1000), mark if isinstance(mark, Note) else None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    async def _load(self) -> None:
        await asyncio.sleep(0)  # the data are asked for first, and read while the chart is made
        if _CHART not in sys.modules:  # where nobody looked at a list before, see ahead.py
            # Outside the loop, since it takes a quarter of a second the first time.
            await in_thread(lambda: importlib.import_module(_CHART), name="import of pyqtgraph")
        from porchlight.desktop.widgets.latency_chart import LatencyChart, empty_plot

        item = empty_plot()
        await asyncio.sleep(0)  # each takes some 15 ms
        chart = self._chart = LatencyChart(self._context.theme, item)
        self._stack.addWidget(chart)  # at once: a chart without an owner does not survive the end of its window
        chart.range_wanted.connect(self._ask_range)
        chart.left_now.connect(self._leave_now)
        chart.menu_wanted.connect(self._show_menu)
        chart.reset_wanted.connect(self._reset)
        if self._component is not None:
            chart.set_limit(_limit_ms(self._component))
        if (early := self._early) is not None:
            self._early = None
            early()
        elif self._asked is None:
            self._begin()

    # -- comparison and notes

    def compare_with(self, component_id: str) -> None:
        """Show this one's medians as well; empty: no other."""
        self._other = component_id
        self._ask_again()

    def _add_note(self, note: Note) -> None:
        note = replace(note, text=self._context.redacted(note.text))
        self._context.commands.add_note(note)
        self._context.after_writing(self._ask_again, self)
        self.files.line.show_outcome(tr("Note added."), tr("Undo"), partial(self._remove_note, note))

    def _remove_note(self, note: Note) -> None:
        self._context.commands.remove_note(note)
        self._context.after_writing(self._ask_again, self)
        self.files.line.show_outcome(tr("Note deleted."), tr("Undo"), partial(self._add_note, note))

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

    def _begin(self) -> None:
        """Show the moment that is wanted, once there is a chart; else what the chosen span says."""
        if self._moment is None:
            self._follow()
        elif self._component is not None:
            now = self._context.now_ms() / 1000
            since = min(self._moment - _AROUND / 2, now - _AROUND)
            self._moment = None
            self._ask_data(since, since + _AROUND)

    def _follow(self) -> None:
        """Show the chosen span up to now."""
        if not self._following:
            return
        now = self._context.now_ms() / 1000
        self._ask_data(now - self._range, now)

    def _ask_range(self, since: float, until: float) -> None:
        room, now = (until - since) / 2, self._context.now_ms() / 1000
        if since < now:
            self._ask_data(since - room, min(until + room, now), visible=until - since)

    def _ask_again(self) -> None:
        """The same span, with what has changed in it."""
        if self._following:
            self._follow()
        elif self._chart is not None:
            self._ask_range(*self._chart.visible_range)

    def _ask_data(self, since: float, until: float, *, visible: float | None = None) -> None:
        """``visible``: seconds of it that are in view; None: all, and the view moves there."""
        component = self._component
        if component is None:
            return
        self._asked = asked = (since, until)
        now_ms = self._context.now_ms()
        columns = COLUMNS if visible is None else max(round(COLUMNS * (until - since) / visible), COLUMNS)
        kept_ms = round(self._context.settings.monitor.retention * 1000)
        other = self._context.snapshot.views.get(self._other)
        wanted = [component] if other is None else [component, other.component]

        def read(reader: "HistoryReader") -> list[ChartData]:
            return [
                read_chart(
                    reader,
                    one,
                    round(since * 1000),
                    round(until * 1000),
                    now_ms=now_ms,
                    results_kept_ms=kept_ms,
                    columns=columns,
                )
                for one in wanted
            ]

        def show(found: list[ChartData] | HistoryError) -> None:
            if self._asked != asked:
                return
            if self._waits:
                self._waits = False
                self.answered.emit()
            if isinstance(found, HistoryError):
                self._show_fault(found)
                return
            if self._chart is None:  # read while it is made
                self._early = partial(show, found)
                return
            self._show_data(found[0], move=visible is None)
            if self._chart is not None:
                name = other.component.name if other is not None else ""
                self._chart.show_compared(component.name, name, found[1] if len(found) > 1 else None)

        self._context.ask_history(self, read, show, f"chart of {self.component_id}")

    # -- contents

    def _show_fault(self, fault: HistoryError) -> None:
        self._waiting.setText(tr("No history to show.") + f"\n{rendered(fault.text)}")
        self._stack.setCurrentWidget(self._waiting)

    def _show_data(self, data: ChartData, *, move: bool) -> None:
        chart = self._chart
        if chart is None:
            return
        self.data = data
        name = self._component.name if self._component is not None else self.component_id
        self.files.kept = Kept(chart, data, self.component_id, tr("{name}: response time, ms", name=name), "ms")
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
        if result.component != self.component_id:
            return
        self._missed = not self.isVisible()
        if not self._missed and not self._later.isActive():
            self._later.start()


def _limit_ms(component: Component) -> float | None:
    return None if component.slow_limit is None else component.slow_limit * 1000
