"""The menu of the spans of a pause or of a silence."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QMenu, QWidget

from porchlight.language.current import tr
from porchlight.model.times import until_tomorrow

SHORTEST_SILENCE = 3600.0


def span_menu(parent: QWidget, title: str, order: Callable[[float], object], *, shortest: float = 0.0) -> QMenu:
    """The spans of a pause, or of a silence; ``order`` gets seconds, ``shortest`` of them or more. ``parent`` owns
    it: a button does not own its menu, so one without an owner is gone before it is opened."""
    menu = QMenu(title, parent)
    for text, seconds in (
        (tr("For 15 minutes"), 900.0),
        (tr("For 1 hour"), 3600.0),
        (tr("For 4 hours"), 14400.0),
    ):
        if seconds >= shortest:
            menu.addAction(text).triggered.connect(lambda _=False, span=seconds: order(span))
    tomorrow = menu.addAction(tr("Until tomorrow 8:00"))
    tomorrow.triggered.connect(lambda: order(until_tomorrow(datetime.now().astimezone())))
    return menu
