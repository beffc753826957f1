"""Every window at every page, over a real monitor that finds three of the demo's components unwell.

What is measured in a window (texts that are cut, names for screen readers, contrast) is measured in all of these.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QWidget

from porchlight.demo.faults import Fault
from porchlight.demo.past import make_past
from porchlight.demo.services import demo_services
from porchlight.desktop.application import Application
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.strip import Strip
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import EmptyState
from porchlight.desktop.widgets.days_over import DaysOver
from porchlight.desktop.widgets.gift_chart import GiftChart
from porchlight.desktop.widgets.note_dialog import NoteDialog
from porchlight.desktop.widgets.response_chart import ResponseChart
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.channels_page import channel_choices
from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.language.current import tr
from porchlight.model.status import Status
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.rules import ActionKind
from tests.desktop.live import Live, live, until
from tests.desktop.seen import every, has, the

LARGE = QSize(1326, 708)
"""What a screen of 1366×768 has for a window."""
_USUAL: dict[type[QWidget], QSize] = {
    MainWindow: QSize(1080, 700),
    ComponentWindow: QSize(980, 760),
    SettingsWindow: QSize(860, 680),
    GuideWindow: QSize(720, 600),
}
"""What they open with where there is room; Qt's screen for tests has less."""
_MORE = """
[channels.ops]
kind = "webhook"
name = "Ops"
url = "http://127.0.0.1:9/"
[rules.mine]
name = "Page is down"
when = { component = "website", status = "error" }
channels = ["console"]
[actions.again]
kind = "program"
name = "Start again"
program = ["/bin/true"]
[maintenance.night]
name = "Night"
from = "22:00"
to = "23:00"
[calendar.season]
name = "Season"
from = 2026-11-24
to = 2026-12-31
"""
_OF_A_COLLEAGUE = """
[components.new]
kind = "http"
name = "Newsletter"
url = "http://127.0.0.1:9/"
[channels.ops]
kind = "webhook"
name = "Colleagues"
url = "http://127.0.0.1:9/other"
"""
"""Settings to be imported, of which one channel is another one here."""
Edit = Callable[[str], str]
"""Changes the settings before they are used."""


def story(settings: str) -> str:
    """The demo's settings, and something of everything else that can be set up."""
    return settings + _MORE


def make_demo_past(folder: Path, edit: Edit = story) -> None:
    """Ten days of the demo as a history in a folder."""

    async def make() -> None:
        async with demo_services(str(folder)) as demo:
            await make_past(parse_settings(edit(demo.settings)), str(folder))

    asyncio.run(make())


@asynccontextmanager
async def demo_in_trouble(theme: Theme, past: Path, folder: Path, edit: Edit = story) -> AsyncIterator[Live]:
    """The demo with three components that are unwell."""
    shutil.copy(past / "history.sqlite3", folder)
    async with demo_services(str(folder)) as demo:
        demo.mailchimp.fault, demo.website.fault, demo.receipts.delay = Fault.UNAUTHORIZED, Fault.UNAVAILABLE, 0.9
        async with live(theme, folder, edit(demo.settings), demo.secrets) as running:
            await until(lambda: running.context.snapshot.views["mailchimp"].state.status is Status.ERROR)
            await until(lambda: running.context.snapshot.views["website"].state.status is Status.ERROR)
            await running.program.flush()
            yield running


