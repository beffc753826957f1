"""The settings window: what is watched, who is notified of what and when, and everything else."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.platform.autostart import Autostart
from porchlight.desktop.tokens import WINDOW_EDGE
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.channels_page import ChannelsPage
from porchlight.desktop.windows.settings.components_page import ComponentsPage
from porchlight.desktop.windows.settings.exports_page import WaysOutPage
from porchlight.desktop.windows.settings.general_page import GeneralPage
from porchlight.desktop.windows.settings.page import Page
from porchlight.desktop.windows.settings.paths_page import PathsPage
from porchlight.desktop.windows.settings.recovery_page import RecoveryPage
from porchlight.desktop.windows.settings.rules_page import RulesPage
from porchlight.desktop.windows.settings.times_page import TimesPage
from porchlight.desktop.windows.window import Window
from porchlight.language.current import tr

_Page = TypeVar("_Page", bound=Page | GeneralPage)


class SettingsWindow(Window):
    """Changes here are in force at once. A page is made when it is first looked at: all eight take longer than the
    one that somebody came for."""

    def __init__(self, context: AppContext, places: Places, autostart: Autostart) -> None:
        super().__init__(places, "settings", QSize(860, 680))
        self._context = context
        self._autostart = autostart
        self.setWindowTitle(tr("Settings – Porchlight"))
        self._message = WorkLine(context.theme)
        self._pages: tuple[tuple[str, str, Callable[[], Page | GeneralPage]], ...] = (
            ("components", tr("Components"), lambda: self.components),
            ("rules", tr("Rules"), lambda: self.rules),
            ("channels", tr("Channels"), lambda: self.channels),
            ("paths", tr("Paths"), lambda: self.paths),
            ("times", tr("Schedule"), lambda: self.times),
            ("recovery", tr("Recovery"), lambda: self.recovery),
            ("ways_out", tr("Other systems"), lambda: self.exports),
            ("general", tr("General"), lambda: self.general),
        )
        self._made: list[Page | GeneralPage] = []
        self.tabs = QTabWidget(documentMode=True)
        self._room: dict[str, QVBoxLayout] = {}
        for name, label, _ in self._pages:
            tab = QWidget()
            self._room[name] = QVBoxLayout(tab)
            self._room[name].setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(tab, label)
        self._show_tabs()
        self.tabs.currentChanged.connect(self._came_to)
        self._came_to(self.tabs.currentIndex())
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 4, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self.tabs, 1)
        self._message.setContentsMargins(WINDOW_EDGE, 0, WINDOW_EDGE, 4)
        layout.addWidget(self._message)

    @cached_property
    def components(self) -> ComponentsPage:
        """What is watched."""
        return self._added("components", ComponentsPage(self._context))

    @cached_property
    def rules(self) -> RulesPage:
        """What is an alert."""
        return self._added("rules", RulesPage(self._context))

    @cached_property
    def channels(self) -> ChannelsPage:
        """Who is notified, and by what."""
        return self._added("channels", ChannelsPage(self._context))

    @cached_property
    def paths(self) -> PathsPage:
        """The ways that gifts take through several components."""
        return self._added("paths", PathsPage(self._context))

    @cached_property
    def times(self) -> TimesPage:
        """Quiet hours, maintenance and important days."""
        return self._added("times", TimesPage(self._context))

    @cached_property
    def recovery(self) -> RecoveryPage:
        """What is run where a component fails."""
        return self._added("recovery", RecoveryPage(self._context))

    @cached_property
    def exports(self) -> WaysOutPage:
        """The systems that get Porchlight's figures."""
        return self._added("ways_out", WaysOutPage(self._context))

    @cached_property
    def general(self) -> GeneralPage:
        """Everything else."""
        return self._added("general", GeneralPage(self._context, self._autostart))

    def edit(self, component_id: str) -> None:
        """Open the form of a component."""
        self.show_page("components")
        self.components.edit(component_id)

    def show_page(self, name: str) -> None:
        """``components``, ``rules``, ``channels``, ``paths``, ``times``, ``recovery``, ``ways_out`` or
        ``general``."""
        self.tabs.setCurrentIndex([*self._room].index(name))

    def settings_changed(self) -> None:
        """The file is another one."""
        self._show_tabs()
        for page in self._made:
            page.settings_changed()

    def _came_to(self, index: int) -> None:
        self._message.show_text("")
        _, _, page = self._pages[index]
        page()

    def _added(self, name: str, page: _Page) -> _Page:
        page.setContentsMargins(WINDOW_EDGE, 16, WINDOW_EDGE, 8)
        page.reported.connect(lambda text: self._message.show_text(text))
        if isinstance(page, Page):
            page.working.connect(lambda text, task: self._message.follow(text, task))
        self._room[name].addWidget(page)
        page.show()  # a layout of a visible window shows it a turn later only
        self._made.append(page)
        return page

    def _show_tabs(self) -> None:
        """A viewer has no use for what only others may change."""
        for number, (name, _, _) in enumerate(self._pages):
            self.tabs.setTabVisible(number, name == "general" or not self._context.viewer)
