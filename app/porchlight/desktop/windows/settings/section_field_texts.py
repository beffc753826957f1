"""The labels of the fields of alerts, exports and the report."""

from porchlight.desktop.windows.settings.field_texts import FieldTexts
from porchlight.language.current import tr


def alert_field_texts(name: str, *, time: bool) -> FieldTexts | None:
    """By the setting's name; ``time``: it is one of day or of the calendar."""
    match name:
        case "enabled":
            return FieldTexts(tr("Switched on"))
        case "hold":
            return FieldTexts(tr("Fires after"), tr("How long it must hold before it fires."))
        case "severity":
            return FieldTexts(tr("Severity"))
        case "cooldown":
            return FieldTexts(tr("At most every"), tr("No second message about it before."))
        case "repeat":
            return FieldTexts(
                tr("Again every"),
                tr("While it fires and nobody has acknowledged it."),
            )
        case "channels":
            return FieldTexts(tr("Tell"))
        case "message":
            return FieldTexts(
                tr("Message"),
                tr("With places such as {component.name} or {summary.errors}."),
            )
        case "action":
            return FieldTexts(tr("Recovery action"), tr("Runs once when it is told."))
        case "why":
            return FieldTexts(tr("What it is for"), tr("One sentence."))
        case "from_":
            return FieldTexts(tr("From"))
        case "to":
            return FieldTexts(tr("Until") if time else tr("To"))
        case "days":
            return FieldTexts(tr("On"), tr("Days on which it begins."))
        case "zone":
            return FieldTexts(
                tr("Time zone"),
                tr("Such as America/New_York; this computer's where nothing stands here."),
            )
        case "let_critical_through":
            return FieldTexts(tr("Let critical alerts through"))
        case "components":
            return FieldTexts(tr("Components"))
        case "rules":
            return FieldTexts(tr("Rules"))
        case "remind":
            return FieldTexts(
                tr("Remind"),
                tr("On the day before, check everything once and tell how it is."),
            )
        case "kind":
            return FieldTexts(tr("Kind"))
        case "host":
            return FieldTexts(tr("Mail server"))
        case "port":
            return FieldTexts(tr("Port"))
        case "encryption":
            return FieldTexts(tr("Encryption"))
        case "username":
            return FieldTexts(tr("User"))
        case "sender":
            return FieldTexts(tr("Sender's address"))
        case "helo":
            return FieldTexts(
                tr("Introduces itself as"),
                tr("Only where the mail server wants a certain name. Otherwise it is told this computer's address."),
            )
        case "signing_credential":
            return FieldTexts(
                tr("Signed with"),
                tr("The name of a credential; each message then has a signature."),
            )
        case "secret_headers":
            return FieldTexts(tr("Secret headers"), tr("Header: name of its credential"))
        case "resend":
            return FieldTexts(
                tr("Told again every"),
                tr("While it fires: Alertmanager forgets what it does not hear of."),
            )
        case "labels":
            return FieldTexts(tr("Labels"), tr("Put on every alert, for its routes."))
        case "generator_url":
            return FieldTexts(
                tr("More about it at"),
                tr("An address with the places {component} and {rule}."),
            )
        case "system":
            return FieldTexts(tr("Named as"), tr("What the body's “system” says."))
        case "service":
            return FieldTexts(tr("Service"), tr("As the system calls it."))
        case "program":
            return FieldTexts(tr("Program"))
        case "at_most":
            return FieldTexts(tr("At most, an hour"))
        case "stop_after":
            return FieldTexts(
                tr("Stop after failures"),
                tr("So many in a row; then somebody has to allow it again."),
            )
        case "timeout":
            return FieldTexts(tr("Time limit"))
    return None


def export_field_texts(name: str) -> FieldTexts | None:
    """By the setting's name."""
    match name:
        case "preset":
            return FieldTexts(
                tr("Service"),
                tr("Fills in the address, the header and the kind of counters."),
            )
        case "endpoint":
            return FieldTexts(
                tr("Receiver's address"),
                tr("Such as https://collector.example.org:4318; a service brings its own."),
            )
        case "site":
            return FieldTexts(
                tr("Region"),
                tr("Such as datadoghq.eu or eu01.nr-data.net; the United States where nothing is."),
            )
        case "interval":
            return FieldTexts(tr("Send every"))
        case "header":
            return FieldTexts(tr("Header of the key"), tr("Only where the service wants another."))
        case "temporality":
            return FieldTexts(
                tr("Counters tell"),
                tr("All since the start (cumulative), or what is new since the last time (delta)."),
            )
        case "attributes":
            return FieldTexts(
                tr("Attributes"),
                tr("Said of every number, such as deployment.environment.name."),
            )
    return None


def report_field_texts(name: str) -> FieldTexts | None:
    """By the setting's name."""
    match name:
        case "weekly":
            return FieldTexts(
                tr("Write it every week"),
                tr("The first one is written at once, for the week that has ended."),
            )
        case "day":
            return FieldTexts(tr("Day"))
        case "time":
            return FieldTexts(
                tr("Time"),
                tr("Where this computer is off then, it is written once Porchlight runs again."),
            )
        case "folder":
            return FieldTexts(tr("Into the folder"))
        case "format":
            return FieldTexts(tr("As"))
        case "keep":
            return FieldTexts(tr("Keep so many"), tr("Older ones are removed; 0 keeps all."))
    return None
