"""Whether the light and the notifications can be seen: places of icons, what is done about it, and that there is
always a way to Porchlight."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.application import Application
from porchlight.desktop.light import Area, Light, System, is_parked, system_of
from porchlight.desktop.platform.autostart import XdgAutostart
from porchlight.desktop.reach import Believed, Reach, Toasts, guides, is_folded
from porchlight.desktop.reach_watch import ReachWatch
from porchlight.desktop.surfaces import Surfaces
from porchlight.desktop.theme import Theme
from porchlight.desktop.tray import Tray
from porchlight.desktop.widgets.reach_card import ReachCard
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.main import MainWindow
from porchlight.language.english import english
from tests.desktop.conftest import Run
from tests.desktop.seen import button, texts, the
from tests.desktop.still import StillContext, view
from tests.desktop.test_parts import Screen

LEFT, RIGHT = Area(0, 0, 1440, 900), Area(1440, -200, 1920, 1080)


@pytest.mark.parametrize(
    ("icon", "system", "parked"),
    [
        (Area(1300, 0, 24, 24), System.MACOS, False),
        (Area(3000, -200, 24, 24), System.MACOS, False),
        (Area(1300, -30, 24, 24), System.MACOS, False),  # a menu bar that hides until it is needed
        (Area(-1, 880, 38, 24), System.MACOS, True),  # where macOS 26 leaves what it may not show
        (Area(0, 895, 34, 22), System.MACOS, True),
        (Area(-600, 0, 24, 24), System.MACOS, True),  # pushed out of a full menu bar
        (Area(0, 0, 0, 0), System.MACOS, True),
        (Area(0, 0, 0, 0), System.KDE, False),  # a StatusNotifierItem has no place that anybody knows
        (Area(1300, 870, 24, 24), System.XFCE, False),
        (Area(5000, 10, 24, 24), System.XFCE, True),
        (Area(1300, 2000, 24, 24), System.OTHER, True),
        (Area(1380, 860, 24, 24), System.WINDOWS, False),
    ],
)
def test_an_icon_that_nobody_sees_is_known_by_its_place(icon: Area, system: System, parked: bool) -> None:
    assert is_parked(icon, (LEFT, RIGHT), system) is parked


_OURS = r"C:\Program Files\Porchlight\porchlight-tray.exe"


@pytest.mark.parametrize(
    ("known", "folded"),
    [
        ([], False),  # Windows 10, or an icon that it has not met yet
        ([(_OURS.upper(), 0)], True),
        ([(_OURS, None)], True),
        ([(_OURS, 1)], False),
        ([(_OURS, 0), (_OURS, 1)], False),
        ([(r"{6D809377-6AF0-444B-8957-A3773F02200E}\Porchlight\porchlight-tray.exe", 0)], True),
        ([(r"C:\Other\porchlight-tray.exe", 0), ("", 0), ("{6D809377}", 0)], False),
    ],
)
def test_windows_says_which_icons_it_hides(known: list[tuple[str, int | None]], folded: bool) -> None:
    assert is_folded(_OURS, known) is folded


@pytest.mark.parametrize(
    ("platform", "desktop", "system"),
    [
        ("win32", "", System.WINDOWS),
        ("darwin", "", System.MACOS),
        ("linux", "ubuntu:GNOME", System.GNOME),
        ("linux", "KDE", System.KDE),
        ("linux", "XFCE", System.XFCE),
        ("linux", "sway", System.OTHER),
        ("linux", "", System.OTHER),
    ],
)
def test_the_system_is_known_by_what_the_session_names(platform: str, desktop: str, system: System) -> None:
    assert system_of(platform, {"XDG_CURRENT_DESKTOP": desktop}) is system


@pytest.mark.parametrize("system", System)
def test_every_trouble_has_a_title_a_meaning_and_steps_on_every_system(system: System) -> None:
    for light in Light:
        for toasts in Toasts:
            found = guides(Reach(light, toasts), system)
            assert len(found) == (light is not Light.SEEN) + (toasts is not Toasts.SHOWN)
            assert all(english(one.title) and english(one.meaning) and one.steps for one in found)
    assert guides(Reach(), system) == ()


def test_what_was_found_only_once_is_not_believed() -> None:
    believed, well, quiet = Believed(), (False, Toasts.SHOWN), (False, Toasts.QUIET)
    for found, state in ((quiet, well), (well, well), (quiet, well), (quiet, quiet), (well, quiet), (well, well)):
        believed.take(found)
        assert believed.state == state


class Probe:
    """A system that says what it is told to say."""

    def __init__(self) -> None:
        self.hidden = False
        self.becomes = Toasts.SHOWN

    def folded(self) -> bool:
        return self.hidden

    async def toasts(self) -> Toasts:
        return self.becomes


def test_an_icon_that_is_parked_is_noticed_within_twenty_seconds_and_so_is_its_return(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = QRect(10, 10, 24, 24)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "geometry", lambda self: place)
    tray = Tray()
    watch, found = ReachWatch(tray, Probe(), tray), list[Reach]()
    watch.changed.connect(found.append)
    tray.begin()
    (looking,) = tray.findChildren(QTimer)
    looks = 19_000 // looking.interval()
    place = QRect(-9000, 10, 24, 24)
    for _ in range(looks):
        looking.timeout.emit()
    assert found == [Reach(Light.PARKED)]
    place = QRect(10, 10, 24, 24)
    looking.timeout.emit()
    assert found[1:] == [Reach()]
    tray.end()


def test_what_the_system_says_is_believed_the_second_time(qtbot: QtBot, run: Run) -> None:
    async def main() -> list[Reach]:
        probe, found = Probe(), list[Reach]()
        watch = ReachWatch(Tray(), probe)
        watch.changed.connect(found.append)
        await watch.look()
        probe.hidden, probe.becomes = True, Toasts.OFF
        await watch.look()
        assert found == []
        await watch.look()
        await watch.look()
        probe.hidden = False
        await watch.look()
        await watch.look()
        return found

    assert run(main()) == [Reach(Light.FOLDED, Toasts.OFF), Reach(Light.SEEN, Toasts.OFF)]


def test_looking_goes_on_until_it_is_cancelled(qtbot: QtBot, run: Run) -> None:
    async def main() -> None:
        looking = asyncio.create_task(ReachWatch(Tray(), Probe()).run())
        await asyncio.sleep(0.05)
        assert not looking.done()
        looking.cancel()

    run(main())


# -- what people see of it


def _begun(qapp: Application, theme: Theme, tmp_path: Path) -> tuple[Surfaces, Tray, Screen]:
    context, tray, screen = StillContext(theme, view("page"), data_folder=str(tmp_path)), Tray(), Screen()
    surfaces = Surfaces(qapp, tray, context, XdgAutostart({}), DesktopChannel(screen))
    surfaces.begin()
    return surfaces, tray, screen


def _main(qapp: QApplication) -> MainWindow | None:
    return next((one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()), None)


def _shown(qapp: QApplication) -> MainWindow:
    window = _main(qapp)
    assert window is not None
    return window


def test_a_hidden_light_is_explained_once_with_steps_and_dismissed_for_good(
    qapp: Application, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    surfaces, _, screen = _begun(qapp, theme, tmp_path)
    surfaces.reach_changed(Reach(Light.FOLDED))
    (notice,) = screen.shown.values()
    assert notice.title == "Windows hides Porchlight's light"
    screen.shown.clear()
    notice.clicked()
    card = the(_shown(qapp), ReachCard)
    assert "Other system tray icons" in texts(card)
    button(card, "Hide the steps").click()
    assert "Other system tray icons" not in texts(card)
    button(card, "Show the steps").click()
    assert "Other system tray icons" in texts(card)
    gone: list[object] = []
    _shown(qapp).destroyed.connect(lambda: gone.append(None))
    _shown(qapp).close()
    qtbot.waitUntil(lambda: bool(gone))
    surfaces.show_window()
    card = the(_shown(qapp), ReachCard)
    assert "Other system tray icons" not in texts(card), "the steps are unfolded once"
    button(card, "Dismiss").click()
    assert card.isHidden()
    surfaces.reach_changed(Reach(Light.FOLDED, Toasts.QUIET))
    assert "“Do not disturb” is on" in texts(card)
    assert screen.shown == {}, "once"
    button(card, "Dismiss").click()
    assert card.isHidden()
    surfaces.reach_changed(Reach())
    surfaces.reach_changed(Reach(Light.FOLDED, Toasts.QUIET))
    assert "Windows hides Porchlight's light" in texts(card), "what came back is news"
    button(card, "Dismiss").click()
    assert card.isHidden(), "do not disturb comes and goes"
    surfaces.end()


def test_without_a_light_the_main_window_is_there_and_only_quitting_ends_it(
    qapp: Application, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    surfaces, tray, screen = _begun(qapp, theme, tmp_path)
    tray.light = Light.GONE
    tray.vanished.emit()
    window = _shown(qapp)
    assert [one.title for one in screen.shown.values()] == ["Nothing on this desktop shows Porchlight's light"]
    window.close()
    assert window.isVisible()
    assert window.isMinimized()
    surfaces.show_window()  # what a second start asks for
    assert not window.isMinimized()
    window.step_back()
    assert window.isMinimized()
    quit_entry = next(one for one in window.more.actions() if one.text() == "Quit Porchlight")
    with qtbot.waitSignal(surfaces.quit_wanted):
        quit_entry.trigger()
    surfaces.end()
    qtbot.waitUntil(lambda: _main(qapp) is None)


def test_with_the_light_back_the_window_may_be_closed(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    surfaces, tray, _ = _begun(qapp, theme, tmp_path)
    tray.light = Light.GONE
    tray.vanished.emit()
    tray.light = Light.SEEN
    tray.appeared.emit()
    _shown(qapp).close()
    assert _main(qapp) is None
    surfaces.end()


def test_closing_the_last_window_without_a_light_leaves_the_main_window_in_the_task_bar(
    qapp: Application, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    surfaces, tray, _ = _begun(qapp, theme, tmp_path)
    tray.light = Light.GONE
    surfaces.show_component("page")
    (window,) = (one for one in qapp.topLevelWidgets() if isinstance(one, ComponentWindow) and one.isVisible())
    window.close()
    qtbot.waitUntil(lambda: _main(qapp) is not None)
    assert _shown(qapp).isMinimized()
    surfaces.end()


def test_a_light_that_macos_parks_takes_nobodys_focus(qapp: Application, theme: Theme, tmp_path: Path) -> None:
    surfaces, tray, screen = _begun(qapp, theme, tmp_path)
    tray.light = Light.PARKED
    tray.vanished.emit()
    assert _shown(qapp).isMinimized()
    assert len(screen.shown) == 1
    surfaces.end()
