"""The main window: the verdict, all components, incidents on one time line, alerts, activity."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.appearance import mark_of
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import moment
from porchlight.desktop.icons import Mark
from porchlight.desktop.path_texts import opening
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.tokens import WINDOW_EDGE
from porchlight.desktop.tray import span_menu
from porchlight.desktop.verdict_texts import gravest_first, troubled
from porchlight.desktop.widgets.activity_table import ActivityTable
from porchlight.desktop.widgets.basic import EmptyState, MarkLabel, NewestOnly, Text, add_toggles
from porchlight.desktop.widgets.component_table import ComponentTable, TableRow
from porchlight.desktop.widgets.incidents import IncidentList, IncidentTimeline
from porchlight.desktop.widgets.trouble_cards import TroubleCards
from porchlight.desktop.widgets.update_line import UpdateLine
from porchlight.desktop.windows.alerts_tab import AlertsTab
from porchlight.desktop.windows.outlook_page import OutlookPage
from porchlight.desktop.windows.performance_page import PerformancePage
from porchlight.desktop.windows.window import Places, Window
from porchlight.language.current import tr, tr_plural
from porchlight.model.audit import AuditEntry
from porchlight.model.errors import HistoryError
from porchlight.model.history import Summary
from porchlight.model.incident import Incident

_DAY_MS = 86_400_000
_READ_EVERY_MS = 60_000
_SPANS = (7, 30, 90)
_SEARCH_FROM = 12
_WIDE, _TALL = 800, 640
"""px of a window from which there is room for a second column and a second row of cards above the table."""


class MainWindow(Window):
    """Opened from the tray and the panel; instead of them where there is no tray."""

    def __init__(self, context: AppContext, places: Places) -> None:
        super().__init__(places, "main", QSize(1080, 700))
        self._context = context
        self._days = _SPANS[1]
        self._summaries: dict[str, tuple[Summary, Summary]] = {}
        self.setWindowTitle("Porchlight")
        self._build()
        self._reading = QTimer(self, interval=_READ_EVERY_MS)
        self._reading.timeout.connect(self._read)
        self._reading.start()
        context.bridge.changed.connect(self._refresh)
        context.commands.checked.connect(self._refresh)
        self._refresh()
        self._read()

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Troubles of Porchlight itself, in sentences."""
        self._notice.show_text("  ".join(notices))

    def show_tab(self, name: str) -> None:
        """``components``, ``incidents``, ``alerts``, ``performance``, ``outlook`` or ``activity``."""
        self._tabs.setCurrentWidget(self._pages[name])

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_head())
        self._tabs = QTabWidget(documentMode=True)
        self._tabs.tabBar().setDrawBase(False)  # a line above the tabs in the style's own grey
        self._alerts = AlertsTab(self._context)
        self._performance = PerformancePage(self._context)
        self._outlook = OutlookPage(self._context)
        self._pages: dict[str, QWidget] = {
            "components": self._build_components(),
            "incidents": self._build_incidents(),
            "alerts": self._alerts,
            "performance": self._performance,
            "outlook": self._outlook,
            "activity": self._build_activity(),
        }
        labels = {
            "components": tr("Components"),
            "incidents": tr("Incidents"),
            "alerts": tr("Alerts"),
            "performance": tr("Performance"),
            "outlook": tr("Outlook"),
            "activity": tr("Activity"),
        }
        for name, page in self._pages.items():
            self._tabs.addTab(page, labels[name])
        self._tabs.currentChanged.connect(self._read)
        layout.addWidget(self._tabs, 1)

    def _build_head(self) -> QHBoxLayout:
        theme = self._context.theme
        self._mark = MarkLabel(theme, 34)
        self._title = Text(theme, TextRole.VERDICT, wrap=True)
        self._detail = Text(theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._notice = Text(theme, TextRole.SECONDARY, colour="degraded_text", wrap=True)
        self._notice.hide()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for text in (self._title, self._detail, self._notice):
            texts.addWidget(text)
        self.updates = UpdateLine(self._context)
        texts.addWidget(self.updates)
        self._check = QPushButton(tr("Check now"))
        self._check.clicked.connect(lambda: self._context.commands.check_now())
        self._pause = QPushButton(tr("Pause") + " ▾")
        self._pause.setMenu(span_menu(None, tr("Pause"), self._context.commands.pause))
        self._resume = QPushButton(tr("Resume"))
        self._resume.clicked.connect(self._context.commands.resume)
        settings = QPushButton(tr("Settings"))
        settings.clicked.connect(lambda: self._context.settings_wanted.emit(""))
        head = QHBoxLayout()
        head.setContentsMargins(WINDOW_EDGE, 18, WINDOW_EDGE, 12)
        head.setSpacing(14)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        for button in (self._check, self._pause, self._resume, settings):
            head.addWidget(button)
        return head

    def _build_components(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 10, 12, 10)
        self._search = QLineEdit(placeholderText=tr("Search"), clearButtonEnabled=True)
        self._search.setAccessibleName(tr("Search components"))
        self._search.textChanged.connect(self._refresh)
        self._table = ComponentTable(self._context.theme)
        self._table.chosen.connect(self._context.component_wanted)
        self._empty = EmptyState(
            self._context.theme,
            Mark.UNKNOWN,
            tr("Nothing to watch yet."),
            tr("Add the systems that carry your gifts. We test each one before adding it."),
        )
        add = QPushButton(tr("Set up…"))
        set_primary(add)
        add.clicked.connect(self._context.guide_wanted)
        self._empty.add_button(add)
        self._troubles = TroubleCards(self._context)
        self._troubles.details_wanted.connect(self._context.component_wanted)
        self._troubles.credential_wanted.connect(self._context.credential_wanted)
        self._troubles.settings_wanted.connect(self._context.settings_wanted)
        self._no_match = Text(self._context.theme, TextRole.TEXT, tr("No components match."), colour="secondary")
        self._no_match.hide()
        layout.addWidget(self._troubles)
        layout.addWidget(self._search)
        layout.addWidget(self._no_match)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._empty, 1)
        return page

    def _build_incidents(self) -> QWidget:
        theme = self._context.theme
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(WINDOW_EDGE, 14, WINDOW_EDGE, 18)
        layout.setSpacing(10)
        line = QHBoxLayout()
        line.addWidget(Text(theme, TextRole.HEADING, tr("Incident timeline")))
        line.addStretch(1)
        texts = (tr_plural("{n} day", "{n} days", days) for days in _SPANS)
        spans = add_toggles(self, line, texts, chosen=_SPANS.index(self._days))
        spans.idClicked.connect(lambda place: self._choose_days(_SPANS[place]))
        layout.addLayout(line)
        self._timeline = IncidentTimeline(theme)
        self._timeline.chosen.connect(self._context.component_wanted)
        layout.addWidget(self._timeline)
        layout.addSpacing(8)
        layout.addWidget(Text(theme, TextRole.HEADING, tr("All incidents")))
        self._incidents = IncidentList(theme, most=20)
        layout.addWidget(self._incidents)
        layout.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        return scroll

    def _build_activity(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 10, 12, 10)
        self._activity = ActivityTable()
        layout.addWidget(self._activity)
        self.newest = NewestOnly(self._context.theme)
        layout.addWidget(self.newest)
        return page

    # -- contents

    def _refresh(self) -> None:
        snapshot, now_ms = self._context.snapshot, self._context.now_ms()
        first = opening(snapshot, self._context.paths())
        if snapshot.paused_until_ms is not None:
            until = tr("Paused until {until}.", until=moment(snapshot.paused_until_ms, now_ms))
            self._detail.show_text(f"{until} {first.detail}")
        else:
            self._detail.show_text(first.detail)
        self.updates.refresh()
        self._mark.set_mark(mark_of(snapshot), first.title)
        self._title.setText(first.title)
        self._pause.setVisible(snapshot.paused_until_ms is None)
        self._resume.setVisible(snapshot.paused_until_ms is not None)
        waiting = any(view.checking for view in snapshot.views.values())
        self._check.setEnabled(bool(snapshot.views))
        self._check.setText(tr("Checking…") if waiting else tr("Check now"))
        self._search.setVisible(len(snapshot.views) >= _SEARCH_FROM)
        self._table.setVisible(bool(snapshot.views))
        self._empty.setVisible(not snapshot.views)
        sought = self._search.text().strip().casefold()
        rows = []
        for view in gravest_first(snapshot):
            if sought and not any(sought in text.casefold() for text in (view.component.name, *view.component.tags)):
                continue
            day, month = self._summaries.get(view.component.id, (None, None))
            rows.append(TableRow(view, self._context.bridge.recent.of(view.component.id), day, month))
        self._table.show_rows(rows, now_ms)
        self._no_match.setVisible(bool(sought) and not rows)
        self._show_troubles()

    def _show_troubles(self) -> None:
        found = [] if self._search.text().strip() else troubled(self._context.snapshot)
        columns = 1 if self.width() < _WIDE else 2
        rows = 1 if self.height() < _TALL else 2
        self._troubles.show_views(found, self._context.now_ms(), most=columns * rows, columns=columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        self._show_troubles()

    def _choose_days(self, days: int) -> None:
        self._days = days
        self._read()

    def _read(self) -> None:
        now_ms = self._context.now_ms()
        page = self._tabs.currentWidget()
        if page is self._pages["components"]:
            ids = list(self._context.snapshot.views)
            self._context.ask_history(
                self,
                lambda reader: {
                    one: (
                        reader.summary(one, now_ms - _DAY_MS, now_ms),
                        reader.summary(one, now_ms - 30 * _DAY_MS, now_ms),
                    )
                    for one in ids
                },
                self._show_summaries,
                "summaries",
            )
        elif page is self._pages["incidents"]:
            since_ms = now_ms - self._days * _DAY_MS
            self._context.ask_history(
                self,
                lambda reader: reader.incidents(since_ms, now_ms),
                lambda found: self._show_incidents(found, since_ms, now_ms),
                "incidents",
            )
        elif page is self._alerts:
            self._alerts.read()
        elif page is self._performance:
            self._performance.read()
        elif page is self._outlook:
            self._outlook.read()
        elif page is self._pages["activity"]:
            self._context.ask_history(
                self,
                lambda reader: reader.audit(now_ms - 90 * _DAY_MS, now_ms + _DAY_MS),
                self._show_activity,
                "activity",
            )

    def _show_summaries(self, found: dict[str, tuple[Summary, Summary]] | HistoryError) -> None:
        if not isinstance(found, HistoryError):
            self._summaries = found
            self._refresh()

    def _show_incidents(self, found: list[Incident] | HistoryError, since_ms: int, now_ms: int) -> None:
        if isinstance(found, HistoryError):
            return
        names = self._context.component_names()
        tags = {one: view.component.tags for one, view in self._context.snapshot.views.items()}
        self._timeline.show_incidents(names, found, since_ms, now_ms, tags)
        known = [incident for incident in found if incident.component in names]
        self._incidents.show_incidents(known, now_ms, names)

    def _show_activity(self, found: list[AuditEntry] | HistoryError) -> None:
        if not isinstance(found, HistoryError):
            names = self._context.component_names()
            self._activity.show_entries(found, names)
            self.newest.show_count(len(found))
