"""The windows' names of things: reasons, statuses, kinds, measures, rules, jobs, in the user's language."""

from porchlight.desktop.formatting import span
from porchlight.insight.advice import next_step
from porchlight.language.current import rendered, tr
from porchlight.model.incident import Incident, IncidentEventKind
from porchlight.model.job_names import job_name
from porchlight.model.result import Phase
from porchlight.model.status import ATTENTION_REASONS, Reason, Status
from porchlight.settings import builtin_rules


def meaning(reason: Reason) -> str:
    """A reason's meaning, in one sentence."""

    match reason:
        case Reason.TIMEOUT:
            return tr("No answer came in time.")
        case Reason.LOCKED:
            return tr("It waits for another program that holds what is asked for.")
        case Reason.DNS:
            return tr("Its name could not be found.")
        case Reason.REFUSED:
            return tr("The computer is there, but the service on it is not.")
        case Reason.UNREACHABLE:
            return tr("No way led to it.")
        case Reason.TLS:
            return tr("Its certificate is not valid.")
        case Reason.CERTIFICATE_CHAIN:
            return tr("Its server leaves out the intermediate certificate.")
        case Reason.CERTIFICATE_EXPIRING:
            return tr("Its certificate ends soon.")
        case Reason.AUTH:
            return tr("It rejects our key.")
        case Reason.FORBIDDEN:
            return tr("Our key may not do this.")
        case Reason.ACCOUNT:
            return tr("It keeps our account out.")
        case Reason.PASSWORD_EXPIRED:
            return tr("Our password has expired.")
        case Reason.LOGIN_DISABLED:
            return tr("This way of logging in is turned off there.")
        case Reason.BLOCKED:
            return tr("It does not let this computer in.")
        case Reason.UNAVAILABLE:
            return tr("It turns everybody away for the moment.")
        case Reason.QUOTA:
            return tr("Its allowance of calls is used up.")
        case Reason.THROTTLED:
            return tr("It asks us to come back later.")
        case Reason.HTTP_STATUS:
            return tr("It reports a failure of its own.")
        case Reason.CONTENT:
            return tr("It answers, but not as expected.")
        case Reason.STALE:
            return tr("Nothing new has come for too long.")
        case Reason.SLOW:
            return tr("It answers, but slowly.")
        case Reason.OFFLINE:
            return tr("This computer is offline.")
        case Reason.CAPTIVE_PORTAL:
            return tr("This network wants you to sign in first.")
        case Reason.BOT_PROTECTION:
            return tr("A protection against robots stands before it.")
        case Reason.CONFIGURATION:
            return tr("Its settings are not right.")
        case Reason.SECRET_MISSING:
            return tr("Its credential is not stored.")
        case Reason.FILE:
            return tr("Its file is not there or cannot be read.")
        case Reason.INTERNAL:
            return tr("Porchlight itself failed on it.")


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


def needs_you(reason: Reason | None) -> bool:
    """Whether it waits for a person here."""
    return reason in ATTENTION_REASONS


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
    """A kind of component; a plug-in's has its own name."""
    match kind:
        case "http":
            return tr("Website or service")
        case "classy":
            return tr("Classy (GoFundMe Pro)")
        case "mailchimp":
            return tr("Mailchimp")
        case "database":
            return tr("Database")
        case "classy_sync_log":
            return tr("Classy Sync: its runs")
        case "classy_sync_freshness":
            return tr("Classy Sync: its data")
        case "classy_sync_daemon":
            return tr("Classy Sync: its daemon")
        case "audience_drift":
            return tr("Supporters in Mailchimp")
        case "salesforce":
            return tr("Salesforce")
        case "hubspot":
            return tr("HubSpot")
        case "stripe":
            return tr("Stripe")
        case "paypal":
            return tr("PayPal")
        case "mailchimp_transactional":
            return tr("Mailchimp Transactional")
        case "donorbox":
            return tr("Donorbox")
        case "blackbaud":
            return tr("Blackbaud SKY")
        case "neon_crm":
            return tr("Neon CRM")
        case "tcp":
            return tr("Port")
        case "dns":
            return tr("DNS records")
        case "tls":
            return tr("Certificate")
        case "ping":
            return tr("Ping")
        case "smtp":
            return tr("Mail server (SMTP)")
        case "imap":
            return tr("Mailbox (IMAP)")
        case "process":
            return tr("Program on this computer")
        case "disk":
            return tr("Disk on this computer")
        case "heartbeat":
            return tr("Job that must report")
        case "prometheus":
            return tr("Prometheus query")
        case "alertmanager":
            return tr("Alertmanager")
        case "uptime_kuma":
            return tr("Uptime Kuma")
        case "gatus":
            return tr("Gatus")
        case "healthchecks":
            return tr("Healthchecks")
        case "vendor_status":
            return tr("A vendor's status page")
        case "plugins":
            return tr("Plug-ins")
        case "self":
            return tr("Porchlight itself")
    return kind


def job_word(name: str, subject: str = "") -> str:
    """A job's name for people, in the user's language."""
    return rendered(job_name(name, subject))


def measure_word(name: str) -> str:
    """A measure's name; a plug-in's unchanged."""
    match name:
        case "certificate_days":
            return tr("Certificate")
        case "quota_remaining":
            return tr("Quota left")
        case "members":
            return tr("Members")
        case "connections_used":
            return tr("Connections")
        case "contacts":
            return tr("Contacts")
        case "size":
            return tr("Size")
        case "history":
            return tr("History")
        case "missing":
            return tr("Missing")
        case "campaigns":
            return tr("Campaigns")
        case "memory":
            return tr("Memory")
        case "loaded":
            return tr("Loaded")
        case "backlog":
            return tr("Letters waiting")
        case "consent_days":
            return tr("Consent")
        case "data_storage":
            return tr("Data storage")
        case "file_storage":
            return tr("File storage")
        case "free":
            return tr("Free room")
        case "round_trip":
            return tr("Round trip")
        case "loss":
            return tr("Lost on the way")
        case "processes":
            return tr("Processes")
        case "records":
            return tr("Records")
        case "monitors":
            return tr("Monitors")
        case "in_trouble":
            return tr("In trouble")
        case "alerts":
            return tr("Alerts")
        case "value":
            return tr("Value")
        case "since_last_run":
            return tr("Since the last run")
    return name.replace("_", " ").capitalize()


def incident_span(incident: Incident, now_ms: int) -> str:
    """How long an incident lasted, or has lasted."""
    lasted = span(((incident.ended_ms or now_ms) - incident.began_ms) / 1000)
    return lasted if incident.ended_ms else tr("for {lasted} now", lasted=lasted)


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
