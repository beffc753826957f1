"""What the windows say: the verdict, troubles, spans, times and numbers, in the user's language and locale.

The sentences of checks are written by the probes in English and kept in the history as they were; in another language
the windows say what the reason means, and show the probe's sentence among the details.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from app.insight.advice import next_step
from app.insight.troubles import trouble_of
from app.model.incident import Incident, IncidentEventKind
from app.model.result import Measure, Phase, Unit
from app.model.snapshot import ComponentView, Snapshot
from app.model.status import ATTENTION_REASONS, OverallStatus, Reason, Status
from app.model.vendor import VendorState, VendorWord

translate = QCoreApplication.translate

_THIN = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first thing that is said."""

    title: str
    detail: str


GRAVEST_FIRST = (Status.ERROR, Status.DEGRADED, Status.UNKNOWN, Status.HEALTHY, Status.DISABLED)


def gravest_first(snapshot: Snapshot) -> list[ComponentView]:
    """Trouble at the top, critical components before others, else in the order of the settings."""
    return sorted(
        snapshot.views.values(),
        key=lambda view: (GRAVEST_FIRST.index(view.state.status), not view.component.critical),
    )


def troubled(snapshot: Snapshot) -> list[ComponentView]:
    """The components that are in error or degraded, the gravest first."""
    return [view for view in gravest_first(snapshot) if view.state.status in (Status.ERROR, Status.DEGRADED)]


def verdict(snapshot: Snapshot) -> Verdict:
    """How it is, as a sentence that a director understands."""
    views = [view for view in snapshot.views.values() if view.component.enabled]
    if not views:
        return Verdict(translate("Words", "Nothing is watched yet."), translate("Words", "Add what matters to you."))
    if snapshot.offline:
        return Verdict(
            translate("Words", "This computer is offline."),
            translate("Words", "What you see is the last that was known."),
        )
    trouble = troubled(snapshot)
    if trouble:
        return _verdict_of_trouble(snapshot, trouble)
    unknown = [view for view in views if view.state.status is Status.UNKNOWN]
    if unknown and any(view.state.checked_ms is None for view in unknown):
        return Verdict(translate("Words", "Having a first look …"), "")
    if unknown:
        return Verdict(
            translate("Words", "It cannot be told how all is."),
            translate("Words", "Not known: %1.").replace("%1", _names(unknown)),
        )
    if len(views) == 1:
        return Verdict(translate("Words", "All is well."), "")
    return Verdict(
        translate("Words", "All is well."), translate("Words", "%n component(s) work normally.", "", len(views))
    )


def _verdict_of_trouble(snapshot: Snapshot, trouble: list[ComponentView]) -> Verdict:
    if snapshot.overall is OverallStatus.CRITICAL:
        gravest = next(view for view in trouble if view.component.critical and view.state.status is Status.ERROR)
        return Verdict(_sentence(what_is_wrong(gravest)), _others(trouble, gravest))
    if len(trouble) == 1:
        rest = sum(view.state.status is Status.HEALTHY for view in snapshot.views.values())
        return Verdict(
            _sentence(what_is_wrong(trouble[0])),
            translate("Words", "%n other component(s) work normally.", "", rest) if rest else "",
        )
    return Verdict(
        translate("Words", "%n component(s) need attention.", "", len(trouble)),
        _sentence("; ".join(what_is_wrong(view) for view in trouble[:3])),
    )


def _others(trouble: list[ComponentView], gravest: ComponentView) -> str:
    others = [view for view in trouble if view is not gravest]
    if not others:
        return ""
    if len(others) == 1:
        return _sentence(what_is_wrong(others[0]))
    return translate("Words", "%n more need attention: %1.", "", len(others)).replace("%1", _names(others))


def _names(views: list[ComponentView]) -> str:
    names = ", ".join(view.component.name for view in views[:3])
    return f"{names} …" if len(views) > 3 else names


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def what_is_wrong(view: ComponentView) -> str:
    """A component's trouble in a few words, name first, without a full stop."""
    name, state = view.component.name, view.state
    if state.reason is None:
        return translate("Words", "%1 works normally").replace("%1", name)
    return trouble_words(name, state.reason, state.status)


def trouble_words(name: str, reason: Reason, status: Status) -> str:
    """A trouble in a few words, name first, without a full stop."""
    return translate("Words", trouble_of(reason, status)).replace("%1", name)


