"""A form made from a pydantic model of settings: the few that matter first, the others on request."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic.fields import FieldInfo
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text, Toggle
from porchlight.desktop.windows.settings.field_choice import field_for
from porchlight.desktop.windows.settings.fields import ABSENT, Choices, Field, TextField
from porchlight.language.current import rendered, tr
from porchlight.settings.describe import description_of
from porchlight.settings.file import explain_faults
from porchlight.settings.schema import ComponentSettings, Section

_FIRST = ("name", "url", "organization_id", "list_id", "expect_text", "critical", "interval")
_NEVER = ("kind",)


class SettingsForm(QWidget):
    """Its values are those of the settings file; unknown ones are unchanged."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        model: type[Section],
        values: Mapping[str, Any],
        *,
        choices: Choices | None = None,
        secret_label: str = "",
        secret_hint: str = "",
        fields: Mapping[str, Field] | None = None,
        later: Collection[str] = (),
        without: Collection[str] = _NEVER,
    ) -> None:
        """``choices``: what settings may name. ``fields``: the caller's own controls. ``later``: settings shown on
        request (for components all but the usual ones are). ``without``: settings that are unchanged."""
        super().__init__()
        self._theme = theme
        self._model = model
        self._values: dict[str, Any] = {}
        self._fields: dict[str, Field] = {}
        self._faults: dict[str, Text] = {}
        self.secret: QLineEdit | None = None
        self._secret_note: Text | None = None
        first, others = _form_layout(), _form_layout()
        component = issubclass(model, ComponentSettings)
        for name, info in sorted(model.model_fields.items(), key=lambda item: _place(item[0], item[1])):
            if name in without:
                continue
            field = (fields or {}).get(name) or field_for(name, info, choices=choices or {})
            described = description_of(name, info)
            essential = name in _FIRST or (info.is_required() and name != "credential")
            if not component:
                essential = name != "credential" and name not in later
            if name == "credential":
                hint = secret_hint or tr("Stored in the keyring and never shown again")
                self._add_secret(first, secret_label or tr("Key or password"), hint)
            key = info.alias or name
            self._fields[key] = field
            label, help_text = rendered(described.label), rendered(described.description)
            self._add(first if essential else others, key, field, label, help_text)
        self._general_fault = Text(theme, TextRole.SECONDARY, colour="error_text", wrap=True)
        self._general_fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(first)
        if others.rowCount():
            self._add_others(layout, others)
        layout.addWidget(self._general_fault)
        layout.addStretch(1)
        self.show_values(values)

    @property
    def values(self) -> dict[str, Any]:
        """As the settings file would have them."""
        found = dict(self._values)
        for name, field in self._fields.items():
            value = field.value()
            if value is ABSENT:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show these."""
        self._values = dict(values)
        for name, field in self._fields.items():
            field.show(values.get(name, ABSENT))

    def check(self) -> bool:
        """Show at each field what is wrong with it; return whether nothing is."""
        values = self.values
        if self.secret is not None and self.secret.text():
            values.setdefault("credential", "new")  # it gets a name when it is stored
        faults = explain_faults(self._model, values)
        for name, info in self._model.model_fields.items():
            if info.is_required() and (info.alias or name) not in values:
                faults[info.alias or name] = tr("Please fill this in.")
        for name, text in self._faults.items():
            text.show_text(rendered(faults.get(name, "")))
        self._general_fault.show_text(
            " ".join(rendered(text) for name, text in faults.items() if name not in self._faults)
        )
        for name, field in self._fields.items():
            if name in faults:
                if not field.widget.isVisible() and self._others is not None:
                    self._more.setChecked(True)
                field.widget.setFocus()
                break
        return not faults

    def begin(self) -> None:
        """Put the focus into the first field."""
        next(iter(self._fields.values())).widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def default(self, name: str) -> object:
        """The value in force where nothing is written."""
        return self._model.model_fields[name].default

    def field(self, name: str) -> QWidget:
        """The control of a setting."""
        return self._fields[name].widget

    def show_stored_secret(self, text: str) -> None:
        """Show beside the secret's line what is stored."""
        if self._secret_note is not None:
            self._secret_note.show_text(text)

    # -- inside

    _others: QWidget | None = None

    def _add(self, form: QFormLayout, name: str, field: Field, label: str, help_text: str) -> None:
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(field.widget)
        if isinstance(field, TextField):
            field.line.setMinimumWidth(260)
        if help_text:
            field.widget.setToolTip(help_text)
            field.widget.setAccessibleDescription(help_text)
        field.widget.setAccessibleName(label)
        fault = Text(self._theme, TextRole.SECONDARY, colour="error_text", wrap=True)
        fault.hide()
        self._faults[name] = fault
        box.addWidget(fault)
        text = Text(self._theme, TextRole.TEXT, label)
        text.setBuddy(field.widget)
        text.setToolTip(help_text)
        form.addRow(text, box)
        field.changed.connect(self.changed)  # type: ignore[attr-defined]

    def _add_secret(self, form: QFormLayout, label: str, hint: str) -> None:
        self.secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(hint)
        kept = tr("Stored in the keyring and never shown again")
        self.secret.setToolTip(kept if hint == kept else f"{hint}\n{kept}")
        self.secret.setAccessibleName(label)
        self.secret.textChanged.connect(self.changed)
        self._secret_note = Text(self._theme, TextRole.SECONDARY, wrap=True)
        self._secret_note.hide()
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(self.secret)
        box.addWidget(self._secret_note)
        text = Text(self._theme, TextRole.TEXT, label)
        text.setBuddy(self.secret)
        form.addRow(text, box)

    def _add_others(self, layout: QVBoxLayout, others: QFormLayout) -> None:
        self._others = QWidget()
        self._others.setLayout(others)
        self._others.hide()
        self._more = Toggle(tr("More settings"))
        self._more.setArrowType(_closed_arrow())
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.toggled.connect(self._show_others)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._others)

    def _show_others(self, wanted: bool) -> None:
        if self._others is not None:
            self._others.setVisible(wanted)
        self._more.setArrowType(Qt.ArrowType.DownArrow if wanted else _closed_arrow())


def _place(name: str, info: FieldInfo) -> tuple[int, int]:
    """The name, what is required, what most people set, all else; within these in the model's order."""
    if name == "name":
        return 0, 0
    if info.is_required():
        return 1, 0
    if name == "credential":
        return 2, 0
    return (3, _FIRST.index(name)) if name in _FIRST else (4, 0)


def _form_layout() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(18)
    form.setVerticalSpacing(9)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _closed_arrow() -> Qt.ArrowType:
    """Of what opens below: points the way that is read."""
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return Qt.ArrowType.LeftArrow if mirrored else Qt.ArrowType.RightArrow
