"""A credential as fields of a form: one for each part, with its title, where to find it and what is wrong with it."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from porchlight.desktop.opening import open_page
from porchlight.desktop.theme import TextRole, Theme, set_link
from porchlight.desktop.widgets.basic import Text, Toggle
from porchlight.language.current import rendered, tr
from porchlight.language.text import Text as LanguageText
from porchlight.settings.credential_form import CredentialForm, CredentialPart

_TARGET = 24
"""px: the height of what is clicked, at least."""


class PartField(QWidget):
    """The field of one part."""

    def __init__(self, theme: Theme, part: CredentialPart) -> None:
        super().__init__()
        self.part = part
        self.title = title = rendered(part.title)
        dots = QLineEdit.EchoMode.Password if part.secret else QLineEdit.EchoMode.Normal
        self.line = QLineEdit(echoMode=dots)
        self.line.setPlaceholderText(part.example)
        self.line.setMinimumWidth(260)
        self.line.setAccessibleName(title)
        self.setFocusProxy(self.line)
        entry = QHBoxLayout()
        entry.setSpacing(4)
        entry.addWidget(self.line, 1)
        if part.secret:
            self.line.setToolTip(tr("Stored in this computer's keyring."))
            entry.addWidget(self._show_button())
        self._note = Text(theme, TextRole.SECONDARY, wrap=True)
        self._note.hide()
        self._fault = Text(theme, TextRole.SECONDARY, colour="error_text", wrap=True)
        self._fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(entry)
        layout.addWidget(self._fault)
        layout.addWidget(self._note)
        if part.where or part.link:
            self._add_where(theme, layout)

    def show_fault(self, fault: str) -> None:
        """What is wrong with it, below it; empty: nothing."""
        self._fault.show_text(fault)
        self.line.setAccessibleDescription(fault)

    def keep_fault(self, fault: str) -> None:
        """Of the fault that it shows, only this one stays: another is no longer true."""
        if self._fault.text() != fault:
            self.show_fault("")

    def show_note(self, note: str) -> None:
        """What is stored of it."""
        self._note.show_text(note)

    def _show_button(self) -> QToolButton:
        button = Toggle(tr("Show"))
        button.setAccessibleName(tr("Show {title}", title=self.title))

        def show(shown: bool) -> None:
            self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

        button.toggled.connect(show)
        return button

    def _add_where(self, theme: Theme, layout: QVBoxLayout) -> None:
        toggle = Toggle(tr("Where do I find this?"))
        toggle.setAccessibleName(tr("Where do I find this: {title}", title=self.title))
        set_link(toggle)
        toggle.setMinimumHeight(max(_TARGET, toggle.sizeHint().height()))
        answer = QWidget()
        inside = QVBoxLayout(answer)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(2)
        if self.part.where:
            inside.addWidget(Text(theme, TextRole.SECONDARY, rendered(self.part.where), wrap=True).selectable())
        if link := self.part.link:
            page = QToolButton()
            page.setText(tr("Open {site}", site=link.split("/")[2]))
            set_link(page)
            page.setMinimumHeight(max(_TARGET, page.sizeHint().height()))
            page.setToolTip(link)
            page.clicked.connect(lambda: open_page(link))
            inside.addWidget(page)
        answer.hide()
        toggle.toggled.connect(answer.setVisible)
        layout.addWidget(toggle)
        layout.addWidget(answer)


class CredentialFields(QObject):
    """All fields of one credential. A text that holds several parts fills them all, whichever field it goes into."""

    changed = Signal()
    entered = Signal()
    """Return was pressed in one of them."""

    def __init__(self, theme: Theme, form: CredentialForm, *, needed: bool, parent: QObject) -> None:
        """``needed``: nothing works without it."""
        super().__init__(parent)
        self.form = form
        self._needed = needed
        self._wanted = True
        self._layout: QFormLayout | None = None
        self._stored: Mapping[str, str] | None = None
        self.fields = {part.key: PartField(theme, part) for part in form.parts}
        for field in self.fields.values():
            field.line.textChanged.connect(lambda text, key=field.part.key: self._take(key, text))
            field.line.editingFinished.connect(lambda key=field.part.key: self._show_misshapen(key))
            field.line.returnPressed.connect(self.entered)

    def add_to(self, layout: QFormLayout, theme: Theme) -> None:
        """Add a row for each part."""
        for field in self.fields.values():
            optional = tr("{title} (optional)", title=field.title) if field.part.optional else field.title
            label = Text(theme, TextRole.TEXT, optional)
            label.setBuddy(field.line)
            layout.addRow(label, field)
        self._layout = layout

    def set_wanted(self, wanted: bool) -> None:
        """Whether there can be one: otherwise its fields are not seen, and nothing of it is stored."""
        self._wanted = wanted
        if self._layout is not None:
            for field in self.fields.values():
                self._layout.setRowVisible(field, wanted)

    def enter_secret(self, value: str) -> None:
        """Enter the first part that is a secret."""
        field = next(field for field in self.fields.values() if field.part.secret)
        field.line.setText(value)

    @property
    def missing(self) -> QLineEdit | None:
        """The line of the first part, where nothing works without it and nothing is known to be stored."""
        first = next(iter(self.fields.values())).line
        return first if self._wanted and self._needed and not self._stored and not first.text() else None

    def given(self) -> dict[str, str]:
        """What was entered and is not stored yet, by part."""
        if not self._wanted:
            return {}
        stored = self._stored or {}
        values = {key: field.part.tidy(field.line.text()) for key, field in self.fields.items()}
        return {key: value for key, value in values.items() if value and value != stored.get(key)}

    def show_stored(self, stored: Mapping[str, str] | None) -> None:
        """Which parts are stored, with the value of those that are no secret; None: that is not known."""
        before, self._stored = self._stored or {}, stored
        for key, field in self.fields.items():
            value = (stored or {}).get(key)
            field.show_note(tr("Leave empty to keep the stored one.") if value == "" else "")
            if value and field.line.text() in ("", before.get(key)):
                with QSignalBlocker(field.line):
                    field.line.setText(value)
        self._show_half()

    def check(self) -> bool:
        """Show at each field what is missing or wrong; return whether nothing is."""
        faults = self._faults(complete=True) if self._wanted else {}
        for key, field in self.fields.items():
            field.show_fault(rendered(faults[key]) if key in faults else "")
        for key in self.fields:
            if key in faults:
                self.fields[key].line.setFocus()
                break
        return not faults

    def clear(self) -> None:
        """Forget what was entered."""
        for field in self.fields.values():
            with QSignalBlocker(field.line):
                field.line.clear()

    def _faults(self, *, complete: bool) -> dict[str, LanguageText | str]:
        given, stored = self.given(), self._stored
        if not complete or stored is None or not (given or stored or self._needed):
            stored = dict.fromkeys(self.fields, "")
        return self.form.faults(given, stored)

    def _take(self, key: str, text: str) -> None:
        found = self.form.pasted(text, key)
        for one, value in found.items():
            if self.fields[one].line.text() != value:
                with QSignalBlocker(self.fields[one].line):
                    self.fields[one].line.setText(value)
        if key not in found:
            with QSignalBlocker(self.fields[key].line):
                self.fields[key].line.clear()
        faults = self._faults(complete=True)
        for one, field in self.fields.items():
            field.keep_fault(rendered(faults.get(one, "")))
        self.changed.emit()

    def _show_misshapen(self, key: str) -> None:
        fault = self._faults(complete=False).get(key)
        if fault is not None:
            self.fields[key].show_fault(rendered(fault))

    def _show_half(self) -> None:
        """Of an entry that is stored half, say at once what is missing."""
        if self._stored:
            for key, fault in self._faults(complete=True).items():
                self.fields[key].show_fault(rendered(fault))
