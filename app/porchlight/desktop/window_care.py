"""What all windows need of the application: its icon, names and roles for screen readers, and that no label takes
a text for HTML.

From the first window on: a filter of events makes Python know each class of Qt that an event may be about, 4 MiB of a
light that rests. Qt takes a label's or tooltip's text for HTML where it looks like some. HTML loads what it names: an
endless file ends the program, a file on a server gets the user's login.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel

from porchlight.desktop.accessibility import install_roles, name_places
from porchlight.desktop.icons import app_icon

_LOOKED_AT = frozenset((QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.ApplicationFontChange))


class WindowCare(QObject):
    """Made before the first widget."""

    font_changed = Signal()
    """The system's font is another one."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        """It looks as long as ``parent`` is there."""
        super().__init__(parent)
        self._app = app
        install_roles()
        app.setWindowIcon(app_icon())
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject."""
        kind = event.type()
        if kind not in _LOOKED_AT:  # hundreds of others for each window: they cost a fifth of a chart's making
            return False
        _keep_plain(watched, event)
        name_places(watched, event)
        if kind == QEvent.Type.ApplicationFontChange and watched is self._app:
            self.font_changed.emit()
        return False


def _keep_plain(watched: QObject, event: QEvent) -> None:
    """Every label is made plain before its first layout, Qt's own too: tooltips,
    questions, balloons. One with mark-up of ours opts out."""
    if event.type() != QEvent.Type.Polish or not isinstance(watched, QLabel):
        return
    if watched.textFormat() == Qt.TextFormat.AutoText:
        watched.setTextFormat(Qt.TextFormat.PlainText)
