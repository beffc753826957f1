"""“Save report …”: asks for a file, writes it beside the windows, and offers to open it."""

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QToolButton, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_place
from porchlight.desktop.theme import TextRole, font, set_link
from porchlight.desktop.widgets.basic import Text
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
        self._path = ""
        self.button = QPushButton(tr("Save report…"))
        self.button.setToolTip(tr("A report on how everything was in this period, ready to share."))
        self.button.clicked.connect(self.ask)
        self._text = Text(context.theme, TextRole.SECONDARY, wrap=True).selectable()
        self._open = QToolButton()
        self._open.setText(tr("Open"))
        self._open.setFont(font(TextRole.SECONDARY))
        set_link(self._open)
        self._open.clicked.connect(lambda: open_place(self._path))
        self.line = QWidget()
        layout = QHBoxLayout(self.line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._open)
        self.line.hide()

    def ask(self) -> QFileDialog:
        """Ask for a file and write it."""
        kinds = {
            f"PDF (*.{ReportFormat.PDF})": ReportFormat.PDF,
            f"{tr('Web page')} (*.{ReportFormat.HTML})": ReportFormat.HTML,
            f"Markdown (*.{ReportFormat.MARKDOWN})": ReportFormat.MARKDOWN,
        }
        dialog = QFileDialog(self._widget, tr("Save report"), self._folder())
        dialog.setNameFilters(list(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ReportFormat.PDF)
        dialog.selectFile(f"Porchlight.{ReportFormat.PDF}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kinds[chosen]))
        dialog.fileSelected.connect(lambda path: self.save(path, kinds[dialog.selectedNameFilter()]))
        dialog.open()
        return dialog

    def save(self, path: str, otherwise: ReportFormat) -> None:
        """Write it; in the format of the name's ending, else as ``otherwise``."""
        ending = os.path.splitext(path)[1].removeprefix(".").lower()
        wanted = ReportFormat(ending) if ending in list(ReportFormat) else otherwise
        self._context.spawn(self._save(path, wanted), "report", self)

    async def _save(self, path: str, wanted: ReportFormat) -> None:
        self.button.setEnabled(False)
        self._show_line(tr("Writing the report…"))
        try:
            trouble = await self._context.commands.write_report(path, wanted, self._days() * _DAY)
        finally:
            self.button.setEnabled(True)
        if trouble is None:
            self._path = path
            self._show_line(tr("Report saved to {path}.", path=path), done=True)
        elif isinstance(trouble, HistoryError):
            self._show_line(rendered(trouble.text))
        else:
            why = trouble.strerror or str(trouble)
            self._show_line(tr("The report could not be saved: {why}. Choose another folder.", why=why))

    def _show_line(self, text: str, *, done: bool = False) -> None:
        self._text.setText(text)
        self._open.setVisible(done)
        self.line.show()

    def _folder(self) -> str:
        folder = self._context.settings.report.folder_in(self._context.data_folder)
        # A missing one is made by the weekly report, not by a question.
        return folder if os.path.isdir(folder) else os.path.dirname(folder)
