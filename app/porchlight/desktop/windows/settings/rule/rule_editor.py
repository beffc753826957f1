"""The editor of one alert rule: its form, a replay of the last week, and a test."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QFormLayout

from porchlight.desktop.context import AppContext
from porchlight.desktop.texts import rule_name
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.rule.condition_editor import ConditionEditor
from porchlight.desktop.windows.settings.rule.condition_texts import condition_sentence
from porchlight.language.current import tr
from porchlight.settings.alerting import unknown_places
from porchlight.settings.builtin_rules import BUILT_IN
from porchlight.settings.rules import RuleSettings

_LATER = ("cooldown", "repeat", "message", "action", "why")


class RuleForm(SettingsForm):
    """``values`` are those of ``[rules.<id>]``, for a built-in rule with its own defaults."""

    def __init__(self, context: AppContext, values: Mapping[str, Any], locked: Mapping[str, Any]) -> None:
        alerting = context.alerting_settings()
        self.condition = ConditionEditor(context, locked.get("when", values.get("when", {})))
        super().__init__(
            context.theme,
            RuleSettings,
            values,
            choices={
                "channels": context.channel_names(),
                "action": {name: action.name or name for name, action in alerting.actions.items()},
            },
            later=_LATER,
            without=("when", "enabled"),
            locked=locked,
        )
        self.condition.setEnabled("when" not in locked)
        self.condition.changed.connect(self.changed)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            self._put_first(layout, context)

    def _put_first(self, layout: QBoxLayout, context: AppContext) -> None:
        """The name, then the condition, then all else."""
        first = layout.itemAt(0)
        form = first.layout() if first is not None else None
        if isinstance(form, QFormLayout):
            row = form.takeRow(0)
            label, field = row.labelItem.widget(), row.fieldItem.layout()
            if label is not None and field is not None:
                name = QFormLayout()
                name.setHorizontalSpacing(form.horizontalSpacing())
                name.addRow(label, field)
                layout.insertLayout(0, name)
        layout.insertWidget(1, self.condition)
        layout.insertSpacing(2, 6)
        layout.insertWidget(3, Text(context.theme, TextRole.HEADING, tr("Then")))

    @property
    def values(self) -> dict[str, Any]:
        """See SettingsForm."""
        found = super().values
        return found if "when" in self.locked else {**found, "when": self.condition.written}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """See SettingsForm."""
        super().show_values(values)
        when = self.locked.get("when", values.get("when", {}))
        if when != self.condition.written:
            self.condition.show_condition(when)

    def check(self) -> bool:
        """See SettingsForm."""
        fits = self.condition.check()  # called first, so that both show their faults
        return super().check() and fits

    def unknown_places(self) -> list[str]:
        """The places of its message that can never be filled."""
        return unknown_places(str(self.values.get("message", "")))


_SETTLED_MS = 600
"""How long nothing changes before the replay starts."""


class RuleEditor(Editor):
    """For a new rule (``rule_id`` None) or an existing one, built in or from the file."""

    form: RuleForm

    def __init__(
        self, context: AppContext, rule_id: str | None, expected: Mapping[str, Any] | None, values: Mapping[str, Any]
    ) -> None:
        """``expected``: what the file says of it; ``values``: what the form begins with."""
        title = tr("Custom rule")
        if rule_id is not None:
            title = rule_name(rule_id, str(values.get("name", rule_id)))
        self._builtin = rule_id in BUILT_IN
        super().__init__(
            context, "rules", title, RuleForm(context, values, context.locked("rules", rule_id)), rule_id, expected
        )
        self._summary = Text(context.theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._past = WorkLine(context.theme)
        self._body.insertWidget(1, self._summary)
        self._body.addWidget(Text(context.theme, TextRole.HEADING, tr("Tried on the last 7 days")))
        self._body.addWidget(self._past)
        self._settled = QTimer(self, interval=_SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(self._replay)
        self.form.changed.connect(self._look_again)
        self._look_again()

    # -- see Editor

    def _taken(self) -> Collection[str]:
        return self._context.alerting_settings().rules.keys()

    def _default_name(self) -> str:
        return tr("My rule")

    def _to_write(self, values: dict[str, Any]) -> dict[str, Any]:
        """For a built-in rule only the differences from its defaults."""
        if not self._builtin or self._id is None:
            return values
        built_in = BUILT_IN[self._id]
        written = {key: value for key, value in values.items() if built_in.get(key) != value}
        for key in built_in.keys() - values.keys():  # emptied in the form
            written[key] = "never" if key == "repeat" else "0s" if key == "for" else ""
        return written

    def _to_show(self, found: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**BUILT_IN.get(self._id or "", {}), **found}

    # -- inside

    def _look_again(self) -> None:
        names = self._context.component_names()
        sentence = condition_sentence(self.form.condition.blocks, names)
        self._summary.show_text(f"{sentence[:1].upper()}{sentence[1:]}." if sentence else "")
        self._settled.start()

    def _replay(self) -> None:
        try:
            rule = RuleSettings.model_validate(self.form.in_force)
        except ValidationError:
            self._past.show_text(tr("The rule is not complete yet."))
            return
        task = self._context.commands.replay(self._id or "new", rule, lambda text: self._past.show_text(text), self)
        self._past.follow(tr("Trying the rule on the last 7 days…"), task)
