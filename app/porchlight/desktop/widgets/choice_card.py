"""A large button with a title and a sentence."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.tokens import CARD_RADIUS


class ChoiceCard(QAbstractButton):
    """One of several ways to continue."""

    def __init__(self, theme: Theme, title: str, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)  # it may be too long for its line
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """See QWidget."""
        height = QFontMetrics(font(TextRole.NAME)).height() + QFontMetrics(font(TextRole.SECONDARY)).height() + 24
        return QSize(320, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if self.hasFocus() or self.underMouse() else "border"))
        painter.setBrush(theme.colour("surface" if self.underMouse() or self.isDown() else "background"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        inside = self.rect().adjusted(16, 10, -16, -10)
        painter.setFont(font(TextRole.NAME))
        painter.setPen(theme.colour("text"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.text())
        painter.setFont(font(TextRole.SECONDARY))
        painter.setPen(theme.colour("secondary"))
        text = QFontMetrics(font(TextRole.SECONDARY)).elidedText(
            self._text, Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)
        painter.end()

    def enterEvent(self, event: object) -> None:
        """See QWidget."""
        self.update()

    def leaveEvent(self, event: object) -> None:
        """See QWidget."""
        self.update()
