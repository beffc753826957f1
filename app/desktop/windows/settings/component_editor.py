"""One component's settings: its form, Test connection with the real probe, the secret into the keyring, Save."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.desktop.desk import Desk
from app.desktop.editing import slug
from app.desktop.icons import Mark
from app.desktop.theme import TextRole, set_primary
from app.desktop.widgets.mark_label import MarkLabel
from app.desktop.widgets.text import Text
from app.desktop.windows.settings.form import SettingsForm
from app.desktop.words import advice, kind_word, response, sentence, status_word
from app.model.errors import PorchlightError, SettingsConflict
from app.model.result import Result
from app.model.status import Outcome, Status
from app.settings.schema import ComponentSettings

_MARKS = {
    Outcome.HEALTHY: Mark.HEALTHY,
    Outcome.DEGRADED: Mark.DEGRADED,
    Outcome.ERROR: Mark.ERROR,
    Outcome.UNKNOWN: Mark.UNKNOWN,
}


class ComponentEditor(QWidget):
    """For a new component (``component_id`` None) or one that is in the file."""

    saved = Signal(str)
    """With the id."""
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        kind: str,
        model: type[ComponentSettings],
        component_id: str | None,
        values: Mapping[str, Any],
        *,
        try_first: bool = False,
    ) -> None:
        """``try_first``: save only what was tried out; what failed is saved when asked for again."""
        super().__init__()
        self._try_first = try_first
        self._tried: dict[str, Any] | None = None
        self._desk = desk
        self._kind = kind
        self._id = component_id
        self._expected: dict[str, Any] | None = dict(values) if component_id is not None else None
        theme = desk.theme
        others = {one: view.component.name for one, view in desk.snapshot.views.items() if one != component_id}
        self.form = SettingsForm(theme, model, {"kind": kind, **values}, components=others)
        self.form.changed.connect(self._forget_outcome)
        self._title = Text(theme, TextRole.VERDICT, kind_word(kind))
        self._mark = MarkLabel(theme, 18)
        self._mark.hide()
        self._said = Text(theme, TextRole.TEXT, wrap=True).selectable()
        self._said.hide()
        self._progress = QProgressBar(textVisible=False)
        self._progress.setRange(0, 0)
        self._progress.hide()
        self.test = QPushButton(self.tr("Test connection"))
        self.test.clicked.connect(self.try_out)
        self.save_button = QPushButton(self.tr("Save"))
        set_primary(self.save_button)
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.save)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.left)
        self._reload = QPushButton(self.tr("Show what the file says now"))
        self._reload.clicked.connect(self._load_again)
        self._reload.hide()
        self._lay_out()
        self._tell_stored()

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget."""
        super().showEvent(event)
        self.form.begin()

    def settings_changed(self) -> None:
        """The file is another one: say so if this component is another one there."""
        if self._id is None or self._expected is None:
            return
        try:
            found = self._desk.editing.read_component(self._id)
        except PorchlightError:
            return
        if found != self._expected:
            self._tell_conflict()

    def try_out(self) -> None:
        """Check it with the real probe, without saving anything."""
        if not self.form.check():
            return
        self._desk.spawn(self._try_out(), "test connection", self)

    def save(self) -> None:
        """Keep it: the secret in the keyring, all else in the file."""
        if self.save_button.isEnabled() and self.form.check():
            self._desk.spawn(self._save(), "save component")

    # -- inside

    def _lay_out(self) -> None:
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(12)
        body.addWidget(self._title)
        body.addWidget(self.form)
        body.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outcome = QHBoxLayout()
        outcome.setSpacing(8)
        outcome.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        outcome.addWidget(self._said, 1)
        outcome.addWidget(self._reload)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.test)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._progress)
        layout.addLayout(outcome)
        layout.addLayout(buttons)

    async def _try_out(self) -> None:
        monitoring = self._desk.monitoring
        if monitoring is None:
            return
        self._busy(True)
        try:
            found = await monitoring.services.try_out(self._id or "new", self._values(), self._given())
        finally:
            self._busy(False)
        self._tried = self._values()
        if isinstance(found, Result):
            self._tell_result(found)
        else:
            self._tell(Mark.ERROR, str(found))

    async def _save(self) -> None:
        editing, values = self._desk.editing, self._values()
        if self._try_first and self._tried != values:
            await self._try_out()
            if self._mark.mark is Mark.ERROR:
                self.save_button.setText(self.tr("Keep it all the same"))
                return
        values.setdefault("name", kind_word(self._kind))
        identifier = self._id or editing.free_id(str(values.get("name") or self._kind))
        self._busy(True)
        try:
            for name, secret in self._given().items():
                await editing.store_secret(name, secret)
            editing.put_component(identifier, values, expected=self._expected)
            if not isValid(self):  # closed meanwhile; it is saved all the same
                return
        except SettingsConflict:
            self._tell_conflict()
            return
        except PorchlightError as error:
            self._tell(Mark.ERROR, str(error))
            return
        finally:
            if isValid(self):
                self._busy(False)
        self._id, self._expected = identifier, values
        self.saved.emit(identifier)

    def _values(self) -> dict[str, Any]:
        """Those of the form; a secret that was typed in without a name gets one."""
        values = self.form.values
        if self._secret() and "credential" not in values and self.form.default("credential") is None:
            values["credential"] = self._default_credential()
        return values

    def _secret(self) -> str:
        return self.form.secret.text() if self.form.secret is not None else ""

    def _given(self) -> dict[str, str]:
        """The secret that was typed in, by its name."""
        secret = self._secret()
        return {str(self._values().get("credential") or self._default_credential()): secret} if secret else {}

    def _default_credential(self) -> str:
        """What the credential is called where nothing is said: the model's default, else the component's name."""
        default = self.form.default("credential")
        return default if isinstance(default, str) else slug(str(self.form.values.get("name") or self._kind))

    def _tell_stored(self) -> None:
        if self._id is not None and self._desk.has_credential(self._id):
            self.form.tell_secret(self.tr("Leave it empty to keep the one that is stored."))

    def _tell_result(self, result: Result) -> None:
        status = Status(result.outcome.value)
        said = sentence(result.sentence, result.reason, status)
        if result.duration_us:
            said += f" ({response(result.duration_us)})"
        if result.reason is not None:
            said += f"\n{advice(result.reason, self._kind)}"
        self._tell(_MARKS[result.outcome], said, status_word(status))

    def _tell_conflict(self) -> None:
        self._tell(
            Mark.DEGRADED, self.tr("The settings file says something else of it by now. Nothing was overwritten.")
        )
        self._reload.show()

    def _tell(self, mark: Mark, text: str, name: str = "") -> None:
        self._mark.set_mark(mark, name or text)
        self._mark.show()
        self._said.say(text)

    def _forget_outcome(self) -> None:
        self._mark.hide()
        self._said.say("")

    def _load_again(self) -> None:
        if self._id is None:
            return
        self._expected = self._desk.editing.read_component(self._id)
        self._reload.hide()
        if self._expected is None:
            self.left.emit()
            return
        self.form.show_values(self._expected)
        self._forget_outcome()

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self.test.setEnabled(not busy)
        self.save_button.setEnabled(not busy)
