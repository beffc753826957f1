"""A line that says until when alerts are not told, with a button that ends it."""

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from porchlight.desktop.not_now import NotNow
from porchlight.desktop.theme import TextRole, Theme, font, set_link
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import translate


class NotNowLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._not_now = NotNow()
        self._said = Text(theme, TextRole.SECONDARY)
        self._end = QToolButton()
        self._end.setText(translate("NotNow", "End"))
        self._end.setFont(font(TextRole.SECONDARY))
        set_link(self._end)
        self._end.clicked.connect(self._order)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._said)
        layout.addWidget(self._end)
        layout.addStretch(1)
        self.hide()

    def tell(self, not_now: NotNow) -> None:
        """Say how it is now."""
        self._not_now = not_now
        self._said.setText(not_now.said)
        self._end.setVisible(not_now.end is not None)
        self._end.setAccessibleName(f"{self._end.text()}: {not_now.said}")
        self.setVisible(bool(not_now.said))

    def _order(self) -> None:
        if self._not_now.end is not None:
            self._not_now.end()
