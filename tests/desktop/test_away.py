"""What happened while nobody looked: on the first look of a day or after hours, until it is dismissed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

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
from porchlight.desktop.widgets.away_card import AwayCard
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.model.status import Status
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import button, every, texts, the
from tests.desktop.still import NOW_MS

HOUR_MS = 3_600_000
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
[rules.critical-component-failure]
channels = ["console"]
"""

Look = Callable[[Application, Tray], Awaitable[None]]


def _after_an_outage(
    run: Run, qapp: Application, theme: Theme, folder: Path, look: Look, *, last_look_ms: int | None
) -> None:
    """The page was down and works again; somebody looked before that, or never."""
    if last_look_ms is not None:
        Places(str(folder / "windows.ini")).put_moment("last-look", last_look_ms)

    def status(running: Live) -> Status:
        return running.context.snapshot.views["website"].state.status

    async def main() -> None:
        async with SimulatorServer(WebsiteSimulator()) as server:
            server.fault = Fault.UNAVAILABLE
            async with live(theme, folder, SETTINGS.format(url=server.url)) as running:
                await until(lambda: status(running) is Status.ERROR)
                server.fault = Fault.NONE
                await until(lambda: status(running) is Status.HEALTHY)
                await running.program.flush()
                tray = Tray()
                channel = DesktopChannel(SystemNotifier(tray))
                surfaces = Surfaces(qapp, tray, running.context, XdgAutostart({}), channel)
                surfaces.begin()
                await look(qapp, tray)
                surfaces.end()
            assert running.failures == []

    run(main())


def _shown(app: Application, kind: type[Panel] | type[MainWindow]) -> Panel | MainWindow:
    (found,) = (one for one in app.topLevelWidgets() if isinstance(one, kind) and one.isVisible())
    return found


def test_the_first_look_shows_it_in_panel_and_window_until_it_is_dismissed(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path
) -> None:
    async def look(app: Application, tray: Tray) -> None:
        tray.panel_wanted.emit()
        panel = _shown(app, Panel)
        await until(lambda: every(panel, AwayCard))
        card = the(panel, AwayCard)
        title, *lines = texts(card).splitlines()
        assert title.startswith("While you were away, since ")
        assert lines[0].startswith("Donation page was down for ")
        assert len(lines) <= 3
        assert lines[0] in card.accessibleName()
        tray.window_wanted.emit()
        window = _shown(app, MainWindow)
        assert texts(the(window, AwayCard)) == texts(card)
        button(the(window, AwayCard), "Dismiss").click()
        assert not every(window, AwayCard)
        assert not every(panel, AwayCard)

    _after_an_outage(run, qapp, theme, tmp_path, look, last_look_ms=NOW_MS - 5 * HOUR_MS)
    kept = Places(str(tmp_path / "windows.ini")).moment("last-look")
    assert kept is not None
    assert kept >= NOW_MS


@pytest.mark.parametrize("last_look_ms", [None, NOW_MS - 60_000], ids=["the first of all", "a minute ago"])
def test_whoever_looked_just_now_or_never_gets_no_card(
    qapp: Application, run: Run, theme: Theme, tmp_path: Path, last_look_ms: int | None
) -> None:
    async def look(app: Application, tray: Tray) -> None:
        tray.panel_wanted.emit()
        await until(lambda: "All is well." in texts(_shown(app, Panel)))
        assert not every(_shown(app, Panel), AwayCard)

    _after_an_outage(run, qapp, theme, tmp_path, look, last_look_ms=last_look_ms)
