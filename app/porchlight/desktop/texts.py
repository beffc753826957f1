"""What the windows call things: reasons, statuses, kinds, measures, rules, jobs, in the user's language.

The sentences of checks are written by the probes in English and kept in the history as they were; in another language
the windows say what the reason means, and show the probe's sentence among the details.
"""

from PySide6.QtCore import QCoreApplication

from porchlight.desktop.formatting import moment, span
from porchlight.insight.advice import next_step
from porchlight.model.incident import Incident, IncidentEventKind
from porchlight.model.operation import job_title
from porchlight.model.result import Phase
from porchlight.model.status import ATTENTION_REASONS, Reason, Status
from porchlight.model.vendor import VendorReport, VendorState

translate = QCoreApplication.translate


def meaning(reason: Reason) -> str:
    """What a reason means, in one sentence."""

    match reason:
        case Reason.TIMEOUT:
            return translate("Words", "No answer came in time.")
        case Reason.LOCKED:
            return translate("Words", "It waits for another program that holds what is asked for.")
        case Reason.DNS:
            return translate("Words", "Its name could not be found.")
        case Reason.REFUSED:
            return translate("Words", "The computer is there, but the service on it is not.")
        case Reason.UNREACHABLE:
            return translate("Words", "No way led to it.")
        case Reason.TLS:
            return translate("Words", "Its certificate is not valid.")
        case Reason.CERTIFICATE_CHAIN:
            return translate("Words", "Its server leaves out the intermediate certificate.")
        case Reason.CERTIFICATE_EXPIRING:
            return translate("Words", "Its certificate ends soon.")
        case Reason.AUTH:
            return translate("Words", "It rejects our key.")
        case Reason.FORBIDDEN:
            return translate("Words", "Our key may not do this.")
        case Reason.ACCOUNT:
            return translate("Words", "It keeps our account out.")
        case Reason.PASSWORD_EXPIRED:
            return translate("Words", "Our password has expired.")
        case Reason.LOGIN_DISABLED:
            return translate("Words", "This way of logging in is turned off there.")
        case Reason.BLOCKED:
            return translate("Words", "It does not let this computer in.")
        case Reason.UNAVAILABLE:
            return translate("Words", "It turns everybody away for the moment.")
        case Reason.QUOTA:
            return translate("Words", "Its allowance of calls is used up.")
        case Reason.THROTTLED:
            return translate("Words", "It asks us to come back later.")
        case Reason.HTTP_STATUS:
            return translate("Words", "It reports a failure of its own.")
        case Reason.CONTENT:
            return translate("Words", "It answers, but not as expected.")
        case Reason.STALE:
            return translate("Words", "Nothing new has come for too long.")
        case Reason.SLOW:
            return translate("Words", "It answers, but slowly.")
        case Reason.OFFLINE:
            return translate("Words", "This computer is offline.")
        case Reason.CAPTIVE_PORTAL:
            return translate("Words", "This network wants you to sign in first.")
        case Reason.BOT_PROTECTION:
            return translate("Words", "A protection against robots stands before it.")
        case Reason.CONFIGURATION:
            return translate("Words", "Its settings are not right.")
        case Reason.SECRET_MISSING:
            return translate("Words", "Its credential is not stored.")
        case Reason.FILE:
            return translate("Words", "Its file is not there or cannot be read.")
        case Reason.INTERNAL:
            return translate("Words", "Porchlight itself failed on it.")


def sentence(text: str, reason: Reason | None, status: Status) -> str:
    """The result of a check, in the user's language."""
    if english():
        return text
    if reason is not None:
        return meaning(reason)
    match status:
        case Status.HEALTHY:
            return translate("Words", "Works normally.")
        case Status.DISABLED:
            return translate("Words", "Not watched.")
    return translate("Words", "Not checked yet.")


def english() -> bool:
    """Whether the windows speak English."""
    return translate("Words", "en", "the code of the language, such as es") == "en"


def advice(reason: Reason, kind: str) -> str:
    """What a person can do, in the user's language (context ``Advice``; see porchlight.insight.advice)."""
    return translate("Advice", next_step(reason, kind))


def rule_name(rule_id: str, otherwise: str) -> str:
    """What a rule is called: the built-in ones in the user's language."""
    match rule_id:
        case "critical-component-failure":
            return translate("Rules", "A critical component is down")
        case "system-degraded":
            return translate("Rules", "A component is not well")
        case "slow-response":
            return translate("Rules", "Slower than usual")
        case "certificate-expiring":
            return translate("Rules", "A certificate expires soon")
        case "sync-stale":
            return translate("Rules", "The sync has not run for too long")
        case "sync-failing":
            return translate("Rules", "A job fails or is much slower than usual")
        case "job-overdue":
            return translate("Rules", "A job has not run when it should")
        case "organisation-not-watched":
            return translate("Rules", "An organisation of the sync is not watched yet")
        case "quota-nearly-used":
            return translate("Rules", "A quota is nearly used up")
        case "high-memory":
            return translate("Rules", "Porchlight uses much memory")
        case "monitor-unwell":
            return translate("Rules", "Porchlight itself is not well")
    return otherwise


