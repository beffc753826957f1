"""The settings window: what is watched, who is notified of what and when, and everything else."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

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


class SettingsWindow(Window):
    """Changes here are in force at once."""

    def __init__(self, context: AppContext, places: Places, autostart: Autostart) -> None:
        super().__init__(places, "settings", QSize(860, 680))
        self._context = context
        self.setWindowTitle(tr("Settings – Porchlight"))
        self.components = ComponentsPage(context)
        self.rules = RulesPage(context)
        self.channels = ChannelsPage(context)
        self.paths = PathsPage(context)
        self.times = TimesPage(context)
        self.recovery = RecoveryPage(context)
        self.exports = WaysOutPage(context)
        self.general = GeneralPage(context, autostart)
        self._message = WorkLine(context.theme)
        self.tabs = QTabWidget(documentMode=True)
        self._pages: dict[str, Page | GeneralPage] = {
            "components": self.components,
            "rules": self.rules,
            "channels": self.channels,
            "paths": self.paths,
            "times": self.times,
            "recovery": self.recovery,
            "ways_out": self.exports,
            "general": self.general,
        }
        labels = {
            "components": tr("Components"),
            "rules": tr("Rules"),
            "channels": tr("Channels"),
            "paths": tr("Paths"),
            "times": tr("Schedule"),
            "recovery": tr("Recovery"),
            "ways_out": tr("Other systems"),
            "general": tr("General"),
        }
        for name, page in self._pages.items():
            page.setContentsMargins(WINDOW_EDGE, 16, WINDOW_EDGE, 8)
            page.reported.connect(lambda text: self._message.show_text(text))
            if isinstance(page, Page):
                page.working.connect(lambda text, task: self._message.follow(text, task))
            self.tabs.addTab(page, labels[name])
        self._show_tabs()
        self.tabs.currentChanged.connect(lambda: self._message.show_text(""))
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 4, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self.tabs, 1)
        self._message.setContentsMargins(WINDOW_EDGE, 0, WINDOW_EDGE, 4)
        layout.addWidget(self._message)

    def edit(self, component_id: str) -> None:
        """Open the form of a component."""
        self.tabs.setCurrentWidget(self.components)
        self.components.edit(component_id)

    def show_page(self, name: str) -> None:
        """``components``, ``rules``, ``channels``, ``paths``, ``times``, ``recovery`` or ``general``."""
        self.tabs.setCurrentWidget(self._pages[name])

    def settings_changed(self) -> None:
        """The file is another one."""
        self._show_tabs()
        for page in self._pages.values():
            page.settings_changed()

    def _show_tabs(self) -> None:
        """A viewer has no use for what only others may change."""
        for number, page in enumerate(self._pages.values()):
            self.tabs.setTabVisible(number, page is self.general or not self._context.viewer)
