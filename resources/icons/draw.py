"""Draws the icon for Windows and macOS from porchlight.svg. After a change: python resources/icons/draw.py"""

import io
import os
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
MACOS_SIZES = (16, 32, 64, 128, 256, 512)


def drawn(size: int) -> Image.Image:
    """At exactly this size: scaling a picture down blurs it."""
    image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(FOLDER / "porchlight.svg")).render(painter)
    painter.end()
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(written.data()))


def draw() -> None:
    """Write both files."""
    app = QGuiApplication([])
    pictures = {size: drawn(size) for size in {*WINDOWS_SIZES, *MACOS_SIZES}}
    sizes = [(size, size) for size in WINDOWS_SIZES]
    pictures[256].save(FOLDER / "porchlight.ico", sizes=sizes, append_images=[pictures[one] for one in WINDOWS_SIZES])
    pictures[512].save(FOLDER / "porchlight.icns", append_images=[pictures[one] for one in MACOS_SIZES])
    app.quit()


if __name__ == "__main__":
    draw()
