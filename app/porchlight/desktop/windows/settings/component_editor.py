"""One component's settings: its form, Test connection with the real probe."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from porchlight.desktop.context import AppContext
from porchlight.desktop.editing import COMPONENTS
from porchlight.desktop.formatting import response
from porchlight.desktop.texts import advice, kind_word, permissions, red_light, status_word
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.language.current import rendered, tr
from porchlight.model.mark import Mark
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Status
from porchlight.settings.schema import ComponentSettings
from porchlight.settings.typed import host_name

_MARKS = {
    Outcome.HEALTHY: Mark.HEALTHY,
    Outcome.DEGRADED: Mark.DEGRADED,
    Outcome.ERROR: Mark.ERROR,
    Outcome.UNKNOWN: Mark.UNKNOWN,
}
_LOGGED_INTO = ("database", "classy_sync_freshness", "audience_drift", "uptime_kuma")
"""Kinds that work without a credential in rare cases alone."""


class ComponentEditor(Editor):
    """For a new component (``component_id`` None) or one in the file."""

    tests_on_enter = True

    def __init__(
        self,
        context: AppContext,
        kind: str,
        model: type[ComponentSettings],
        component_id: str | None,
        values: Mapping[str, Any],
        *,
        try_first: bool = False,
    ) -> None:
        """``try_first``: see Editor."""
        self._kind = kind
        self._named: QLineEdit | None = None
        """The line of its name, where that may follow from its address."""
        self._titled = self._suggested = ""
        self._titling = asyncio.Lock()
        others = {one: view.component.name for one, view in context.snapshot.views.items() if one != component_id}
        form = SettingsForm(
            context.theme,
            model,
            {"kind": kind, **values},
            choices={"depends_on": others},
            secret_shown=kind in _LOGGED_INTO,
            locked=context.locked(COMPONENTS, component_id),
        )
        super().__init__(
            context,
            COMPONENTS,
            kind_word(kind),
            form,
            component_id,
            values if component_id is not None else None,
            test=tr("Test connection"),
            try_first=try_first,
        )
        self._add_notes()
        if kind == "http" and component_id is None:
            self._suggest_names()

    def _add_notes(self) -> None:
        """Between title and form: what it needs to be allowed, and when it turns red."""
        notes = QVBoxLayout()
        notes.setSpacing(3)
        for text in (permissions(self._kind), red_light(self._kind)):
            if text:
                notes.addWidget(Text(self._context.theme, TextRole.SECONDARY, text, wrap=True).selectable())
        self._body.insertLayout(1, notes)

    def _suggest_names(self) -> None:
        """A page is called what it calls itself, until somebody names it."""
        address, name = self.form.field("url"), self.form.field("name")
        if isinstance(address, QLineEdit) and isinstance(name, QLineEdit):
            self._named = name
            address.editingFinished.connect(lambda: self._context.spawn(self._prepare(), "title of a page", self))

    async def _prepare(self) -> None:
        name = self._named
        if name is None:
            return
        async with self._titling:
            url = self.form.values.get("url", "")
            if not url or url == self._titled or name.text() not in ("", self._suggested):
                return
            title = await self._context.commands.page_title(url) or host_name(url)
            self._titled = url
            if name.text() in ("", self._suggested) and self.form.values.get("url") == url:
                self._suggested = title
                name.setText(title)

    async def _try(self, values: dict[str, Any], secrets: Mapping[str, str]) -> tuple[Mark, str, str]:
        found = await self._context.commands.try_out_component(self._id or "new", values, secrets)
        if not isinstance(found, Result):
            return Mark.ERROR, rendered(found.window_text), ""
        status = Status(found.outcome.value)
        text = rendered(found.sentence)
        if found.duration_us:
            text += f" ({response(found.duration_us)})"
        if found.reason is not None:
            text += f"\n{advice(found.reason, self._kind)}"
        if login := found.details.get("login"):
            text += f"\n{login}"
        return _MARKS[found.outcome], text, status_word(status)

    def _taken(self) -> Collection[str]:
        return self._context.snapshot.views

    def _default_name(self) -> str:
        return kind_word(self._kind)
