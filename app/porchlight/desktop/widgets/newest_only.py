"""What stands below a list that may be cut: more rows would hold up the windows while they are made."""

from porchlight.desktop.number_words import number
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import translate

MOST_ROWS = 500
"""Of the lists of alerts, messages and activities."""


class NewestOnly(Text):
    """Hidden unless the list was cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, TextRole.SECONDARY, colour="secondary", wrap=True)
        self.hide()

    def show_count(self, found: int) -> None:
        """``found`` rows were read."""
        words = translate("Words", "Only the newest %1 are shown.")
        self.say(words.replace("%1", number(MOST_ROWS)) if found >= MOST_ROWS else "")
