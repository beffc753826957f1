"""Contrast and size of what a window shows, measured in its picture (WCAG 2.2: 1.4.3, 1.4.11, 2.5.8)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from porchlight.desktop.widgets.basic import Link

TEXT = 4.5
LARGE_TEXT = 3.0
GRAPHICS = 3.0
TARGET = 24
"""Logical pixels."""
_LARGE_PX, _LARGE_BOLD_PX = 24.0, 18.66
_STEPS = 4000
"""Of luminance, to find the commonest."""
_Pixels = NDArray[np.float64]


def faults_of(window: QWidget) -> Iterator[str]:
    """What is too faint or too small, with its measure."""
    picture = _pixels(window.grab().toImage())
    for one in window.findChildren(QWidget):
        box = _shown_part(one, window)
        if box is None or not one.isEnabled() or box.width() < 4 or box.height() < 4:
            continue
        part = picture[box.top() : box.bottom() + 1, box.left() : box.right() + 1]
        if _shows_a_line(one) and (least := _least(one)) and (found := _of_text(part)) < least - 0.05:
            yield f"{_name(one)}: text {found:.1f}:1"
        if _has_border(one) and box.size() == one.size() and (found := _of_border(picture, box)) < GRAPHICS - 0.05:
            yield f"{_name(one)}: border {found:.1f}:1"
        if _is_target(one) and (one.width() < TARGET or one.height() < TARGET):
            yield f"{_name(one)}: target {one.width()}×{one.height()}"


def _name(one: QWidget) -> str:
    text = getattr(one, "text", str)() or one.accessibleName() or one.objectName()
    return f"{type(one).__name__} “{text[:40]}”"


def _shown_part(one: QWidget, window: QWidget) -> QRect | None:
    """What of it is visible, in the window's coordinates; None for nothing."""
    if not one.isVisibleTo(window) or one.window() is not window or one.visibleRegion().isEmpty():
        return None
    return one.visibleRegion().boundingRect().translated(one.mapTo(window, QPoint()))


def _shows_a_line(one: QWidget) -> bool:
    """Whether more than its margin has been scrolled into sight."""
    seen = one.visibleRegion().boundingRect() & one.contentsRect()
    return seen.height() >= min(one.contentsRect().height(), one.fontMetrics().height())


def _has_border(one: QWidget) -> bool:
    """Whether a border shows where to write or choose; the field within a spin box has none of its own."""
    fields = QLineEdit | QPlainTextEdit | QComboBox | QAbstractSpinBox
    return isinstance(one, fields) and not isinstance(one.parent(), QAbstractSpinBox | QComboBox)


def _is_target(one: QWidget) -> bool:
    """Whether a pointer hits it; not a link within lines of text, which WCAG leaves out."""
    return isinstance(one, QAbstractButton) and not isinstance(one, Link) and one.parent() is not None


def _least(one: QWidget) -> float:
    """The contrast that its text needs; 0 without a text that can be measured."""
    match one:
        case QLabel():
            plain = bool(one.text().strip()) and one.pixmap().isNull()
        case QCheckBox() | QRadioButton():
            plain = False  # its box counts as a graphic
        case QAbstractButton():
            plain = bool(one.text().strip()) and one.icon().isNull()
        case QLineEdit():
            plain = bool(one.text() or one.placeholderText())
        case _:
            plain = False
    if not plain:
        return 0.0
    font = one.fontInfo()
    large = font.pixelSize() >= _LARGE_PX or (font.bold() and font.pixelSize() >= _LARGE_BOLD_PX)
    return LARGE_TEXT if large else TEXT


def _pixels(image: QImage) -> _Pixels:
    """Relative luminance of every pixel (WCAG 2.2, "relative luminance"); shape: height, width."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    channels = raw[:, : image.width(), :3].astype(np.float64) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance: _Pixels = linear @ np.array([0.2126, 0.7152, 0.0722])
    return luminance


def _ratio(a: float, b: float) -> float:
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def _of_text(part: _Pixels) -> float:
    """Of the strongest pixels of its strokes, as antialiasing thins all others, against the commonest one."""
    steps = np.bincount((part * _STEPS).astype(np.int64).ravel())
    ground = float(steps.argmax()) / _STEPS
    return max(_ratio(float(part.min()), ground), _ratio(float(part.max()), ground))


def _of_border(picture: _Pixels, box: QRect) -> float:
    """Of the strongest pixel across its left edge against what is outside."""
    row = picture[box.center().y()]
    outside = float(row[max(box.left() - 3, 0)])
    return max(_ratio(float(one), outside) for one in row[box.left() : box.left() + 4])
