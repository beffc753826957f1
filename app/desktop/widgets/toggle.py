"""A flat button that stays down, for choosing one of several views."""

from PySide6.QtWidgets import QToolButton


class Toggle(QToolButton):
    """Its text is all there is to it."""

    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setChecked(checked)
