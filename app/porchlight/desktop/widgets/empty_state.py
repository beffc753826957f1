"""What stands where there is nothing yet: why, and what will be there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.icons import Mark
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.mark_label import MarkLabel
from porchlight.desktop.widgets.text import Text

_WIDTH = 420
"""px of the sentence."""


class EmptyState(QWidget):
    """In the middle of its place."""

    def __init__(self, theme: Theme, mark: Mark, title: str, text: str) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        sign = MarkLabel(theme, 40, mark)
        heading = Text(theme, TextRole.VERDICT, title)
        heading.setAlignment(centre)
        said = Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True)
        said.setAlignment(centre)
        said.setFixedWidth(_WIDTH)
        said.setMinimumHeight(said.heightForWidth(_WIDTH))  # in the middle of a layout it is not asked for it
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(8)
        self._layout.addStretch(1)
        self._layout.addWidget(sign, 0, centre)
        self._layout.addWidget(heading, 0, centre)
        self._layout.addWidget(said, 0, centre)
        self._layout.addStretch(2)

    def add_button(self, button: QPushButton) -> None:
        """What to do about it."""
        self._layout.insertWidget(4, button, 0, Qt.AlignmentFlag.AlignHCenter)
