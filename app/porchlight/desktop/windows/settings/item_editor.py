"""Editors of what needs no test: maintenance, calendar, recovery actions, quiet hours, heartbeat."""

from collections.abc import Collection, Mapping
from typing import Any

from porchlight.desktop.context import AppContext
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.form import SettingsForm


class ItemEditor(Editor):
    """One table of a section, such as ``[maintenance.backup]``."""

    def __init__(
        self,
        context: AppContext,
        section: str,
        title: str,
        form: SettingsForm,
        identifier: str | None,
        expected: Mapping[str, Any] | None,
        *,
        default_name: str,
        taken: Collection[str] = (),
    ) -> None:
        """``default_name``: the name of a new one by default; ``taken``: ids that it cannot have."""
        self._name = default_name
        self._others = taken
        super().__init__(context, section, title, form, identifier, expected)

    def _taken(self) -> Collection[str]:
        return self._others

    def _default_name(self) -> str:
        return self._name


class SectionEditor(ItemEditor):
    """A section that is one table, such as ``[heartbeat]``."""

    def __init__(
        self, context: AppContext, section: str, title: str, form: SettingsForm, expected: Mapping[str, Any]
    ) -> None:
        super().__init__(context, section, title, form, section, expected, default_name=section)

    def _find(self) -> dict[str, Any] | None:
        return self._context.editing.read_section(self._section)

    def _store(self, identifier: str, written: Mapping[str, Any]) -> None:
        self._context.editing.put_section(self._section, written, expected=self._expected or {})
