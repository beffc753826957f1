"""Every window in a long language and in one from right to left: nothing is cut, and nothing is left in English."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.application import Application
from porchlight.desktop.notifier import SystemNotifier
from porchlight.desktop.theme import Theme
from porchlight.desktop.translation import show_in
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.language.current import tr
from porchlight.language.sentence import Sentence
from porchlight.model.alert import Alert, AlertState, Severity
from porchlight.model.message import AlertLabel, Message, MessageKind
from tests.contract.test_no_commands import programmers_words
from tests.desktop.conftest import Run
from tests.desktop.every_window import LARGE, demo_in_trouble, every_window, make_demo_past, story
from tests.desktop.fit import cut_texts, shown_texts
from tests.desktop.live import Live
from tests.desktop.seen import every
from tests.pseudo import OPEN, long_renderer, mirrored_renderer

ESCAPED = re.compile(r"[A-Za-z]{2,}")
"""A word of no catalogue: the long language has an accent on every letter, and its months are Greek."""
KNOWN = re.compile(
    r"№ ?\d*|\b(ms|min|[KMG]iB)\b|\w+://\S+|(/[\w.-]+)+|\{\w+\}|\{\"[^}]*\}"
    r"|\b(components|channels)\.[\w.]+|http|Porchlight|SQLite|Markdown|PDF|STARTTLS|TLS|Slack|Discord|ntfy"
    r"|English|Español|Français|Português \(Brasil\)|Deutsch"  # each in itself
    r"|Microsoft Teams|Pushover|Telegram|PagerDuty|Alertmanager|Datadog|New Relic"
    r"|crm\.objects\.deals\.read"  # a permission, as HubSpot calls it
    r"|Donorbox warm-winter"  # a form and its id
    r"|Text-to-give import"  # a job, as it calls itself
    r"|(www\.)?charity\.localhost|example\.org"  # the demo's site and its domain
    r"|503 Service Unavailable"  # as the server says it
    r"|…-us19|pat-na1-…|rk_live_…|123456:ABC…"  # what keys look like
    r"|Scroll (Left|Right)"  # of Qt, which has no such language
)
"""Names, units and addresses."""
ROOM = {"100 %": LARGE, "200 %": QSize(643, 324)}
"""Twice as large everything has half of it: nothing else differs."""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("past")
    make_demo_past(folder, _nameless)
    return folder


def _nameless(settings: str) -> str:
    """Everything is numbered, so that every letter is of Porchlight."""
    return _numbered(story(settings)).replace("donors", "№")


def _numbered(settings: str) -> str:
    numbers = iter(range(1, 100))
    settings = settings.replace('goes_to = "your database"', 'name = "Gifts"\ngoes_to = "№ 30"')
    return re.sub(r'name = "[^"]*"', lambda _: f'name = "№ {next(numbers)}"', settings)


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
        async with demo_in_trouble(theme, past, tmp_path, _nameless) as running:
            english: set[str] = set()
            seen = 0
            for text in _in_the_tray(running):
                faults.extend(f"tray: {fault}" for fault in _english_in(text, _unwritten(running)))
            async for name, window in every_window(running, tmp_path, room, edit=_numbered):
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
        async with demo_in_trouble(theme, past, tmp_path, _nameless) as running:
            for text in _in_the_tray(running):
                faults.extend(f"tray: {one} in {text!r}" for one in programmers_words(text))
            async for name, window in every_window(running, tmp_path, edit=_numbered):
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
        async with demo_in_trouble(theme, past, tmp_path, _nameless) as running:
            async for name, window in every_window(running, tmp_path, edit=_numbered):
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
