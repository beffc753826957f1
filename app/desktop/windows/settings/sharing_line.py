"""Settings for colleagues: a file of them, and what a colleague's file would change here, shown before it is done."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QPushButton, QWidget

from app.desktop.desk import Desk
from app.model.errors import PorchlightError
from app.zones import local_zone

if TYPE_CHECKING:
    from app.settings.sharing import SharedPlan

_SHOWN = 20
"""Changes that are named one by one."""
_MOST_BYTES = 2_000_000


class SharingLine(QWidget):
    """Two buttons; ``tell`` takes one sentence for whoever looks."""

    def __init__(self, desk: Desk, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._desk = desk
        self._tell = tell
        self._export = QPushButton(self.tr("Export settings …"))
        self._export.clicked.connect(self._choose_target)
        self._import = QPushButton(self.tr("Import settings …"))
        self._import.clicked.connect(self._choose_source)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._export)
        line.addWidget(self._import)
        line.addStretch(1)

    def export_to(self, path: str) -> None:
        """Write the file; what is in the way is told."""
        from app.settings.sharing import exported

        day = datetime.now(local_zone()).date().isoformat()
        try:
            text = exported(self._desk.editing.path, self._desk.needed_credentials(), day)
            Path(path).write_text(text, encoding="utf-8")
        except PorchlightError as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(self.tr("It cannot be written (%1).").replace("%1", error.strerror or ""))
        else:
            self._tell(self.tr("The settings are in %1. No credential is in them.").replace("%1", path))

    def import_from(self, path: str) -> QMessageBox | None:
        """Ask whether what a file says is to be taken over; None where there is nothing to ask, which is told."""
        from app.settings.sharing import plan_shared, read_shared

        try:
            with open(path, "rb") as file:
                given = read_shared(file.read(_MOST_BYTES))
            plan = plan_shared(self._desk.editing.path, given)
        except PorchlightError as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(self.tr("It cannot be read (%1).").replace("%1", error.strerror or ""))
        else:
            if plan.wanted:
                return self._ask(plan)
            self._tell(self.tr("Nothing is different here."))
        return None

    # -- inside

    def _ask(self, plan: "SharedPlan") -> QMessageBox:
        from app.settings.sharing import Step

        signs = {Step.ADDED: "+", Step.CHANGED: "~", Step.REMOVED: "-", Step.SAME: "="}
        lines = [f"{signs[one.step]} {one.table}" for one in plan.wanted[:_SHOWN]]
        if len(plan.wanted) > _SHOWN:
            lines.append("…")
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Import settings"))
        box.setText(self.tr("Take over %n change(s)? What is there now is kept in a copy.", "", len(plan.wanted)))
        box.setInformativeText("\n".join(lines))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self._apply(plan))
        box.open()
        return box

    def _apply(self, plan: "SharedPlan") -> None:
        try:
            self._desk.editing.take_over(plan)
        except PorchlightError as error:
            self._tell(str(error))
            return
        self._tell(self.tr("Taken over. Credentials that are missing are asked for at their components."))

    def _choose_target(self) -> None:
        dialog = self._dialog(self.tr("Export settings"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile("porchlight.toml")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def _choose_source(self) -> None:
        dialog = self._dialog(self.tr("Import settings"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_from)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilter("TOML (*.toml)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
