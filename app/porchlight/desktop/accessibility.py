"""What widgets are for those who do not see them: Qt knows the roles of its own ones alone, and names none."""

from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import (
    QAccessibleWidget,
    QGraphicsView,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QWidget,
)

_ROLES: Final = {
    "Window": QAccessible.Role.Window,
    "Panel": QAccessible.Role.Dialog,
    "Strip": QAccessible.Role.Window,
    "MarkLabel": QAccessible.Role.Graphic,
    "FillBar": QAccessible.Role.Graphic,
    "PhaseBar": QAccessible.Role.Graphic,
    "AvailabilityStrip": QAccessible.Role.Chart,
    "IncidentTimeline": QAccessible.Role.Chart,
    "DayTimeline": QAccessible.Role.Chart,
    "GiftBars": QAccessible.Role.Chart,
    "LatencyChart": QAccessible.Role.Chart,
    "IncidentLine": QAccessible.Role.Button,
    "GiftPath": QAccessible.Role.Grouping,
    "TroubleCard": QAccessible.Role.Grouping,
    "RecommendationCard": QAccessible.Role.Grouping,
    "QScrollArea": QAccessible.Role.Pane,
    "QDialogButtonBox": QAccessible.Role.Client,  # Qt's groups its buttons under no name
    "QStackedWidget": QAccessible.Role.Client,  # Qt's "layered pane" is read aloud, and says nothing
}
"""By the names of classes, as Qt asks for them: from the widget's own up to Qt's."""


@cache
def install_roles() -> None:
    """Let screen readers know them: before the first window, and after the light, since Qt takes long to say what it
    knows of accessibility."""
    QAccessible.installFactory(_made)


def _made(name: str, thing: QObject) -> QAccessibleInterface | None:
    role = _ROLES.get(name)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None


def announce(place: QWidget, text: str) -> None:
    """Let a screen reader say the result of what was just done, wherever the focus is."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(place, text))


def name_places(watched: QObject, event: QEvent) -> None:
    """For the application's event filter: what scrolls and takes the keyboard is called what it is a page of, and
    what only holds other things does not take it.

    A line announces its cursor the first time that it is set, which Qt does with the first Tab into it, before it
    announces the focus. Orca takes the cursor for the focus then, and says nothing. So each line sets it as soon as
    its page has been shown and the focus there has been announced.
    """
    if event.type() not in (QEvent.Type.Polish, QEvent.Type.Show):  # it may not be in its place when it is polished
        return
    if isinstance(watched, QTabWidget):
        tabs = watched.tabBar()
        policy = tabs.focusPolicy()
        watched.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # which Qt passes on to the tabs; these do
        tabs.setFocusPolicy(policy)
    elif isinstance(watched, QGraphicsView):
        watched.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the view does
    elif isinstance(watched, QLineEdit):
        _name_line(watched)
        if event.type() == QEvent.Type.Polish:
            QTimer.singleShot(0, watched, lambda line=watched: _announce_cursor(line))
    elif isinstance(watched, QScrollArea) and not watched.accessibleName():
        watched.setAccessibleName(_page_of(watched))


def _announce_cursor(line: QLineEdit) -> None:
    if not line.hasSelectedText():  # its cursor was announced then, and setting it again would end the selection
        line.setCursorPosition(line.cursorPosition())


def _name_line(line: QLineEdit) -> None:
    whole = line.parentWidget()
    if (
        not line.accessibleName() and whole is not None and whole.focusProxy() is line
    ):  # of several parts, named as one
        line.setAccessibleName(whole.accessibleName())


def _page_of(place: QWidget) -> str:
    """The text of the tab that it is in; outside of tabs, the window's title."""
    page: QWidget | None = place
    while page is not None:
        above = page.parentWidget()
        tabs = above.parentWidget() if above is not None else None
        if isinstance(tabs, QTabWidget) and (number := tabs.indexOf(page)) >= 0:
            return tabs.tabText(number)
        page = above
    return place.window().windowTitle()
