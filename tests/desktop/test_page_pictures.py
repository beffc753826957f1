"""How the donate page looked before and after a change, in its component's window."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.page_pictures import PagePictures
from porchlight.desktop.windows.component import ComponentWindow
from porchlight.desktop.windows.places import Places
from porchlight.probes.donate_page.browser.pictures import keep_picture
from porchlight.settings.paths import pictures_folder
from porchlight.settings.schema import ColourScheme
from tests.desktop.conftest import Run
from tests.desktop.live import Live, live, until
from tests.desktop.seen import texts, the

NOON_MS = 1_793_880_000_000
"""5 November 2026, 12:00 UTC."""
DAY_MS = 86_400_000
SETTINGS = """
[monitor]
connectivity_urls = []
[components.page]
kind = "donate_page"
name = "Donate"
url = "http://127.0.0.1:9/"
enabled = false
"""


def _page(colour: str) -> bytes:
    image = QImage(800, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(raw.data())


def _colours(pictures: QWidget) -> set[str]:
    image = pictures.grab().toImage()
    return {image.pixelColor(x, image.height() // 2).name() for x in range(0, image.width(), 8)}


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_a_changed_page_is_shown_beside_how_it_was_before(
    run: Run, theme: Theme, tmp_path: Path, scheme: ColourScheme
) -> None:
    theme.choose(scheme)
    folder = pictures_folder(str(tmp_path))
    keep_picture(folder, "page", _page("#0000fe"), NOON_MS - DAY_MS, changed=False)
    keep_picture(folder, "page", _page("#00fe00"), NOON_MS, changed=False)
    before = next(Path(folder, "page").glob("2026-11-05.jpg"))
    os.utime(before, (1, 1))
    keep_picture(folder, "page", _page("#fe0000"), NOON_MS + 60_000, changed=True)

    async def look(running: Live) -> None:
        window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "page")
        window.resize(900, 1400)
        window.show()
        pictures = the(window, PagePictures)
        await until(lambda: "Changed on" in texts(pictures))
        assert "As usual," in texts(pictures)
        shown = _colours(pictures)
        assert {"#00fe00", "#fe0000"} <= shown
        assert "#0000fe" not in shown
        window.close()

    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            await look(running)

    run(main())


def test_without_a_picture_there_is_no_room_for_one(run: Run, theme: Theme, tmp_path: Path) -> None:
    async def main() -> None:
        async with live(theme, tmp_path, SETTINGS) as running:
            window = ComponentWindow(running.context, Places(str(tmp_path / "windows.ini")), "page")
            window.show()
            assert window.findChild(PagePictures).isHidden()
            window.close()

    run(main())
