"""The strip: the mark and the sentence of everything in one line, which stays above all other windows if wanted."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSizePolicy

from porchlight.desktop.context import AppContext
from porchlight.desktop.floating import Floating
from porchlight.desktop.placement import kept_on_screen, strip_place
from porchlight.desktop.theme import TextRole
from porchlight.desktop.verdict_texts import overall_verdict
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.windows.places import Places
from porchlight.language.current import tr

_NAME = "strip"
_WIDEST = 440
"""px of the sentence; a longer one is cut, and whole in the tooltip."""
_RADIUS = 8
_STEP = 16
"""px that an arrow key moves it."""
_ARROWS = {
    Qt.Key.Key_Left: QPoint(-_STEP, 0),
    Qt.Key.Key_Right: QPoint(_STEP, 0),
    Qt.Key.Key_Up: QPoint(0, -_STEP),
    Qt.Key.Key_Down: QPoint(0, _STEP),
}
_MOVED_BY_SYSTEM = "wayland"
"""There a window cannot move itself."""


class Strip(Floating):
    """Dragged anywhere, where it stays. A click or Enter opens the panel, the menu closes it."""

    panel_wanted = Signal()
    unwanted = Signal()
    """It is to go, until it is wanted again."""

    def __init__(self, context: AppContext, places: Places) -> None:
        super().__init__(context.theme, _NAME, _RADIUS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._places = places
        self._notices: tuple[str, ...] = ()
        self._pressed: QPoint | None = None
        """Where in it the button went down."""
        self._dragged = False
        self._mark = MarkLabel(context.theme, 18)
        self._sentence = Text(context.theme, TextRole.NAME)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 7, 14, 7)
        layout.setSpacing(8)
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        layout.addWidget(self._mark)
        layout.addWidget(self._sentence)
        context.bridge.changed.connect(self.refresh)
        self.refresh()
        self.adjustSize()
        geometry = places.get(_NAME)
        if geometry is None or not self.restoreGeometry(geometry):
            self.move(strip_place(self.size(), QGuiApplication.primaryScreen().availableGeometry()))
        self._stay_on_screen()

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Troubles of Porchlight itself, in sentences."""
        if notices != self._notices:
            self._notices = notices
            self.refresh()

    def refresh(self) -> None:
        """Show the current state."""
        found = overall_verdict(self._context.snapshot, self._context.paths(), unwell=bool(self._notices))
        title = tr("Demo: {title}", title=found.title) if self._context.demo else found.title
        shown = self._sentence.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _WIDEST)
        self._mark.set_mark(found.mark, title)
        self._sentence.setText(shown)
        self.setToolTip("\n".join(text for text in (title, found.detail, *self._notices) if text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(tr("Press Enter to open the panel."))
        self.adjustSize()
        if self._pressed is None:
            self._stay_on_screen()

    def end(self) -> None:
        """Remember where it was, and close it."""
        self._places.put(_NAME, self.saveGeometry())
        self.close()
        self.deleteLater()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.globalPosition().toPoint() - self.pos(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        if self._pressed is None:
            return
        to = event.globalPosition().toPoint() - self._pressed
        if not self._dragged and (to - self.pos()).manhattanLength() < QApplication.startDragDistance():
            return
        self._dragged = True
        if QGuiApplication.platformName() == _MOVED_BY_SYSTEM:
            self._pressed = None  # the system does not report the end of it
            self.windowHandle().startSystemMove()
        else:
            self.move(to)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._dragged:
            self._put_down()
        else:
            self.panel_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.panel_wanted.emit()
        elif key in _ARROWS:
            self.move(self.pos() + _ARROWS[key])
            self._put_down()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See QWidget: the right button, and the key for menus."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open the panel"), self.panel_wanted.emit)
        menu.addAction(tr("Open Porchlight"), self._context.window_wanted.emit)
        menu.addSeparator()
        menu.addAction(tr("Close the strip"), self.unwanted.emit)
        menu.popup(event.globalPos())

    def _edge(self) -> str:
        return "accent" if self.hasFocus() and self.isActiveWindow() else super()._edge()

    def _put_down(self) -> None:
        self._stay_on_screen()
        self._places.put(_NAME, self.saveGeometry())

    def _stay_on_screen(self) -> None:
        where = kept_on_screen(self.geometry(), [one.availableGeometry() for one in QGuiApplication.screens()])
        if where != self.pos():
            self.move(where)
