"""One component's settings: its form, Test connection with the real probe."""

from collections.abc import Collection, Mapping
from typing import Any

from porchlight.desktop.context import AppContext
from porchlight.desktop.editing import COMPONENTS
from porchlight.desktop.formatting import response
from porchlight.desktop.icons import Mark
from porchlight.desktop.texts import advice, kind_word, status_word
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.kinds import credential_hint
from porchlight.language.current import rendered, tr
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Status
from porchlight.settings.schema import ComponentSettings

_MARKS = {
    Outcome.HEALTHY: Mark.HEALTHY,
    Outcome.DEGRADED: Mark.DEGRADED,
    Outcome.ERROR: Mark.ERROR,
    Outcome.UNKNOWN: Mark.UNKNOWN,
}


class ComponentEditor(Editor):
    """For a new component (``component_id`` None) or one in the file."""

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
        others = {one: view.component.name for one, view in context.snapshot.views.items() if one != component_id}
        form = SettingsForm(
            context.theme,
            model,
            {"kind": kind, **values},
            choices={"depends_on": others},
            secret_hint=credential_hint(kind),
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
        if component_id is not None and context.has_credential(component_id):
            self.form.show_stored_secret(tr("Leave empty to keep the stored one."))

    async def _try(self, values: dict[str, Any]) -> tuple[Mark, str, str]:
        found = await self._context.commands.try_out_component(self._id or "new", values, self._given())
        if not isinstance(found, Result):
            return Mark.ERROR, rendered(found.text), ""
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
