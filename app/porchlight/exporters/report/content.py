"""The report as a document, in this order: the verdict, what needs somebody, systems, jobs, vendors, alerts. Pure."""

from datetime import tzinfo

from porchlight.exporters.report.days import days_section
from porchlight.exporters.report.document import (
    Cell,
    Column,
    Document,
    Glance,
    Redact,
    Row,
    Section,
    Table,
    Tone,
    tone_of,
)
from porchlight.exporters.report.figures import LONGEST_SENTENCE, Figures, shown
from porchlight.exporters.report.jobs import jobs_sections
from porchlight.exporters.report.missed import missed_section
from porchlight.exporters.report.outlook import capacity_section, needs_of, paths_of
from porchlight.exporters.report.systems import systems_sections
from porchlight.exporters.report.vendors import vendors_section
from porchlight.insight.report import Outlook, Report
from porchlight.language.render import Renderer
from porchlight.language.text import Share, Text, msg, msg_plural
from porchlight.model.alert import Alert, Severity

_MOST_ALERTS = 12
_GRAVITY = list(Severity)


def document(report: Report, write: Renderer, zone: tzinfo, redact: Redact) -> Document:
    """The report in one language; every text from outside goes through ``redact``."""
    figures = Figures(write, zone)

    def name(text: str) -> str:
        return shown(redact(text)) or "–"

    def sentence(text: str) -> str:
        return shown(redact(text), LONGEST_SENTENCE)

    return Document(
        write=write,
        title=write(msg("How our systems did")),
        subtitle=write(msg("Porchlight's report on the systems that carry our gifts")),
        span=figures.span(report.since_ms, report.until_ms),
        until_ms=report.until_ms,
        verdict=" ".join((*paths_of(report, figures, redact), write(_verdict(report, figures, name)))),
        tone=_TONES[report.verdict.outlook],
        glances=_glances(report, figures),
        needs_title=write(msg("What needs attention")),
        needs=needs_of(report, figures, redact),
        sections=(
            *days_section(report, figures, redact),
            *systems_sections(report, figures, zone, name),
            *jobs_sections(report, figures, zone, name),
            *capacity_section(report, figures, redact),
            *missed_section(report, figures, name),
            *vendors_section(report, figures, name),
            _alerts(report, figures, sentence),
        ),
    )


_TONES = {
    Outlook.NOTHING_WATCHED: Tone.PLAIN,
    Outlook.LASTING: Tone.DOWN,
    Outlook.INTERRUPTED: Tone.TROUBLE,
    Outlook.ALL_WELL: Tone.GOOD,
}


def _verdict(report: Report, figures: Figures, name: Redact) -> Text:
    verdict = report.verdict
    match verdict.outlook:
        case Outlook.NOTHING_WATCHED:
            return msg("Nothing was watched in this period.")
        case Outlook.LASTING:
            return msg_plural(
                "{names} needs attention now.",
                "{names} need attention now.",
                len(verdict.lasting),
                names=figures.names([name(one) for one in verdict.lasting]),
            )
        case Outlook.ALL_WELL:
            return msg("Everything worked the whole time that we watched.")
        case Outlook.INTERRUPTED if verdict.worked is None or verdict.worked >= 1:
            return msg_plural(
                "There was one interruption; the most important systems worked the whole time. All is well now.",
                "There were {n} interruptions; the most important systems worked the whole time. All is well now.",
                verdict.interruptions,
            )
        case Outlook.INTERRUPTED:
            return msg_plural(
                "There was one interruption; {name} worked {share} of the time. All is well now.",
                "There were {n} interruptions; {name} worked {share} of the time. All is well now.",
                verdict.interruptions,
                name=name(verdict.weakest),
                share=Share(verdict.worked),
            )


def _glances(report: Report, figures: Figures) -> tuple[Glance, ...]:
    write, verdict = figures.write, report.verdict
    found = []
    worked = [one.summary.worked for one in report.components if one.summary.worked is not None]
    if worked:
        label = write(msg("lowest uptime of any system"))
        found.append(Glance(figures.percent(min(worked)), label, tone_of(min(worked))))
        tone = Tone.TROUBLE if verdict.interruptions else Tone.GOOD
        label = write(msg_plural("interruption", "interruptions", verdict.interruptions))
        found.append(Glance(write.number(verdict.interruptions), label, tone))
    runs = sum(job.performance.runs for job in report.jobs)
    if runs:
        share = sum(job.performance.ok for job in report.jobs) / runs
        label = write(msg("of the job runs succeeded"))
        found.append(Glance(figures.percent(share), label, tone_of(share, 0.95)))
    if found:
        needs = len(report.recommendations)
        label = write(msg_plural("thing needs attention", "things need attention", needs))
        found.append(Glance(write.number(needs), label, Tone.TROUBLE if needs else Tone.GOOD))
    return tuple(found)


def _alerts(report: Report, figures: Figures, sentence: Redact) -> Section:
    write = figures.write
    title = write(msg("Alerts"))
    if not report.alerts:
        return Section(title, write(msg("No alert fired.")))
    summary = write(
        msg_plural(
            "One alert was sent, {suppressed} suppressed.",
            "{n} alerts were sent, {suppressed} suppressed.",
            report.alerts_notified,
            suppressed=report.alerts_suppressed,
        )
    )
    # The worst first, of these the open ones, then the newest.
    ordered = sorted(report.alerts, key=lambda one: (_GRAVITY.index(one.severity), one.resolved_ms is not None))
    rows = tuple(_alert(one, report, figures, sentence) for one in ordered[:_MOST_ALERTS])
    columns = (
        Column(write(msg("When")), 1.6),
        Column(write(msg("What")), 4.2),
        Column(write(msg("Lasted")), 0.9, right=True),
        Column("", 0.85),
    )
    left_out = len(ordered) - len(rows)
    more = msg_plural("See Porchlight for {n} more.", "See Porchlight for {n} more.", left_out)
    return Section(title, summary, Table(columns, rows), (write(more),) if left_out else ())


def _alert(alert: Alert, report: Report, figures: Figures, sentence: Redact) -> Row:
    write = figures.write
    began_ms = alert.firing_ms if alert.firing_ms is not None else alert.pending_ms
    grave = alert.severity in (Severity.CRITICAL, Severity.HIGH)
    ended_ms = alert.resolved_ms
    over = ended_ms is not None and ended_ms <= report.until_ms
    lasted = figures.lasted(ended_ms - began_ms) if ended_ms is not None and over else write(msg("ongoing"))
    return Row(
        (
            Cell(figures.moment(began_ms)),
            Cell(sentence(alert.sentence)),
            Cell(lasted, tone=Tone.DOWN if grave and not over else Tone.PLAIN),
            Cell(write(msg("sent") if alert.notification_count else msg("suppressed"))),
        )
    )
