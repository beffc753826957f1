"""Enter new key: each part of a credential, straight into the keyring, tested before it is trusted."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout
from shiboken6 import isValid

from porchlight.desktop.context import AppContext
from porchlight.desktop.texts import advice, permissions
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.widgets.credential_fields import CredentialFields
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.window import Window
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError
from porchlight.model.mark import Mark
from porchlight.model.status import ATTENTION_REASONS, Outcome


class CredentialWindow(Window):
    """For one component in need of a key."""

    def __init__(self, context: AppContext, places: Places, component_id: str) -> None:
        super().__init__(places, "credential", QSize(560, 320))
        self._context = context
        self._id = component_id
        view = context.snapshot.views[component_id]
        theme = context.theme
        self.setWindowTitle(tr("New key – Porchlight"))
        forms = context.credential_forms(component_id)
        self.credentials = {
            name: CredentialFields(theme, form, needed=len(forms) == 1, parent=self) for name, form in forms.items()
        }
        """The fields of each, by its name."""
        self._mark = MarkLabel(theme, 18)
        self._mark.hide()
        self._text = Text(theme, TextRole.TEXT, wrap=True)
        self._work = WorkLine(theme)
        self.keep_button = QPushButton(tr("Save and check"))
        set_primary(self.keep_button)
        self.keep_button.clicked.connect(self.keep)
        cancel = QPushButton(tr("Close"))
        cancel.clicked.connect(self.close)
        title = tr("New key for {name}", name=view.component.name)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Text(theme, TextRole.VERDICT, title, wrap=True))
        if view.state.reason is not None:
            text = advice(view.state.reason, view.component.kind)
            layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        if needed := permissions(view.component.kind):
            layout.addWidget(Text(theme, TextRole.SECONDARY, needed, wrap=True).selectable())
        rows = QFormLayout()
        rows.setHorizontalSpacing(18)
        rows.setVerticalSpacing(9)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for fields in self.credentials.values():
            fields.add_to(rows, theme)
            fields.entered.connect(self.keep)
        layout.addLayout(rows)
        layout.addWidget(self._work)
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
        if self.credentials:
            next(iter(next(iter(self.credentials.values())).fields.values())).line.setFocus()
        context.spawn(self._show_stored(), "stored credentials", self)

    def keep(self) -> None:
        """Store it, then check the component with it."""
        incomplete = [fields for fields in self.credentials.values() if not fields.check()]
        if self.keep_button.isEnabled() and not incomplete:
            self._work.follow(tr("Checking…"), self._context.spawn(self._keep(), "new key", self))

    async def _keep(self) -> None:
        editing, places = self._context.editing, self._context.destinations(self._id)
        self._busy(True)
        try:
            for name, fields in self.credentials.items():
                if given := fields.given():
                    whole = await editing.whole_secret(name, fields.form, given, places, owner=self._id)
                    await editing.store_secret(name, whole, places)
                    fields.clear()
            await self._show_stored()
            results = await self._context.commands.check(self._id)
        except PorchlightError as error:
            self._show_outcome(Mark.ERROR, rendered(error.text))
            return
        finally:
            if isValid(self):  # else it was closed meanwhile
                self._busy(False)
        for result in results:
            good = result.reason not in ATTENTION_REASONS
            text = rendered(result.sentence)
            self._show_outcome(
                Mark.HEALTHY if result.outcome is Outcome.HEALTHY else Mark.DEGRADED if good else Mark.ERROR, text
            )

    async def _show_stored(self) -> None:
        for name, fields in self.credentials.items():
            fields.show_stored(await self._context.editing.stored_parts(name, fields.form))

    def _show_outcome(self, mark: Mark, text: str) -> None:
        self._mark.set_mark(mark, text)
        self._mark.show()
        self._text.show_text(text)

    def _busy(self, busy: bool) -> None:
        self.keep_button.setEnabled(not busy)
