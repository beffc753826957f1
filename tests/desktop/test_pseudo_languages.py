"""Every window in a long language and in one from right to left: nothing is cut, and nothing is left in English."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from porchlight.demo.faults import Fault
from porchlight.demo.past import make_past
from porchlight.demo.services import demo_services
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.application import Application
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.panel import Panel
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import show_in
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import EmptyState, Text
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.credential import CredentialWindow
from porchlight.desktop.windows.guide import GuideWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.desktop.windows.settings.channels_page import channel_choices
from porchlight.desktop.windows.settings.kinds import kind_choices
from porchlight.desktop.windows.settings.window import SettingsWindow
from porchlight.desktop.windows.window import Places
from porchlight.language.current import tr
from porchlight.language.sentence import Sentence
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import AlertLabel, Message, MessageKind
from porchlight.model.status import Status
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.rules import ActionKind
from tests.contract.test_no_commands import programmers_words
from tests.desktop.conftest import Run
from tests.desktop.fit import cut_texts, shown_texts
from tests.desktop.live import Live, live, until
from tests.desktop.seen import every, has
from tests.pseudo import OPEN, long_renderer, mirrored_renderer

ROOM = {"100 %": QSize(1326, 708), "200 %": QSize(643, 324)}
"""What a screen of 1366×768 has for a window. Twice as large everything has half of it: nothing else differs."""
ESCAPED = re.compile(r"[A-Za-z]{2,}")
"""A word of no catalogue: the long language has an accent on every letter, and its months are Greek."""
KNOWN = re.compile(
    r"№ ?\d*|\b(ms|min|[KMG]iB)\b|\w+://\S+|(/[\w.-]+)+|\{\w+\}|\{\"[^}]*\}"
    r"|\b(components|channels)\.[\w.]+|http|Porchlight|SQLite|Markdown|PDF|STARTTLS|TLS|Slack|Discord|ntfy"
    r"|English|Español|Français|Português \(Brasil\)|Deutsch"  # each in itself
    r"|Microsoft Teams|Pushover|Telegram|PagerDuty|Alertmanager|Datadog|New Relic"
    r"|Donorbox warm-winter"  # a form and its id
    r"|503 Service Unavailable"  # as the server says it
    r"|…-us19|pat-na1-…|rk_live_…|123456:ABC…"  # what keys look like
    r"|Scroll (Left|Right)"  # of Qt, which has no such language
)
"""Names, units and addresses."""
USUAL: dict[type[QWidget], QSize] = {
    MainWindow: QSize(1080, 700),
    ComponentWindow: QSize(980, 760),
    SettingsWindow: QSize(860, 680),
    GuideWindow: QSize(720, 600),
}
"""What they open with where there is room; Qt's screen for tests has less."""
MORE = """
[channels.ops]
kind = "webhook"
name = "№ 11"
url = "http://127.0.0.1:9/"
[rules.mine]
name = "№ 12"
when = { component = "website", status = "error" }
channels = ["console"]
[actions.again]
kind = "program"
name = "№ 13"
program = ["/bin/true"]
[maintenance.night]
name = "№ 14"
from = "22:00"
to = "23:00"
[calendar.season]
name = "№ 15"
from = 2026-11-24
to = 2026-12-31
"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")

    async def make() -> None:
        async with demo_services(str(folder)) as demo:
            await make_past(parse_settings(_nameless(demo.settings)), str(folder))

    asyncio.run(make())
    return folder


def _nameless(settings: str) -> str:
    """Components are numbered, so that every letter is of Porchlight."""
    numbers = iter(range(1, 100))
    settings = re.sub(r'name = "[^"]*"', lambda _: f'name = "№ {next(numbers)}"', settings)
    return (
        settings.replace('goes_to = "your database"', 'name = "№ 9"\ngoes_to = "№ 10"').replace("donors", "№") + MORE
    )


@asynccontextmanager
async def _trouble(theme: Theme, past: Path, folder: Path) -> AsyncIterator[Live]:
    """The demo with three components that are unwell."""
    shutil.copy(past / "history.sqlite3", folder)
    async with demo_services(str(folder)) as demo:
        demo.mailchimp.fault, demo.website.fault, demo.receipts.delay = Fault.UNAUTHORIZED, Fault.UNAVAILABLE, 0.9
        async with live(theme, folder, _nameless(demo.settings), demo.secrets) as running:
            await until(lambda: running.context.snapshot.views["mailchimp"].state.status is Status.ERROR)
            await until(lambda: running.context.snapshot.views["website"].state.status is Status.ERROR)
            await running.program.flush()
            yield running


async def _places(running: Live, folder: Path, room: QSize) -> AsyncIterator[tuple[str, QWidget]]:
    """Every window at every page, as large as it may be."""
    places = Places(str(folder / "windows.ini"))
    autostart = XdgAutostart({"XDG_CONFIG_HOME": str(folder)})
    context = running.context

    async def shown(window: QWidget) -> QWidget:
        window.resize(USUAL.get(type(window), window.size()).boundedTo(room))
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
    main.close()
    for component in ("website", "mailchimp", "database", "receipts"):
        window = ComponentWindow(context, places, component)
        yield f"component {component}", await shown(window)
        window.close()
    settings = SettingsWindow(context, places, autostart)
    for page in ("components", "rules", "channels", "paths", "times", "recovery", "ways_out", "general"):
        settings.show_page(page)
        yield f"settings, {page}", await shown(settings)
    settings.show_page("components")
    for choice in kind_choices():
        settings.components.add(choice)
        yield f"settings, new {choice.name}", await shown(settings)
    settings.show_page("channels")
    for channel in channel_choices():
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
    shared.write_text(
        '[components.new]\nkind = "http"\nname = "№ 20"\nurl = "http://127.0.0.1:9/"\n'
        '[channels.ops]\nkind = "webhook"\nname = "№ 21"\nurl = "http://127.0.0.1:9/other"\n',
        encoding="utf-8",
    )
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


async def _settled() -> None:
    for _ in range(6):
        await asyncio.sleep(0.03)
        Application.processEvents()


def _in_the_tray(running: Live) -> Iterator[str]:
    """The light's tooltip and menu, and what is notified of the components that are unwell."""
    tray = Tray()
    appearance = appearance_of(running.context.snapshot, silenced=tr("Silence alerts"))
    tray.show(appearance)
    yield appearance.tooltip
    menu = tray.icon.contextMenu()
    yield from (action.text() for one in (menu, *menu.findChildren(QMenu)) for action in one.actions())
    channel = DesktopChannel(SystemNotifier(tray))
    for kind in (MessageKind.FIRING, MessageKind.STILL_FIRING, MessageKind.WORSE, MessageKind.TEST):
        for view in running.context.snapshot.views.values():
            for over in (False, True):
                alert = Alert("a", "component-failure", view.component.id, Severity.HIGH, AlertState.FIRING, 0, "", 0)
                label = AlertLabel(alert, "", view.component.name, over, view=view)
                labels = () if kind is MessageKind.TEST else (label,)
                notice = channel.notice(Message("m", kind, Severity.HIGH, "", "", 0, labels, {}))
                yield from (notice.title, notice.text, *(button.label for button in notice.buttons))


