"""The light in Windows' own task bar, as Wine draws it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from porchlight.demo.faults import Fault
from porchlight.desktop.icons import tray_icon
from porchlight.desktop.tokens import LIGHT
from porchlight.model.mark import Mark
from tests.end_to_end.virtual_desktop import QUICK_MONITOR, chosen, wait
from tests.integration.simulators import Beside
from tests.windows.installed import Windows

pytestmark = pytest.mark.timeout(300)

_SETTINGS = f"""{QUICK_MONITOR}
[desktop]
notifications = false
[components.page]
kind = "http"
name = "Donation page"
url = "{{url}}/give"
critical = {{critical}}
enabled = {{enabled}}
"""
_SIZE = 16
_BAR = 40
"""Pixels from the bottom of the display that the task bar may take."""
_ALIKE = 0.9
"""Share of the icon's opaque pixels that must have its colour."""
_DOWN_TO_PAUSE = ("Down",) * 4
"""In the menu: how it is, the window, check now, pause (or resume)."""


class Light:
    """Looks for the icon in the task bar."""

    def __init__(self, windows: Windows, folder: Path) -> None:
        self._windows = windows
        self._folder = folder

    def shows(self, mark: Mark) -> tuple[int, int]:
        """Where it is, once it looks so; the test fails if it never does."""
        return wait(lambda: self._find(mark), 60)

    def chosen(self, x: int, y: int, keys: tuple[str, ...], mark: Mark) -> tuple[int, int]:
        """Choose from its menu; where it is, once it looks so."""
        desktop = self._windows.desktop

        def choose() -> None:
            desktop.click(x, y, button=3)
            desktop.press(*keys)

        return chosen(choose, lambda: desktop.press("Escape"), lambda: self._find(mark), turns=4, seconds=20.0)

    def _find(self, mark: Mark) -> tuple[int, int] | None:
        file = self._folder / "screen.png"
        self._windows.desktop.picture(file)
        bar = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
        icon = tray_icon(mark).pixmap(_SIZE, _SIZE).toImage()
        wanted = {
            (x, y): icon.pixelColor(x, y)
            for x in range(_SIZE)
            for y in range(_SIZE)
            if icon.pixelColor(x, y).alpha() == 255
        }
        own = QColor(getattr(LIGHT, mark))
        for top in range(bar.height() - _BAR, bar.height() - _SIZE):
            for left in range(bar.width() - _SIZE):
                middle = next(place for place, colour in wanted.items() if _near(colour, own))
                if not _near(bar.pixelColor(left + middle[0], top + middle[1]), own):
                    continue
                same = sum(_near(bar.pixelColor(left + x, top + y), colour) for (x, y), colour in wanted.items())
                if same >= _ALIKE * len(wanted):
                    return left + _SIZE // 2, top + _SIZE // 2
        return None


def _near(one: QColor, other: QColor) -> bool:
    return max(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)) < 24


def _watch(windows: Windows, website: Beside, *, critical: bool = True, enabled: bool = True) -> None:
    yes_or_no = {"critical": str(critical).lower(), "enabled": str(enabled).lower()}
    windows.configure(_SETTINGS.format(url=website.url, **yes_or_no))


@pytest.fixture
def light(installed: Windows, tmp_path: Path, qapp: QApplication) -> Light:
    return Light(installed, tmp_path)


@pytest.fixture
def running(installed: Windows, website: Beside) -> Iterator[Windows]:
    _watch(installed, website, critical=False)
    process = installed.start_tray()
    yield installed
    assert installed.quit_tray()
    process.wait(60)


def test_its_icon_is_seen_in_each_of_its_five_states(running: Windows, website: Beside, light: Light) -> None:
    light.shows(Mark.HEALTHY)
    website.fail(Fault.UNAVAILABLE)
    light.shows(Mark.DEGRADED)
    _watch(running, website, critical=True)
    light.shows(Mark.ERROR)
    website.fail(Fault.NONE)
    x, y = light.shows(Mark.HEALTHY)
    x, y = light.chosen(x, y, (*_DOWN_TO_PAUSE, "Right", "Return"), Mark.PAUSED)
    light.chosen(x, y, (*_DOWN_TO_PAUSE, "Return"), Mark.HEALTHY)
    _watch(running, website, enabled=False)
    light.shows(Mark.UNKNOWN)


def test_a_second_start_ends_at_once(running: Windows, light: Light) -> None:
    light.shows(Mark.HEALTHY)
    second = running.start_tray()
    try:
        assert second.wait(60) == 0
    except subprocess.TimeoutExpired:
        second.kill()
        raise


def test_it_is_there_after_the_next_login(installed: Windows, website: Beside, light: Light) -> None:
    _watch(installed, website)
    installed.wine.run("wineboot")  # what Windows starts at login is started
    light.shows(Mark.HEALTHY)
    assert installed.quit_tray()