def meaning(reason: Reason) -> str:
    """What a reason means, in one sentence."""

    match reason:
        case Reason.TIMEOUT:
            return translate("Words", "No answer came in time.")
        case Reason.DNS:
            return translate("Words", "Its name could not be found.")
        case Reason.REFUSED:
            return translate("Words", "The computer is there, but the service on it is not.")
        case Reason.UNREACHABLE:
            return translate("Words", "No way led to it.")
        case Reason.TLS:
            return translate("Words", "Its certificate is not valid.")
        case Reason.CERTIFICATE_EXPIRING:
            return translate("Words", "Its certificate ends soon.")
        case Reason.AUTH:
            return translate("Words", "It rejects our key.")
        case Reason.FORBIDDEN:
            return translate("Words", "Our key may not do this.")
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
        case Reason.INTERNAL:
            return translate("Words", "Porchlight itself failed on it.")


def sentence(text: str, reason: Reason | None, status: Status) -> str:
    """What a check said, in the user's language."""
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
    """What a person can do, in the user's language (context ``Advice``; its sources are app.insight.advice's)."""
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
            return translate("Rules", "The sync fails or is much slower than usual")
        case "job-overdue":
            return translate("Rules", "A job has not run when it should")
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
            return translate("Rules", "A sync that fails twice rarely mends itself.")
        case "job-overdue":
            return translate("Rules", "What nobody runs fails in silence.")
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


def vendor_sentence(word: VendorWord, now_ms: int) -> str:
    """What a vendor says of itself."""
    match word.state:
        case VendorState.NOTHING:
            said = translate("Words", "%1 has reported nothing.")
        case VendorState.REPORTS:
            since = translate("Words", "%1 reports: %2, since %3.")
            said = translate("Words", "%1 reports: %2.") if word.since_ms is None else since
        case VendorState.NOT_PUBLISHED:
            said = translate("Words", "%1 publishes nothing that programs can read.")
        case VendorState.NOT_TOLD:
            said = translate("Words", "What %1 says of itself could not be read.")
    if word.since_ms is not None:
        said = said.replace("%3", moment(word.since_ms, now_ms))
    return said.replace("%1", word.vendor).replace("%2", word.what.rstrip("."))


def job_word(name: str) -> str:
    """An operation as people call it: those of Classy Sync by what they sync, others by their own name."""
    kind, _, rest = name.partition(":")
    if kind != "sync":
        return name
    entity, _, number_of = rest.partition(":")
    match entity:
        case "supporters":
            said = translate("Words", "Sync of supporters")
        case "transactions":
            said = translate("Words", "Sync of gifts")
        case "campaigns":
            said = translate("Words", "Sync of campaigns")
        case "recurring-plans":
            said = translate("Words", "Sync of recurring plans")
        case "mailchimp":
            said = translate("Words", "Sync to Mailchimp")
        case _:
            return name
    return f"{said} ({number_of})" if number_of else said


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


def span(seconds: float) -> str:
    """A span as people say it: ``12 s``, ``14 min``, ``22 h 10 min``, ``3 days``."""
    seconds = max(seconds, 0.0)
    if seconds < 90:
        return f"{seconds:.0f}{_THIN}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{_THIN}min"
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours}{_THIN}h {rest}{_THIN}min" if rest and hours < 24 else f"{hours}{_THIN}h"
    if minutes < 48 * 60:
        return f"{round(minutes / 60)}{_THIN}h"
    return translate("Words", "%n day(s)", "", round(minutes / 1440))


def ago(at_ms: int, now_ms: int) -> str:
    """``12 s ago``."""
    if now_ms - at_ms < 1500:
        return translate("Words", "just now")
    return translate("Words", "%1 ago").replace("%1", span((now_ms - at_ms) / 1000))


def moment(at_ms: float, now_ms: int) -> str:
    """A time as people say it: ``10:42`` today, ``Thu 13:50`` within a week before or after, else ``3 Jan``, in
    another year with the year."""
    then = datetime.fromtimestamp(at_ms / 1000).astimezone()
    now = datetime.fromtimestamp(now_ms / 1000).astimezone()
    days = (now.date() - then.date()).days
    if days == 0:
        return _format(then, "HH:mm")
    if -7 < days < 7:
        return _format(then, "ddd HH:mm")
    return _format(then, "d MMM" if then.year == now.year else "d MMM yyyy")


def exact_moment(at_ms: float) -> str:
    """A time with its day and seconds: ``Wed 18 Nov 2026, 03:40:07``."""
    return _format(datetime.fromtimestamp(at_ms / 1000).astimezone(), "ddd d MMM yyyy, HH:mm:ss")


def readout_moment(at_ms: float) -> str:
    """A time for a readout: ``Wed 18 Nov, 03:40``."""
    return _format(datetime.fromtimestamp(at_ms / 1000).astimezone(), "ddd d MMM, HH:mm")


_STEPS = (60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200)
"""Seconds between two marks of a time axis, below a day."""


