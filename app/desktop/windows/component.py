"""One component in full: how it is and since when, figures, the chart, the days, where time goes, what to do."""

import csv
import importlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.desktop.chart_data import ChartData, read_chart, usual_columns
from app.desktop.component_facts import ComponentFacts, read_facts
from app.desktop.desk import Desk
from app.desktop.diagnostics import diagnostics_text
from app.desktop.icons import OF_STATUS
from app.desktop.insight_words import forecast_sentence, recommendation_words, trend_note, trend_sentence
from app.desktop.places import Places
from app.desktop.theme import TextRole, set_primary
from app.desktop.tokens import CARD_RADIUS, COLUMN_GAP, WINDOW_EDGE
from app.desktop.tray import span_menu
from app.desktop.widgets.alert_menus import silence_menu
from app.desktop.widgets.availability_strip import AvailabilityStrip
from app.desktop.widgets.chip import Chip
from app.desktop.widgets.figures import Figure, Figures
from app.desktop.widgets.firing_list import FiringList
from app.desktop.widgets.flow_layout import FlowLayout
from app.desktop.widgets.incident_list import IncidentList
from app.desktop.widgets.mark_label import MarkLabel
from app.desktop.widgets.own_runs import OwnRuns
from app.desktop.widgets.phase_bar import PhaseBar
from app.desktop.widgets.text import Text
from app.desktop.widgets.toggle import Toggle
from app.desktop.widgets.where_steps import WhereSteps
from app.desktop.windows.window import Window
from app.desktop.words import (
    advice,
    amount,
    measure_word,
    moment,
    percent,
    response,
    sentence,
    span,
    status_word,
    uptime_note,
    vendor_sentence,
)
from app.insight.forecasts import Forecast
from app.insight.recommendation_texts import Kind
from app.insight.support_text import SupportCase, support_text
from app.insight.usual import local_zone
from app.model.component import Component
from app.model.errors import HistoryError
from app.model.history import Summary
from app.model.result import Result
from app.model.snapshot import ComponentView
from app.model.status import Reason, Status
from app.threads import in_thread

if TYPE_CHECKING:
    from app.desktop.widgets.latency_chart import LatencyChart
    from app.desktop.widgets.points_table import PointsTable

