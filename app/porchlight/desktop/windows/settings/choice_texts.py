"""The labels of a setting's choices, and the meaning of none."""

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