def axis_ticks(since: float, until: float, most: int) -> tuple[float, list[float]]:
    """Where a time axis (seconds since the epoch) has its marks: round local times, ``most`` of them at most."""
    span = max(until - since, 1.0)
    for step in _STEPS:
        if span / step <= most:
            midnight = datetime.fromtimestamp(since).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            first = midnight.timestamp() + math.ceil((since - midnight.timestamp()) / step) * step
            return step, [first + number * step for number in range(int((until - first) // step) + 1)]
    days = max(math.ceil(span / 86_400 / most), 1)
    if days > 20:
        return days * 86_400.0, _months(since, until, max(round(days / 30), 1))
    day = datetime.fromtimestamp(since).astimezone().date() + timedelta(days=1)
    ticks = []
    while (at := datetime.combine(day, time()).astimezone().timestamp()) <= until:
        ticks.append(at)
        day += timedelta(days=days)
    return days * 86_400.0, ticks


def _months(since: float, until: float, step: int) -> list[float]:
    first = datetime.fromtimestamp(since).astimezone()
    number, ticks = first.year * 12 + first.month, []
    while (at := datetime(number // 12, number % 12 + 1, 1).astimezone().timestamp()) <= until:
        ticks.append(at)
        number += step
    return ticks


def axis_moment(at: float, spacing: float, span: float) -> str:
    """A mark of a time axis: ``12:00``, ``Wed 12:00`` over several days, ``18 Nov`` or ``Nov`` over more."""
    when = datetime.fromtimestamp(at).astimezone()
    if spacing < 86_400:
        return _format(when, "HH:mm" if span <= 86_400 * 1.1 else "ddd HH:mm")
    if span <= 86_400 * 8:
        return _format(when, "ddd d MMM")
    return _format(when, "d MMM" if spacing < 86_400 * 20 else "MMM")


def _format(when: datetime, pattern: str) -> str:
    date = QDate(when.year, when.month, when.day)
    return QLocale().toString(QDateTime(date, QTime(when.hour, when.minute, when.second)), pattern)


def day_word(day: date) -> str:
    """A day: ``Wed 18 Nov``."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def incident_span(incident: Incident, now_ms: int) -> str:
    """How long an incident lasted, or for how long it has."""
    lasted = span(((incident.ended_ms or now_ms) - incident.began_ms) / 1000)
    return lasted if incident.ended_ms else translate("Words", "for %1 now").replace("%1", lasted)


def incident_event_word(kind: IncidentEventKind) -> str:
    """What a line of a timeline tells."""
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


def uptime_note(coverage: float) -> str:
    """What an uptime speaks for."""
    if coverage >= 0.995:
        return translate("Words", "all of it watched")
    return translate("Words", "of the %1 watched").replace("%1", f"{int(coverage * 100)}{_THIN}%")


def response(us: float | None) -> str:
    """A response time with three figures: ``4.2 ms``, ``312 ms``, ``1.84 s``."""
    if us is None:
        return "–"
    ms, locale = us / 1000, QLocale()
    if ms < 10:
        return f"{locale.toString(ms, 'f', 1)}{_THIN}ms"
    if ms < 1000:
        return f"{ms:.0f}{_THIN}ms"
    return f"{locale.toString(ms / 1000, 'f', 2)}{_THIN}s"


def percent(share: float | None) -> str:
    """A share (0–1); never rounded up to a whole that it is not."""
    if share is None:
        return "–"
    if share >= 1:
        return f"100{_THIN}%"
    digits = 1 if share < 0.99 else 2 if share < 0.9995 else 3
    floored = int(share * 100 * 10**digits) / 10**digits
    return f"{QLocale().toString(floored, 'f', digits)}{_THIN}%"


def amount(measure: Measure) -> str:
    """A measure with its unit, and with its limit where that says more."""
    if measure.limit is not None and measure.unit is not Unit.PERCENT:
        most = amount(Measure(measure.limit, measure.unit))
        return (
            translate("Words", "%1 of %2")
            .replace("%1", amount(Measure(measure.value, measure.unit)))
            .replace("%2", most)
        )
    locale, value = QLocale(), measure.value
    match measure.unit:
        case Unit.BYTES:
            return locale.formattedDataSize(round(value), 1)
        case Unit.MILLISECONDS:
            return response(value * 1000)
        case Unit.SECONDS:
            return span(value)
        case Unit.PERCENT:
            return f"{number(value)}{_THIN}%"
        case Unit.DAYS:
            return translate("Words", "%n day(s)", "", round(value))
    return number(value)


def number(value: float) -> str:
    """A number as the locale writes it, with four figures at most where it is not whole."""
    locale = QLocale()
    return locale.toString(round(value)) if float(value).is_integer() else locale.toString(value, "g", 4)
