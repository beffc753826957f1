"""The paths page of the settings: the components that a gift passes through, and the sentence about them."""

from functools import partial

from porchlight.desktop.context import AppContext
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import ItemEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.insight.paths import sentence
from porchlight.insight.verdict import paths_of
from porchlight.language.current import rendered, tr
from porchlight.settings.gift_paths import PathSettings


class PathsPage(ListPage):
    """Paths with the state of each."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        context.bridge.changed.connect(self._follow)

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def _fill(self) -> None:
        add = self._add_button(tr("Add a path"))
        add.clicked.connect(partial(self.edit, None))
        self._head(
            tr("Donation paths"),
            tr(
                "Choose which components a donation passes through, from the form to your records. "
                "The panel, the tray and the report will then start by saying whether you can "
                "receive donations, and whether they arrive."
            ),
            add,
        )
        paths = self._context.paths()
        for state in paths_of(self._context.snapshot, paths):
            row = self._buttons(state.name, partial(self.edit, state.id), partial(self._remove, state.id, state.name))
            self._lock("paths", state.id, *row)
            self._row(state.name, rendered(sentence(state)), *row)

    def edit(self, name: str | None, _: bool = False) -> None:
        """Open the form of a path, or of a new one (None)."""
        found = None if name is None else self._read("paths", name)
        names = self._context.component_names()
        form = SettingsForm(
            self._context.theme,
            PathSettings,
            found or {},
            choices={"taken_by": names, "passed_on_by": names},
            locked=self._context.locked("paths", name),
        )
        self._open(
            ItemEditor(
                self._context,
                "paths",
                tr("Donation path"),
                form,
                name,
                found,
                default_name=tr("Donations"),
                taken=self._context.paths().keys(),
            )
        )

    def _remove(self, name: str, title: str, _: bool = False) -> None:
        self._take_out("paths", [name], tr("“{name}” was removed.", name=title))
