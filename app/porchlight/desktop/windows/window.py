"""The base of all windows: remembers its place and the columns of its tables, goes back on Esc, asks before
something is lost, and understands the keys that every program understands."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from porchlight.desktop.widgets.basic import SearchLine
from porchlight.desktop.widgets.row_table import LineTable
from porchlight.desktop.windows.draft import Draft, DraftPage, discard_first
from porchlight.desktop.windows.places import Places
from porchlight.language.current import tr

SETTINGS_KEY, QUIT_KEY, CHECK_KEY, FIND_KEY = "Ctrl+,", "Ctrl+Q", "F5", "Ctrl+F"


def add_keys(place: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let keys do something while the focus is in a window."""
    for name, act in keys.items():
        QShortcut(QKeySequence(name), place).activated.connect(act)


def room_on_screen() -> QSize:
    """The most that a window may take of the first screen, in logical pixels."""
    room = QGuiApplication.primaryScreen().availableSize()
    return QSize(room.width() - 40, room.height() - 60)


def scrolling_body(place: QWidget) -> QWidget:
    """What fills a window, and scrolls where that is smaller than the least that its contents need."""
    scroll = _Scroll()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(scroll)
    return scroll.body


class _Scroll(QScrollArea):
    """As Qt's own with ``widgetResizable``, which asks texts that wrap for the height that they like best: it would
    scroll a window whose table could be lower."""

    def __init__(self) -> None:
        super().__init__()
        self.body = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.body)
        self.body.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        if watched is self.body and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout, room = self.body.layout(), self.maximumViewportSize()
        if layout is None:
            return
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        least = layout.totalMinimumSize()
        width = max(room.width(), least.width())
        height = self._least_height(width)
        if height > room.height() and width - bar >= least.width():  # a bar takes its own width
            width -= bar
            height = self._least_height(width)
        below = bar if width > room.width() else 0
        self.body.resize(width, max(room.height() - below, height))

    def _least_height(self, width: int) -> int:
        layout = self.body.layout()
        if layout is None:
            return 0
        return (
            layout.minimumHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalMinimumSize().height()
        )

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return self.body.sizeHint()


class Window(QWidget):
    """A top-level window with a remembered place. All is laid out on its ``body``, which scrolls where the screen has
    no room for it."""

    settings_wanted = Signal()
    quit_wanted = Signal()
    """Porchlight shall end, not only this window; whoever ends it asks about drafts first."""

    def __init__(self, places: Places, name: str, size: QSize) -> None:
        """``name``: of its place; empty where that is known later."""
        super().__init__(None, Qt.WindowType.Window)
        self._places = places
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = scrolling_body(self)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.step_back)
        closing = QShortcut(self)
        closing.setKeys(QKeySequence.StandardKey.Close)  # all of a system's, not only the first
        closing.activated.connect(self.close)
        wanted = {
            SETTINGS_KEY: self.settings_wanted.emit,
            QUIT_KEY: self.quit_wanted.emit,
            CHECK_KEY: self.look_again,
            FIND_KEY: self.seek,
        }
        add_keys(self, wanted)
        self._restored = False
        self._place_name = ""
        self.resize(size.boundedTo(room_on_screen()))
        if name:
            self.put_in_place(name)

    def put_in_place(self, name: str) -> None:
        """Where the window of this name was last; later it is remembered by this name."""
        self._place_name = name
        if (geometry := self._places.get(name)) is not None:
            self.restoreGeometry(geometry)

    def setWindowTitle(self, title: str) -> None:
        """See QWidget."""
        super().setWindowTitle(tr("Demo: {title}", title=title) if self._places.demo else title)

    def prepare(self) -> None:
        """Do what showing it for the first time takes, before it is wanted; nobody sees it."""
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.show()
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)

    def come_forward(self) -> None:
        """Show it before all others, with the focus."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def look_again(self) -> None:
        """Check again what this window shows. Overridden by those that show something that is checked."""

    def seek(self) -> None:
        """Put the keyboard into the search of what is seen, where there is one."""
        seen = (line for line in self.findChildren(SearchLine) if line.isVisible())
        if (line := next(seen, None)) is not None:
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            line.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget."""
        super().showEvent(event)
        if not self._restored:
            self._restored = True
            for table in self.findChildren(LineTable):
                table.restore(self._places.columns(table.kept_as))

    @property
    def drafts(self) -> list[Draft]:
        """What somebody is filling in and has not saved."""
        return [one for one in self.findChildren(Draft) if one.unsaved]

    def step_back(self) -> None:
        """Leave the form that is open; where there is none, close. The effect of Esc."""
        page = next((one for one in self.findChildren(DraftPage) if one.isVisibleTo(self)), None)
        if page is None:
            self.close()
        else:
            page.leave()

    def close_now(self) -> None:
        """Close it with all that was not saved."""
        for one in self.drafts:
            one.discard()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """See QWidget."""
        if drafts := self.drafts:
            event.ignore()
            discard_first(drafts, self, self.close)
            return
        if self.isVisible():  # nobody has put one there that was only made ahead
            for table in self.findChildren(LineTable):
                self._places.put_columns(table.kept_as, table.kept())
            self._places.put(self._place_name, self.saveGeometry())
        super().closeEvent(event)