def rule_why(rule_id: str, otherwise: str) -> str:
    """What a rule is good for: of the built-in ones in the user's language."""
    match rule_id:
        case "critical-component-failure":
            return translate("Rules", "Gifts are being lost while it lasts.")
        case "system-degraded":
            return translate("Rules", "Gifts still come in, but something behind them does not work as it should.")
        case "slow-response":
            return translate("Rules", "Slowness is what people notice first, and often the beginning of an outage.")
        case "certificate-expiring":
            return translate("Rules", "On the day it ends, browsers turn every donor away.")
        case "sync-stale":
            return translate("Rules", "Gifts and supporters are missing where your colleagues look for them.")
        case "sync-failing":
            return translate("Rules", "A job that fails twice rarely recovers by itself.")
        case "job-overdue":
            return translate("Rules", "What nobody runs fails in silence.")
        case "organisation-not-watched":
            return translate(
                "Rules", "Its gifts are synced, but nobody hears when its Classy account stops answering."
            )
        case "quota-nearly-used":
            return translate("Rules", "Once it is used up, the vendor answers nothing more until the next period.")
        case "high-memory":
            return translate("Rules", "A monitor must not be what makes the computer slow.")
        case "monitor-unwell":
            return translate("Rules", "A monitor that is late, or cannot write, may miss an outage.")
    return otherwise


def status_word(status: Status) -> str:
    """A status."""
    match status:
        case Status.HEALTHY:
            return translate("Words", "Healthy")
        case Status.DEGRADED:
            return translate("Words", "Degraded")
        case Status.ERROR:
            return translate("Words", "Error")
        case Status.UNKNOWN:
            return translate("Words", "Unknown")
        case Status.DISABLED:
            return translate("Words", "Paused")


def needs_you(reason: Reason | None) -> bool:
    """Whether it waits for a person here."""
    return reason in ATTENTION_REASONS


def phase_word(phase: Phase) -> str:
    """Where time goes."""
    match phase:
        case Phase.DNS:
            return translate("Words", "DNS")
        case Phase.TCP:
            return translate("Words", "Connect")
        case Phase.TLS:
            return translate("Words", "TLS")
        case Phase.FIRST_BYTE:
            return translate("Words", "First byte")
        case Phase.REST:
            return translate("Words", "Rest")


def kind_word(kind: str) -> str:
    """A kind of component; a plug-in's has its own name."""
    match kind:
        case "http":
            return translate("Words", "Website or service")
        case "classy":
            return translate("Words", "Classy (GoFundMe Pro)")
        case "mailchimp":
            return translate("Words", "Mailchimp")
        case "database":
            return translate("Words", "Database")
        case "classy_sync_log":
            return translate("Words", "Classy Sync: its runs")
        case "classy_sync_freshness":
            return translate("Words", "Classy Sync: its data")
        case "classy_sync_daemon":
            return translate("Words", "Classy Sync: its daemon")
        case "audience_drift":
            return translate("Words", "Supporters in Mailchimp")
        case "salesforce":
            return translate("Words", "Salesforce")
        case "hubspot":
            return translate("Words", "HubSpot")
        case "stripe":
            return translate("Words", "Stripe")
        case "paypal":
            return translate("Words", "PayPal")
        case "mailchimp_transactional":
            return translate("Words", "Mailchimp Transactional")
        case "donorbox":
            return translate("Words", "Donorbox")
        case "blackbaud":
            return translate("Words", "Blackbaud SKY")
        case "neon_crm":
            return translate("Words", "Neon CRM")
        case "tcp":
            return translate("Words", "Port")
        case "dns":
            return translate("Words", "DNS records")
        case "tls":
            return translate("Words", "Certificate")
        case "ping":
            return translate("Words", "Ping")
        case "smtp":
            return translate("Words", "Mail server (SMTP)")
        case "imap":
            return translate("Words", "Mailbox (IMAP)")
        case "process":
            return translate("Words", "Program on this computer")
        case "disk":
            return translate("Words", "Disk on this computer")
        case "heartbeat":
            return translate("Words", "Job that must report")
        case "prometheus":
            return translate("Words", "Prometheus query")
        case "alertmanager":
            return translate("Words", "Alertmanager")
        case "uptime_kuma":
            return translate("Words", "Uptime Kuma")
        case "gatus":
            return translate("Words", "Gatus")
        case "healthchecks":
            return translate("Words", "Healthchecks")
        case "vendor_status":
            return translate("Words", "A vendor's status page")
        case "plugins":
            return translate("Words", "Plug-ins")
        case "self":
            return translate("Words", "Porchlight itself")
    return kind