_DAY = 86_400.0
_RANGES = (3600.0, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY, 395 * _DAY)
_FIRST_RANGE = 1
_REFRESH_MS = 1000
"""New results that come together are asked for together."""
_FACTS_EVERY_MS = 60_000
_TELLING = (
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
"""Measures that get a figure of their own, the most telling first."""
_SIZE = QSize(980, 860)


class ComponentWindow(Window):
    """Opened from panel, menu, main window or a notification; each component has its own."""

    def __init__(self, desk: Desk, places: Places, component_id: str) -> None:
        super().__init__(places, f"component-{component_id}", _SIZE)
        self.component_id = component_id
        self._desk = desk
        self._view: ComponentView | None = desk.snapshot.views.get(component_id)
        self._range = _RANGES[_FIRST_RANGE]
        self._following = True
        self._asked: tuple[float, float] | None = None
        self._chart: LatencyChart | None = None
        self._table: PointsTable | None = None
        self._data: ChartData | None = None
        self._facts: ComponentFacts | None = None
        self._build()
        self._later = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._later.timeout.connect(self._follow)
        self._facts_timer = QTimer(self, interval=_FACTS_EVERY_MS)
        self._facts_timer.timeout.connect(self._ask_facts)
        self._facts_timer.start()
        desk.bridge.changed.connect(self._refresh)
        desk.bridge.alerts_changed.connect(self._firing.refresh)
        desk.bridge.result.connect(self._hear)
        desk.theme.changed.connect(self.update)
        self._refresh()
        self._ask_facts()
        desk.spawn(self._load_chart(), f"chart of {component_id}", self)

    # -- building

    def _build(self) -> None:
        theme = self._desk.theme
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_head())
        self._firing = FiringList(self._desk, self.component_id)
        self._firing.setContentsMargins(WINDOW_EDGE, 0, WINDOW_EDGE, 14)
        layout.addWidget(self._firing)
        self._figures = Figures(theme)
        layout.addWidget(self._figures)
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(WINDOW_EDGE, 14, WINDOW_EDGE, 18)
        body.setSpacing(8)
        body.addLayout(self._build_chart_head())
        self._place = QWidget()
        self._place.setMinimumHeight(230)
        self._stack = QStackedLayout(self._place)
        self._waiting = Text(theme, TextRole.TEXT, self.tr("Loading the chart …"), colour="secondary")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setWordWrap(True)
        self._stack.addWidget(self._waiting)
        body.addWidget(self._place, 1)
        body.addSpacing(4)
        body.addWidget(Text(theme, TextRole.HEADING, self.tr("Last 90 days")))
        self._strip = AvailabilityStrip(theme)
        body.addWidget(self._strip)
        self._runs = OwnRuns(theme)
        body.addWidget(self._runs)
        body.addSpacing(8)
        body.addLayout(self._build_below())
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        layout.addWidget(scroll, 1)

    def _build_head(self) -> QHBoxLayout:
        theme = self._desk.theme
        self._mark = MarkLabel(theme, 34)
        self._name = Text(theme, TextRole.VERDICT)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._since = Text(theme, TextRole.TEXT, colour="secondary", wrap=True).selectable()
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self._name)
        names.addLayout(self._chips)
        names.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(names)
        words.addWidget(self._since)
        self._check = QPushButton(self.tr("Check now"))
        self._check.clicked.connect(lambda: self._desk.check_now([self.component_id]))
        self._pause = QPushButton()
        self._pause.clicked.connect(self._pause_or_resume)
        self._more = QPushButton("···")
        self._more.setAccessibleName(self.tr("More"))
        self._more.setMenu(self._build_more())
        head = QHBoxLayout()
        head.setContentsMargins(WINDOW_EDGE, 18, WINDOW_EDGE, 14)
        head.setSpacing(14)
        head.addWidget(self._mark)
        head.addLayout(words, 1)
        for button in (self._check, self._pause, self._more):
            head.addWidget(button)
        return head

    def _build_more(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy diagnostics"), self._copy_diagnostics)
        silence = silence_menu(self._desk, self.component_id, "")
        silence.setTitle(self.tr("Silence alerts"))
        silence.setParent(menu, silence.windowFlags())
        menu.addMenu(silence)
        edit = menu.addAction(self.tr("Edit …"), lambda: self._desk.settings_wanted.emit(self.component_id))
        edit.setVisible(not self._desk.viewer)
        self._key_action = menu.addAction(
            self.tr("Enter new key …"), lambda: self._desk.credential_wanted.emit(self.component_id)
        )
        menu.addSeparator()
        menu.addAction(self.tr("Save chart as picture …"), self._save_picture)
        menu.addAction(self.tr("Save figures as CSV …"), self._save_csv)
        return menu

    def _build_chart_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(Text(self._desk.theme, TextRole.HEADING, self.tr("Response time, ms")))
        line.addStretch(1)
        self._ranges = QButtonGroup(self)
        words = (
            self.tr("1 h"),
            self.tr("24 h"),
            self.tr("3 days"),
            self.tr("7 days"),
            self.tr("30 days"),
            self.tr("13 months"),
        )
        for number, word in enumerate(words):
            button = Toggle(word, checked=number == _FIRST_RANGE)
            button.setAccessibleName(self.tr("Show %1").replace("%1", word))
            self._ranges.addButton(button, number)
            line.addWidget(button)
        self._ranges.idClicked.connect(self._choose_range)
        self._as_table = Toggle(self.tr("Table"))
        self._as_table.setToolTip(self.tr("The same figures as a table"))
        self._as_table.toggled.connect(self._show_table)
        line.addSpacing(8)
        line.addWidget(self._as_table)
        return line

    def _build_below(self) -> QHBoxLayout:
        theme = self._desk.theme
        left = QVBoxLayout()
        left.setSpacing(8)
        self._phases_title = Text(theme, TextRole.HEADING, self.tr("Where the time goes"))
        self._phases = PhaseBar(theme)
        left.addWidget(self._phases_title)
        left.addWidget(self._phases)
        left.addSpacing(6)
        left.addWidget(Text(theme, TextRole.HEADING, self.tr("Incidents")))
        self._incidents = IncidentList(theme, most=4)
        left.addWidget(self._incidents)
        left.addStretch(1)
        self._card = _Card(self._desk)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(16, 13, 16, 14)
        card.setSpacing(4)
        self._advice_title = Text(theme, TextRole.NAME, wrap=True)
        self._advice = Text(theme, TextRole.TEXT, colour="secondary", wrap=True).selectable()
        self._said = Text(theme, TextRole.SECONDARY, wrap=True).selectable()
        self._vendor_says = Text(theme, TextRole.TEXT, wrap=True).selectable()
        buttons = FlowLayout(6)
        self._key = QPushButton(self.tr("Enter new key"))
        set_primary(self._key)
        self._key.clicked.connect(lambda: self._desk.credential_wanted.emit(self.component_id))
        self._copy = QPushButton(self.tr("Copy diagnostics"))
        self._copy.clicked.connect(self._copy_diagnostics)
        self._vendor = QPushButton(self.tr("Vendor's status page"))
        self._vendor.clicked.connect(self._open_vendor)
        self._support = QPushButton(self.tr("Copy text for support"))
        self._support.clicked.connect(self._copy_for_support)
        for button in (self._key, self._copy, self._support, self._vendor):
            buttons.addWidget(button)
        card.addWidget(Text(theme, TextRole.HEADING, self.tr("What we would do")))
        card.addWidget(self._advice_title)
        card.addWidget(self._advice)
        self._where = WhereSteps(theme)
        card.addWidget(self._where)
        card.addWidget(self._vendor_says)
        card.addWidget(self._said)
        card.addSpacing(6)
        card.addLayout(buttons)
        card.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(COLUMN_GAP)
        below.addLayout(left, 1)
        below.addWidget(self._card, 1)
        return below

    # -- how it is now

    def _refresh(self) -> None:
        view = self._desk.snapshot.views.get(self.component_id)
        if view is None:
            if self._desk.monitoring is not None:
                self.close()
            return
        before, self._view = self._view, view
        self.setWindowTitle(f"{view.component.name} – Porchlight")
        self._mark.set_mark(OF_STATUS[view.state.status], status_word(view.state.status))
        self._name.setText(view.component.name)
        self._since.setText(self._headline(view))
        if before is None or before.component != view.component or not self._chips.count():
            self._show_chips(view)
            if self._chart is not None:
                self._chart.set_limit(_limit_ms(view))
        self._check.setEnabled(view.component.enabled and not view.checking)
        self._check.setText(self.tr("Checking …") if view.checking else self.tr("Check now"))
        self._show_pause(view)
        phases = view.result.phases if view.result else {}
        self._phases.show_phases(phases)
        self._phases_title.setVisible(bool(phases))
        self._show_advice(view)
        self._show_figures()
        self._firing.refresh()
        self._key_action.setVisible(self._desk.has_credential(self.component_id))

    def _headline(self, view: ComponentView) -> str:
        state, now_ms = view.state, self._desk.now_ms()
        if view.paused_until_ms is not None:
            return self.tr("Paused until %1.").replace("%1", moment(view.paused_until_ms, now_ms))
        lasted = span((now_ms - state.since_ms) / 1000)
        said = self.tr("%1 for %2.").replace("%1", status_word(state.status)).replace("%2", lasted)
        if state.suspected:
            said += " " + self.tr("A failure is being checked again.")
        return f"{said} {sentence(state.sentence, state.reason, state.status)}"

    def _show_chips(self, view: ComponentView) -> None:
        while item := self._chips.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        words = [self.tr("critical")] if view.component.critical else []
        for word in (*words, *view.component.tags[:4]):
            self._chips.addWidget(Chip(self._desk.theme, word))

    def _show_pause(self, view: ComponentView) -> None:
        if not view.component.enabled:
            self._pause.setMenu(None)  # type: ignore[arg-type]
            self._pause.setText(self.tr("Resume"))
        elif self._pause.menu() is None:
            self._pause.setText(self.tr("Pause") + " ▾")
            self._pause.setMenu(
                span_menu(None, self.tr("Pause"), partial(self._desk.pause_component, self.component_id))
            )

    def _pause_or_resume(self) -> None:
        self._desk.resume_component(self.component_id)

    def _show_advice(self, view: ComponentView) -> None:
        state = view.state
        parent = self._desk.snapshot.suppressed_by(self.component_id)
        needs_key = self._desk.has_credential(self.component_id) and state.reason in (
            Reason.AUTH,
            Reason.FORBIDDEN,
            Reason.SECRET_MISSING,
        )
        self._key.setVisible(needs_key)
        self._vendor.setVisible(bool(self._desk.vendor_page(self.component_id)))
        troubled = state.reason is not None and state.status is Status.ERROR
        self._where.show_diagnosis(self._desk.diagnosis(self.component_id) if troubled else None, self._desk.now_ms())
        self._support.setVisible(troubled)
        word = self._desk.vendor_word(self.component_id)
        self._vendor_says.say("" if word is None else vendor_sentence(word, self._desk.now_ms()))
        if state.reason is None or state.status in (Status.HEALTHY, Status.DISABLED):
            self._show_outlook()
            return
        if parent is not None:
            name = self._desk.snapshot.views[parent].component.name
            self._advice_title.setText(self.tr("Look at %1 first: this depends on it.").replace("%1", name))
        else:
            self._advice_title.setText(sentence(state.sentence, state.reason, state.status))
        self._advice.setText(advice(state.reason, view.component.kind))
        self._said.say(state.sentence if state.sentence != self._advice_title.text() else "")

    def _show_outlook(self) -> None:
        """It works: whether it goes on so."""
        self._said.hide()
        if self._show_recommendation():
            return
        trend = self._facts.trend if self._facts is not None else None
        if trend is None or not trend.significant or trend.per_week < 0:
            self._advice_title.setText(self.tr("Nothing is needed."))
            self._advice.setText(self.tr("It works as it should. If that changes, the next step stands here."))
            return
        now_ms = self._desk.now_ms()
        said = [
            trend_sentence(
                replace(trend, began=trend.began / 1000, ended=trend.ended / 1000),
                self.tr("The 95th percentile"),
                "ms",
                now_ms,
            )
        ]
        found = self._facts.forecast if self._facts is not None else None
        if isinstance(found, Forecast):
            event = self.tr("it passes your limit of %1").replace("%1", response(found.limit))
            said.append(forecast_sentence(found, event, now_ms))
        said.append(self.tr("Nothing is needed today; if it goes on, ask whoever runs it."))
        self._advice_title.setText(self.tr("It gets slower."))
        self._advice.setText(" ".join(said))

    def _show_recommendation(self) -> bool:
        """The most urgent one, unless it is about a trend: that is told here with more."""
        found = self._facts.recommendations if self._facts is not None else ()
        first = next((one for one in found if one.kind not in (Kind.NOT_WELL, Kind.GETS_SLOWER)), None)
        if first is None:
            return False
        said = recommendation_words(first, self._desk.component_names()[self.component_id], self._desk.now_ms())
        self._advice_title.setText(said.what)
        self._advice.setText(f"{said.evidence} {said.step}")
        return True

    # -- figures

    def _ask_facts(self) -> None:
        now_ms = self._desk.now_ms()
        component_id = self.component_id
        component = self._view.component if self._view is not None else Component(component_id, component_id, "")
        self._desk.ask_history(
            self,
            lambda reader: read_facts(reader, component, now_ms),
            self._show_facts,
            f"figures of {component_id}",
        )

    def _show_facts(self, facts: ComponentFacts | HistoryError) -> None:
        if isinstance(facts, HistoryError):
            self._waiting.setText(
                self.tr("There is no history to show.") + f"\n{facts.sentence}" if self._chart is None else ""
            )
            return
        self._facts = facts
        self._show_usual()
        if self._view is not None:
            self._show_advice(self._view)
        self._strip.show_days(facts.days)
        self._runs.show_rows(facts.runs, facts.at_ms)
        self._incidents.show_incidents(facts.incidents, facts.at_ms)
        self._show_figures()

    def _show_figures(self) -> None:
        figures: list[Figure] = []
        facts = self._facts
        spans = (
            (1, self.tr("Uptime 24 h")),
            (7, self.tr("Uptime 7 days")),
            (30, self.tr("Uptime 30 days")),
            (90, self.tr("Uptime 90 days")),
        )
        for days, name in spans:
            summary = facts.summaries[days] if facts else None
            if summary is None or summary.uptime is None:
                figures.append(Figure(name, "–", self.tr("not watched") if facts else ""))
            else:
                figures.append(Figure(name, percent(summary.uptime), uptime_note(summary.coverage)))
        day = facts.summaries[1] if facts else None
        week = facts.summaries[7] if facts else None
        usual = facts.summaries[30] if facts else None
        figures.append(_time_figure(self.tr("Median 24 h"), *_times(day, usual, 0), self.tr("30 days: %1")))
        slow = _time_figure(self.tr("95th percentile"), *_times(week, usual, 1), self.tr("30 days: %1"))
        trend = facts.trend if facts else None
        if trend is not None and trend.significant:
            colour = "degraded_text" if trend.per_week > 0 else "secondary"
            slow = replace(slow, note=trend_note(trend), note_colour=colour)
        figures.append(slow)
        figures += self._measures()[:2]
        self._figures.show_figures(figures)

    def _measures(self) -> list[Figure]:
        result: Result | None = self._view.result if self._view else None
        if result is None:
            return []
        chosen = [name for name in _TELLING if name in result.measures]
        return [Figure(measure_word(name), amount(result.measures[name])) for name in chosen]

    # -- chart

    async def _load_chart(self) -> None:
        # Beside the loop, since it takes a quarter of a second the first time.
        await in_thread(
            lambda: importlib.import_module("app.desktop.widgets.latency_chart"), name="import of pyqtgraph"
        )
        from app.desktop.widgets.latency_chart import LatencyChart

        chart = self._chart = LatencyChart(self._desk.theme)
        chart.range_wanted.connect(self._ask_range)
        chart.left_now.connect(self._leave_now)
        if self._view is not None:
            chart.set_limit(_limit_ms(self._view))
        self._follow()

    def _choose_range(self, number: int) -> None:
        self._range = _RANGES[number]
        self._following = True
        self._follow()

    def _leave_now(self) -> None:
        self._following = False
        self._ranges.setExclusive(False)
        for button in self._ranges.buttons():
            button.setChecked(False)
        self._ranges.setExclusive(True)

    def _follow(self) -> None:
        """Show the chosen span up to now."""
        if self._chart is None or not self._following:
            return
        now = self._desk.now_ms() / 1000
        self._ask_data(now - self._range, now, move=True)

    def _ask_range(self, since: float, until: float) -> None:
        room = (until - since) / 2
        self._ask_data(since - room, min(until + room, self._desk.now_ms() / 1000), move=False)

    def _ask_data(self, since: float, until: float, *, move: bool) -> None:
        view, monitoring = self._view, self._desk.monitoring
        if view is None or monitoring is None:
            return
        self._asked = asked = (since, until)
        component, now_ms = view.component, self._desk.now_ms()
        kept_ms = round(monitoring.settings.monitor.retention * 1000)

        def show(data: ChartData | HistoryError) -> None:
            if self._asked == asked:
                self._show_data(data, move=move)

        self._desk.ask_history(
            self,
            lambda reader: read_chart(
                reader,
                component,
                round(since * 1000),
                round(until * 1000),
                now_ms=now_ms,
                results_kept_ms=kept_ms,
            ),
            show,
            f"chart of {self.component_id}",
        )

    def _show_data(self, data: ChartData | HistoryError, *, move: bool) -> None:
        chart = self._chart
        if chart is None:
            return
        if isinstance(data, HistoryError):
            self._waiting.setText(self.tr("There is no history to show.") + f"\n{data.sentence}")
            self._stack.setCurrentWidget(self._waiting)
            return
        self._data = data
        chart.show_data(data)
        self._show_usual()
        if move:
            chart.show_range(data.since, data.until)
        if self._table is not None:
            self._table.show_data(data)
        if not data.times:
            self._waiting.setText(self.tr("Nothing was measured in this time yet."))
            self._stack.setCurrentWidget(self._waiting)
            return
        if self._stack.indexOf(chart) < 0:
            self._stack.addWidget(chart)
        self._stack.setCurrentWidget(self._table if self._as_table.isChecked() and self._table else chart)

    def _show_usual(self) -> None:
        if self._chart is not None and self._facts is not None and self._data is not None:
            self._chart.show_usual(usual_columns(self._facts.baseline, self._data.since, self._data.until))

    def _show_table(self, wanted: bool) -> None:
        if wanted and self._table is None:
            from app.desktop.widgets.points_table import PointsTable

            self._table = PointsTable()
            self._stack.addWidget(self._table)
        if self._data is not None and self._table is not None:
            self._table.show_data(self._data)
        if self._chart is not None and self._data is not None and self._data.times:
            self._stack.setCurrentWidget(self._table if wanted and self._table else self._chart)

    def _hear(self, result: Result) -> None:
        if result.component == self.component_id and not self._later.isActive():
            self._later.start()

    # -- out

    def _copy_diagnostics(self) -> None:
        now_ms, word = self._desk.now_ms(), self._desk.vendor_word(self.component_id)
        if self._view is not None:
            QGuiApplication.clipboard().setText(diagnostics_text(self._view, self._facts, now_ms, word))
            self._desk.note.emit(self.tr("The diagnostics are on the clipboard."))

    def _copy_for_support(self) -> None:
        view, now_ms = self._view, self._desk.now_ms()
        if view is None:
            return
        word = self._desk.vendor_word(self.component_id)
        case = SupportCase(
            name=view.component.name,
            kind=view.component.kind,
            address=self._desk.address(self.component_id),
            sentence=view.state.sentence,
            since_ms=view.state.since_ms,
            now_ms=now_ms,
            result=view.result,
            diagnosis=self._desk.diagnosis(self.component_id),
            vendor_says=word.sentence() if word is not None and word.telling else "",
            version=__version__,
        )
        text = self._desk.redacted(support_text(case, local_zone()))
        QGuiApplication.clipboard().setText(text)
        self._desk.note.emit(self.tr("The text is on the clipboard: paste it into a letter to the vendor's support."))

    def _open_vendor(self) -> None:
        if self._view is not None:
            QDesktopServices.openUrl(QUrl(self._desk.vendor_page(self.component_id)))

    def _save_picture(self) -> None:
        chart = self._chart
        if chart is None:
            return
        dialog = _save_dialog(self, self.tr("Save chart as picture"), f"{self.component_id}.png", "PNG (*.png)")
        dialog.fileSelected.connect(lambda path: self._saved(chart.picture().save(path)))
        dialog.open()

    def _save_csv(self) -> None:
        data = self._data
        if data is None:
            return
        dialog = _save_dialog(self, self.tr("Save figures as CSV"), f"{self.component_id}.csv", "CSV (*.csv)")
        dialog.fileSelected.connect(lambda path: self._saved(write_csv(path, data)))
        dialog.open()

    def _saved(self, done: bool) -> None:
        self._desk.note.emit(self.tr("Saved.") if done else self.tr("It could not be saved there."))


class _Card(QFrame):
    """A surface of its own with round corners."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = desk.theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(self.rect(), CARD_RADIUS, CARD_RADIUS)
        painter.end()


def write_csv(path: str, data: ChartData) -> bool:
    """The chart's columns: time (ISO 8601, UTC), median and p95 in ms; whether it could be written."""
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["time", "median_ms", "p95_ms"])
            for at, median, p95 in zip(data.times, data.median, data.p95, strict=True):
                when = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                writer.writerow([when, _cell(median), _cell(p95)])
    except OSError:
        return False
    return True


def _cell(value: float) -> str:
    return "" if value != value else f"{value:.3f}"  # nan is not equal to itself


def _save_dialog(parent: QWidget, title: str, name: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rsplit(".", 1)[1])
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _limit_ms(view: ComponentView) -> float | None:
    limit = view.component.slow_limit
    return None if limit is None else limit * 1000


def _times(recent: Summary | None, usual: Summary | None, which: int) -> tuple[float | None, float | None]:
    def pick(summary: Summary | None) -> float | None:
        return None if summary is None else (summary.p50_us, summary.p95_us)[which]

    return pick(recent), pick(usual)


def _time_figure(name: str, recent: float | None, usual: float | None, note: str) -> Figure:
    if recent is None:
        return Figure(name, "–")
    slower = usual is not None and recent > usual * 1.5
    return Figure(
        name,
        response(recent),
        note.replace("%1", response(usual)) if usual is not None else "",
        "degraded_text" if slower else "secondary",
    )
