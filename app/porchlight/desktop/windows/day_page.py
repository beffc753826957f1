"""One day of all components side by side; the days before by buttons and keys."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.day_lanes import DayLanes, read_day
from porchlight.desktop.formatting import day_word
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import FlatButton, Text
from porchlight.desktop.widgets.day_timeline import ZOOM_STEP, DayLegend, DayTimeline
from porchlight.insight.missed_gifts import METHOD, Loss, losses, missed_text
from porchlight.language.current import rendered, tr
from porchlight.model.errors import HistoryError
from porchlight.runtime.gifts import read_missed_gifts

if TYPE_CHECKING:
    from porchlight.runtime.types import HistoryReader

_OLDEST = 400
"""Days of which hours are kept."""


class DayPage(QWidget):
    """Today, until another day is chosen."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._ago = 0
        theme = context.theme
        self._day = Text(theme, TextRole.HEADING)
        back, on = "◀▶" if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else "▶◀"
        self._before = FlatButton(back, tr("The day before"), lambda: self._go(-1))
        self._after = FlatButton(on, tr("The day after"), lambda: self._go(1))
        self._today = FlatButton(tr("Today"), tr("Show today"), lambda: self._go(self._ago))
        self.timeline = DayTimeline(theme)
        self._reset = FlatButton(tr("Reset"), tr("Show the whole day again"), self.timeline.reset)
        self._reset.setEnabled(False)
        line = QHBoxLayout()
        line.setSpacing(4)
        for widget in (self._before, self._day, self._after, self._today):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(FlatButton("−", tr("Zoom out"), lambda: self.timeline.zoom(ZOOM_STEP)))
        line.addWidget(FlatButton("+", tr("Zoom in"), lambda: self.timeline.zoom(1 / ZOOM_STEP)))
        line.addWidget(self._reset)
        self._readout = Text(theme, TextRole.TEXT, colour="secondary")
        self._readout.setMinimumHeight(self._readout.fontMetrics().height() + 4)  # what is below stays where it is
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self._readout)
        layout.addWidget(self.timeline, 1)
        self._missed = Text(theme, TextRole.TEXT, wrap=True).selectable()
        """Gifts that the day's failures probably cost."""
        self._missed.hide()
        layout.addWidget(self._missed)
        layout.addWidget(DayLegend(theme))
        self.timeline.chosen.connect(context.moment_wanted)
        self.timeline.day_wanted.connect(self._go)
        self.timeline.read_out.connect(self._readout.setText)
        self.timeline.zoomed.connect(self._reset.setEnabled)
        self._show_date()

    def read(self) -> None:
        """Query the history for the day."""
        now_ms, ago = self._context.now_ms(), self._ago
        day = self._date
        components = [view.component for view in self._context.snapshot.views.values()]

        settings = self._context.settings

        def query(reader: "HistoryReader") -> tuple[DayLanes, list[Loss]]:
            lanes = read_day(reader, components, day, now_ms)
            incidents = reader.incidents(lanes.since_ms, lanes.until_ms)
            return lanes, losses(incidents, read_missed_gifts(reader, settings))

        def show(found: tuple[DayLanes, list[Loss]] | HistoryError) -> None:
            if isinstance(found, HistoryError):
                self._readout.setText(f"{tr('No history to show.')} {rendered(found.text)}")
            elif ago == self._ago:
                self._show_date()
                lanes, lost = found
                names = self._context.component_names()
                self.timeline.show_day(names, lanes)
                lines = [
                    f"{names[one.component]}: {rendered(missed_text(one.missed))}"
                    for one in lost
                    if one.component in names
                ]
                self._missed.show_text("\n".join([*lines, rendered(METHOD)]) if lines else "")

        self._context.ask_history(self, query, show, "day of all components")

    @property
    def _date(self) -> date:
        today = datetime.fromtimestamp(self._context.now_ms() / 1000).astimezone().date()
        return today - timedelta(days=self._ago)

    def _go(self, days: int) -> None:
        self._ago = min(max(self._ago - days, 0), _OLDEST)
        self._show_date()
        self.read()

    def _show_date(self) -> None:
        self._day.setText(day_word(self._date))
        self._before.setEnabled(self._ago < _OLDEST)
        self._after.setEnabled(self._ago > 0)
        self._today.setEnabled(self._ago > 0)
