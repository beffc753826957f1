"""A form made from a pydantic model of settings: the few that matter first, the others on request."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from pydantic.fields import FieldInfo
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Link, Text, Toggle
from porchlight.desktop.widgets.credential_fields import CredentialFields
from porchlight.desktop.windows.settings.field_choice import field_for
from porchlight.desktop.windows.settings.fields import ABSENT, Choices, Field, TextField
from porchlight.language.current import rendered, tr
from porchlight.settings.credential_form import CredentialForm, forms_of
from porchlight.settings.describe import HoldsLogin, OnlyWhere, declared, description_of, without_none
from porchlight.settings.file import explain_faults
from porchlight.settings.policy import LOCKED
from porchlight.settings.schema import ComponentSettings, Section
from porchlight.settings.typed import Login, login_in

_FIRST = ("name", "critical")
"""What is shown of a component beside what its kind requires."""
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
        credential_form: CredentialForm | None = None,
        secret_shown: bool = False,
        fields: Mapping[str, Field] | None = None,
        later: Collection[str] = (),
        without: Collection[str] = _NEVER,
        locked: Mapping[str, Any] | None = None,
    ) -> None:
        """``choices``: what settings may name. ``credential_form``: replaces the one that the setting ``credential``
        declares. ``secret_shown``: a component that works without a credential usually has one. ``fields``: the
        caller's own controls. ``later``: settings shown on request (for components all but the usual ones are).
        ``without``: settings that are unchanged. ``locked``: what an organisation sets; it is shown, and cannot be
        changed."""
        super().__init__()
        self._theme = theme
        self._model = model
        self._values: dict[str, Any] = {}
        self.locked = dict(locked or {})
        self._fields: dict[str, Field] = {}
        self._rows: dict[str, tuple[QFormLayout, QVBoxLayout]] = {}
        self._only: dict[str, list[OnlyWhere]] = {}
        self._meaningless: set[str] = set()
        """Settings that mean nothing with what others are set to."""
        self._later: set[str] = set()
        """Credentials that are shown on request."""
        self._offers: dict[str, tuple[QWidget, HoldsLogin]] = {}
        """What moves the login out of an address, by its setting."""
        self._faults: dict[str, Text] = {}
        self.credentials: dict[str, CredentialFields] = {}
        """The fields of each credential, by the setting that names it."""
        forms = forms_of(model)
        if credential_form is not None:
            forms["credential"] = credential_form
        first, others = _form_layout(), _form_layout()
        component = issubclass(model, ComponentSettings)
        for name, info in sorted(model.model_fields.items(), key=lambda item: _place(item[0], item[1], component)):
            if name in without:
                continue
            field = (fields or {}).get(name) or field_for(name, info, choices=choices or {})
            described = description_of(name, info)
            essential = name in _FIRST or info.is_required() if component else name not in later
            key = info.alias or name
            if name in forms and without_none(info)[0] is str:
                shown = essential or isinstance(info.default, str) or secret_shown or bool(values.get(name))
                self._add_credential(first if shown else others, key, forms[name], info)
                if not shown:
                    self._later.add(key)
                essential = False
            self._fields[key] = field
            self._only[key] = declared(info, OnlyWhere)
            label, help_text = rendered(described.label), rendered(described.description)
            self._add(first if essential else others, key, field, label, help_text)
            for login in declared(info, HoldsLogin):
                self._add_offer(key, field, login)
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
        self.changed.connect(self._drop_faults)
        self.changed.connect(self._show_meaningful)

    @property
    def values(self) -> dict[str, Any]:
        """As the settings file would have them."""
        found = dict(self._values)
        for name, field in self._fields.items():
            if name in self.locked:
                continue  # what the file has stays, for the day on which nobody sets it any more
            value = ABSENT if name in self._meaningless else field.value()
            if value is ABSENT:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    @property
    def in_force(self) -> dict[str, Any]:
        """The same with what an organisation sets."""
        return {**self.values, **self.locked}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show these."""
        self._values = dict(values)
        for name, field in self._fields.items():
            field.show(self.locked.get(name, values.get(name, ABSENT)))
        self._show_meaningful()

    def check(self) -> bool:
        """Show at each field what is wrong with it; return whether nothing is."""
        incomplete = [fields for fields in self.credentials.values() if not fields.check()]
        faults = self._find_faults()
        for name, text in self._faults.items():
            text.show_text(rendered(faults.get(name, "")))
        self._general_fault.show_text(
            " ".join(rendered(text) for name, text in faults.items() if name not in self._faults)
        )
        wrong = [field.widget for name, field in self._fields.items() if name in faults]
        if self._others is not None and any(self._others.isAncestorOf(one) for one in wrong):
            self._more.setChecked(True)
        if wrong:
            wrong[0].setFocus()
        return not (faults or incomplete)

    def begin(self) -> None:
        """Put the focus into the first field that has to be filled in; where none is empty, into the first."""
        required = (self._fields[key] for key in self._required() if key not in self.locked)
        missing = (field.widget for field in required if field.value() is ABSENT)
        secrets = (line for fields in self.credentials.values() if (line := fields.missing) is not None)
        wanted = chain(missing, secrets, (field.widget for field in self._fields.values()))
        usable = (one for one in wanted if one.isVisibleTo(self) and one.isEnabledTo(self))
        if (first := next(usable, None)) is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def default(self, name: str) -> object:
        """The value in force where nothing is written."""
        return self._model.model_fields[name].default

    def field(self, name: str) -> QWidget:
        """The control of a setting."""
        return self._fields[name].widget

    # -- inside

    _others: QWidget | None = None

    def _required(self) -> list[str]:
        wanted = {info.alias or name for name, info in self._model.model_fields.items() if info.is_required()}
        return [key for key in self._fields if key in wanted]

    def _find_faults(self) -> dict[str, str]:
        values = self.in_force
        for key, fields in self.credentials.items():
            if fields.given():
                values.setdefault(key, "new")  # it gets a name when it is stored
        faults = explain_faults(self._model, values)
        for name, info in self._model.model_fields.items():
            if info.is_required() and (info.alias or name) not in values:
                faults[info.alias or name] = tr("Please fill this in.")
        return faults

    def _drop_faults(self) -> None:
        """What somebody has corrected needs no note any more; new faults are shown when they are done."""
        noted = [text for text in (*self._faults.values(), self._general_fault) if text.text()]
        if not noted:
            return
        faults = self._find_faults()
        for name, text in self._faults.items():
            if text.text():
                text.show_text(rendered(faults.get(name, "")))
        if not faults:
            self._general_fault.show_text("")

    def _add(self, form: QFormLayout, name: str, field: Field, label: str, help_text: str) -> None:
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(field.widget)
        if name in self.locked:
            field.widget.setEnabled(False)
            locked = rendered(LOCKED)
            box.addWidget(Text(self._theme, TextRole.SECONDARY, locked, wrap=True))
            help_text = f"{locked} {help_text}".rstrip()
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
        self._rows[name] = form, box
        text = Text(self._theme, TextRole.TEXT, label)
        text.setBuddy(field.widget)
        text.setToolTip(help_text)
        form.addRow(text, box)
        field.changed.connect(self.changed)  # type: ignore[attr-defined]

    def _add_credential(self, form: QFormLayout, key: str, of: CredentialForm, info: FieldInfo) -> None:
        needed = info.is_required() or isinstance(info.default, str)
        fields = self.credentials[key] = CredentialFields(self._theme, of, needed=needed, parent=self)
        fields.add_to(form, self._theme)
        fields.changed.connect(self.changed)

    # -- what depends on other settings

    def _show_meaningful(self) -> None:
        """Show the settings that mean something with the others as they are, and the offers that apply."""
        everything = {key: field.value() for key, field in self._fields.items()}
        for key, conditions in self._only.items():
            fits = all(
                one.fits(self.default(one.setting) if (value := everything[one.setting]) is ABSENT else value)
                for one in conditions
                if one.setting in everything
            )
            if fits is (key not in self._meaningless):
                continue
            self._meaningless ^= {key}
            form, row = self._rows[key]
            form.setRowVisible(row, fits)
            if key in self.credentials:
                self.credentials[key].set_wanted(fits)
        for key, (offer, login) in self._offers.items():
            wanted = self._login_in(key, login) is not None and login.credential in self.credentials
            offer.setVisible(wanted and key not in self.locked)

    def _login_in(self, key: str, place: HoldsLogin) -> Login | None:
        value = self._fields[key].value()
        return login_in(value, keep_user=not place.user) if isinstance(value, str) else None

    def _add_offer(self, key: str, field: Field, place: HoldsLogin) -> None:
        """Below an address: what to do with the password that somebody has pasted with it."""
        offer = QWidget()
        line = QHBoxLayout(offer)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(
            Text(self._theme, TextRole.SECONDARY, tr("The password belongs in the keyring."), wrap=True), 1
        )
        button = Link(tr("Move it there"))
        button.setAccessibleName(tr("Move the password to the keyring"))
        button.clicked.connect(lambda: self._move_login(key, field, place))
        line.addWidget(button)
        offer.hide()
        self._rows[key][1].addWidget(offer)
        self._offers[key] = offer, place

    def _move_login(self, key: str, field: Field, place: HoldsLogin) -> None:
        found = self._login_in(key, place)
        if found is None:
            return
        field.show(found.address)
        if place.user:
            for name, value in {place.user: found.user, **place.also}.items():
                self._fields[name].show(value)
        self.credentials[place.credential].enter_secret(found.password)
        if place.credential in self._later:  # where the password went is seen
            self._more.setChecked(True)
        self.changed.emit()
        field.widget.setFocus()

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


def _place(name: str, info: FieldInfo, component: bool) -> tuple[int, int]:
    """Of a component what is required and its credential, then the name, which may follow from those; elsewhere the
    name first. All else after these; within each in the model's order."""
    if name == "name" and not component:
        return 0, 0
    if name == "credential" or name.endswith("_credential"):
        return 2, 0
    if info.is_required():
        return 1, 0
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
