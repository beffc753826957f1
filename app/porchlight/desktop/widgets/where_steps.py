"""Where a failure lies: one sentence, and the steps that it was told from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from porchlight.desktop.icons import Mark
from porchlight.desktop.insight_words import WindowWriter
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.mark_label import MarkLabel
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import translate
from porchlight.insight.diagnosis_words import line, sentence
from porchlight.model.diagnosis import Diagnosis, Step
from porchlight.zones import local_zone


class WhereSteps(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Diagnosis | None = None
        self._said = Text(theme, TextRole.NAME, wrap=True).selectable()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 4)
        layout.setSpacing(5)
        layout.addWidget(self._said)
        layout.addLayout(self._lines)
        self.hide()

    def show_diagnosis(self, found: Diagnosis | None, now_ms: int) -> None:
        """None: nothing is known, or nothing is wrong."""
        self.setVisible(found is not None)
        if found is None or found == self._shown:
            return
        self._shown = found
        writer = WindowWriter(local_zone(), now_ms)
        self._said.setText(sentence(found, writer))
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for step in found.steps:
            self._lines.addWidget(self._line(step, writer))

    def _line(self, step: Step, writer: WindowWriter) -> QWidget:
        mark = MarkLabel(self._theme, 14)
        if step.good is None:
            mark.set_mark(Mark.UNKNOWN, translate("Where", "not known"))
        elif step.good:
            mark.set_mark(Mark.HEALTHY, translate("Where", "well"))
        else:
            mark.set_mark(Mark.ERROR, translate("Where", "not well"))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(Text(self._theme, TextRole.SECONDARY, line(step, writer), colour="secondary", wrap=True), 1)
        return row
