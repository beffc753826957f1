"""One table of the settings as a form: tried out, its secret into the keyring, saved; nobody's work overwritten.

What a component, a channel and the others have in common; component_editor and item_editor hold the differences.
"""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from porchlight.desktop.accessibility import announce
from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.draft import DraftPage
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError, SecretElsewhere, SettingsConflict
from porchlight.model.mark import Mark
from porchlight.settings.origins import Destinations


class Editor(DraftPage):
    """For a new table (``identifier`` None) or one in the file."""

    saved = Signal(str)
    """With the id."""
    tests_on_enter = False
    """Whether Enter tests it before it saves it: a test has no effect that somebody else would notice."""

    def __init__(
        self,
        context: AppContext,
        section: str,
        title: str,
        form: SettingsForm,
        identifier: str | None,
        expected: Mapping[str, Any] | None,
        *,
        test: str = "",
        try_first: bool = False,
    ) -> None:
        """``expected``: its contents in the file; None: not there yet. ``test``: the text of the test's button;
        empty: no test. ``try_first``: save only what was tested; what failed is saved on the second request."""
        super().__init__()
        self._context = context
        self._section = section
        self._id = identifier
        self._expected: dict[str, Any] | None = dict(expected) if expected is not None else None
        self._try_first = try_first
        self._tried: tuple[dict[str, Any], dict[str, dict[str, str]]] | None = None
        self._working = self._seen = False
        self._forced = False
        """The next save needs no test."""
        self.form = form
        self.form.changed.connect(self._forget_outcome)
        self._title = Text(context.theme, TextRole.VERDICT, title)
        self._mark = MarkLabel(context.theme, 18)
        self._mark.hide()
        self._message = Text(context.theme, TextRole.TEXT, wrap=True).selectable()
        self._message.hide()
        self._work = WorkLine(context.theme)
        self.test = QPushButton(test)
        self.test.setVisible(bool(test))
        self.test.clicked.connect(self.try_out)
        self.save_button = QPushButton(tr("Save"))
        set_primary(self.save_button)
        self._save_text = ""
        """Of its button, while that offers to save what failed."""
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.save)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.leave)
        self._reload = QPushButton(tr("Reload from the file"))
        self._reload.clicked.connect(self._load_again)
        self._reload.hide()
        self._elsewhere: SecretElsewhere | None = None
        self.allow = QPushButton(tr("Allow this address"))
        self.allow.clicked.connect(self._agree)
        self.allow.hide()
        self._lay_out(bool(test))
        self._looked_up: dict[str, str] = {}
        self._look_up_stored()
        self._begun = self.form.values

    # -- overridden by each kind of editor

    async def _try(self, values: dict[str, Any], secrets: Mapping[str, str]) -> tuple[Mark, str, str]:
        """Test it with what was entered: the outcome, a text, and a word for the mark. For those that have a
        ``test``. Raises PorchlightError."""
        raise NotImplementedError

    async def _prepare(self) -> None:
        """Fill in what was not entered, before it is tested or saved."""

    @abstractmethod
    def _taken(self) -> Collection[str]:
        """The ids that a new one cannot have."""

    @abstractmethod
    def _default_name(self) -> str:
        """The default name."""

    def _default_credential(self, key: str) -> str:
        """The default name of the credential that the setting ``key`` names."""
        from porchlight.desktop.editing import slug

        default = self.form.default(key)
        if isinstance(default, str):
            return default
        other = key.removesuffix("credential").rstrip("_")
        return slug(f"{self.form.values.get('name') or self._default_name()} {other}")

    def _to_write(self, values: dict[str, Any]) -> dict[str, Any]:
        """The table for the file."""
        return values

    def _to_show(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values for the form, from the file's table."""
        return found

    def _find(self) -> dict[str, Any] | None:
        """Its current table in the file. Raises PorchlightError."""
        return self._context.editing.read_item(self._section, self._id or "")

    def _store(self, identifier: str, written: Mapping[str, Any]) -> None:
        """Write it into the file. Raises PorchlightError."""
        self._context.editing.put_item(self._section, identifier, written, expected=self._expected)

    def _places(self, written: Mapping[str, Any]) -> Destinations:
        """By credential, where a table like this sends it."""
        from porchlight.runtime.sharing import judge

        found = judge(self._section, self._id or "", {**written, **self.form.locked})
        return {} if isinstance(found, str) else found

    # -- commands

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget."""
        super().showEvent(event)
        if not self._seen:  # shown again, it has the focus where it was
            self._seen = True
            self.form.begin()

    def settings_changed(self) -> None:
        """The file has changed: show it if this table has changed there."""
        if self._id is None:
            return
        try:
            found = self._find()
        except PorchlightError:
            return
        if found != self._expected:
            self._show_conflict()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget: Enter presses the button that has the focus; elsewhere it tests, then saves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(button := self.focusWidget(), QPushButton | QToolButton):
            button.click()
        else:
            self.enter()

    def try_out(self) -> None:
        """Try it for real, without saving anything."""
        if not self._working and self.form.check():
            self._work.follow(tr("Working…"), self._context.spawn(self._try_out(), "try out", self))

    def save(self) -> None:
        """Keep it: the secret in the keyring, all else in the file."""
        if not self._working and self.form.check():
            self._follow_save(try_first=self._try_first and not self._forced)

    def enter(self) -> None:
        """Test it, then keep it unless it failed; what cannot be tested is kept at once."""
        if not self._working and self.form.check():
            self._follow_save(try_first=self._try_first or self.tests_on_enter)

    # -- inside

    def _differs(self) -> bool:
        return any(self._entered().values()) or self.form.values != self._begun

    def _lay_out(self, tested: bool) -> None:
        inside = QWidget()
        body = self._body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(12)
        body.addWidget(self._title)
        body.addWidget(self.form)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outcome = QHBoxLayout()
        outcome.setSpacing(8)
        outcome.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        outcome.addWidget(self._message, 1)
        outcome.addWidget(self.allow)
        outcome.addWidget(self._reload)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        if tested:
            buttons.addWidget(self.test)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._work)
        layout.addLayout(outcome)
        layout.addLayout(buttons)

    async def _prepared(self) -> bool:
        """Wait until nothing is filled in any more; return whether the form is still there."""
        self._busy(True)
        try:
            await self._prepare()
        finally:
            if isValid(self):
                self._busy(False)
        return isValid(self)

    async def _try_out(self) -> None:
        if not await self._prepared():
            return
        self._busy(True)
        values = self._values()
        tried = values, self._entered()
        try:
            secrets = await self._given(self._to_write(values))
            mark, text, word = await self._try({**values, **self.form.locked}, secrets)
        except PorchlightError as error:
            mark, text, word = Mark.ERROR, rendered(error.text), ""
        finally:
            if isValid(self):
                self._busy(False)
        if not isValid(self):  # closed meanwhile
            return
        if tried != (self._values(), self._entered()):
            return  # it was typed in meanwhile, and nobody knows about that
        self._tried = tried
        self._show_outcome(mark, text, word)
        self._elsewhere = self._context.commands.take_refused(self._owner())
        self.allow.setVisible(self._elsewhere is not None and not self._context.viewer)

    def _owner(self) -> str:
        """The name under which secrets are read during a test."""
        return self._id or "new"

    def _agree(self) -> None:
        if self._elsewhere is not None:
            self._context.spawn(self._allow_destination(self._elsewhere), "send it there too", self)

    async def _allow_destination(self, elsewhere: SecretElsewhere) -> None:
        try:
            await self._context.editing.allow_destination(elsewhere.credential, elsewhere.origins)
        except PorchlightError as error:
            self._show_outcome(Mark.ERROR, rendered(error.text))
            return
        await self._try_out()

    def _follow_save(self, *, try_first: bool) -> None:
        task = self._context.spawn(self._save(try_first=try_first), "save settings")
        self._work.follow(tr("Working…"), task)

    async def _save(self, *, try_first: bool) -> None:
        if not await self._prepared():
            return
        editing = self._context.editing
        if try_first:
            if self._mark.mark is Mark.ERROR:
                self._tried = None
            while self._tried != (self._values(), self._entered()):  # also what was typed while it was tested
                await self._try_out()
                if not isValid(self):
                    return
            if self._mark.mark is Mark.ERROR:
                if not self._forced:
                    self._save_text = self.save_button.text()
                self._forced = True
                self.save_button.setText(tr("Save anyway"))
                return
        values = self._values()
        name = str(values.get("name") or self._default_name())
        if self._id is None:
            values.setdefault("name", name)
        identifier = self._id or editing.free_id(name, self._taken())
        self._busy(True)
        try:
            written = self._to_write(values)
            for credential, secret in (await self._given(written)).items():
                await editing.store_secret(credential, secret, self._places(written))
            self._store(identifier, written)
            if not isValid(self):  # closed meanwhile; it is saved all the same
                return
        except SettingsConflict:
            self._show_conflict()
            return
        except PorchlightError as error:
            self._show_outcome(Mark.ERROR, rendered(error.text))
            return
        finally:
            if isValid(self):
                self._busy(False)
        self._id, self._expected = identifier, written
        self.discard()  # what follows is kept elsewhere
        self.saved.emit(identifier)

    def _values(self) -> dict[str, Any]:
        """The form's values; a secret that was entered without a name gets one."""
        values = self.form.values
        for key, given in self._entered().items():
            if given and key not in self.form.in_force and not isinstance(self.form.default(key), str):
                values[key] = self._default_credential(key)
        return values

    def _entered(self) -> dict[str, dict[str, str]]:
        """What was entered of each credential."""
        return {key: fields.given() for key, fields in self.form.credentials.items()}

    async def _given(self, written: Mapping[str, Any]) -> dict[str, str]:
        """The entered credentials as they would be stored, by their names. Raises PorchlightError."""
        places = self._places(written)
        found = {}
        for key, given in self._entered().items():
            if given:
                named = self.form.locked.get(key, written.get(key))
                name = str(named or self._default_credential(key))
                found[name] = await self._context.editing.whole_secret(
                    name, self.form.credentials[key].form, given, places, owner=self._owner()
                )
        return found

    def _look_up_stored(self) -> None:
        """Show which parts of the credentials are stored, as soon as their names are known."""
        values = self.form.in_force
        names = {key: values.get(key) or self.form.default(key) for key in self.form.credentials}
        named = {key: name for key, name in names.items() if isinstance(name, str)}
        for key in self._looked_up.keys() - named.keys():
            self.form.credentials[key].show_stored(None)
        new = {key: name for key, name in named.items() if self._looked_up.get(key) != name}
        self._looked_up = named
        if new:
            self._context.spawn(self._show_stored(new), "stored credentials", self)

    async def _show_stored(self, names: Mapping[str, str]) -> None:
        for key, name in names.items():
            fields = self.form.credentials[key]
            parts = await self._context.editing.stored_parts(name, fields.form)
            if self._looked_up.get(key) == name:  # else it was named otherwise while the keyring was asked
                fields.show_stored(parts)

    def _show_conflict(self) -> None:
        self._show_outcome(
            Mark.DEGRADED,
            tr("The settings file has changed since you opened this. Nothing was overwritten."),
        )
        self._reload.show()

    def _show_outcome(self, mark: Mark, text: str, name: str = "") -> None:
        self._mark.set_mark(mark, name or text)
        self._mark.show()
        self._message.show_text(text)
        announce(self, text)

    def _forget_outcome(self) -> None:
        self._mark.hide()
        self._message.show_text("")
        self.allow.hide()
        if self._forced:
            self._forced = False
            self.save_button.setText(self._save_text)
        self._look_up_stored()

    def _load_again(self) -> None:
        if self._id is None:
            return
        self._expected = self._find()
        self._reload.hide()
        if self._expected is None:
            self.left.emit()
            return
        self.form.show_values(self._to_show(self._expected))
        self._begun = self.form.values
        self._forget_outcome()

    def _busy(self, busy: bool) -> None:
        """The buttons stay as they are: one that is turned off would lose the focus to its neighbour."""
        self._working = busy
