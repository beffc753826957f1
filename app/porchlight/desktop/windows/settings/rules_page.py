"""The rules page of the settings: which are on, their severity, whom they notify; each opens as sentences."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.plain import literal
from porchlight.desktop.texts import rule_name, rule_why
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.fields import Choice
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.desktop.windows.settings.rule.blocks import read, write_block
from porchlight.desktop.windows.settings.rule.condition_editor import NEW
from porchlight.desktop.windows.settings.rule.condition_texts import condition_sentence
from porchlight.desktop.windows.settings.rule.rule_editor import RuleEditor
from porchlight.desktop.windows.settings.several import Several
from porchlight.language.current import rendered, tr
from porchlight.model.alert import Severity
from porchlight.model.errors import PorchlightError
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import RuleSettings


class RulesPage(ListPage):
    """A switch in the list is written at once, and only its key."""

    def edit(self, rule_id: str, _: bool = False) -> None:
        """Open a rule."""
        try:
            found = self._context.editing.read_item("rules", rule_id)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        self._open(RuleEditor(self._context, rule_id, found, {**BUILT_IN.get(rule_id, {}), **(found or {})}))

    def add(self, values: Mapping[str, Any] | None = None) -> None:
        """Open a new rule."""
        self._open(RuleEditor(self._context, None, None, values or {"when": write_block(NEW)}))

    # -- building

    def _fill(self) -> None:
        add = self._add_button(tr("Add a rule"))
        add.clicked.connect(lambda: self.add())
        self._head(
            tr("Rules"),
            tr("A rule decides when an alert fires, how severe it is and who is notified."),
            add,
        )
        rules = self._context.alerting_settings().rules
        added = [name for name in rules if name not in BUILT_IN]
        for name in (*added, *(name for name in rules if name in BUILT_IN)):
            self._body.addWidget(self._rule_row(name, rules[name]))

    def _rule_row(self, name: str, rule: RuleSettings) -> QWidget:
        theme = self._context.theme
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(6)
        title = rule_name(name, rule.name or name)
        switch = QCheckBox(literal(title))
        switch.setChecked(rule.enabled)
        switch.toggled.connect(lambda wanted: self._put_key(name, "enabled", wanted))
        severity = Choice({one.value: choice_word(one) for one in Severity})
        severity.setAccessibleName(tr("Severity of “{title}”", title=title))
        severity.choose(rule.severity.value)
        severity.currentIndexChanged.connect(lambda: self._put_key(name, "severity", severity.currentData()))
        channels = Several(self._context.channel_names(), tr("Nobody"))
        channels.setAccessibleName(tr("Who is notified by “{title}”", title=title))
        channels.choose(rule.channels)
        channels.changed.connect(lambda: self._put_key(name, "channels", channels.chosen()))
        edit = QPushButton(tr("Edit"))
        edit.setAccessibleName(tr("Edit {name}", name=title))
        edit.clicked.connect(partial(self.edit, name))
        more = QPushButton("⋯")
        more.setAccessibleName(tr("More about {title}", title=title))
        more.setMenu(self._menu(more, name, rule, title))
        policy = self._context.settings.policy
        for key, control in (("enabled", switch), ("severity", severity), ("channels", channels)):
            if policy.locks("rules", name, key):
                self._show_locked(control)
        if self._is_only_set_elsewhere(name):
            self._show_locked(edit)
        line.addWidget(switch, 1)
        for widget in (severity, channels, edit, more):
            line.addWidget(widget)
        layout.addLayout(line)
        label = Text(theme, TextRole.SECONDARY, self._text(name, rule), colour="secondary", wrap=True)
        label.setContentsMargins(24, 0, 0, 0)
        layout.addWidget(label)
        return row

    def _is_only_set_elsewhere(self, name: str) -> bool:
        locked = name not in BUILT_IN and self._context.settings.policy.locks("rules", name)
        return locked and not self._context.is_in_file("rules", name)

    def _text(self, name: str, rule: RuleSettings) -> str:
        why = rule_why(name, rule.why)
        if why:
            return why
        names = self._context.component_names()
        text = condition_sentence(
            read(rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)["when"]), names
        )
        return f"{text[:1].upper()}{text[1:]}."

    def _menu(self, parent: QWidget, name: str, rule: RuleSettings, title: str) -> QMenu:
        menu = QMenu(parent)
        menu.addAction(tr("Try on the last 7 days")).triggered.connect(partial(self._replay, name, rule, title))
        duplicate = menu.addAction(tr("Duplicate"))
        duplicate.triggered.connect(partial(self._duplicate, name, title))
        duplicate.setEnabled(not self._is_only_set_elsewhere(name))
        if name in BUILT_IN:
            reset = menu.addAction(tr("Reset to default"))
            reset.triggered.connect(
                partial(self._remove, name, tr("“{title}” was reset to its default.", title=title))
            )
        else:
            remove = menu.addAction(tr("Remove"))
            remove.triggered.connect(partial(self._remove, name, tr("“{name}” was removed.", name=title)))
            remove.setEnabled(not self._context.settings.policy.locks("rules", name))
        return menu

    # -- commands

    def _saved(self, identifier: str) -> None:
        editor = self.editor
        places = editor.form.unknown_places() if isinstance(editor, RuleEditor) else []
        super()._saved(identifier)
        if places:
            named = ", ".join(f"{{{place}}}" for place in places)
            self.reported.emit(
                tr("Saved. Unknown placeholders stay in the message as written: {places}.", places=named)
            )

    def _put_key(self, rule: str, key: str, value: object) -> None:
        try:
            self._context.editing.change_rule(rule, key, value)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            self.refresh()
        else:
            self.reported.emit(tr("Saved."))

    def _duplicate(self, name: str, title: str) -> None:
        try:
            found = self._context.editing.read_item("rules", name)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        values = {**BUILT_IN.get(name, {}), **(found or {})}
        self.add({**values, "name": tr("{name} (copy)", name=title)})

    def _remove(self, name: str, text: str) -> None:
        self._take_out("rules", [name], text)

    def _replay(self, name: str, rule: RuleSettings, title: str) -> None:
        task = self._context.commands.replay(name, rule, lambda text: self.reported.emit(f"{title}: {text}"), self)
        self.working.emit(tr("Trying the rule on the last 7 days…"), task)
