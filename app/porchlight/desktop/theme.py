"""Colours, type and distances: one place, light and dark, after the system's own choice or the user's.

Windows and macOS keep their native style; elsewhere Qt's Fusion is used (application.py) with a small style sheet.
Sizes of type are relative to the system's font, so that they follow it.
"""

import sys
from dataclasses import fields
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from porchlight.desktop.tokens import BUTTON_RADIUS, DARK, LIGHT, Tokens
from porchlight.resource_files import resource
from porchlight.settings.schema import ColourScheme

if TYPE_CHECKING:
    from porchlight.desktop.window_care import WindowCare


class TextRole(Enum):
    """A text's purpose: its size against 13 for running text, and its weight."""

    VERDICT = (17, QFont.Weight.DemiBold)
    FIGURE = (18, QFont.Weight.DemiBold)
    NAME = (13, QFont.Weight.Medium)
    TEXT = (13, QFont.Weight.Normal)
    HEADING = (12, QFont.Weight.DemiBold)
    SECONDARY = (12, QFont.Weight.Normal)
    SMALL = (11, QFont.Weight.DemiBold)
    TICK = (11, QFont.Weight.Normal)


def font(role: TextRole) -> QFont:
    """The system's font for a role; digits of one width, since numbers are stacked and change."""
    size, weight = role.value
    return _font(QGuiApplication.font().key(), size, weight)


@cache
def _font(key: str, size: int, weight: QFont.Weight) -> QFont:
    made = QFont()
    made.fromString(key)
    if made.pointSizeF() > 0:
        made.setPointSizeF(made.pointSizeF() * size / 13)
    else:
        made.setPixelSize(round(made.pixelSize() * size / 13))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


class _Surface(StrEnum):
    """Object names of the style sheet."""

    CARD = "card"
    PRIMARY = "primary"
    LINK = "link"


class Theme(QObject):
    """The colours that are in force; ``changed`` is emitted when they or the fonts change."""

    changed = Signal()

    def __init__(
        self, app: QApplication, scheme: ColourScheme = ColourScheme.SYSTEM, *, windows: bool = True
    ) -> None:
        """``windows``: some will be made at once. Without it ``attend`` comes before the first."""
        super().__init__(app)
        self._app = app
        self._tokens = LIGHT
        self._applying = False
        self._care: WindowCare | None = None
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self.choose(scheme)
        if windows:
            self.attend()

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return self._tokens

    @property
    def dark(self) -> bool:
        """Whether they are the dark ones."""
        return self._tokens is DARK

    def colour(self, name: str) -> QColor:
        """One colour by its token's name."""
        return QColor(getattr(self._tokens, name))

    def choose(self, scheme: ColourScheme) -> None:
        """Light, dark, or the system's choice."""
        hints = self._app.styleHints()
        match scheme:
            case ColourScheme.LIGHT:
                hints.setColorScheme(Qt.ColorScheme.Light)
            case ColourScheme.DARK:
                hints.setColorScheme(Qt.ColorScheme.Dark)
            case ColourScheme.SYSTEM:
                hints.unsetColorScheme()
        self._scheme = scheme
        self._apply()

    def attend(self) -> None:
        """Before the first window is made."""
        from porchlight.desktop.window_care import WindowCare

        if self._care is None:
            self._care = WindowCare(self._app, self)
            self._care.font_changed.connect(self._on_font)
            self._set_colours()

    def _on_font(self) -> None:
        if not self._applying:
            self.changed.emit()

    def _apply(self) -> None:
        if self._applying:
            return
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if (
            self._scheme is not ColourScheme.SYSTEM
        ):  # a platform without a colour scheme (a bare X server) keeps Unknown
            dark = self._scheme is ColourScheme.DARK
        self._tokens = DARK if dark else LIGHT
        if self._care is not None:
            self._set_colours()
        self.changed.emit()

    def _set_colours(self) -> None:
        self._applying = True
        try:
            self._app.setPalette(_palette(self._tokens))
            self._app.setStyleSheet(_style_sheet(self._tokens))
        finally:
            self._applying = False


def set_primary(button: QWidget) -> None:
    """Emphasise the button that most people want."""
    button.setObjectName(_Surface.PRIMARY)


def set_link(button: QWidget) -> None:
    """Make a button look like part of a line of text."""
    button.setObjectName(_Surface.LINK)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: tokens.background,
        role.Base: tokens.background,
        role.AlternateBase: tokens.surface,
        role.Button: tokens.background,
        role.ToolTipBase: tokens.surface,
        role.WindowText: tokens.text,
        role.Text: tokens.text,
        role.ButtonText: tokens.text,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.secondary,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.surface,
        role.Mid: tokens.border,
        role.Dark: tokens.border,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.unknown))
    return palette


def _control(name: str, tokens: Tokens) -> str:
    return resource(f"icons/controls/{name}-{'dark' if tokens is DARK else 'light'}.svg").as_posix()


