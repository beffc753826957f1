"""What the choices of a setting are called, and what it means that none is made."""

from PySide6.QtCore import QLocale

from porchlight.desktop.alert_texts import severity_word
from porchlight.desktop.texts import translate
from porchlight.model.alert import Severity
from porchlight.settings.rules import Weekday


def none_word(name: str) -> str:
    """What it means that none is chosen."""
    return translate("Fields", "All") if name in ("components", "rules") else translate("Fields", "None")


def choice_word(choice: str) -> str:
    """The label of a choice; an unknown one as it is written."""
    match choice:
        case "system":
            return translate("Fields", "As the system")
        case "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun":
            return QLocale().standaloneDayName(list(Weekday).index(Weekday(choice)) + 1)
        case "md":
            return "Markdown"
        case "html":
            return translate("Fields", "Web page (HTML)")
        case "pdf":
            return "PDF"
        case "light":
            return translate("Fields", "Light")
        case "dark":
            return translate("Fields", "Dark")
        case "en":
            return "English"
        case "es":
            return "Español"
        case "datadog":
            return "Datadog"
        case "newrelic":
            return "New Relic"
        case "automatic":
            return translate("Fields", "as the receiver wants")
        case "cumulative":
            return translate("Fields", "all since the start")
        case "delta":
            return translate("Fields", "what is new")
        case "basic":
            return translate("Fields", "User and password")
        case "bearer":
            return translate("Fields", "Token")
        case "header":
            return translate("Fields", "Header")
        case "equals":
            return translate("Fields", "equals")
        case "not_equals":
            return translate("Fields", "does not equal")
        case "greater_than":
            return translate("Fields", "is greater than")
        case "less_than":
            return translate("Fields", "is less than")
        case "greater_equal":
            return translate("Fields", "is at least")
        case "less_equal":
            return translate("Fields", "is at most")
        case "contains":
            return translate("Fields", "contains")
        case "critical" | "high" | "medium" | "low":
            return severity_word(Severity(choice))
        case "starttls":
            return "STARTTLS"
        case "smtp" | "imap" | "pop3":
            return choice.upper()
        case "postgresql":
            return "PostgreSQL"
        case "tls":
            return "TLS"
        case "none":
            return translate("Fields", "none")
        case "error":
            return translate("Fields", "An error")
        case "degraded":
            return translate("Fields", "A warning")
        case "healthy":
            return translate("Fields", "All is well")
        case "as_known":
            return translate("Fields", "As known of this vendor")
        case "service":
            return translate("Fields", "Restart a service")
        case "program":
            return translate("Fields", "Run a program")
        case "webhook":
            return translate("Fields", "Call an address")
        case "regex":
            return translate("Fields", "matches the pattern")
    return choice
