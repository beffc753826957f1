"""The question where something is saved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def save_dialog(parent: QWidget, title: str, name: str, *kinds: str, folder: str = "") -> QFileDialog:
    """Not opened yet. ``name`` is suggested, and its ending is the usual one. ``kinds``: ``PNG (*.png)``."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setNameFilters(kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rsplit(".", 1)[1])
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
