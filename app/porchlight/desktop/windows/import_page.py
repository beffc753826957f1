"""Taking over a Classy Sync folder: choose it, see what would be added, then apply it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.texts import kind_word, rule_name
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import Text, clear
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.draft import DraftPage
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError

if TYPE_CHECKING:
    from porchlight.settings.plan import Change, Plan


class ImportPage(DraftPage):
    """Nothing is written before it was shown, and nothing is ever written into the folder."""

    imported = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._plan: Plan | None = None
        self._looks = 0
        """How often it was asked for; folders take different times to read, and only the last answer counts."""
        self._build()

    def look(self) -> None:
        """Read the folder and show what would be done."""
        folder = self.folder.text().strip()
        self._plan = None
        self.do_it.setEnabled(False)
        self._looks += 1
        if folder:
            task = self._context.spawn(self._look(folder, self._looks), "read Classy Sync", self)
            self._work.follow(tr("Reading the folder…"), task)

    def components(self) -> list[tuple[str, str, str]]:
        """Id, name and kind of each component that it adds or changes."""
        wanted = [one for one in self._plan.wanted if one.section == "components"] if self._plan is not None else []
        return [(one.name, str(one.after.get("name", one.name)), str(one.after["kind"])) for one in wanted]

    def _differs(self) -> bool:
        return self.do_it.isEnabled()

    # -- building

    def _build(self) -> None:
        theme = self._context.theme
        self.folder = QLineEdit(placeholderText=tr("The folder where Classy Sync is installed"))
        self.folder.setAccessibleName(tr("Folder"))
        self.folder.editingFinished.connect(self.look)
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.folder, 1)
        line.addWidget(choose)
        self.credentials = QCheckBox(
            tr("Import the organisations' Classy credentials too; they are stored in the keyring")
        )
        self.credentials.toggled.connect(self.look)
        self._message = Text(theme, TextRole.TEXT, wrap=True).selectable()
        self._message.hide()
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 12, 0)
        self._lines.setSpacing(4)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._work = WorkLine(theme)
        back = QPushButton(tr("Back"))
        back.clicked.connect(self.leave)
        self.do_it = QPushButton(tr("Add all"))
        self.do_it.setEnabled(False)
        set_primary(self.do_it)
        self.do_it.clicked.connect(self._import)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(back)
        foot.addWidget(self.do_it)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Text(theme, TextRole.VERDICT, tr("Import from Classy Sync")))
        text = tr(
            "Porchlight will watch its database, organisations, Mailchimp, log and daemon. It changes nothing there."
        )
        layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        layout.addLayout(line)
        layout.addWidget(self.credentials)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._work)
        layout.addWidget(self._message)
        layout.addLayout(foot)

    # -- inside

    def _choose(self) -> None:
        dialog = QFileDialog(self, tr("Classy Sync folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, folder: str) -> None:
        self.folder.setText(folder)
        self.look()

    async def _look(self, folder: str, number: int) -> None:
        if not self._context.editing.path:
            self._message.show_text(tr("You can't change settings in the demo."))
            return
        try:
            plan = await self._context.editing.plan_import(folder, with_credentials=self.credentials.isChecked())
        except PorchlightError as error:
            plan = rendered(error.text)
        if number != self._looks:
            return  # another folder, or without its credentials
        if isinstance(plan, str):
            self._show([], ())
            self._message.show_text(plan)
            return
        self._plan = plan
        self._show([self._line(change) for change in plan.wanted], plan.notes)
        names = ", ".join(secret.name for secret in plan.secrets)
        wanted = bool(plan.wanted or plan.secrets)
        self._message.show_text(
            tr("Will be stored in the keyring: {names}.", names=names)
            if names
            else ("" if wanted else tr("Everything has already been added."))
        )
        self.do_it.setEnabled(wanted)

    def _import(self) -> None:
        task = self._context.spawn(self._apply(), "import Classy Sync", self)
        self._work.follow(tr("Adding everything…"), task)

    async def _apply(self) -> None:
        plan = self._plan
        if plan is None:
            return
        try:
            messages = await self._context.editing.apply_import(plan)
        except PorchlightError as error:
            self._message.show_text(rendered(error.text))
            return
        self._looks += 1
        self.do_it.setEnabled(False)
        self._message.show_text(" ".join(map(rendered, messages)))
        self.imported.emit()

    def _line(self, change: "Change") -> str:
        sign = "+" if change.before is None else "~"
        if change.section == "components":
            name = str(change.after.get("name", change.name))
            return f"{sign}  {name} · {kind_word(str(change.after['kind']))}"
        if change.section == "rules":
            title = rule_name(change.name, change.name)
            return f"{sign}  {tr('“{title}” also notifies its webhook', title=title)}"
        return f"{sign}  {tr('Its webhook, as an alert channel')}"

    def _show(self, lines: list[str], notes: tuple[str, ...]) -> None:
        clear(self._lines)
        theme = self._context.theme
        for line in lines:
            self._lines.addWidget(Text(theme, TextRole.TEXT, line, wrap=True))
        for note in notes:
            self._lines.addWidget(Text(theme, TextRole.SECONDARY, rendered(note), colour="degraded_text", wrap=True))
        self._lines.addStretch(1)
