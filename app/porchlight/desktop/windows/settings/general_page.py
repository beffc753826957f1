"""The general page: appearance and language, the weekly report, checks, folders, start at login."""

from secrets import token_urlsafe

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_place
from porchlight.desktop.platform.autostart import Autostart
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.draft import Draft
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.sharing_line import SharingLine
from porchlight.desktop.windows.settings.special_fields import FolderField
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError
from porchlight.settings.report import ReportSettings, usual_folder
from porchlight.settings.schema import INGEST_TOKEN, DesktopSettings, IngestSettings, MonitorSettings
from porchlight.settings.status_page import StatusPageSettings
from porchlight.settings.updates import UpdateSettings

_SECTIONS = ("desktop", "report", "status_page", "monitor", "ingest", "updates")


class GeneralPage(Draft):
    """Saved section by section."""

    reported = Signal(str)

    def __init__(self, context: AppContext, autostart: Autostart) -> None:
        super().__init__()
        self._context = context
        self._autostart = autostart
        self._expected = {name: context.editing.read_section(name) for name in _SECTIONS}
        theme = context.theme
        self.forms = {
            "desktop": SettingsForm(
                theme,
                DesktopSettings,
                self._expected["desktop"],
                without=("viewer",),
                locked=context.locked("desktop"),
            ),
            "report": SettingsForm(
                theme,
                ReportSettings,
                self._expected["report"],
                fields={"folder": FolderField(usual_folder(context.data_folder))},
                later=("keep",),
                locked=context.locked("report"),
            ),
            "status_page": SettingsForm(
                theme,
                StatusPageSettings,
                self._expected["status_page"],
                fields={"folder": FolderField(usual_folder(context.data_folder))},
                locked=context.locked("status_page"),
            ),
            "monitor": SettingsForm(
                theme, MonitorSettings, self._expected["monitor"], locked=context.locked("monitor")
            ),
            "ingest": SettingsForm(theme, IngestSettings, self._expected["ingest"], locked=context.locked("ingest")),
            "updates": SettingsForm(
                theme, UpdateSettings, self._expected["updates"], later=("feed",), locked=context.locked("updates")
            ),
        }
        self._begun = {name: form.values for name, form in self.forms.items()}
        self.login = QCheckBox(tr("Start when I log in"))
        self.login.setChecked(autostart.enabled())
        self.login.setEnabled(autostart.available)
        self.login.toggled.connect(self._switch_login)
        self._switching_login = False
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(12)
        body.addWidget(Text(theme, TextRole.VERDICT, tr("General")))
        body.addWidget(self.login)
        body.addWidget(self.forms["desktop"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Weekly report")))
        about = tr("How your systems did, on a few pages that any director can read.")
        body.addWidget(Text(theme, TextRole.SECONDARY, about, wrap=True))
        body.addWidget(self.forms["report"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Status page")))
        about = tr("So that colleagues can see whether donations get through, without asking you.")
        body.addWidget(Text(theme, TextRole.SECONDARY, about, wrap=True))
        body.addWidget(self.forms["status_page"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Checking")))
        body.addWidget(self.forms["monitor"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Job reports")))
        text = tr(
            "Programs on this computer can report their jobs over HTTP. They need a token; a new one "
            "replaces the one before."
        )
        body.addWidget(Text(theme, TextRole.SECONDARY, text, wrap=True))
        self.token = QPushButton(tr("Create a token"))
        self.token.clicked.connect(lambda: context.spawn(self._create_token(), "token for jobs", self))
        body.addWidget(self.token, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.forms["ingest"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("New versions")))
        news = tr("Porchlight tells you when a new version is available. It never installs one.")
        body.addWidget(Text(theme, TextRole.SECONDARY, news, wrap=True))
        body.addWidget(self.forms["updates"])
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Share settings")))
        shared = tr(
            "Set Porchlight up once and let your colleagues import the settings. Credentials are never included."
        )
        body.addWidget(Text(theme, TextRole.SECONDARY, shared, wrap=True))
        self.sharing = SharingLine(context, self.reported.emit)
        body.addWidget(self.sharing)
        body.addWidget(Text(theme, TextRole.VERDICT, tr("Files and folders")))
        body.addLayout(self._folder(tr("Settings"), context.editing.path or tr("none: this is the demo")))
        body.addLayout(self._folder(tr("History and log"), context.data_folder))
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self.save_button = QPushButton(tr("Save"))
        set_primary(self.save_button)
        self.save_button.clicked.connect(self.save)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _differs(self) -> bool:
        return any(form.values != self._begun[name] for name, form in self.forms.items())

    def settings_changed(self) -> None:
        """The file has changed: show it where nothing was changed here."""
        for name, form in self.forms.items():
            try:
                found = self._context.editing.read_section(name)
            except PorchlightError:
                return
            if found == self._expected[name]:
                continue
            if form.values == self._expected[name]:
                form.show_values(found)
                self._expected[name], self._begun[name] = found, form.values
            else:
                self.reported.emit(
                    tr("The settings file has changed since you opened this. You see the earlier settings here.")
                )

    def save(self) -> None:
        """Write the differences."""
        checked = [form.check() for form in self.forms.values()]  # all of them, so that each shows its fault
        if not all(checked):
            return
        try:
            for name, form in self.forms.items():
                if form.values != self._expected[name]:
                    self._context.editing.put_section(name, form.values, expected=self._expected[name])
                    self._expected[name] = self._begun[name] = form.values
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        self.reported.emit(tr("Saved."))

    async def _create_token(self) -> None:
        token = token_urlsafe(32)  # 256 bits
        try:
            await self._context.editing.store_secret(INGEST_TOKEN, token)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        QGuiApplication.clipboard().setText(token)
        self.reported.emit(tr("The token is in the clipboard. Paste it into the program: it is shown nowhere else."))

    def _switch_login(self) -> None:
        if not self._switching_login:
            self._context.spawn(self._follow_login(), "start at login", self)

    async def _follow_login(self) -> None:
        """Switch it as the box is, until the box is as it was switched: the desktop may take its time."""
        self._switching_login = True
        wanted = None
        try:
            while self.login.isChecked() is not wanted:
                wanted = self.login.isChecked()
                await self._autostart.enable(wanted)
        except OSError:
            self.reported.emit(tr("The system did not let Porchlight change what starts at login."))
            self.login.setChecked(self._autostart.enabled())
        finally:
            self._switching_login = False

    def _folder(self, name: str, path: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(Text(self._context.theme, TextRole.TEXT, name))
        line.addWidget(Text(self._context.theme, TextRole.SECONDARY, path, wrap=True).selectable(), 1)
        show = QPushButton(tr("Show"))
        show.setAccessibleName(f"{tr('Show')} {name}")
        folder = path.rsplit("/", 1)[0] if path.endswith(".toml") else path
        show.clicked.connect(lambda: open_place(folder))
        line.addWidget(show)
        return line
