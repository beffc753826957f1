"""A small cross that takes away the line that it ends."""

from PySide6.QtWidgets import QToolButton


class RemoveButton(QToolButton):
    """``name`` is what those hear who do not see the line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setText("✕")
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
