"""Settings for colleagues: a file of them, and what a colleague's file would change here, shown before it is done."""

import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.widgets.save_dialog import save_dialog
from porchlight.language.current import rendered, tr
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import PorchlightError, SettingsError
from porchlight.zones import local_zone

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from porchlight.desktop.windows.settings.import_dialog import ImportDialog
    from porchlight.settings.sharing import Here

_MOST_BYTES = 2_000_000
_KIND = "TOML (*.toml)"


class SharingLine(QWidget):
    """Two buttons; ``report`` gets one sentence for the user."""

    def __init__(self, context: AppContext, report: Callable[[str], None]) -> None:
        super().__init__()
        self._context = context
        self._report = report
        self.dialog: ImportDialog | None = None
        """The last one that was opened."""
        self._export = QPushButton(tr("Export settings…"))
        self._export.clicked.connect(self._choose_target)
        self._import = QPushButton(tr("Import settings…"))
        self._import.clicked.connect(self._choose_source)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._export)
        line.addWidget(self._import)
        line.addStretch(1)

    def export_to(self, path: str) -> None:
        """Write the file; errors are reported."""
        from porchlight.settings.sharing import exported
        from porchlight.settings.shown import shown_name

        day = datetime.now(local_zone()).date().isoformat()
        try:
            shared = exported(self._context.editing.path, self._context.needed_credentials(), day)
            Path(path).write_text(shared.text, encoding="utf-8")
        except PorchlightError as error:
            self._report(rendered(error.text))
        except OSError as error:
            self._report(tr("The file could not be written ({why}).", why=error.strerror or ""))
        else:
            text = tr("Settings saved to {path}. They contain no credentials.", path=path)
            if shared.taken_out:
                places = ", ".join(shown_name(one.place) for one in shared.taken_out)
                text += " " + tr("Removed because they looked like secrets: {places}.", places=places)
            self._report(text)

    def import_from(self, path: str) -> None:
        """Show what a file would change, and ask; where there is nothing to ask, that is reported."""
        from porchlight.settings.sharing import read_shared

        try:
            given = read_shared(_read(path))
        except PorchlightError as error:
            self._report(rendered(error.text))
        except OSError as error:
            self._report(tr("The file could not be read ({why}).", why=error.strerror or ""))
        else:
            self._context.spawn(self._look(given), "import", self)

    # -- inside

    async def _look(self, given: "TOMLDocument") -> None:
        from porchlight.desktop.windows.settings.import_dialog import ImportDialog

        editing = self._context.editing
        try:
            here = await editing.this_computer(given)
            plan = await editing.plan_shared(given, here)
        except PorchlightError as error:
            self._report(rendered(error.text))
            return
        if not plan.rows:
            self._report(tr("These settings are the same as yours."))
            return

        def take_over(trusted: frozenset[str]) -> None:
            self._context.spawn(self._take_over(given, here, trusted), "take over settings")

        self.dialog = ImportDialog(self._context.theme, plan, take_over, self)
        self.dialog.open()

    async def _take_over(self, given: "TOMLDocument", here: "Here", trusted: frozenset[str]) -> None:
        try:
            plan = await self._context.editing.plan_shared(given, here, trusted)
            if not plan.wanted:
                self._report(tr("Nothing was changed."))
                return
            await self._context.editing.take_over(plan)
        except PorchlightError as error:
            self._report(rendered(error.text))
            return
        self._report(tr("Settings imported. If a credential is missing, its component asks for it."))

    def _choose_target(self) -> None:
        dialog = save_dialog(self, tr("Export settings"), "porchlight.toml", _KIND)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def _choose_source(self) -> None:
        dialog = QFileDialog(self, tr("Import settings"))
        dialog.setNameFilter(_KIND)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_from)
        dialog.open()


def _read(path: str) -> bytes:
    """Reads a file, which a pipe or a device is not: they would block the windows. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise SettingsError(
                english(msg("That is not a file.")), english(msg("Choose a file that “Export settings” wrote."))
            )
        return file.read(_MOST_BYTES)
