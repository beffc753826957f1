"""Where the panel goes: by the tray's icon, else by the cursor, else in the corner; always whole on one screen, like
everything that is kept on top."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize

_DISTANCE = 8
_NEAR_EDGE = 120
"""A cursor farther than this from every edge of the screen did not click a tray."""


def panel_place(size: QSize, icon: QRect, cursor: QPoint | None, screens: Sequence[QRect]) -> QPoint:
    """The panel's upper left corner.

    ``icon`` is the tray icon's place (empty where it is unknown), ``cursor`` where the click was, and
    ``screens`` the available parts of all screens, the main one first; all in device-independent pixels.
    """
    if not icon.isEmpty():
        screen = _screen_of(icon.center(), screens)
        return _beside(size, icon, screen)
    if cursor is not None:
        screen = _screen_of(cursor, screens)
        if _is_near_edge(cursor, screen):
            return _beside(size, QRect(cursor, QSize(1, 1)), screen)
        return _corner(size, screen)
    return _corner(size, screens[0])


def kept_on_screen(box: QRect, screens: Sequence[QRect]) -> QPoint:
    """The upper left corner of a box that was moved or has grown, so that all of it is on the nearest screen."""
    return _within(box.topLeft(), box.size(), _screen_of(box.center(), screens))


def strip_place(size: QSize, screen: QRect) -> QPoint:
    """Where the strip is at first: at the top, in the middle."""
    return _within(QPoint(screen.center().x() - size.width() // 2, screen.top()), size, screen)


def _screen_of(point: QPoint, screens: Sequence[QRect]) -> QRect:
    """The screen with the point, else the nearest."""

    def distance(screen: QRect) -> int:
        dx = max(screen.left() - point.x(), 0, point.x() - screen.right())
        dy = max(screen.top() - point.y(), 0, point.y() - screen.bottom())
        return dx * dx + dy * dy

    return min(screens, key=distance)


def _is_near_edge(point: QPoint, screen: QRect) -> bool:
    distances = (
        point.x() - screen.left(),
        screen.right() - point.x(),
        point.y() - screen.top(),
        screen.bottom() - point.y(),
    )
    return min(distances) < _NEAR_EDGE


def _beside(size: QSize, anchor: QRect, screen: QRect) -> QPoint:
    """Below an icon in the upper half, above one in the lower half; beside one in a bar at the side."""
    x = anchor.center().x() - size.width() // 2
    if anchor.center().y() < screen.center().y():
        y = max(anchor.bottom() + _DISTANCE, screen.top() + _DISTANCE)
    else:
        y = min(anchor.top() - _DISTANCE - size.height(), screen.bottom() - _DISTANCE - size.height())
    return _within(QPoint(x, y), size, screen)


def _corner(size: QSize, screen: QRect) -> QPoint:
    return _within(screen.bottomRight(), size, screen)


def _within(place: QPoint, size: QSize, screen: QRect) -> QPoint:
    right = screen.right() - _DISTANCE - size.width()
    bottom = screen.bottom() - _DISTANCE - size.height()
    return QPoint(
        max(min(place.x(), right), screen.left() + _DISTANCE), max(min(place.y(), bottom), screen.top() + _DISTANCE)
    )
