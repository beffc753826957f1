"""A row of figures: what it is, the number, and a word on it."""

from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell."""

    name: str
    value: str
    note: str = ""
    note_colour: str = "secondary"


class Figures(QWidget):
    """Cells of one width with lines between and around them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cells: list[tuple[Text, Text, Text]] = []
        self._boxes: list[QWidget] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        theme.changed.connect(self.update)

    def show_figures(self, figures: list[Figure]) -> None:
        """Show these."""
        while len(self._cells) < len(figures):
            self._add_cell()
        for cell, figure in zip(self._cells, figures, strict=False):
            name, value, note = cell
            name.setText(figure.name)
            value.setText(figure.value)
            note.setText(figure.note)
            note.set_colour(figure.note_colour)
            value.setAccessibleName(f"{figure.name}: {figure.value} {figure.note}")
        for number, box in enumerate(self._boxes):
            box.setVisible(number < len(figures))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setPen(self._theme.colour("border"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        for number in range(1, self._layout.count()):
            item = self._layout.itemAt(number)
            widget = item.widget() if item else None
            if widget is not None and widget.isVisible():
                painter.drawLine(widget.x(), 0, widget.x(), self.height())
        painter.end()

    def _add_cell(self) -> None:
        cell = QWidget()
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(16, 11, 12, 11)
        layout.setSpacing(1)
        texts = (
            Text(self._theme, TextRole.SECONDARY),
            Text(self._theme, TextRole.FIGURE),
            Text(self._theme, TextRole.SECONDARY, wrap=True),
        )
        for text in texts:
            layout.addWidget(text)
        layout.addStretch(1)
        self._cells.append(texts)
        self._boxes.append(cell)
        self._layout.addWidget(cell, 1)
