"""The main window: the verdict, all components, incidents on one time line, alerts, activity."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import span_of_days
from porchlight.desktop.span_menu import SHORTEST_SILENCE, span_menu
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.tokens import WINDOW_EDGE
from porchlight.desktop.verdict_texts import component_verdict, gravest_first, overall_verdict, troubled
from porchlight.desktop.widgets.activity_table import ActivityTable, activity_lines
from porchlight.desktop.widgets.away_card import AwayCard
from porchlight.desktop.widgets.basic import EmptyState, MarkLabel, SearchLine, Text, add_toggles
from porchlight.desktop.widgets.component_table import ComponentTable, TableRow
from porchlight.desktop.widgets.crash_card import CrashCard
from porchlight.desktop.widgets.gift_path import GiftPath
from porchlight.desktop.widgets.important_day_row import ImportantDayRow
from porchlight.desktop.widgets.incidents import IncidentList, IncidentTimeline
from porchlight.desktop.widgets.reach_card import ReachCard
from porchlight.desktop.widgets.row_table import Reading, Span
from porchlight.desktop.widgets.trouble_cards import TroubleCards
from porchlight.desktop.widgets.update_line import UpdateLine
from porchlight.desktop.windows.alerts_tab import AlertsTab
from porchlight.desktop.windows.day_page import DayPage
from porchlight.desktop.windows.outlook_page import OutlookPage
from porchlight.desktop.windows.performance_page import PerformancePage
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.window import CHECK_KEY, QUIT_KEY, SETTINGS_KEY, Window
from porchlight.insight.verdict import paths_of
from porchlight.language.current import tr
from porchlight.model.audit import AuditEntry
from porchlight.model.errors import HistoryError
from porchlight.model.gifts import MissedGifts
from porchlight.model.history import Summary
from porchlight.model.incident import Incident
from porchlight.model.mark import Mark
from porchlight.model.snapshot import Snapshot
from porchlight.runtime.gifts import read_missed_gifts

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
        self._done = Reading()
        """The activity."""
        self._notices: tuple[str, ...] = ()
        self._stays = False
        self._summaries: dict[str, tuple[Summary, Summary]] = {}
        self.setWindowTitle("Porchlight")
        self._build()
        self._reading = QTimer(self, interval=_READ_EVERY_MS)
        self._reading.timeout.connect(self._read)
        self._reading.start()
        context.bridge.changed.connect(self._refresh)
        context.bridge.alerts_changed.connect(self._refresh)
        context.commands.checked.connect(self._refresh)
        self._refresh()
        self._read()

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Troubles of Porchlight itself, in sentences."""
        if notices != self._notices:
            self._notices = notices
            self._notice.show_text("  ".join(notices))
            self._refresh()

    def stay(self, wanted: bool) -> None:
        """Whether closing it leaves it in the task bar, since nothing else would lead back to Porchlight."""
        self._stays = wanted

    def close_now(self) -> None:
        """See Window."""
        self._stays = False
        super().close_now()

    def closeEvent(self, event: QCloseEvent) -> None:
        """See QWidget."""
        if self._stays:
            event.ignore()
            self.showMinimized()
            return
        super().closeEvent(event)

    def show_tab(self, name: str) -> None:
        """``components``, ``incidents``, ``alerts``, ``performance``, ``outlook`` or ``activity``."""
        self._tabs.setCurrentWidget(self._pages[name])

    def look_again(self) -> None:
        """See Window."""
        if self._check.isEnabled():
            self._check.click()
        self._read()

    def seek(self) -> None:
        """See Window."""
        if self._tabs.currentWidget() is self._pages["components"] and self._context.snapshot.views:
            self._search.show()
        super().seek()

    # -- building

    def _build(self) -> None:
        layout = QVBoxLayout(self.body)
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
        more = QPushButton("···")
        more.setFlat(True)
        more.setAccessibleName(tr("More"))
        self.more = self._build_more()
        """What else the tray's menu has: there may be no tray."""
        more.setMenu(self.more)
        self._tabs.setCornerWidget(more)
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
        if self._context.demo:
            texts.addWidget(Text(theme, TextRole.SECONDARY, tr("Demo: nothing here is real.")))
        for text in (self._title, self._detail, self._notice):
            texts.addWidget(text)
        self.updates = UpdateLine(self._context)
        texts.addWidget(self.updates)
        self._check = QPushButton(tr("Check now"))
        self._check.clicked.connect(lambda: self._context.commands.check_now())
        self._pause = QPushButton(tr("Pause") + " ▾")
        self._pause.setAccessibleName(tr("Pause"))
        self._pause.setMenu(span_menu(self._pause, tr("Pause"), self._context.commands.pause))
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

    def _build_more(self) -> QMenu:
        menu = QMenu(self)
        for text, key, act in (
            (tr("Check now"), CHECK_KEY, self.look_again),
            (tr("Settings…"), SETTINGS_KEY, self.settings_wanted.emit),
            (tr("Quit Porchlight"), QUIT_KEY, self.quit_wanted.emit),
        ):
            action = menu.addAction(text)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # only shown here: the window knows it
            action.triggered.connect(act)
        menu.insertSeparator(menu.actions()[-1])
        return menu

    def _build_components(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 10, 12, 10)
        self._search = SearchLine(tr("Search components"))
        self._search.textChanged.connect(self._refresh)
        self._table = ComponentTable(self._context.theme)
        self._table.opened.connect(self._context.component_wanted)
        self._table.pointed_at.connect(self._context.pointed_at)
        self._table.menu_wanted.connect(self._fill_menu)
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
        self.away = AwayCard(self._context.theme)
        self.crash = CrashCard(self._context.theme)
        self.reach = ReachCard(self._context.theme)
        self._important_day = ImportantDayRow(self._context.theme)
        self._important_day.rehearsal_wanted.connect(self._context.rehearsal_wanted)
        self._troubles = TroubleCards(self._context)
        self._troubles.details_wanted.connect(self._context.component_wanted)
        self._troubles.credential_wanted.connect(self._context.credential_wanted)
        self._troubles.settings_wanted.connect(self._context.settings_wanted)
        self._no_match = Text(self._context.theme, TextRole.TEXT, tr("No components match."), colour="secondary")
        self._no_match.hide()
        layout.addLayout(self._build_path())
        layout.addWidget(self._troubles)
        layout.addWidget(self._important_day)
        layout.addWidget(self.crash)
        layout.addWidget(self.reach)
        layout.addWidget(self.away)
        layout.addWidget(self._search)
        layout.addWidget(self._no_match)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._empty, 1)
        return page

    def _build_path(self) -> QVBoxLayout:
        """The path of a gift, with a choice where there are several: the worst one until another is chosen."""
        self._chosen_path = ""
        self._path = GiftPath(self._context.theme)
        self._path.chosen.connect(self._context.component_wanted)
        self._path_choice = QComboBox()
        self._path_choice.setAccessibleName(tr("Path of gifts"))
        self._path_choice.activated.connect(self._choose_path)
        layout = QVBoxLayout()
        layout.setContentsMargins(8, 2, 8, 6)
        layout.addWidget(self._path_choice, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._path)
        return layout

    def _build_incidents(self) -> QWidget:
        self._day = DayPage(self._context)
        pages = QStackedWidget()
        pages.addWidget(self._build_incident_list())
        pages.addWidget(self._day)
        line = QHBoxLayout()
        line.setSpacing(2)
        self._by_day = add_toggles(self, line, (tr("Incidents"), tr("Day")), title=tr("Show {name}"))
        self._by_day.idClicked.connect(pages.setCurrentIndex)
        self._by_day.idClicked.connect(self._read)
        line.addStretch(1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(WINDOW_EDGE, 10, WINDOW_EDGE, 10)
        layout.addLayout(line)
        layout.addWidget(pages, 1)
        return page

    def _build_incident_list(self) -> QWidget:
        theme = self._context.theme
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(10)
        line = QHBoxLayout()
        line.addWidget(Text(theme, TextRole.HEADING, tr("Incident timeline")))
        line.addStretch(1)
        texts = (span_of_days(days) for days in _SPANS)
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
        self._activity = ActivityTable(self._context.theme)
        self._activity.more_wanted.connect(lambda: self._read_activity(self._done.further()))
        layout.addWidget(self._activity)
        return page

    # -- contents

    def _refresh(self) -> None:
        snapshot, now_ms = self._context.snapshot, self._context.now_ms()
        found = overall_verdict(snapshot, self._context.paths(), unwell=bool(self._notices))
        self._mark.set_mark(found.mark, found.title)
        self._title.setText(found.title)
        self._detail.show_text(found.detail)
        self._important_day.show_next(snapshot)
        self.updates.refresh()
        self._pause.setVisible(snapshot.paused_until_ms is None)
        self._resume.setVisible(snapshot.paused_until_ms is not None)
        waiting = any(view.checking for view in snapshot.views.values())
        self._check.setEnabled(bool(snapshot.views))
        self._check.setText(tr("Checking…") if waiting else tr("Check now"))
        long, used = len(snapshot.views) >= _SEARCH_FROM, self._search.hasFocus() or bool(self._search.text())
        self._search.setVisible(bool(snapshot.views) and (long or used))
        self._table.setVisible(bool(snapshot.views))
        self._empty.setVisible(not snapshot.views)
        sought = self._search.text().strip().casefold()
        self._show_path(snapshot)
        rows = []
        for view in gravest_first(snapshot):
            if sought and not any(sought in text.casefold() for text in (view.component.name, *view.component.tags)):
                continue
            day, month = self._summaries.get(view.component.id, (None, None))
            points = self._context.bridge.recent.of(view.component.id)
            rows.append(TableRow(view, component_verdict(view, snapshot), points, day, month))
        self._table.show_rows(rows, now_ms)
        self._no_match.setVisible(bool(sought) and not rows)
        self._show_troubles()

    def _show_troubles(self) -> None:
        snapshot = self._context.snapshot
        found = [] if self._search.text().strip() else troubled(snapshot)
        columns = 1 if self.width() < _WIDE else 2
        rows = 1 if self.height() < _TALL else 2
        self._troubles.show_views(snapshot, found, self._context.now_ms(), most=columns * rows, columns=columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        self._show_troubles()

    def _show_path(self, snapshot: Snapshot) -> None:
        paths = self._context.paths()
        worst_first = paths_of(snapshot, paths)
        shown = self._chosen_path if self._chosen_path in paths else next((one.id for one in worst_first), "")
        self._path.show_path(paths.get(shown), snapshot)
        self._path_choice.setVisible(len(paths) > 1)
        if [self._path_choice.itemData(place) for place in range(self._path_choice.count())] != list(paths):
            self._path_choice.clear()
            for one, path in paths.items():
                self._path_choice.addItem(path.name, one)
        self._path_choice.setCurrentIndex(self._path_choice.findData(shown))

    def _choose_path(self) -> None:
        self._chosen_path = self._path_choice.currentData()
        self._refresh()

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
        elif page is self._pages["incidents"] and self._by_day.checkedId() == 1:
            self._day.read()
        elif page is self._pages["incidents"]:
            since_ms, settings = now_ms - self._days * _DAY_MS, self._context.settings
            self._context.ask_history(
                self,
                lambda reader: (reader.incidents(since_ms, now_ms), read_missed_gifts(reader, settings)),
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
            self._read_activity(self._done.again())

    def _read_activity(self, span: Span) -> None:
        until_ms = self._context.now_ms() + _DAY_MS
        self._context.ask_history(
            self,
            lambda reader: reader.audit(0, until_ms, most=span.most, skip=span.skip),
            lambda found: self._show_activity(found, span),
            "activity",
        )

    def _show_summaries(self, found: dict[str, tuple[Summary, Summary]] | HistoryError) -> None:
        if not isinstance(found, HistoryError):
            self._summaries = found
            self._refresh()

    def _show_incidents(
        self, found: tuple[list[Incident], Mapping[str, MissedGifts]] | HistoryError, since_ms: int, now_ms: int
    ) -> None:
        if isinstance(found, HistoryError):
            return
        incidents, missed = found
        names = self._context.component_names()
        tags = {one: view.component.tags for one, view in self._context.snapshot.views.items()}
        self._timeline.show_incidents(names, incidents, since_ms, now_ms, tags)
        known = [incident for incident in incidents if incident.component in names]
        self._incidents.show_incidents(known, now_ms, names, missed)

    def _show_activity(self, found: list[AuditEntry] | HistoryError, span: Span) -> None:
        if isinstance(found, HistoryError) or self._done.outdated(span):
            return
        show = self._activity.add_lines if span.skip else self._activity.show_lines
        show(activity_lines(found, self._context.component_names()), more=self._done.took(span, len(found)))

    # -- what can be done with the selected components

    def _fill_menu(self, menu: QMenu) -> None:
        chosen = self._table.chosen_ids
        commands, views = self._context.commands, self._context.snapshot.views
        if len(chosen) == 1:
            menu.addAction(tr("Details"), lambda: self._context.component_wanted.emit(chosen[0]))
        menu.addAction(tr("Check now"), lambda: commands.check_now(chosen))
        watched = [one for one in chosen if views[one].component.enabled]
        waiting = [one for one in chosen if views[one].paused_until_ms is not None]

        def pause(seconds: float) -> None:
            for one in watched:
                commands.pause_component(one, seconds)

        def resume() -> None:
            for one in waiting:
                commands.resume_component(one)

        if watched:
            menu.addMenu(span_menu(menu, tr("Pause"), pause))
        if waiting:
            menu.addAction(tr("Resume"), resume)
        silence = partial(commands.silence, components=tuple(chosen))
        menu.addMenu(span_menu(menu, tr("Silence alerts"), silence, shortest=SHORTEST_SILENCE))
        if len(chosen) == 1 and not self._context.viewer:
            menu.addAction(tr("Edit…"), lambda: self._context.settings_wanted.emit(chosen[0]))
