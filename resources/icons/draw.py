"""Draws the icon for Windows, its installer and macOS from porchlight.svg, and the tray's marks from status/*.svg.

After a change: python resources/icons/draw.py
"""

import io
import os
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from porchlight.desktop.icons import TRAY_SIZES

FOLDER = Path(__file__).parent
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
MACOS_SIZES = (16, 32, 64, 128, 256, 512)
SMALL, LARGE, ON_LARGE = 116, (164, 314), 128
"""Inno Setup's small picture (for fine screens, on others it is scaled), its large one, and the icon on that."""
INSTALLER = FOLDER.parents[1] / "installers" / "windows"


def drawn(size: int) -> Image.Image:
    """At exactly this size: scaling a picture down blurs it."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(FOLDER / "porchlight.svg")).render(painter)
    painter.end()
    return as_pillow(image)


def as_pillow(image: QImage) -> Image.Image:
    """Without loss."""
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(written.data()))


def draw() -> None:
    """Write all files."""
    app = QGuiApplication([])
    pictures = {size: drawn(size) for size in {*WINDOWS_SIZES, *MACOS_SIZES, SMALL, ON_LARGE}}
    sizes = [(size, size) for size in WINDOWS_SIZES]
    pictures[256].save(FOLDER / "porchlight.ico", sizes=sizes, append_images=[pictures[one] for one in WINDOWS_SIZES])
    pictures[512].save(FOLDER / "porchlight.icns", append_images=[pictures[one] for one in MACOS_SIZES])
    on_paper(pictures[SMALL], (SMALL, SMALL), "white").save(INSTALLER / "wizard-small.bmp")
    on_paper(pictures[ON_LARGE], LARGE, "#eef2f8").save(INSTALLER / "wizard-large.bmp")
    for file in (FOLDER / "status").glob("*.svg"):
        as_pillow(strip(file)).save(FOLDER / "tray" / f"{file.stem}.png", optimize=True)
    app.quit()


def strip(file: Path) -> QImage:
    """A mark at each of the tray's sizes, from left to right."""
    image = QImage(QSize(sum(TRAY_SIZES), max(TRAY_SIZES)), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer, painter, left = QSvgRenderer(str(file)), QPainter(image), 0
    for size in TRAY_SIZES:
        renderer.render(painter, QRectF(left, 0, size, size))
        left += size
    painter.end()
    return image


def on_paper(icon: Image.Image, size: tuple[int, int], colour: str) -> Image.Image:
    """In the middle of a page, in 256 colours: Inno Setup takes BMP only."""
    page = Image.new("RGB", size, colour)
    page.paste(icon, ((size[0] - icon.width) // 2, (size[1] - icon.height) // 2), icon.getchannel("A"))
    return page.quantize()


if __name__ == "__main__":
    draw()
