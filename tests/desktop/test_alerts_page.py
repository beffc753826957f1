"""Alerts in the windows: their history and orders, rules and channels in the settings; on the real monitor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.demo.faults import Fault
from app.demo.http_server import SimulatorServer
from app.demo.website import WebsiteSimulator
from app.desktop.application import Application
from app.desktop.places import Places
from app.desktop.theme import Theme
from app.desktop.windows.main import MainWindow
from app.desktop.windows.settings.alerts_page import AlertsPage
from app.model.alert import AlertState, Severity
from app.model.audit import Action
from app.runtime import open_reader
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
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
        alerting = running.watching.alerting
        await until(lambda: [one for one in alerting.alerts() if one.state is AlertState.FIRING])
        await running.watching.store.flush()
        window = MainWindow(running.desk, Places(str(tmp_path / "windows.ini")))
        qtbot.addWidget(window)
        window.show()
        window.show_tab("alerts")
        page = window._alerts.alerts
        table = page._table
        await until(lambda: table.rowCount() == 1)
        assert table.item(0, 1).text() == "Critical"
        assert table.item(0, 2).text().startswith("Donation page: The answer was 503")
        table.selectRow(0)
        await until(lambda: "Fired" in page._lines.text())
        _button(page, "Acknowledge").click()
        await until(lambda: table.item(0, 3).text() == "Firing, acknowledged")
        actions = page._silence.menu().actions()
        assert [action.text() for action in actions] == [
            "This component",
            "This rule",
            "This rule on this component",
            "Everything",
        ]
        actions[0].menu().actions()[0].trigger()
        await until(lambda: "Silenced until" in page._silenced.text())
        assert "Donation page" in page._silenced.text()
        _button(page, "End").click()
        await until(lambda: not page._silenced.text())
        page._severity.setCurrentIndex(page._severity.findData(Severity.LOW.value))
        await until(lambda: page._stack.currentWidget() is page._empty)

    _live(run, theme, tmp_path, look)


def test_rules_are_switched_and_tried_and_channels_tested(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer) -> None:
        page = AlertsPage(running.desk)
        qtbot.addWidget(page)
        said: list[str] = []
        page.told.connect(said.append)
        switch = next(one for one in page.findChildren(QCheckBox) if one.text() == "Slower than usual")
        switch.setChecked(False)
        assert said[-1] == "Saved."
        severity = next(
            one
            for one in page.findChildren(QComboBox)
            if one.accessibleName() == "Severity of “A certificate expires soon”"
        )
        severity.setCurrentIndex(severity.findData("low"))
        await running.reload()
        rules = {rule.id: rule for rule in running.watching.alerting.rules}
        assert not rules["slow-response"].enabled
        assert rules["certificate-expiring"].severity is Severity.LOW
        assert rules["certificate-expiring"].repeat_ms == 86_400_000  # what was not touched stays
        await running.watching.store.flush()
        with open_reader(str(tmp_path)) as reader:
            noted = [(entry.action, entry.subject) for entry in reader.audit(0, NOW_MS + 86_400_000)]
        assert (Action.RULE_CHANGED, "slow-response") in noted
        assert (Action.RULE_CHANGED, "certificate-expiring") in noted
        page.settings_changed()
        tests = [one for one in page.findChildren(QPushButton) if one.accessibleName() == "Send a test to ops"]
        tests[-1].click()
        await until(lambda: said[-1].startswith("ops: No connection to 127.0.0.1"))
        await running.watching.store.flush()
        _button(page, "Last 7 days?").click()
        await until(lambda: "In the last 7 days it would not have fired once." in said[-1])

    _live(run, theme, tmp_path, look)