def headline_word(rule_id: str, headline: str) -> str:
    """What a rule says in a title: which of the things that it looks for it found, else what it is called."""
    match headline:
        case "Its runs fail":
            return translate("Rules", "Its runs fail")
        case "Much slower than usual":
            return translate("Rules", "Much slower than usual")
    return rule_name(rule_id, headline)


def vendor_sentence(word: VendorReport, now_ms: int) -> str:
    """What a vendor says of itself."""
    match word.state:
        case VendorState.NOTHING:
            text = translate("Words", "%1 has reported nothing.")
        case VendorState.REPORTS:
            since = translate("Words", "%1 reports: %2, since %3.")
            text = translate("Words", "%1 reports: %2.") if word.since_ms is None else since
        case VendorState.NOT_PUBLISHED:
            text = translate("Words", "%1 publishes nothing that programs can read.")
        case VendorState.UNREADABLE:
            text = translate("Words", "What %1 says of itself could not be read.")
    if word.since_ms is not None:
        text = text.replace("%3", moment(word.since_ms, now_ms))
    return text.replace("%1", word.vendor).replace("%2", word.what.rstrip("."))


def job_word(name: str, subject: str = "") -> str:
    """An operation as people call it: those of Classy Sync by what they sync and for whom, others by their own
    name."""
    syncs = {
        "supporters": translate("Words", "Sync of supporters"),
        "transactions": translate("Words", "Sync of gifts"),
        "campaigns": translate("Words", "Sync of campaigns"),
        "recurring-plans": translate("Words", "Sync of recurring plans"),
        "mailchimp": translate("Words", "Sync to Mailchimp"),
    }
    return job_title(name, subject, syncs)


def measure_word(name: str) -> str:
    """What a measure is called; a plug-in's by its own name."""
    match name:
        case "certificate_days":
            return translate("Words", "Certificate")
        case "quota_remaining":
            return translate("Words", "Quota left")
        case "members":
            return translate("Words", "Members")
        case "connections_used":
            return translate("Words", "Connections")
        case "contacts":
            return translate("Words", "Contacts")
        case "size":
            return translate("Words", "Size")
        case "history":
            return translate("Words", "History")
        case "missing":
            return translate("Words", "Missing")
        case "campaigns":
            return translate("Words", "Campaigns")
        case "memory":
            return translate("Words", "Memory")
        case "loaded":
            return translate("Words", "Loaded")
        case "backlog":
            return translate("Words", "Letters waiting")
        case "consent_days":
            return translate("Words", "Consent")
        case "data_storage":
            return translate("Words", "Data storage")
        case "file_storage":
            return translate("Words", "File storage")
        case "free":
            return translate("Words", "Free room")
        case "round_trip":
            return translate("Words", "Round trip")
        case "loss":
            return translate("Words", "Lost on the way")
        case "processes":
            return translate("Words", "Processes")
        case "records":
            return translate("Words", "Records")
        case "monitors":
            return translate("Words", "Monitors")
        case "in_trouble":
            return translate("Words", "In trouble")
        case "alerts":
            return translate("Words", "Alerts")
        case "value":
            return translate("Words", "Value")
        case "since_last_run":
            return translate("Words", "Since the last run")
    return name.replace("_", " ").capitalize()


def incident_span(incident: Incident, now_ms: int) -> str:
    """How long an incident lasted, or for how long it has."""
    lasted = span(((incident.ended_ms or now_ms) - incident.began_ms) / 1000)
    return lasted if incident.ended_ms else translate("Words", "for %1 now").replace("%1", lasted)


def incident_event_word(kind: IncidentEventKind) -> str:
    """The text for an event in a timeline."""
    match kind:
        case IncidentEventKind.FIRST_FAILURE:
            return translate("Words", "First failure")
        case IncidentEventKind.CONFIRMED:
            return translate("Words", "Confirmed")
        case IncidentEventKind.CHANGED:
            return translate("Words", "Changed")
        case IncidentEventKind.FLAPPING:
            return translate("Words", "Comes and goes")
        case IncidentEventKind.RECOVERED:
            return translate("Words", "Recovered")
        case IncidentEventKind.UNWATCHED:
            return translate("Words", "No longer watched")
