"""Texts from outside in widgets: shown unchanged, never read as mark-up, as a mnemonic or as a place holder. Qt takes
a label's or tooltip's text for HTML where it looks like some. HTML loads what it names: an endless file ends the
program, a file on a server gets the user's login."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel


def keep_plain(watched: QObject, event: QEvent) -> None:
    """For the application's event filter: every label is made plain before its first layout, Qt's own too: tooltips,
    questions, balloons. One with mark-up of ours opts out."""
    if event.type() != QEvent.Type.Polish or not isinstance(watched, QLabel):
        return
    if watched.textFormat() == Qt.TextFormat.AutoText:
        watched.setTextFormat(Qt.TextFormat.PlainText)


def literal(text: str) -> str:
    """``text`` for buttons and menus, where ``&`` underlines the next letter and is not shown."""
    return text.replace("&", "&&")


def title(text: str) -> str:
    """``text`` for a window's title, where ``[*]`` is a place for "modified" and is not shown."""
    return text.replace("[*]", "[*][*]")


def without_markup(text: str) -> str:
    """``text`` for readers that may or may not interpret mark-up: its special characters are replaced."""
    return text.replace("<", "‹").replace(">", "›").replace("&", "＆")
