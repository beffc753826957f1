"""Alerts in the windows: their history and orders, on the real monitor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.alerts import AlertTable
from porchlight.desktop.widgets.basic import EmptyState
from porchlight.desktop.windows.alerts_page import AlertsPage
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.alert import AlertState, Severity
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, choice, has, texts, the

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
[channels.ops]
kind = "webhook"
url = "http://127.0.0.1:9/hook"
[rules.critical-component-failure]
channels = ["console"]
"""


def _live(run: Run, theme: Theme, folder: Path, look: Callable[[Live, SimulatorServer], Any]) -> None:
    async def main() -> None:
        async with (
            SimulatorServer(WebsiteSimulator()) as server,
            live(theme, folder, SETTINGS.format(url=server.url)) as running,
        ):
            await look(running, server)

    run(main())


def _button(widget: Any, text: str) -> QPushButton:
    return next(button for button in widget.findChildren(QPushButton) if button.text() == text)


def test_history_acknowledge_and_silence(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer) -> None:
        server.fault = Fault.UNAVAILABLE
        await until(lambda: [one for one in running.program.snapshot().alerts if one.state is AlertState.FIRING])
        await running.program.flush()
        window = MainWindow(running.context, Places(str(tmp_path / "windows.ini")))
        qtbot.addWidget(window)
        window.show()
        window.show_tab("alerts")
        page = the(window, AlertsPage)
        table = the(page, AlertTable)
        await until(lambda: len(table.lines) == 1)
        assert table.lines[0].texts[1] == "Critical"
        assert table.lines[0].texts[2].startswith("Donation page: The answer was 503")
        table.selectRow(0)
        await until(lambda: "Fired" in texts(page))
        _button(page, "Acknowledge").click()
        await until(lambda: table.lines[0].texts[3] == "Firing, acknowledged")
        actions = button(page, "Silence").menu().actions()
        assert [action.text() for action in actions] == [
            "This component",
            "This rule",
            "This rule on this component",
            "Everything",
        ]
        actions[0].menu().actions()[0].trigger()
        await until(lambda: "Silenced until" in texts(page))
        assert "Donation page" in texts(page)
        _button(page, "End silence").click()
        await until(lambda: "Silenced until" not in texts(page))
        choice(page, "Severity").setCurrentIndex(choice(page, "Severity").findData(Severity.LOW.value))
        await until(lambda: has(page, EmptyState))

    _live(run, theme, tmp_path, look)
