"""What can be read by everybody: contrast, shapes without colour, sizes."""

from itertools import combinations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from porchlight.desktop.application import Application
from porchlight.desktop.icons import TRAY_SIZES, mark_pixmap, tray_icon
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.tokens import DARK, LIGHT, Tokens
from porchlight.desktop.widgets.basic import add_toggles
from porchlight.model.mark import Mark
from porchlight.settings.schema import ColourScheme
from tests.desktop.seen import every


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    """WCAG 2.1, "contrast ratio"."""
    high, low = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["text", "secondary", "accent", "degraded_text", "error_text"])
@pytest.mark.parametrize("ground", ["background", "surface", "tint_error", "tint_warning"])
def test_every_text_can_be_read_on_every_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert _contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_text_on_the_main_button_can_be_read(tokens: Tokens) -> None:
    assert _contrast(tokens.on_accent, tokens.accent) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_the_border_of_a_field_and_the_focus_are_seen(tokens: Tokens, ground: str) -> None:
    assert _contrast(tokens.field_border, getattr(tokens, ground)) >= 3.0
    assert _contrast(tokens.accent, getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_selected_can_be_read_and_looks_different_from_what_is_hovered(tokens: Tokens) -> None:
    for text in (tokens.text, tokens.secondary, tokens.degraded_text):
        assert _contrast(text, tokens.selection) >= 4.5
    assert len({tokens.selection, tokens.surface, tokens.background}) == 3


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_hint_in_an_empty_field_can_be_read(qapp: Application, scheme: ColourScheme, kind: type[QWidget]) -> None:
    theme = Theme(qapp, scheme)
    field = kind()
    field.ensurePolished()
    hint = field.palette().color(QPalette.ColorRole.PlaceholderText)
    assert hint.alpha() == 255
    assert _contrast(hint.name(), theme.tokens.background) >= 4.5


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_focus_and_selection_of_a_button_look_different(
    qtbot: QtBot, qapp: Application, scheme: ColourScheme
) -> None:
    Theme(qapp, scheme)
    page = QWidget()
    line = QHBoxLayout(page)
    add_toggles(page, line, ("1", "2"), chosen=0)
    for button in every(page, QAbstractButton):
        button.setText("same")
    plain, chosen = (page.findChildren(QAbstractButton)[place] for place in (1, 0))
    other = QLineEdit()
    line.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    looks = [plain.grab().toImage(), chosen.grab().toImage()]
    plain.setFocus()
    looks.append(plain.grab().toImage())
    chosen.setFocus()
    looks.append(chosen.grab().toImage())
    assert all(first != second for first, second in combinations(looks, 2))


@pytest.mark.parametrize("mark", list(Mark))
@pytest.mark.parametrize("bar", ["#ffffff", "#f0f0f0", "#202124", "#000000"])
def test_the_light_is_seen_on_light_and_dark_bars(mark: Mark, bar: str) -> None:
    assert _contrast(getattr(LIGHT, mark), bar) >= 3.0


@pytest.mark.parametrize("size", [16, 22, 24, 32])
def test_the_five_shapes_differ_without_colour(qapp: Application, size: int) -> None:
    silhouettes = {mark: _silhouette(mark, size) for mark in Mark}
    for first, second in combinations(Mark, 2):
        differing = sum(a != b for a, b in zip(silhouettes[first], silhouettes[second], strict=True))
        assert differing >= size * size * 0.06, (first, second, differing)


def _silhouette(mark: Mark, size: int) -> list[bool]:
    image: QImage = mark_pixmap(mark, size, 1.0, LIGHT).toImage()
    ground = [image.pixelColor(x, y) for y in range(size) for x in range(size)]
    return [colour.alphaF() > 0.5 and colour.lightnessF() < 0.8 for colour in ground]


@pytest.mark.parametrize("mark", list(Mark))
@pytest.mark.parametrize("size", TRAY_SIZES)
def test_the_tray_gets_a_picture_for_each_size(qapp: Application, mark: Mark, size: int) -> None:
    assert QSize(size, size) in tray_icon(mark).availableSizes()


def test_dark_and_light_follow_the_choice_at_once(qapp: Application) -> None:
    theme = Theme(qapp, ColourScheme.LIGHT)
    changes = []
    theme.changed.connect(lambda: changes.append(theme.dark))
    theme.choose(ColourScheme.DARK)
    assert theme.tokens is DARK
    assert changes[-1] is True
    theme.choose(ColourScheme.LIGHT)
    assert theme.tokens is LIGHT


def test_sizes_of_type_follow_the_system_s_font(qapp: Application) -> None:
    usual = qapp.font()
    try:
        before = font(TextRole.VERDICT).pointSizeF()
        larger = qapp.font()
        larger.setPointSizeF(usual.pointSizeF() * 2)
        qapp.setFont(larger)
        assert font(TextRole.VERDICT).pointSizeF() == pytest.approx(before * 2)
    finally:
        qapp.setFont(usual)
