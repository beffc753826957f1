"""The light in Windows' own task bar, as Wine draws it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from app.demo.faults import Fault
from app.desktop.icons import Mark, tray_icon
from app.desktop.tokens import LIGHT
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from tests.end_to_end.virtual_desktop import wait
from tests.integration.simulators import Beside
from tests.windows.installed import Windows

pytestmark = pytest.mark.timeout(300)

_SETTINGS = """
[monitor]
interval = "1s"
confirmations = 1
confirmation_pause = "100ms"
connectivity_urls = []
[desktop]
notifications = false
[components.page]
kind = "http"
name = "Donation page"
url = "{url}/give"
critical = true
"""
_SIZE = 16
_BAR = 40
"""Pixels from the bottom of the display that the task bar may take."""
_ALIKE = 0.9
"""Share of the icon's opaque pixels that must have its colour."""


@pytest.fixture
def running(installed: Windows, website: Beside) -> Iterator[Windows]:
    installed.configure(_SETTINGS.format(url=website.url))
    process = installed.start_tray()
    yield installed
    assert installed.say("tray", "--quit").returncode == 0
    process.wait(60)


def _seen(windows: Windows, mark: Mark, folder: Path) -> tuple[int, int] | None:
    """Where in the task bar that icon is."""
    file = folder / "screen.png"
    windows.desktop.picture(file)
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
                return left, top
    return None


def _near(one: QColor, other: QColor) -> bool:
    return max(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)) < 24


def test_its_icon_is_seen_and_changes_with_what_it_watches(
    running: Windows, website: Beside, qapp: QApplication, tmp_path: Path
) -> None:
    wait(lambda: _seen(running, Mark.HEALTHY, tmp_path), 60)
    website.fail(Fault.UNAVAILABLE)
    wait(lambda: _seen(running, Mark.ERROR, tmp_path), 60)
    website.fail(Fault.NONE)
    wait(lambda: _seen(running, Mark.HEALTHY, tmp_path), 60)


def test_a_second_start_ends_at_once(running: Windows, tmp_path: Path, qapp: QApplication) -> None:
    wait(lambda: _seen(running, Mark.HEALTHY, tmp_path), 60)
    second = running.start_tray()
    try:
        assert second.wait(60) == 0
    except subprocess.TimeoutExpired:
        second.kill()
        raise
