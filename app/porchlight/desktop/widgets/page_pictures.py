"""How the component's page looked in the browser: the newest picture, and the one before a change beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from porchlight.desktop.formatting import day_word
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text, clear
from porchlight.language.current import tr
from porchlight.runtime.pictures import PagePicture

_HEIGHT = 240


class PagePictures(QWidget):
    """Hidden while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[PagePicture, ...] = ()
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(theme, TextRole.HEADING, tr("The page in the browser")))
        layout.addLayout(self._row)
        self.hide()

    def show_pictures(self, pictures: Sequence[PagePicture]) -> None:
        """Show these, the earlier one first."""
        if tuple(pictures) == self._shown:
            return
        self._shown = tuple(pictures)
        clear(self._row)
        for picture in pictures:
            self._row.addWidget(self._one(picture), 1)
        if len(pictures) == 1:
            self._row.addStretch(1)
        self.setVisible(bool(pictures))

    def _one(self, picture: PagePicture) -> QWidget:
        day = day_word(picture.day)
        text = tr("Changed on {day}", day=day) if picture.changed else tr("As usual, {day}", day=day)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(_Scaled(self._theme, picture.jpeg, text))
        layout.addWidget(Text(self._theme, TextRole.SECONDARY, text, wrap=True))
        return column


class _Scaled(QWidget):
    """The upper part of a page, as wide as there is room."""

    def __init__(self, theme: Theme, jpeg: bytes, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._pixmap = QPixmap()
        self._pixmap.loadFromData(jpeg, "JPEG")
        self.setAccessibleName(name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(320, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRect(0, 0, self.width() - 1, self.height() - 1)
        if not self._pixmap.isNull():
            width = self._pixmap.width()
            shown = min(self._pixmap.height(), round(width * frame.height() / max(frame.width(), 1)))
            painter.drawPixmap(frame, self._pixmap, QRect(0, 0, width, shown))
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