def _style_sheet(tokens: Tokens) -> str:
    """Ours: for what native styles lack; and on Linux the controls too."""
    sheet = f"""
        QPushButton#{_Surface.PRIMARY} {{
            background: @accent; color: @on_accent; border: 1px solid @accent; border-radius: {BUTTON_RADIUS}px;
            padding: 5px 12px;
        }}
        QPushButton#{_Surface.PRIMARY}:focus {{ border: 1px solid @text; }}
        QPushButton#{_Surface.PRIMARY}:disabled {{ background: @border; border-color: @border; color: @secondary; }}
        QToolButton#{_Surface.LINK}, QToolButton#{_Surface.LINK}:hover {{
            background: transparent; color: @accent; border: 1px solid transparent; border-radius: 4px;
            padding: 4px 5px;
        }}
        QToolButton#{_Surface.LINK}:hover {{ text-decoration: underline; }}
        QToolButton#{_Surface.LINK}:focus {{ border: 1px solid @accent; }}
        QToolTip {{ background: @surface; color: @text; border: 1px solid @border; padding: 4px; }}
    """
    if sys.platform not in ("win32", "darwin"):
        sheet += f"""
        QPushButton, QToolButton {{
            background: @background; color: @text; border: 1px solid @border; border-radius: {BUTTON_RADIUS}px;
            padding: 5px 11px;
        }}
        QPushButton:hover, QToolButton:hover {{ background: @surface; }}
        QPushButton:pressed, QToolButton:pressed {{ background: @border; }}
        QPushButton:focus, QToolButton:focus {{ border: 2px solid @accent; padding: 4px 10px; }}
        QPushButton:disabled, QToolButton:disabled {{ color: @unknown; }}
        QPushButton:flat, QToolButton[autoRaise="true"] {{ border: 1px solid transparent; background: transparent; }}
        QPushButton:flat:hover, QToolButton[autoRaise="true"]:hover {{ background: @surface; }}
        QPushButton:flat:focus, QToolButton[autoRaise="true"]:focus
            {{ border: 2px solid @accent; padding: 4px 10px; }}
        QPushButton[checkable="true"]:checked, QToolButton:checked
            {{ background: @selection; border: 1px solid @accent; }}
        QPushButton[checkable="true"]:checked:focus, QToolButton:checked:focus {{ border: 2px solid @accent; }}
        QPushButton::menu-indicator, QToolButton::menu-indicator {{ width: 0; image: none; }}
        QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit {{
            background: @background; color: @text; border: 1px solid @field_border;
            border-radius: {BUTTON_RADIUS}px; placeholder-text-color: @secondary;
            padding: 5px 8px; selection-background-color: @accent; selection-color: @on_accent;
        }}
        QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
        QDateTimeEdit:focus {{ border: 2px solid @accent; padding: 4px 7px; }}
        QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled,
        QComboBox:disabled, QDateTimeEdit:disabled
            {{ background: @surface; color: @secondary; border-color: @border; }}
        /* Without buttons by its own property the line of a time is one pixel wide. */
        QTimeEdit::up-button, QTimeEdit::down-button {{ border: 0; width: 0; }}
        QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 22px; }}
        QComboBox::down-arrow, QDateEdit::down-arrow
            {{ image: url({_control("chevron", tokens)}); width: 12px; height: 12px; }}
        /* Only the box and its text take clicks: its margin counts, its padding would not. */
        QCheckBox {{ spacing: 0; }}
        QCheckBox::indicator {{
            width: 14px; height: 14px; border: 1px solid @field_border; border-radius: 4px; background: @background;
            margin: 4px 8px 4px 0;
        }}
        QCheckBox::indicator:focus {{ border: 2px solid @accent; width: 12px; height: 12px; }}
        QCheckBox::indicator:checked {{
            background: @accent; border-color: @accent; image: url({_control("tick", tokens)});
        }}
        QCheckBox::indicator:disabled {{ background: @surface; border-color: @border; }}
        QCheckBox::indicator:checked:disabled {{ background: @secondary; border-color: @secondary; }}
        QComboBox QAbstractItemView {{ border: 1px solid @border; padding: 4px; }}
        QMenu {{ background: @background; border: 1px solid @border; padding: 5px; }}
        QMenu::item {{ padding: 6px 22px 6px 10px; border-radius: 5px; }}
        QMenu::item:selected {{ background: @surface; color: @text; }}
        QMenu::item:disabled {{ color: @secondary; }}
        QMenu::separator {{ height: 1px; background: @border; margin: 5px 4px; }}
        QMenu::icon {{ padding-left: 8px; }}
        QTabWidget::pane {{ border: 0; border-top: 1px solid @border; }}
        QTabBar::tab {{ padding: 9px 14px; border: 0; border-bottom: 2px solid transparent; color: @secondary; }}
        QTabBar::tab:selected {{ color: @text; border-bottom: 2px solid @accent; }}
        QTabBar::tab:hover {{ background: @surface; }}
        QTabBar {{ outline: 0; }}
        QTabBar::tab:focus {{ color: @accent; background: @selection; }}
        QHeaderView::section {{
            background: @background; color: @secondary; border: 0; border-bottom: 1px solid @border;
            padding: 7px 11px;
        }}
        QHeaderView::section:hover {{ background: @surface; color: @text; }}
        QTableView, QListView, QTreeView {{ border: 0; background: @background; gridline-color: @border; }}
        QTableView::item, QTreeView::item {{ padding: 4px 8px; }}
        QListView::item {{ min-height: 24px; }}
        QTableView::item:hover, QTreeView::item:hover, QListView::item:hover {{ background: @surface; }}
        QTableView::item:selected, QTreeView::item:selected, QListView::item:selected
            {{ background: @selection; color: @text; }}
        QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
        QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
        QScrollBar::handle
            {{ background: @border; border-radius: 4px; margin: 1px; min-height: 28px; min-width: 28px; }}
        QScrollBar::handle:hover {{ background: @unknown; }}
        QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
            {{ background: transparent; border: 0; height: 0; width: 0; }}
        QProgressBar {{ border: 0; border-radius: 2px; background: @border; max-height: 4px; }}
        QProgressBar::chunk {{ background: @accent; border-radius: 2px; }}
        """
    for token in sorted((field.name for field in fields(Tokens)), key=len, reverse=True):
        sheet = sheet.replace(f"@{token}", getattr(tokens, token))
    return sheet
