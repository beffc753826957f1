""" "Not now" wherever an alert is seen: panel, tray and the component's window, on the real monitor."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.alerts import FiringList, NotNowLine
from porchlight.desktop.widgets.trouble_card import TroubleCard
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.alert import Alert
from porchlight.model.audit import Action
from porchlight.runtime.history import open_reader
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, buttons, every, has, texts, the
from tests.desktop.still import NOW_MS

SETTINGS = """
[monitor]
interval = "1s"
confirmations = 0
connectivity_urls = []
[components.website]
kind = "http"
name = "Donation page"
url = "{url}"
critical = true
"""
TOLD = '[rules.critical-component-failure]\nchannels = ["console"]\n'
NO_RULES = "[alerts]\nbuiltin = false\n"

Look = Callable[[Live], Awaitable[None]]


def _down(run: Run, theme: Theme, folder: Path, look: Look, rules: str = TOLD) -> None:
    """Looked at while the website is down."""

    async def main() -> None:
        async with SimulatorServer(WebsiteSimulator()) as server:
            server.fault = Fault.UNAVAILABLE
            async with live(theme, folder, SETTINGS.format(url=server.url) + rules) as running:
                await until(lambda: running.context.snapshot.views["website"].state.reason)
                await look(running)
            assert running.failures == []

    run(main())


def _panel(running: Live, qtbot: QtBot) -> tuple[Panel, TroubleCard]:
    panel = Panel(running.context, Tray())
    qtbot.addWidget(panel)
    panel.open()
    return panel, every(panel, TroubleCard)[0]


def _offers(menu: QMenu) -> dict[str, QAction]:
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def _alert(running: Live) -> Alert:
    (alert,) = running.context.firing("website")
    return alert


def test_what_fires_is_snoozed_from_the_card_and_that_is_taken_back(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        await until(lambda: running.context.firing("website"))
        _, card = _panel(running, qtbot)
        offers = _offers(card.menu)
        assert list(offers) == ["Acknowledge", "For 1 hour", "Until tomorrow 8:00", "Until it is resolved"]
        offers["For 1 hour"].trigger()
        await until(lambda: "Snoozed until " in texts(card))
        assert "Snooze ▾" not in buttons(card)
        assert "End" in buttons(card)
        button(card, "End").click()
        await until(lambda: not has(card, NotNowLine))
        assert "Snooze ▾" in buttons(card)
        assert _alert(running).snoozed_until_ms is None
        await running.program.flush()
        with open_reader(str(tmp_path)) as reader:
            noted = [entry.action for entry in reader.audit(0, NOW_MS + 86_400_000)]
            kinds = [one.kind.value for one in reader.alert_timeline(_alert(running).id)]
        assert noted[:2] == [Action.ALERT_UNSNOOZED, Action.ALERT_SNOOZED]
        assert kinds[-2:] == ["snoozed", "unsnoozed"]
        offers["Until it is resolved"].trigger()
        await until(lambda: "Snoozed until it is resolved" in texts(card))

    _down(run, theme, tmp_path, look)


def test_what_fires_is_acknowledged_from_the_card(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        await until(lambda: running.context.firing("website"))
        _, card = _panel(running, qtbot)
        _offers(card.menu)["Acknowledge"].trigger()
        await until(lambda: "Acknowledged" in texts(card))
        assert "End" not in buttons(card)
        assert "Acknowledge" not in _offers(card.menu)

    _down(run, theme, tmp_path, look)


def test_where_nothing_fires_the_card_silences_its_component(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        _, card = _panel(running, qtbot)
        offers = _offers(card.menu)
        assert list(offers) == ["For 1 hour", "For 4 hours", "Until tomorrow 8:00"]
        offers["For 4 hours"].trigger()
        await until(lambda: running.context.silences("website"))
        (silence,) = running.context.silences("website")
        assert silence.components == ("website",)
        await until(lambda: "Alerts silenced until " in texts(card))
        button(card, "End").click()
        await until(lambda: not has(card, NotNowLine))
        assert running.context.silences("website") == []

    _down(run, theme, tmp_path, look, NO_RULES)


def test_the_panel_stays_while_a_card_s_menu_is_open(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        panel, card = _panel(running, qtbot)
        card.menu.popup(panel.mapToGlobal(panel.rect().center()))
        assert card.menu.isVisible()
        panel.isActiveWindow = lambda: False  # type: ignore[method-assign]
        qapp.sendEvent(panel, QEvent(QEvent.Type.ActivationChange))
        assert panel.isVisible()
        card.menu.close()
        qapp.sendEvent(panel, QEvent(QEvent.Type.ActivationChange))
        assert not panel.isVisible()

    _down(run, theme, tmp_path, look)


def test_everything_is_silenced_from_the_tray_and_seen_in_tray_and_panel(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        tray, context = Tray(), running.context
        surfaces = Surfaces(
            qapp,
            tray,
            context,
            XdgAutostart({}),
            DesktopChannel(SystemNotifier(tray)),
        )
        surfaces.begin()
        panel, _ = _panel(running, qtbot)

        def entry(beginning: str) -> QMenu | None:
            found = [one for one in tray.icon.contextMenu().actions() if one.text().startswith(beginning)]
            menu = found[0].menu() if found else None
            return menu if isinstance(menu, QMenu) else None

        menu = entry("Silence alerts")
        assert menu is not None
        offers = _offers(menu)
        assert list(offers) == ["For 1 hour", "For 4 hours", "Until tomorrow 8:00"]
        offers["For 1 hour"].trigger()
        await until(lambda: entry("Alerts silenced until "))
        assert "Alerts silenced until " in tray.icon.toolTip()
        await until(lambda: "Alerts silenced until " in texts(panel))
        ending = entry("Alerts silenced until ")
        assert ending is not None
        _offers(ending)["End silence"].trigger()
        await until(lambda: entry("Silence alerts"))
        assert context.silences() == []
        await until(lambda: "Alerts silenced" not in texts(panel))
        surfaces.end()

    _down(run, theme, tmp_path, look)


def test_the_component_s_window_shows_what_fires_with_its_buttons(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live) -> None:
        window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "website")
        window.show()
        row = the(window, FiringList)
        await until(lambda: texts(row).endswith(" · Firing"))
        _offers(button(row, "Snooze").menu())["For 1 hour"].trigger()
        await until(lambda: " · Snoozed until " in texts(row))
        button(row, "End snooze").click()
        await until(lambda: texts(row).endswith(" · Firing"))
        button(row, "Acknowledge").click()
        await until(lambda: texts(row).endswith(" · Firing, acknowledged"))
        assert "Acknowledge" not in buttons(row)
        running.context.commands.silence(3600.0, ("website",))
        await until(lambda: "Alerts silenced" in texts(row))
        window.close()

    _down(run, theme, tmp_path, look)
