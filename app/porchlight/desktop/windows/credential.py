"""Enter new key: one secret, straight into the keyring, tested before it is trusted."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout

from porchlight.desktop.context import AppContext
from porchlight.desktop.icons import Mark
from porchlight.desktop.texts import advice
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.windows.window import Places, Window
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError
from porchlight.model.status import ATTENTION_REASONS, Outcome


class CredentialWindow(Window):
    """For one component in need of a key."""

    def __init__(self, context: AppContext, places: Places, component_id: str) -> None:
        super().__init__(places, "credential", QSize(460, 240))
        self._context = context
        self._id = component_id
        view = context.snapshot.views[component_id]
        names = context.credentials(component_id)
        self._credential = names[0] if names else component_id
        theme = context.theme
        self.setWindowTitle(tr("New key – Porchlight"))
        self.line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(tr("New key"))
        self.line.setPlaceholderText(tr("Stored in the keyring and never shown again"))
        self.line.returnPressed.connect(self.keep)
        self._mark = MarkLabel(theme, 18)
        self._mark.hide()
        self._text = Text(theme, TextRole.TEXT, wrap=True)
        self._progress = QProgressBar(textVisible=False)
        self._progress.setRange(0, 0)
        self._progress.hide()
        self.keep_button = QPushButton(tr("Save and check"))
        set_primary(self.keep_button)
        self.keep_button.clicked.connect(self.keep)
        cancel = QPushButton(tr("Close"))
        cancel.clicked.connect(self.close)
        title = tr("New key for {name}", name=view.component.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Text(theme, TextRole.VERDICT, title, wrap=True))
        if view.state.reason is not None:
            text = advice(view.state.reason, view.component.kind)
            layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        layout.addWidget(self.line)
        layout.addWidget(self._progress)
        outcome = QHBoxLayout()
        outcome.addWidget(self._mark)
        outcome.addWidget(self._text, 1)
        layout.addLayout(outcome)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.keep_button)
        layout.addLayout(buttons)
        self.line.setFocus()

    def keep(self) -> None:
        """Store it, then check the component with it."""
        if self.line.text():
            self._context.spawn(self._keep(self.line.text()), "new key", self)

    async def _keep(self, secret: str) -> None:
        self._busy(True)
        try:
            places = self._context.destinations(self._id)
            await self._context.editing.store_secret(self._credential, secret, places)
            self.line.clear()
            results = await self._context.commands.check(self._id)
        except PorchlightError as error:
            self._show_outcome(Mark.ERROR, rendered(error.text))
            return
        finally:
            self._busy(False)
        for result in results:
            good = result.reason not in ATTENTION_REASONS
            text = rendered(result.sentence)
            self._show_outcome(
                Mark.HEALTHY if result.outcome is Outcome.HEALTHY else Mark.DEGRADED if good else Mark.ERROR, text
            )

    def _show_outcome(self, mark: Mark, text: str) -> None:
        self._mark.set_mark(mark, text)
        self._mark.show()
        self._text.show_text(text)

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.keep_button.setEnabled(not busy)
