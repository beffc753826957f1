"""The settings window: what is watched, who is told what and when, and everything else."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from app.desktop.desk import Desk
from app.desktop.places import Places
from app.desktop.platform.autostart import Autostart
from app.desktop.theme import TextRole
from app.desktop.tokens import WINDOW_EDGE
from app.desktop.widgets.text import Text
from app.desktop.windows.settings.channels_page import ChannelsPage
from app.desktop.windows.settings.components_page import ComponentsPage
from app.desktop.windows.settings.general_page import GeneralPage
from app.desktop.windows.settings.page import Page
from app.desktop.windows.settings.recovery_page import RecoveryPage
from app.desktop.windows.settings.rules_page import RulesPage
from app.desktop.windows.settings.times_page import TimesPage
from app.desktop.windows.settings.ways_out_page import WaysOutPage
from app.desktop.windows.window import Window


class SettingsWindow(Window):
    """What is changed here is in force at once."""

    def __init__(self, desk: Desk, places: Places, autostart: Autostart, data_folder: str) -> None:
        super().__init__(places, "settings", QSize(860, 680))
        self.setWindowTitle(self.tr("Settings – Porchlight"))
        self.components = ComponentsPage(desk)
        self.rules = RulesPage(desk)
        self.channels = ChannelsPage(desk)
        self.times = TimesPage(desk)
        self.recovery = RecoveryPage(desk)
        self.ways_out = WaysOutPage(desk)
        self.general = GeneralPage(desk, autostart, data_folder)
        self._said = Text(desk.theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._said.hide()
        self._tabs = QTabWidget(documentMode=True)
        pages = (
            (self.components, self.tr("Components")),
            (self.rules, self.tr("Rules")),
            (self.channels, self.tr("Channels")),
            (self.times, self.tr("Times")),
            (self.recovery, self.tr("Recovery")),
            (self.ways_out, self.tr("Other systems")),
            (self.general, self.tr("General")),
        )
        for page, name in pages:
            page.setContentsMargins(WINDOW_EDGE, 16, WINDOW_EDGE, 8)
            page.told.connect(self._said.say)
            self._tabs.addTab(page, name)
        self._tabs.currentChanged.connect(lambda: self._said.say(""))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 10)
        layout.setSpacing(4)
        layout.addWidget(self._tabs, 1)
        self._said.setContentsMargins(WINDOW_EDGE, 0, WINDOW_EDGE, 4)
        layout.addWidget(self._said)

    def edit(self, component_id: str) -> None:
        """Open the form of a component."""
        self._tabs.setCurrentWidget(self.components)
        self.components.edit(component_id)

    def settings_changed(self) -> None:
        """The file is another one."""
        for index in range(self._tabs.count()):
            page = self._tabs.widget(index)
            if isinstance(page, Page | GeneralPage):
                page.settings_changed()
