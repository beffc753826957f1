"""The outbox in the main window: on the real monitor, a real receiver and a real history."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import SimulatorServer
from porchlight.demo.website import WebsiteSimulator
from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import EmptyState
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.outbox_page import OutboxPage, OutboxTable
from porchlight.desktop.windows.places import Places
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, choice, has, search, texts, the
from tests.integration.alerts.receiver import OK, Receiver, answer, receiving

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
url = "{hook}"
[rules.critical-component-failure]
channels = ["console", "ops"]
"""
GONE = answer(410)
FAILED = "Failed: 127.0.0.1 does not know this address (410). It may have been removed there."

Look = Callable[[Live, SimulatorServer, Receiver, OutboxPage], Awaitable[None]]


def _outbox(run: Run, theme: Theme, folder: Path, qtbot: QtBot, look: Look) -> None:
    """The page is seen while the website is down and the receiver refuses the message."""

    async def main() -> None:
        async with SimulatorServer(WebsiteSimulator()) as server, receiving() as receiver:
            receiver.usual = GONE
            async with live(theme, folder, SETTINGS.format(url=server.url, hook=receiver.url)) as running:
                window = MainWindow(running.context, Places(str(folder / "windows.ini")))
                qtbot.addWidget(window)
                window.show()
                window.show_tab("alerts")
                button(window, "Outbox").click()
                page = the(window, OutboxPage)
                await until(lambda: has(page, EmptyState))
                server.fault = Fault.UNAVAILABLE
                await until(lambda: _column(page, 4) == [FAILED, "Delivered"])
                await look(running, server, receiver, page)
            assert running.failures == []

    run(main())


def _column(page: OutboxPage, column: int) -> list[str]:
    return [line.texts[column] for line in the(page, OutboxTable).lines]


@pytest.mark.logs_warnings
def test_what_failed_comes_first_with_its_reason_and_is_sent_again(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer, receiver: Receiver, page: OutboxPage) -> None:
        assert _column(page, 1) == ["ops", "Terminal"]
        assert _column(page, 2) == ["Started", "Started"]
        assert _column(page, 3)[0].startswith("Donation page: The answer was 503")
        the(page, OutboxTable).selectRow(0)
        assert FAILED in texts(page)
        receiver.usual = OK
        button(page, "Send again").click()
        await receiver.wait_for(2)
        await until(lambda: _column(page, 4) == ["Delivered", "Delivered"])
        assert the(page, OutboxTable).chosen[0][0].channel == "ops"  # wherever it stands now

    _outbox(run, theme, tmp_path, qtbot, look)


@pytest.mark.logs_warnings
def test_several_are_sent_again_at_once(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer, receiver: Receiver, page: OutboxPage) -> None:
        server.fault = Fault.NONE
        await until(lambda: len(the(page, OutboxTable).lines) == 4)
        assert "Not sent: its start was never sent" in _column(page, 4)
        receiver.usual = OK
        the(page, OutboxTable).selectAll()
        assert "4 message" in texts(page)
        button(page, "Send again").click()
        await until(lambda: _column(page, 4) == ["Delivered"] * 4)
        # Its beginning and its end are both late: one message says both.
        assert [one.json()["event"] for one in receiver.received[1:]] == ["digest"]

    _outbox(run, theme, tmp_path, qtbot, look)


@pytest.mark.logs_warnings
def test_channel_state_and_search_choose(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer, receiver: Receiver, page: OutboxPage) -> None:
        choice(page, "Channel").setCurrentIndex(choice(page, "Channel").findData("console"))
        await until(lambda: _column(page, 1) == ["Terminal"])
        choice(page, "Channel").setCurrentIndex(0)
        choice(page, "State").setCurrentIndex(choice(page, "State").findData("failed"))
        await until(lambda: _column(page, 1) == ["ops"])
        choice(page, "State").setCurrentIndex(0)
        search(page).setText("DONATION")
        await until(lambda: len(the(page, OutboxTable).lines) == 2)
        search(page).setText("removed")
        await until(lambda: _column(page, 1) == ["ops"])
        search(page).setText("nothing like that")
        await until(lambda: has(page, EmptyState))

    _outbox(run, theme, tmp_path, qtbot, look)


@pytest.mark.logs_warnings
def test_from_the_keyboard_to_the_component(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    async def look(running: Live, server: SimulatorServer, receiver: Receiver, page: OutboxPage) -> None:
        wanted: list[str] = []
        running.context.component_wanted.connect(wanted.append)
        the(page, OutboxTable).setFocus()
        QTest.keyClick(the(page, OutboxTable), Qt.Key.Key_Down)
        QTest.keyClick(the(page, OutboxTable), Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        assert len(the(page, OutboxTable).chosen) == 2
        QTest.keyClick(the(page, OutboxTable), Qt.Key.Key_Tab)
        assert button(page, "Send again").hasFocus()
        QTest.keyClick(button(page, "Send again"), Qt.Key.Key_Tab)
        assert button(page, "Open component").hasFocus()
        QTest.keyClick(button(page, "Open component"), Qt.Key.Key_Space)
        assert wanted == ["website"]

    _outbox(run, theme, tmp_path, qtbot, look)
