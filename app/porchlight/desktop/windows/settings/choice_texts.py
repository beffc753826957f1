"""The labels of a setting's choices, and the meaning of none."""

from PySide6.QtCore import QLocale

from porchlight.desktop.alert_texts import severity_word
from porchlight.language.catalogue import LANGUAGES
from porchlight.language.current import tr
from porchlight.model.alert import Severity
from porchlight.settings.rules import Weekday


def none_word(name: str) -> str:
    """What it means that none is chosen."""
    return tr("All") if name in ("components", "rules") else tr("None")


def choice_word(choice: str) -> str:
    """The label of a choice; an unknown one unchanged."""
    match choice:
        case "system":
            return tr("As the system")
        case "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun":
            return QLocale().standaloneDayName(list(Weekday).index(Weekday(choice)) + 1)
        case "md":
            return "Markdown"
        case "html":
            return tr("Web page (HTML)")
        case "pdf":
            return "PDF"
        case "Donations":
            return tr("Donations")
        case "your records":
            return tr("your records")
        case "light":
            return tr("Light")
        case "dark":
            return tr("Dark")
        case "datadog":
            return "Datadog"
        case "newrelic":
            return "New Relic"
        case "automatic":
            return tr("as the receiver wants")
        case "cumulative":
            return tr("all since the start")
        case "delta":
            return tr("what is new")
        case "basic":
            return tr("User and password")
        case "bearer":
            return tr("Token")
        case "header":
            return tr("Header")
        case "equals":
            return tr("equals")
        case "not_equals":
            return tr("does not equal")
        case "greater_than":
            return tr("is greater than")
        case "less_than":
            return tr("is less than")
        case "greater_equal":
            return tr("is at least")
        case "less_equal":
            return tr("is at most")
        case "contains":
            return tr("contains")
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
            return tr("none")
        case "error":
            return tr("An error")
        case "degraded":
            return tr("A warning")
        case "healthy":
            return tr("All is well")
        case "as_known":
            return tr("As known of this vendor")
        case "service":
            return tr("Restart a service")
        case "program":
            return tr("Run a program")
        case "webhook":
            return tr("Call an address")
        case "regex":
            return tr("matches the pattern")
    return LANGUAGES.get(choice, choice)
