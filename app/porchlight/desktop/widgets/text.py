"""Labels by what they are for: size and weight follow the system's font, the colour follows the theme."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from porchlight.desktop.theme import TextRole, Theme, font


class Text(QLabel):
    """Plain text that wraps if asked to, and can be selected if asked to."""

    def __init__(
        self,
        theme: Theme,
        role: TextRole,
        text: str = "",
        *,
        colour: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._role = role
        self._colour = colour or (
            "secondary" if role in (TextRole.SECONDARY, TextRole.HEADING, TextRole.SMALL) else "text"
        )
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._dress)
        self._dress()

    def set_colour(self, token: str) -> None:
        """Another colour, by its token's name."""
        if token != self._colour:
            self._colour = token
            self._dress()

    def say(self, text: str) -> None:
        """Show this text; hidden while there is none."""
        if text != self.text():
            self.setText(text)
        self.setVisible(bool(text))

    def selectable(self) -> "Text":
        """Let it be copied, with mouse and keyboard."""
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        return self

    def changeEvent(self, event: QEvent) -> None:
        """See QWidget."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._dress()

    def _dress(self) -> None:
        self.setFont(font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._colour))
        self.setPalette(palette)
