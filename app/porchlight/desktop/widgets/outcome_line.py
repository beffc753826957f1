"""The outcome of what was just done, with what can be done next: "Saved … Show in folder", "Note deleted. Undo"."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from porchlight.desktop.accessibility import announce
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Link, RemoveButton, Text
from porchlight.language.current import tr


class OutcomeLine(QWidget):
    """Hidden until there is something to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._then: Callable[[], object] | None = None
        self._text = Text(theme, TextRole.SECONDARY, wrap=True).selectable()
        self._next = Link()
        self._next.clicked.connect(self._do)
        close = RemoveButton(tr("Hide this message"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._next)
        layout.addWidget(close)
        self.hide()

    def show_outcome(self, text: str, step: str = "", then: Callable[[], object] | None = None) -> None:
        """Show a sentence; ``step`` is the text of a button that does ``then``."""
        self._text.setText(text)
        self._next.setText(step)
        self._next.setVisible(bool(step))
        self._then = then
        self.show()
        announce(self, text)

    def _do(self) -> None:
        if self._then is not None:
            self._then()
