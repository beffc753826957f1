"""The recovery page of the settings: what a rule may do by itself, off until it is turned on."""

from functools import partial

from PySide6.QtWidgets import QPushButton

from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import ItemEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.language.current import tr, tr_plural
from porchlight.settings.rules import ActionKind, ActionSettings
from porchlight.settings.shown import shown_program, shown_value

_SETTINGS_OF_KIND = {
    ActionKind.SERVICE: ("service",),
    ActionKind.PROGRAM: ("program",),
    ActionKind.WEBHOOK: ("url", "credential", "allow_unencrypted"),
}
"""Settings of only one kind."""


class RecoveryPage(ListPage):
    """Actions with what each of them would do."""

    def _fill(self) -> None:
        alerting = self._context.alerting_settings()
        add, kinds = self._add_menu(tr("Add a recovery action"))
        for kind in ActionKind:
            kinds.addAction(choice_word(kind)).triggered.connect(partial(self.add, kind))
        self._head(
            tr("Recovery actions"),
            tr(
                "When a rule sends an alert, it can also do one thing: restart a service, run a "
                "program with fixed arguments or call an address. Each action is off until you turn "
                "it on. It has a time limit and an hourly limit, it stops after failures, and every "
                "run is in the activity list. Checks themselves never change anything."
            ),
            add,
        )
        for name, action in alerting.actions.items():
            title = action.name or name
            rules = [rule for rule, item in alerting.rules.items() if item.action == name]
            what = action.service or shown_program(action.program) or shown_value("actions", "url", action.url or "")
            parts = [
                tr("on") if action.enabled else tr("off"),
                f"{choice_word(action.kind)} {what}".rstrip(),
                tr_plural("{n} rule uses it", "{n} rules use it", len(rules)) if rules else tr("no rule uses it yet"),
            ]
            switch = QPushButton(tr("Turn off") if action.enabled else tr("Turn on"))
            switch.setAccessibleName(f"{switch.text()}: {title}")
            switch.clicked.connect(partial(self._switch, name, not action.enabled))
            row = self._buttons(title, partial(self.edit, name), partial(self._remove, name, title))
            self._lock("actions", name, *row)
            if self._context.settings.policy.locks("actions", name, "enabled") or not row[0].isEnabled():
                self._show_locked(switch)
            self._row(title, " · ".join(parts), switch, *row)

    def add(self, kind: ActionKind, _: bool = False) -> None:
        """Open the form of a new action."""
        self._edit(kind, None, None)

    def edit(self, name: str, _: bool = False) -> None:
        """Open the form of an existing action."""
        action = self._context.alerting_settings().actions.get(name)
        found = self._read("actions", name)
        if action is None or found is None:
            self.reported.emit(tr("This can only be edited in the settings file."))
        else:
            self._edit(action.kind, name, found)

    def _edit(self, kind: ActionKind, name: str | None, found: dict[str, object] | None) -> None:
        form = SettingsForm(
            self._context.theme,
            ActionSettings,
            found or {"kind": kind.value},
            later=("timeout", "at_most", "stop_after", "allow_unencrypted"),
            without=("kind", *(one for of, ones in _SETTINGS_OF_KIND.items() if of is not kind for one in ones)),
            locked=self._context.locked("actions", name),
        )
        self._open(
            ItemEditor(
                self._context,
                "actions",
                choice_word(kind),
                form,
                name,
                found,
                default_name=tr("Recovery action"),
                taken=self._context.alerting_settings().actions.keys(),
            )
        )

    def _switch(self, name: str, wanted: bool, _: bool = False) -> None:
        found = self._read("actions", name)
        if found is not None:
            self._put("actions", name, {**found, "enabled": wanted}, found)

    def _remove(self, name: str, title: str, _: bool = False) -> None:
        self._take_out("actions", [name], tr("“{name}” was removed.", name=title))