async def every_window(
    running: Live, folder: Path, room: QSize = LARGE, *, edit: Edit = str, forms: int | None = None
) -> AsyncIterator[tuple[str, QWidget]]:
    """Every window at every page, as large as it may be; it is closed when the next one is asked for. ``forms``: of
    how many kinds of components and of channels the form is shown; None: of all."""
    places = Places(str(folder / "windows.ini"))
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(folder)})
    context = running.context

    async def shown(window: QWidget) -> QWidget:
        window.resize(_USUAL.get(type(window), window.size()).boundedTo(room))
        window.show()
        await _settled()
        return window

    main = MainWindow(context, places)
    for page in ("components", "incidents", "alerts", "performance", "outlook", "activity"):
        main.show_tab(page)
        await shown(main)
        await until(lambda: not has(main, EmptyState))
        await _settled()
        yield f"main, {page}", main
    for page, view in (("incidents", "Day"), ("alerts", "Outbox")):
        main.show_tab(page)
        _view(main, view)
        yield f"main, {page}, {view}", await shown(main)
    main.close()
    strip = Strip(context, places)
    yield "strip", await shown(strip)
    strip.close()
    for component in ("website", "mailchimp", "database", "receipts", "gift-pulse"):
        window = ComponentWindow(context, places, component)
        await shown(window)
        if component == "gift-pulse":
            await _gifts_shown(window)
        yield f"component {component}", window
        if component == "database":
            the(window, ResponseChart).write_note()
            await _settled()
            (note,) = window.findChildren(NoteDialog)
            yield "note", note
            note.close()
        window.close()
    settings = SettingsWindow(context, places, autostart)
    for page in ("components", "rules", "channels", "paths", "times", "recovery", "ways_out", "general"):
        settings.show_page(page)
        yield f"settings, {page}", await shown(settings)
    settings.show_page("components")
    for choice in [*kind_choices()][:forms]:
        settings.components.add(choice)
        yield f"settings, new {choice.name}", await shown(settings)
    settings.show_page("channels")
    for channel in [*channel_choices()][:forms]:
        settings.channels.add(channel)
        yield f"settings, new channel {channel.kind}", await shown(settings)
    settings.show_page("rules")
    settings.rules.edit("mine")
    yield "settings, a rule", await shown(settings)
    settings.show_page("paths")
    settings.paths.edit("donations")
    yield "settings, a path", await shown(settings)
    settings.show_page("times")
    settings.times.edit_maintenance("night")
    yield "settings, maintenance", await shown(settings)
    settings.times.edit_calendar("season")
    yield "settings, calendar", await shown(settings)
    settings.show_page("recovery")
    for kind in ActionKind:
        settings.recovery.add(kind)
        yield f"settings, recovery {kind}", await shown(settings)
    settings.show_page("ways_out")
    settings.exports.edit_otlp()
    yield "settings, otlp", await shown(settings)
    settings.exports.edit_prometheus()
    yield "settings, prometheus", await shown(settings)
    settings.show_page("general")
    shared = folder / "shared.toml"
    shared.write_text(edit(_OF_A_COLLEAGUE), encoding="utf-8")
    settings.general.sharing.import_from(str(shared))
    await until(lambda: settings.general.sharing.dialog is not None)
    dialog = settings.general.sharing.dialog
    assert dialog is not None
    await _settled()
    yield "import of settings", dialog
    dialog.close()
    settings.close()
    guide = GuideWindow(context, places, autostart)
    yield "guide, welcome", await shown(guide)
    guide.choose()
    yield "guide, kinds", await shown(guide)
    guide.add(next(iter(kind_choices())))
    yield "guide, form", await shown(guide)
    guide.take_over()
    yield "guide, Classy Sync", await shown(guide)
    guide.choose()
    guide.done_button.click()
    yield "guide, done", await shown(guide)
    guide.close()
    credential = CredentialWindow(context, places, "mailchimp")
    yield "credential", await shown(credential)
    credential.close()
    panel = Panel(context, Tray())
    panel.toggle()
    await _settled()
    yield "panel", panel
    panel.close()


def _view(window: QWidget, text: str) -> None:
    """Choose another view of a page, by the English text of its button."""
    wanted = tr(text)  # a message of the program
    next(one for one in every(window, QAbstractButton) if one.text() == wanted).click()


async def _gifts_shown(window: QWidget) -> None:
    """Its history comes in two steps."""
    await until(lambda: has(window, GiftChart) and has(window, DaysOver))
    await _settled()


async def _settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0.03)
        Application.processEvents()
