"""Boxes to tick, the ring of the focus and the marks of states stand out 3:1 in their pictures (WCAG 2.2, 1.4.11)."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.basic import MarkLabel
from porchlight.model.mark import Mark
from porchlight.settings.schema import ColourScheme

LEAST = 3.0


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _strongest(picture: QImage, of: QWidget, width: int) -> float:
    """Of the points across the middle of a widget, from its left edge, against what is left of it."""
    place = of.mapTo(of.window(), QPoint(0, of.height() // 2))
    ground = picture.pixelColor(place.x() - 3, place.y())
    return max(_ratio(picture.pixelColor(place.x() + step, place.y()), ground) for step in range(width))


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_boxes_the_ring_of_the_focus_and_marks_stand_out(
    qapp: Application, qtbot: QtBot, scheme: ColourScheme
) -> None:
    theme = Theme(qapp, scheme)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(20, 20, 20, 20)
    box, button, line = QCheckBox(), QPushButton("Save"), QLineEdit()
    marks = {mark: MarkLabel(theme, 18) for mark in Mark}
    for mark, label in marks.items():
        label.set_mark(mark, "")
    for one in (box, button, line, *marks.values()):
        layout.addWidget(one)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    found: dict[str, float] = {}
    for name, one in (("button", button), ("line", line), ("box", box)):
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        found[f"focus of the {name}"] = _strongest(window.grab().toImage(), one, 4)
    button.setFocus()
    picture = window.grab().toImage()
    found["box"] = _strongest(picture, box, 6)
    found |= {f"mark {mark}": _strongest(picture, label, 18) for mark, label in marks.items()}
    faint = {name: round(ratio, 2) for name, ratio in found.items() if ratio < LEAST}
    assert not faint
