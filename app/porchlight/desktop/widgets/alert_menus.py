"""The menus of "not now": for how long an alert is snoozed, what is silenced and until when."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.tray import SHORTEST_SILENCE, span_menu
from porchlight.desktop.words import translate
from porchlight.model.times import until_tomorrow


def snooze_menu(snooze: Callable[[float | None], None]) -> QMenu:
    """For how long not a word of an alert is wanted; None: until it is over."""
    menu = QMenu()
    _add_snoozes(menu, snooze)
    return menu


def not_now_menu(context: AppContext, component_id: str, parent: QWidget) -> QMenu:
    """What a component's trouble can be answered by, as it stands when the menu opens: what fires is acknowledged or
    snoozed; where nothing fires, what will is silenced."""
    menu = QMenu(parent)

    def fill() -> None:
        menu.clear()
        firing = context.firing(component_id)
        ids = [one.id for one in firing]
        if unseen := [one.id for one in firing if one.acknowledged_ms is None]:
            menu.addAction(translate("Alerts", "Acknowledge")).triggered.connect(
                lambda: context.commands.acknowledge(unseen)
            )
            menu.addSeparator()
        if firing:
            _add_snoozes(menu, lambda seconds: context.commands.snooze(ids, seconds))
        else:
            silence = partial(context.commands.silence, components=(component_id,))
            menu.addActions(span_menu(menu, "", silence, shortest=SHORTEST_SILENCE).actions())

    menu.aboutToShow.connect(fill)
    return menu


def silence_menu(context: AppContext, component: str, rule: str) -> QMenu:
    """What is held back, and until when: it always ends by itself."""
    menu = QMenu()

    def add(title: str, components: tuple[str, ...], rules: tuple[str, ...]) -> None:
        silence = partial(context.commands.silence, components=components, rules=rules)
        menu.addMenu(span_menu(menu, title, silence, shortest=SHORTEST_SILENCE))

    if component:
        add(translate("Alerts", "This component"), (component,), ())
    if rule:
        add(translate("Alerts", "This rule"), (), (rule,))
    if component and rule:
        add(translate("Alerts", "This rule on this component"), (component,), (rule,))
    add(translate("Alerts", "Everything"), (), ())
    return menu


def _add_snoozes(menu: QMenu, snooze: Callable[[float | None], None]) -> None:
    menu.addAction(translate("Alerts", "For 1 hour")).triggered.connect(lambda: snooze(3600.0))
    tomorrow = menu.addAction(translate("Alerts", "Until tomorrow 8:00"))
    tomorrow.triggered.connect(lambda: snooze(until_tomorrow(datetime.now().astimezone())))
    menu.addAction(translate("Alerts", "Until it is over")).triggered.connect(lambda: snooze(None))
