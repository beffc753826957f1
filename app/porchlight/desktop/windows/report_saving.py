"""“Save report …”: asks for a file, writes it beside the windows, and offers to open it."""

import os
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from shiboken6 import isValid

from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_place
from porchlight.desktop.widgets.save_dialog import save_dialog
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.language.current import rendered, tr
from porchlight.model.errors import HistoryError
from porchlight.settings.report import ReportFormat

_DAY = 86_400.0


class ReportSaving(QObject):
    """``button`` starts it, ``line`` shows the outcome. ``days``: the span of the report."""

    def __init__(self, context: AppContext, days: Callable[[], int], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._days = days
        self._widget = parent
        self.button = QPushButton(tr("Save report…"))
        self.button.setToolTip(tr("A report on this period, ready to share."))
        self.button.clicked.connect(self.ask)
        self.line = WorkLine(context.theme)

    def ask(self) -> QFileDialog:
        """Ask for a file and write it."""
        kinds = {
            f"PDF (*.{ReportFormat.PDF})": ReportFormat.PDF,
            f"{tr('Web page')} (*.{ReportFormat.HTML})": ReportFormat.HTML,
            f"Markdown (*.{ReportFormat.MARKDOWN})": ReportFormat.MARKDOWN,
        }
        name = f"Porchlight.{ReportFormat.PDF}"
        dialog = save_dialog(self._widget, tr("Save report"), name, *kinds, folder=self._folder())

        def kind(chosen: str) -> ReportFormat:
            return kinds.get(chosen, ReportFormat.PDF)  # Qt's own dialog also reports an empty choice

        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kind(chosen)))
        dialog.fileSelected.connect(lambda path: self.save(path, kind(dialog.selectedNameFilter())))
        dialog.open()
        return dialog

    def save(self, path: str, otherwise: ReportFormat) -> None:
        """Write it; in the format of the name's ending, else as ``otherwise``."""
        ending = os.path.splitext(path)[1].removeprefix(".").lower()
        wanted = ReportFormat(ending) if ending in list(ReportFormat) else otherwise
        task = self._context.spawn(self._save(path, wanted), "report", self)
        self.line.follow(tr("Writing the report…"), task)

    async def _save(self, path: str, wanted: ReportFormat) -> None:
        self.button.setEnabled(False)
        try:
            trouble = await self._context.commands.write_report(path, wanted, self._days() * _DAY)
        finally:
            if isValid(self.button):  # its window may be closed meanwhile, which ends this
                self.button.setEnabled(True)
        if trouble is None:
            self.line.show_text(tr("Report saved to {path}.", path=path), tr("Open"), lambda: open_place(path))
        elif isinstance(trouble, HistoryError):
            self.line.show_text(rendered(trouble.text))
        else:
            why = trouble.strerror or str(trouble)
            self.line.show_text(tr("The report could not be saved: {why}. Choose another folder.", why=why))

    def _folder(self) -> str:
        folder = self._context.settings.report.folder_in(self._context.data_folder)
        # A missing one is made by the weekly report, not by a question.
        return folder if os.path.isdir(folder) else os.path.dirname(folder)
