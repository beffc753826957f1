"""What the fields of alerts, exports and the report are called."""

from porchlight.desktop.texts import translate
from porchlight.desktop.windows.settings.field_texts import FieldTexts


def alert_field_texts(name: str, *, time: bool) -> FieldTexts | None:
    """By the setting's name; ``time``: it is one of day or of the calendar."""
    match name:
        case "enabled":
            return FieldTexts(translate("Fields", "Switched on"))
        case "hold":
            return FieldTexts(
                translate("Fields", "Fires after"), translate("Fields", "How long it must hold before it fires.")
            )
        case "severity":
            return FieldTexts(translate("Fields", "Severity"))
        case "cooldown":
            return FieldTexts(
                translate("Fields", "At most every"), translate("Fields", "No second message about it before.")
            )
        case "repeat":
            return FieldTexts(
                translate("Fields", "Again every"),
                translate("Fields", "While it fires and nobody has acknowledged it."),
            )
        case "channels":
            return FieldTexts(translate("Fields", "Tell"))
        case "message":
            return FieldTexts(
                translate("Fields", "Message"),
                translate("Fields", "With places such as {component.name} or {summary.errors}."),
            )
        case "action":
            return FieldTexts(
                translate("Fields", "Recovery action"), translate("Fields", "Runs once when it is told.")
            )
        case "why":
            return FieldTexts(translate("Fields", "What it is for"), translate("Fields", "One sentence."))
        case "from_":
            return FieldTexts(translate("Fields", "From"))
        case "to":
            return FieldTexts(translate("Fields", "Until") if time else translate("Fields", "To"))
        case "days":
            return FieldTexts(translate("Fields", "On"), translate("Fields", "Days on which it begins."))
        case "zone":
            return FieldTexts(
                translate("Fields", "Time zone"),
                translate("Fields", "Such as America/New_York; this computer's where nothing stands here."),
            )
        case "let_critical_through":
            return FieldTexts(translate("Fields", "Let critical alerts through"))
        case "components":
            return FieldTexts(translate("Fields", "Components"))
        case "rules":
            return FieldTexts(translate("Fields", "Rules"))
        case "remind":
            return FieldTexts(
                translate("Fields", "Remind"),
                translate("Fields", "On the day before, check everything once and tell how it is."),
            )
        case "kind":
            return FieldTexts(translate("Fields", "Kind"))
        case "host":
            return FieldTexts(translate("Fields", "Mail server"))
        case "port":
            return FieldTexts(translate("Fields", "Port"))
        case "encryption":
            return FieldTexts(translate("Fields", "Encryption"))
        case "username":
            return FieldTexts(translate("Fields", "User"))
        case "sender":
            return FieldTexts(translate("Fields", "Sender's address"))
        case "helo":
            return FieldTexts(
                translate("Fields", "Introduces itself as"),
                translate(
                    "Fields",
                    "Only where the mail server wants a certain name. Otherwise it is told this computer's address.",
                ),
            )
        case "signing_credential":
            return FieldTexts(
                translate("Fields", "Signed with"),
                translate("Fields", "The name of a credential; each message then has a signature."),
            )
        case "secret_headers":
            return FieldTexts(
                translate("Fields", "Secret headers"), translate("Fields", "Header: name of its credential")
            )
        case "resend":
            return FieldTexts(
                translate("Fields", "Told again every"),
                translate("Fields", "While it fires: Alertmanager forgets what it does not hear of."),
            )
        case "labels":
            return FieldTexts(
                translate("Fields", "Labels"), translate("Fields", "Put on every alert, for its routes.")
            )
        case "generator_url":
            return FieldTexts(
                translate("Fields", "More about it at"),
                translate("Fields", "An address with the places {component} and {rule}."),
            )
        case "system":
            return FieldTexts(translate("Fields", "Named as"), translate("Fields", "What the body's “system” says."))
        case "service":
            return FieldTexts(translate("Fields", "Service"), translate("Fields", "As the system calls it."))
        case "program":
            return FieldTexts(translate("Fields", "Program"))
        case "at_most":
            return FieldTexts(translate("Fields", "At most, an hour"))
        case "stop_after":
            return FieldTexts(
                translate("Fields", "Stop after failures"),
                translate("Fields", "So many in a row; then somebody has to allow it again."),
            )
        case "timeout":
            return FieldTexts(translate("Fields", "Time limit"))
    return None


def export_field_texts(name: str) -> FieldTexts | None:
    """By the setting's name."""
    match name:
        case "preset":
            return FieldTexts(
                translate("Fields", "Service"),
                translate("Fields", "Fills in the address, the header and the kind of counters."),
            )
        case "endpoint":
            return FieldTexts(
                translate("Fields", "Receiver's address"),
                translate("Fields", "Such as https://collector.example.org:4318; a service brings its own."),
            )
        case "site":
            return FieldTexts(
                translate("Fields", "Region"),
                translate("Fields", "Such as datadoghq.eu or eu01.nr-data.net; the United States where nothing is."),
            )
        case "interval":
            return FieldTexts(translate("Fields", "Send every"))
        case "header":
            return FieldTexts(
                translate("Fields", "Header of the key"), translate("Fields", "Only where the service wants another.")
            )
        case "temporality":
            return FieldTexts(
                translate("Fields", "Counters tell"),
                translate("Fields", "All since the start (cumulative), or what is new since the last time (delta)."),
            )
        case "attributes":
            return FieldTexts(
                translate("Fields", "Attributes"),
                translate("Fields", "Said of every number, such as deployment.environment.name."),
            )
    return None


def report_field_texts(name: str) -> FieldTexts | None:
    """By the setting's name."""
    match name:
        case "weekly":
            return FieldTexts(
                translate("Fields", "Write it every week"),
                translate("Fields", "The first one is written at once, for the week that has ended."),
            )
        case "day":
            return FieldTexts(translate("Fields", "Day"))
        case "time":
            return FieldTexts(
                translate("Fields", "Time"),
                translate("Fields", "Where this computer is off then, it is written once Porchlight runs again."),
            )
        case "folder":
            return FieldTexts(translate("Fields", "Into the folder"))
        case "format":
            return FieldTexts(translate("Fields", "As"))
        case "keep":
            return FieldTexts(
                translate("Fields", "Keep so many"), translate("Fields", "Older ones are removed; 0 keeps all.")
            )
    return None
