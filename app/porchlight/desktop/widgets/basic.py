"""The small widgets that every window is made of: text, marks, chips, links, toggles, and what ends a list."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.icons import mark_pixmap
from porchlight.desktop.theme import TextRole, Theme, font, set_link
from porchlight.language.current import tr
from porchlight.model.mark import Mark


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
        if (
            self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ):  # also of figures and names, which Qt leaves left
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
            self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._apply_theme)
        self._apply_theme()

    def set_colour(self, token: str) -> None:
        """Another colour, by its token's name."""
        if token != self._colour:
            self._colour = token
            self._apply_theme()

    def show_text(self, text: str) -> None:
        """Show this text; hidden while it is empty."""
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
            self._apply_theme()

    def _apply_theme(self) -> None:
        self.setFont(font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._colour))
        self.setPalette(palette)


class MarkLabel(QWidget):
    """One of the five marks."""

    def __init__(self, theme: Theme, size: int, mark: Mark = Mark.UNKNOWN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._mark = mark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def mark(self) -> Mark:
        """Which."""
        return self._mark

    def set_mark(self, mark: Mark, name: str) -> None:
        """Show this one, with this name for screen readers."""
        self.setAccessibleName(name)
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, mark_pixmap(self._mark, self._size, self.devicePixelRatioF(), self._theme.tokens))
        painter.end()


class Chip(Text):
    """One word."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, TextRole.SMALL, text)
        self.setContentsMargins(8, 2, 8, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        painter.end()
        super().paintEvent(event)


class Toggle(QToolButton):
    """It has nothing but its text."""

    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setChecked(checked)


class FlatButton(QToolButton):
    """A small button without a frame; ``name`` is what it does, for the tooltip and screen readers."""

    def __init__(self, text: str, name: str, then: Callable[[], object]) -> None:
        super().__init__()
        self.setText(text)
        self.setAutoRaise(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.clicked.connect(then)  # as it is: a closure would keep what it belongs to


class Link(QToolButton):
    """A button that looks like part of a small line of text."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setText(text)
        self.setFont(font(TextRole.SECONDARY))
        set_link(self)


class Segment(QPushButton):
    """One of several in a line, of which one is down; screen readers say so."""

    def __init__(self, text: str, *, checked: bool) -> None:
        super().__init__(text)
        self.setFlat(True)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setChecked(checked)


def clear(layout: QLayout) -> None:
    """Take out all that stands in a layout; what is gone is not seen until it ends."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def tab_here(place: QWidget, made: Iterable[QWidget]) -> None:
    """Let Tab reach widgets of ``place`` where that stands, though they were made later than what stands below it."""
    before = place.previousInFocusChain()
    while before is not None and before != place and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    if before is None:
        return
    for widget in made:
        for one in (widget, *widget.findChildren(QWidget)):
            if one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                QWidget.setTabOrder(before, one)
                before = one


def add_toggles(
    parent: QWidget, line: QLayout, texts: Iterable[str], *, chosen: int = 0, title: str = "{name}"
) -> QButtonGroup:
    """Toggles in a line, of which one is down; ``idClicked`` has the place of another. ``title``: what one is for,
    with ``{name}`` for its text, for those who do not see the line."""
    group = QButtonGroup(parent)
    for place, text in enumerate(texts):
        toggle = Segment(text, checked=place == chosen)
        toggle.setAccessibleName(title.replace("{name}", text))
        group.addButton(toggle, place)
        line.addWidget(toggle)
    return group


class RemoveButton(QToolButton):
    """``name`` is read by screen readers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setText("✕")
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(name)


_WIDTH = 420
"""px of the sentence."""


class SearchLine(QLineEdit):
    """``name``: what is searched, for screen readers. Ctrl+F leads here."""

    def __init__(self, name: str) -> None:
        super().__init__(placeholderText=tr("Search"), clearButtonEnabled=True)
        self.setAccessibleName(name)


class EmptyState(QWidget):
    """In the middle of its place."""

    def __init__(self, theme: Theme, mark: Mark, title: str, text: str) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        sign = MarkLabel(theme, 40)
        sign.set_mark(mark, title)
        heading = Text(theme, TextRole.VERDICT, title)
        heading.setAlignment(centre)
        label = Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True)
        label.setAlignment(centre)
        label.setFixedWidth(_WIDTH)
        label.setMinimumHeight(label.heightForWidth(_WIDTH))  # in the middle of a layout it is not called
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(8)
        self._layout.addStretch(1)
        self._layout.addWidget(sign, 0, centre)
        self._layout.addWidget(heading, 0, centre)
        self._layout.addWidget(label, 0, centre)
        self._layout.addStretch(2)

    def add_button(self, button: QPushButton) -> None:
        """Add a button for the next step."""
        self._layout.insertWidget(4, button, 0, Qt.AlignmentFlag.AlignHCenter)
