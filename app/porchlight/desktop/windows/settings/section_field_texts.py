"""What the fields of alerts, exports and the report are called."""

from porchlight.desktop.texts import translate
from porchlight.desktop.windows.settings.field_texts import FieldWords


def alert_field_words(name: str, *, time: bool) -> FieldWords | None:
    """By the setting's name; ``time``: it is one of day or of the calendar."""
    match name:
        case "enabled":
            return FieldWords(translate("Fields", "Switched on"))
        case "hold":
            return FieldWords(
                translate("Fields", "Fires after"), translate("Fields", "How long it must hold before it fires.")
            )
        case "severity":
            return FieldWords(translate("Fields", "Severity"))
        case "cooldown":
            return FieldWords(
                translate("Fields", "At most every"), translate("Fields", "No second message about it before.")
            )
        case "repeat":
            return FieldWords(
                translate("Fields", "Again every"),
                translate("Fields", "While it fires and nobody has acknowledged it."),
            )
        case "channels":
            return FieldWords(translate("Fields", "Tell"))
        case "message":
            return FieldWords(
                translate("Fields", "Message"),
                translate("Fields", "With places such as {component.name} or {summary.errors}."),
            )
        case "action":
            return FieldWords(
                translate("Fields", "Recovery action"), translate("Fields", "Runs once when it is told.")
            )
        case "why":
            return FieldWords(translate("Fields", "What it is for"), translate("Fields", "One sentence."))
        case "from_":
            return FieldWords(translate("Fields", "From"))
        case "to":
            return FieldWords(translate("Fields", "Until") if time else translate("Fields", "To"))
        case "days":
            return FieldWords(translate("Fields", "On"), translate("Fields", "Days on which it begins."))
        case "zone":
            return FieldWords(
                translate("Fields", "Time zone"),
                translate("Fields", "Such as America/New_York; this computer's where nothing stands here."),
            )
        case "let_critical_through":
            return FieldWords(translate("Fields", "Let critical alerts through"))
        case "components":
            return FieldWords(translate("Fields", "Components"))
        case "rules":
            return FieldWords(translate("Fields", "Rules"))
        case "remind":
            return FieldWords(
                translate("Fields", "Remind"),
                translate("Fields", "On the day before, check everything once and tell how it is."),
            )
        case "kind":
            return FieldWords(translate("Fields", "Kind"))
        case "host":
            return FieldWords(translate("Fields", "Mail server"))
        case "port":
            return FieldWords(translate("Fields", "Port"))
        case "encryption":
            return FieldWords(translate("Fields", "Encryption"))
        case "username":
            return FieldWords(translate("Fields", "User"))
        case "sender":
            return FieldWords(translate("Fields", "Sender's address"))
        case "helo":
            return FieldWords(
                translate("Fields", "Introduces itself as"),
                translate(
                    "Fields",
                    "Only where the mail server wants a certain name. Otherwise it is told this computer's address.",
                ),
            )
        case "signing_credential":
            return FieldWords(
                translate("Fields", "Signed with"),
                translate("Fields", "The name of a credential; each message then has a signature."),
            )
        case "secret_headers":
            return FieldWords(
                translate("Fields", "Secret headers"), translate("Fields", "Header: name of its credential")
            )
        case "resend":
            return FieldWords(
                translate("Fields", "Told again every"),
                translate("Fields", "While it fires: Alertmanager forgets what it does not hear of."),
            )
        case "labels":
            return FieldWords(
                translate("Fields", "Labels"), translate("Fields", "Put on every alert, for its routes.")
            )
        case "generator_url":
            return FieldWords(
                translate("Fields", "More about it at"),
                translate("Fields", "An address with the places {component} and {rule}."),
            )
        case "system":
            return FieldWords(translate("Fields", "Named as"), translate("Fields", "What the body's “system” says."))
        case "service":
            return FieldWords(translate("Fields", "Service"), translate("Fields", "As the system calls it."))
        case "program":
            return FieldWords(translate("Fields", "Program"))
        case "at_most":
            return FieldWords(translate("Fields", "At most, an hour"))
        case "stop_after":
            return FieldWords(
                translate("Fields", "Stop after failures"),
                translate("Fields", "So many in a row; then somebody has to allow it again."),
            )
        case "timeout":
            return FieldWords(translate("Fields", "Time limit"))
    return None


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
