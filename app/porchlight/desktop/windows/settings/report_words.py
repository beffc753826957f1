"""What the settings of the weekly report are called in their form."""

from porchlight.desktop.windows.settings.field_words import FieldWords
from porchlight.desktop.words import translate


def report_field_words(name: str) -> FieldWords | None:
    """By the setting's name."""
    match name:
        case "weekly":
            return FieldWords(
                translate("Fields", "Write it every week"),
                translate("Fields", "The first one is written at once, for the week that has ended."),
            )
        case "day":
            return FieldWords(translate("Fields", "Day"))
        case "time":
            return FieldWords(
                translate("Fields", "Time"),
                translate("Fields", "Where this computer is off then, it is written once Porchlight runs again."),
            )
        case "folder":
            return FieldWords(translate("Fields", "Into the folder"))
        case "format":
            return FieldWords(translate("Fields", "As"))
        case "keep":
            return FieldWords(
                translate("Fields", "Keep so many"), translate("Fields", "Older ones are removed; 0 keeps all.")
            )
    return None
