"""The menus of "not now": for how long an alert is snoozed, what is silenced and until when."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QMenu

from app.desktop.desk import Desk
from app.desktop.words import translate
from app.model.times import until_tomorrow


def snooze_menu(snooze: Callable[[float | None], None]) -> QMenu:
    """For how long not a word of an alert is wanted; None: until it is over."""
    menu = QMenu()
    menu.addAction(translate("Alerts", "For 1 hour")).triggered.connect(lambda: snooze(3600.0))
    tomorrow = menu.addAction(translate("Alerts", "Until tomorrow 8:00"))
    tomorrow.triggered.connect(lambda: snooze(until_tomorrow(datetime.now().astimezone())))
    menu.addAction(translate("Alerts", "Until it is over")).triggered.connect(lambda: snooze(None))
    return menu


def silence_menu(desk: Desk, component: str, rule: str) -> QMenu:
    """What is held back, and until when: it always ends by itself."""
    menu = QMenu()

    def add(parent: QMenu, components: tuple[str, ...], rules: tuple[str, ...]) -> None:
        for text, seconds in (
            (translate("Alerts", "For 1 hour"), 3600.0),
            (translate("Alerts", "For 4 hours"), 14400.0),
            (translate("Alerts", "Until tomorrow 8:00"), None),
        ):

            def order(_: bool = False, seconds: float | None = seconds) -> None:
                lasting = until_tomorrow(datetime.now().astimezone()) if seconds is None else seconds
                desk.silence(lasting, components, rules)

            parent.addAction(text).triggered.connect(order)

    if component:
        add(menu.addMenu(translate("Alerts", "This component")), (component,), ())
    if rule:
        add(menu.addMenu(translate("Alerts", "This rule")), (), (rule,))
    if component and rule:
        add(menu.addMenu(translate("Alerts", "This rule on this component")), (component,), (rule,))
    add(menu.addMenu(translate("Alerts", "Everything")), (), ())
    return menu
