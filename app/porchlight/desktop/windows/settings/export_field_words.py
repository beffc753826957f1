"""What the settings of the ways out are called in a form."""

from porchlight.desktop.windows.settings.field_words import FieldWords
from porchlight.desktop.words import translate


def export_field_words(name: str) -> FieldWords | None:
    """By the setting's name."""
    match name:
        case "preset":
            return FieldWords(
                translate("Fields", "Service"),
                translate("Fields", "Fills in the address, the header and the kind of counters."),
            )
        case "endpoint":
            return FieldWords(
                translate("Fields", "Receiver's address"),
                translate("Fields", "Such as https://collector.example.org:4318; a service brings its own."),
            )
        case "site":
            return FieldWords(
                translate("Fields", "Region"),
                translate("Fields", "Such as datadoghq.eu or eu01.nr-data.net; the United States where nothing is."),
            )
        case "interval":
            return FieldWords(translate("Fields", "Send every"))
        case "header":
            return FieldWords(
                translate("Fields", "Header of the key"), translate("Fields", "Only where the service wants another.")
            )
        case "temporality":
            return FieldWords(
                translate("Fields", "Counters tell"),
                translate("Fields", "All since the start (cumulative), or what is new since the last time (delta)."),
            )
        case "attributes":
            return FieldWords(
                translate("Fields", "Attributes"),
                translate("Fields", "Said of every number, such as deployment.environment.name."),
            )
    return None
