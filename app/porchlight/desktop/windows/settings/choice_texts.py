"""The labels of a setting's choices, of its default, and the meaning of none."""

from enum import StrEnum

from PySide6.QtCore import QLocale

from porchlight.language.current import rendered, tr
from porchlight.settings.describe import choice_label
from porchlight.settings.rules import WEEK, Weekday


def none_word(name: str) -> str:
    """What it means that none is chosen."""
    return tr("All") if name in ("components", "rules") else tr("None")


def choice_word(choice: StrEnum) -> str:
    """The label of a choice."""
    if isinstance(choice, Weekday):
        return QLocale().standaloneDayName(WEEK.index(choice) + 1)
    return rendered(choice_label(choice))


def default_word(default: object) -> str:
    """A default that people read, in their language; others as they are."""
    match default:
        case "Donations":
            return tr("Donations")
        case "your records":
            return tr("your records")
        case "system":
            return tr("Same as system")
    return str(default)
