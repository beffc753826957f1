"""The windows' names of things: reasons, statuses, kinds, measures, rules, jobs, in the user's language."""

from porchlight.desktop.formatting import span
from porchlight.insight.advice import measure_title, next_step
from porchlight.language.current import rendered, tr
from porchlight.model.incident import Incident, IncidentEventKind
from porchlight.model.job_names import job_name
from porchlight.model.mark import OF_STATUS, Mark
from porchlight.model.result import Phase
from porchlight.model.status import Reason, Status
from porchlight.runtime.kinds import kind_notes, kind_title
from porchlight.settings import builtin_rules

_STATUS_OF = {mark: status for status, mark in OF_STATUS.items()}


def what_happened(reason: Reason | None, sentence: str) -> str:
    """In one sentence: what the reason means, where one is known."""
    return meaning(reason) if reason else rendered(sentence)


def meaning(reason: Reason) -> str:
    """A reason's meaning, in one sentence."""

    match reason:
        case Reason.TIMEOUT:
            return tr("No answer in time.")
        case Reason.LOCKED:
            return tr("Locked by another program.")
        case Reason.DNS:
            return tr("Address not found.")
        case Reason.REFUSED:
            return tr("Connection refused.")
        case Reason.UNREACHABLE:
            return tr("Could not be reached.")
        case Reason.TLS:
            return tr("The certificate is not valid.")
        case Reason.CERTIFICATE_CHAIN:
            return tr("The server does not send its intermediate certificate.")
        case Reason.CERTIFICATE_EXPIRING:
            return tr("The certificate expires soon.")
        case Reason.AUTH:
            return tr("The key was rejected.")
        case Reason.FORBIDDEN:
            return tr("The key lacks a permission.")
        case Reason.ACCOUNT:
            return tr("The account is locked or suspended.")
        case Reason.PASSWORD_EXPIRED:
            return tr("The password has expired.")
        case Reason.LOGIN_DISABLED:
            return tr("This login method is turned off.")
        case Reason.BLOCKED:
            return tr("This computer is blocked.")
        case Reason.UNAVAILABLE:
            return tr("Temporarily unavailable.")
        case Reason.QUOTA:
            return tr("The quota is used up.")
        case Reason.THROTTLED:
            return tr("The rate limit was reached.")
        case Reason.HTTP_STATUS:
            return tr("The service itself reports an error.")
        case Reason.CONTENT:
            return tr("Unexpected answer.")
        case Reason.STALE:
            return tr("Nothing new for too long.")
        case Reason.SLOW:
            return tr("Answering slowly.")
        case Reason.OFFLINE:
            return tr("This computer is offline.")
        case Reason.CAPTIVE_PORTAL:
            return tr("This network requires you to sign in first.")
        case Reason.BOT_PROTECTION:
            return tr("Blocked by bot protection.")
        case Reason.CONFIGURATION:
            return tr("The settings are incorrect.")
        case Reason.SECRET_MISSING:
            return tr("The credential is missing or incomplete.")
        case Reason.FILE:
            return tr("The file is missing or cannot be read.")
        case Reason.INTERNAL:
            return tr("Porchlight had an error during the check.")


def advice(reason: Reason, kind: str) -> str:
    """What a person can do, in the user's language (see porchlight.insight.advice)."""
    return rendered(next_step(reason, kind))


def rule_name(rule_id: str, name: str) -> str:
    """A rule's name: the built-in ones in the user's language."""
    return rendered(builtin_rules.rule_name(rule_id, name))


def rule_why(rule_id: str, why: str) -> str:
    """A rule's purpose: of the built-in ones in the user's language."""
    return rendered(builtin_rules.rule_why(rule_id, why))


def status_word(status: Status) -> str:
    """A status."""
    match status:
        case Status.HEALTHY:
            return tr("Healthy")
        case Status.DEGRADED:
            return tr("Degraded")
        case Status.ERROR:
            return tr("Error")
        case Status.UNKNOWN:
            return tr("Unknown")
        case Status.DISABLED:
            return tr("Paused")


def mark_word(mark: Mark) -> str:
    """What a mark says, for those who do not see it."""
    return status_word(_STATUS_OF[mark])


def phase_word(phase: Phase) -> str:
    """The name of a phase."""
    match phase:
        case Phase.DNS:
            return tr("DNS")
        case Phase.TCP:
            return tr("Connect")
        case Phase.TLS:
            return tr("TLS")
        case Phase.FIRST_BYTE:
            return tr("First byte")
        case Phase.REST:
            return tr("Rest")


def kind_word(kind: str) -> str:
    """A kind of component, as it calls itself."""
    return rendered(kind_title(kind))


def permissions(kind: str) -> str:
    """What a kind's credential or this account has to be allowed; empty: nothing."""
    return rendered(kind_notes(kind).permissions)


def red_light(kind: str) -> str:
    """When a kind's light turns red."""
    return rendered(kind_notes(kind).red_light)


def job_word(name: str, subject: str = "") -> str:
    """A job's name for people, in the user's language."""
    return rendered(job_name(name, subject))


def measure_word(kind: str, name: str) -> str:
    """A measure of a kind of component, as the kind calls it."""
    return rendered(measure_title(kind, name))


def incident_span(incident: Incident, now_ms: int) -> str:
    """How long an incident lasted, or has lasted."""
    lasted = span(((incident.ended_ms or now_ms) - incident.began_ms) / 1000)
    return lasted if incident.ended_ms else tr("{lasted} so far", lasted=lasted)


def incident_event_word(kind: IncidentEventKind) -> str:
    """The text for an event in a timeline."""
    match kind:
        case IncidentEventKind.FIRST_FAILURE:
            return tr("First failure")
        case IncidentEventKind.CONFIRMED:
            return tr("Confirmed")
        case IncidentEventKind.CHANGED:
            return tr("Changed")
        case IncidentEventKind.FLAPPING:
            return tr("Comes and goes")
        case IncidentEventKind.RECOVERED:
            return tr("Recovered")
        case IncidentEventKind.UNWATCHED:
            return tr("No longer watched")