def _unwritten(running: Live) -> set[str]:
    """What checks wrote as a plain ``str``, which is English for everybody."""
    states = (view.state for view in running.context.snapshot.views.values())
    return {state.sentence for state in states if not isinstance(state.sentence, Sentence)}


def _english_in(text: str, checks: Iterable[str]) -> Iterator[str]:
    rest = text
    for sentence in checks:
        rest = rest.replace(sentence, "")
    if ESCAPED.search(KNOWN.sub("", rest)):
        yield f"not translated: {text!r}"


@pytest.mark.parametrize("room", ROOM.values(), ids=ROOM.keys())
def test_in_a_long_language_nothing_is_cut_and_nothing_is_left_in_english(
    qapp: Application, run: Run, theme: Theme, past: Path, tmp_path: Path, room: QSize
) -> None:
    faults: list[str] = []

    async def look() -> None:
        async with _trouble(theme, past, tmp_path) as running:
            english: set[str] = set()
            seen = 0
            for text in _in_the_tray(running):
                faults.extend(f"tray: {fault}" for fault in _english_in(text, _unwritten(running)))
            async for name, window in _places(running, tmp_path, room):
                english |= _unwritten(running)
                faults.extend(f"{name}: {fault}" for fault in cut_texts(window))
                for text in dict.fromkeys(shown_texts(window)):
                    seen += OPEN in text
                    faults.extend(f"{name}: {fault}" for fault in _english_in(text, english))
            assert seen > 1000
            assert running.failures == []

    show_in(qapp, long_renderer())
    run(look())
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_no_window_names_a_command_a_key_or_a_file(
    qapp: Application, run: Run, theme: Theme, past: Path, tmp_path: Path
) -> None:
    faults: list[str] = []

    async def look() -> None:
        async with _trouble(theme, past, tmp_path) as running:
            for text in _in_the_tray(running):
                faults.extend(f"tray: {one} in {text!r}" for one in programmers_words(text))
            async for name, window in _places(running, tmp_path, ROOM["100 %"]):
                for text in dict.fromkeys(shown_texts(window)):
                    # Where its own files are, for whoever helps; and what a colleague's file says, by value.
                    shown = re.sub(r"(/[\w.-]+)+|^\s*(components|channels)\.[\w.]+ = \S+", "", text)
                    faults.extend(f"{name}: {one} in {text!r}" for one in programmers_words(shown))

    run(look())
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_a_language_from_right_to_left_is_mirrored_and_charts_are_not(
    qapp: Application, run: Run, theme: Theme, past: Path, tmp_path: Path
) -> None:
    faults: list[str] = []

    async def look() -> None:
        async with _trouble(theme, past, tmp_path) as running:
            async for name, window in _places(running, tmp_path, ROOM["100 %"]):
                faults.extend(f"{name}: {fault}" for fault in cut_texts(window))
                faults.extend(f"{name}: {fault}" for fault in _not_mirrored(window))

    show_in(qapp, mirrored_renderer())
    run(look())
    assert not faults, "\n".join(dict.fromkeys(faults))


def _not_mirrored(window: QWidget) -> Iterator[str]:
    if window.layoutDirection() is not Qt.LayoutDirection.RightToLeft:
        yield "not mirrored at all"
    for bar in every(window, QTabBar):
        if bar.count() > 1 and bar.tabRect(0).x() < bar.tabRect(1).x():
            yield f"the tab “{bar.tabText(0)}” is not the first from the right"
    for button in every(window, QToolButton):
        if button.arrowType() is Qt.ArrowType.RightArrow:
            yield f"the arrow of “{button.text()}” points back"
    for heading in every(window, Text):
        left = heading.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        if (left & Qt.AlignmentFlag.AlignLeft and left & Qt.AlignmentFlag.AlignAbsolute) or not left:
            yield f"“{heading.text()}” is at the left"
    for chart in every(window, LatencyChart):
        axis = chart.getPlotItem().getAxis("left")
        if axis.scenePos().x() > chart.width() / 2:
            yield "the axis of the chart is at the right"
