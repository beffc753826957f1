"""A flat button that stays down, for choosing one of several views."""

from collections.abc import Iterable

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class Toggle(QToolButton):
    """Its text is all there is to it."""

    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setChecked(checked)


def add_toggles(
    parent: QWidget, line: QHBoxLayout, texts: Iterable[str], *, chosen: int = 0, said: str = "%1"
) -> QButtonGroup:
    """Toggles in a line, of which one is down; ``idClicked`` tells the place of another. ``said``: what one is for,
    with ``%1`` for its text, for those who do not see the line."""
    group = QButtonGroup(parent)
    for place, text in enumerate(texts):
        toggle = Toggle(text, checked=place == chosen)
        toggle.setAccessibleName(said.replace("%1", text))
        group.addButton(toggle, place)
        line.addWidget(toggle)
    return group
