"""The form of a rule: its condition in sentences, then how long, how grave, whom to tell."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QFormLayout

from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.rule.condition_editor import ConditionEditor
from porchlight.desktop.words import translate
from porchlight.settings.alerting import unknown_places
from porchlight.settings.rules import RuleSettings

_LATER = ("cooldown", "repeat", "message", "action", "why")


class RuleForm(SettingsForm):
    """``values`` are those of ``[rules.<id>]``, for a built-in rule with what it says by itself."""

    def __init__(self, context: AppContext, values: Mapping[str, Any]) -> None:
        alerting = context.alerting_settings()
        self.condition = ConditionEditor(context, values.get("when", {}))
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
        )
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
        layout.insertWidget(3, Text(context.theme, TextRole.HEADING, translate("Rules", "Then")))

    @property
    def values(self) -> dict[str, Any]:
        """See SettingsForm."""
        return {**super().values, "when": self.condition.written}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """See SettingsForm."""
        super().show_values(values)
        if values.get("when", {}) != self.condition.written:
            self.condition.show_condition(values.get("when", {}))

    def check(self) -> bool:
        """See SettingsForm."""
        fits = self.condition.check()  # asked first, so that both say what they have to say
        return super().check() and fits

    def unknown_places(self) -> list[str]:
        """The places of its message that nothing is ever at."""
        return unknown_places(str(self.values.get("message", "")))
