"""The report as a document, in this order: the verdict, what needs somebody, systems, jobs, alerts. Pure."""

from datetime import tzinfo

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
from porchlight.exporters.report.outlook import capacity_section, needs_of, paths_of
from porchlight.exporters.report.systems import systems_sections
from porchlight.exporters.report.texts import ReportTexts
from porchlight.insight.report import Outlook, Report
from porchlight.model.alert import Alert, Severity

_MOST_ALERTS = 12
_GRAVITY = list(Severity)


def document(report: Report, texts: ReportTexts, zone: tzinfo, redact: Redact) -> Document:
    """The report in one language; every text from outside goes through ``redact``."""
    figures = Figures(texts, zone)

    def name(text: str) -> str:
        return shown(redact(text)) or "–"

    def sentence(text: str) -> str:
        return shown(redact(texts.sentence(text)), LONGEST_SENTENCE)

    return Document(
        texts=texts,
        title=texts.title,
        subtitle=texts.subtitle,
        span=figures.span(report.since_ms, report.until_ms),
        until_ms=report.until_ms,
        verdict=" ".join((*paths_of(report, figures, redact), _verdict(report, figures, name))),
        tone=_TONES[report.verdict.outlook],
        glances=_glances(report, figures),
        needs_title=texts.needs,
        needs=needs_of(report, figures, redact),
        nothing_needed=texts.nothing_needed if report.verdict.outlook is not Outlook.NOTHING_WATCHED else "",
        sections=(
            *systems_sections(report, figures, zone, name),
            *jobs_sections(report, figures, zone, name),
            *capacity_section(report, figures, redact),
            _alerts(report, figures, sentence),
        ),
    )


_TONES = {
    Outlook.NOTHING_WATCHED: Tone.PLAIN,
    Outlook.LASTING: Tone.DOWN,
    Outlook.INTERRUPTED: Tone.TROUBLE,
    Outlook.ALL_WELL: Tone.GOOD,
}


def _verdict(report: Report, figures: Figures, name: Redact) -> str:
    texts, verdict = figures.texts, report.verdict
    match verdict.outlook:
        case Outlook.NOTHING_WATCHED:
            return texts.nothing_watched
        case Outlook.LASTING:
            form = texts.lasting_one if len(verdict.lasting) == 1 else texts.lasting_many
            return form.format(names=figures.names([name(one) for one in verdict.lasting]))
        case Outlook.ALL_WELL:
            return texts.all_well
        case Outlook.INTERRUPTED:
            one = verdict.interruptions == 1
            sentence = (
                texts.interruption if one else texts.interruptions.format(count=figures.number(verdict.interruptions))
            )
            if verdict.worked is not None and verdict.worked >= 1:
                return texts.worked_always.format(sentence=sentence)
            share = figures.percent(verdict.worked)
            return texts.worked_so_well.format(sentence=sentence, name=name(verdict.weakest), share=share)


def _glances(report: Report, figures: Figures) -> tuple[Glance, ...]:
    texts, verdict = figures.texts, report.verdict
    found = []
    worked = [one.summary.uptime for one in report.components if one.summary.uptime is not None]
    if worked:
        found.append(Glance(figures.percent(min(worked)), texts.glance_worked, tone_of(min(worked))))
        tone = Tone.TROUBLE if verdict.interruptions else Tone.GOOD
        label = texts.glance_interruption if verdict.interruptions == 1 else texts.glance_interruptions
        found.append(Glance(figures.number(verdict.interruptions), label, tone))
    runs = sum(job.performance.runs for job in report.jobs)
    if runs:
        share = sum(job.performance.ok for job in report.jobs) / runs
        found.append(Glance(figures.percent(share), texts.glance_jobs, tone_of(share, 0.95)))
    if found:
        needs = len(report.recommendations)
        found.append(Glance(figures.number(needs), texts.glance_needs, Tone.TROUBLE if needs else Tone.GOOD))
    return tuple(found)


def _alerts(report: Report, figures: Figures, sentence: Redact) -> Section:
    texts = figures.texts
    if not report.alerts:
        return Section(texts.alerts, texts.no_alerts)
    notified, suppressed = figures.number(report.alerts_notified), figures.number(report.alerts_suppressed)
    summary = texts.alert_notified if report.alerts_notified == 1 else texts.alerts_notified
    summary = summary.format(notified=notified, suppressed=suppressed)
    # The worst first, of these the open ones, then the newest.
    ordered = sorted(report.alerts, key=lambda one: (_GRAVITY.index(one.severity), one.resolved_ms is not None))
    rows = tuple(_alert(one, report, figures, sentence) for one in ordered[:_MOST_ALERTS])
    columns = (
        Column(texts.head_when, 1.6),
        Column(texts.head_alert, 4.2),
        Column(texts.head_lasted, 0.9, right=True),
        Column(texts.head_outcome, 0.85),
    )
    left_out = len(ordered) - len(rows)
    notes = (texts.more_alerts.format(count=figures.number(left_out)),) if left_out else ()
    return Section(texts.alerts, summary, Table(columns, rows), notes)


def _alert(alert: Alert, report: Report, figures: Figures, sentence: Redact) -> Row:
    texts = figures.texts
    began_ms = alert.firing_ms if alert.firing_ms is not None else alert.pending_ms
    grave = alert.severity in (Severity.CRITICAL, Severity.HIGH)
    lasted = texts.goes_on
    if alert.resolved_ms is not None and alert.resolved_ms <= report.until_ms:
        lasted = figures.lasted(alert.resolved_ms - began_ms)
    outcome = texts.was_notified if alert.notification_count else texts.was_suppressed
    return Row(
        (
            Cell(figures.moment(began_ms)),
            Cell(sentence(alert.sentence)),
            Cell(lasted, tone=Tone.DOWN if grave and lasted == texts.goes_on else Tone.PLAIN),
            Cell(outcome),
        )
    )
