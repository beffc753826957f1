"""The status marks as icons, drawn from resources/icons/status/*.svg at exactly the sizes that are shown.

The files hold the light colours, which are legible on light and dark bars alike (tests/desktop/test_icons.py measures
it) and are used for the tray; within windows the theme's own replace them.

The light is shown before the names of ``Qt`` are made, which takes as long as a bare tray's whole start of Qt: what
shows a mark does without them. And without QtSvg, which is 1 MiB of a light that rests: the tray's marks are drawn
already (resources/icons/draw.py).
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from porchlight.desktop.tokens import LIGHT, Tokens
from porchlight.model.mark import Mark
from porchlight.resource_files import resource

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

TRAY_SIZES = (16, 20, 22, 24, 32, 40, 44, 48, 64, 72, 96)
"""16, 22, 24 and 32 px at 1×, 2× and 3×, and the sizes in between."""

_BADGE = 0.55
"""Of the icon's side."""
_DOT, _RING = 0.34, 0.07
"""Of the icon's side: the dot, and the light ring around it that keeps it apart from mark and bar."""


@cache
def tray_icon(mark: Mark, *, demo: bool = False, muted: bool = False) -> QIcon:
    """For the tray: a separate picture for each size, since scaling one down blurs it. The demo's has a D in its
    corner: beside the real one it is recognised at a glance. While alerts are muted there is a dot in the corner
    above it."""
    icon = QIcon()
    strip, left = QPixmap(), 0
    strip.loadFromData(resource(f"icons/tray/{mark}.png").read_bytes(), "PNG")
    for size in TRAY_SIZES:
        pixmap = strip.copy(QRect(left, 0, size, size))
        left += size
        if demo:
            _draw_badge(pixmap, size)
        if muted:
            _draw_dot(pixmap, size)
        _add(icon, pixmap)
    return icon


def _draw_dot(pixmap: QPixmap, size: int) -> None:
    from PySide6.QtCore import Qt

    side, ring = max(round(size * _DOT), 6), max(round(size * _RING), 1)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    outer = QRectF(size - side - ring, 0, side + ring, side + ring)
    for box, colour in ((outer, LIGHT.background), (outer.adjusted(ring, ring, -ring, -ring), LIGHT.text)):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(box)
    painter.end()


def _draw_badge(pixmap: QPixmap, size: int) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QFont

    side = max(round(size * _BADGE), 9)
    box = QRectF(size - side, size - side, side, side)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.text))
    painter.drawRoundedRect(box, side / 5, side / 5)
    letter = QFont()
    letter.setBold(True)
    letter.setPixelSize(max(round(side * 0.85), 8))
    painter.setFont(letter)
    painter.setPen(QColor(LIGHT.background))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "D")
    painter.end()


@cache
def mark_pixmap(mark: Mark, size: int, ratio: float, tokens: Tokens) -> QPixmap:
    """For windows: ``size`` in device-independent pixels on a screen of that ratio."""
    return _draw(_renderer(mark, tokens), size, ratio)


def mark_icon(mark: Mark, tokens: Tokens) -> QIcon:
    """For menus, tables and buttons."""
    icon = QIcon()
    for ratio in (1.0, 2.0, 3.0):
        _add(icon, mark_pixmap(mark, 16, ratio, tokens))
    return icon


def app_icon() -> QIcon:
    """Porchlight itself."""
    return QIcon(str(resource("icons/porchlight.svg")))


def _add(icon: QIcon, pixmap: QPixmap) -> None:
    """It keeps its colours in a selected row too: styles would tint it."""
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(pixmap, mode)


def _renderer(mark: Mark, tokens: Tokens) -> "QSvgRenderer":
    from PySide6.QtCore import QByteArray
    from PySide6.QtSvg import QSvgRenderer

    drawing = resource(f"icons/status/{mark}.svg").read_text()
    drawing = drawing.replace("#ffffff", tokens.background).replace(getattr(LIGHT, mark), getattr(tokens, mark))
    return QSvgRenderer(QByteArray(drawing.encode()))


def _draw(renderer: "QSvgRenderer", size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
