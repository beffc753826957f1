"""A small form for a note in the charts: what happened, when, and whether it is about one component or all."""

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from porchlight.language.current import tr
from porchlight.model.note import Note

_LONGEST = 120
"""Characters of a note."""
_WIDTH = 420


class NoteDialog(QDialog):
    """Opened, not executed; ``written`` has the note."""

    written = Signal(object)

    def __init__(self, parent: QWidget, component_id: str, at_ms: int, now_ms: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add a note"))
        self._component = component_id
        self._text = QLineEdit(maxLength=_LONGEST)
        self._text.setPlaceholderText(tr("New form went live"))
        self._text.setAccessibleName(tr("What happened"))
        self._text.textChanged.connect(self._check)
        self._when = QDateTimeEdit(QDateTime.fromMSecsSinceEpoch(at_ms))
        self._when.setCalendarPopup(True)
        self._when.setMaximumDateTime(QDateTime.fromMSecsSinceEpoch(now_ms))
        self._when.setAccessibleName(tr("When"))
        self._all = QCheckBox(tr("Show it with all components"))
        buttons = QDialogButtonBox()  # Qt's own buttons speak Qt's languages alone
        self._save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("What happened"), self._text)
        form.addRow(tr("When"), self._when)
        form.addRow("", self._all)
        form.addRow(buttons)
        self.setMinimumWidth(_WIDTH)
        self._check()

    def accept(self) -> None:
        """See QDialog."""
        text = " ".join(self._text.text().split())
        if text:
            at_ms = self._when.dateTime().toMSecsSinceEpoch()
            self.written.emit(Note(at_ms, text, "" if self._all.isChecked() else self._component))
            super().accept()

    def _check(self) -> None:
        self._save.setEnabled(bool(self._text.text().strip()))
