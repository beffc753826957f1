"""A setting that is a folder: a line, and a button that lets choose one."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from porchlight.desktop.windows.settings.fields import ABSENT, Field
from porchlight.desktop.words import translate


class FolderField(Field):
    """Empty: the one that is told as a hint."""

    def __init__(self, otherwise: str) -> None:
        self.line = QLineEdit(placeholderText=otherwise)
        self.line.setMinimumWidth(260)
        self._otherwise = otherwise
        self._choose = QPushButton(translate("Fields", "Choose …"))
        self._choose.clicked.connect(self._ask)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        layout.addWidget(self._choose)
        whole.setFocusProxy(self.line)
        super().__init__(whole)
        self.changed = self.line.textChanged

    def value(self) -> Any:
        """See Field."""
        return self.line.text().strip() or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        self.line.setText(value if isinstance(value, str) else "")

    def _ask(self) -> None:
        dialog = QFileDialog(self.widget, translate("Fields", "Choose a folder"), self.line.text() or self._otherwise)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()
