"""The form of a rule: its condition in sentences, then how long, how grave, whom to tell."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from app.desktop.desk import Desk
from app.desktop.theme import TextRole
from app.desktop.widgets.text import Text
from app.desktop.windows.settings.form import SettingsForm
from app.desktop.windows.settings.rule.condition_editor import ConditionEditor
from app.desktop.words import translate
from app.settings.alerting import unknown_places
from app.settings.rules import RuleSettings

_LATER = ("cooldown", "repeat", "message", "action", "why")


class RuleForm(SettingsForm):
    """``values`` are those of ``[rules.<id>]``, for a built-in rule with what it says by itself."""

    def __init__(self, desk: Desk, values: Mapping[str, Any]) -> None:
        alerting = desk.alerting_settings()
        self.condition = ConditionEditor(desk, values.get("when", {}))
        super().__init__(
            desk.theme,
            RuleSettings,
            values,
            choices={
                "channels": desk.channel_names(),
                "action": {name: action.name or name for name, action in alerting.actions.items()},
            },
            later=_LATER,
            without=("when", "enabled"),
        )
        self.condition.changed.connect(self.changed)
        layout = self.layout()
        if isinstance(layout, QBoxLayout):
            layout.insertWidget(0, self.condition)
            layout.insertSpacing(1, 6)
            layout.insertWidget(2, Text(desk.theme, TextRole.HEADING, translate("Rules", "Then")))

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
