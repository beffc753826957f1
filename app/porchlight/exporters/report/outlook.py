"""The paths of gifts, recommendations, and what may run out, in the report's language."""

from porchlight.exporters.report.document import Cell, Column, Need, Redact, Row, Section, Table, Tone
from porchlight.exporters.report.figures import LONGEST_SENTENCE, Figures, shown
from porchlight.insight.advice import measure_title
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.paths import sentence
from porchlight.insight.report import Report
from porchlight.insight.running_out import foreseen
from porchlight.language.text import Amount, Place, Text, msg

_MOST = 12
"""Rows of what may run out: what comes later is in Porchlight itself."""
_NEARLY_FULL = 0.9
_RESOURCES = {
    Resource.DATABASE_SIZE: msg("space"),
    Resource.CONNECTIONS: msg("connections"),
    Resource.QUOTA: msg("API calls"),
    Resource.CONTACTS: msg("contacts of its plan"),
    Resource.HISTORY: msg("its history"),
    Resource.DISK: msg("space"),
    Resource.MISSING_MEMBERS: msg("missing supporters"),
    Resource.TIME_BETWEEN_RUNS: msg("time between runs"),
}
"""What may run out, but for what only its kind has a name for."""


def paths_of(report: Report, figures: Figures, redact: Redact) -> list[str]:
    """How each path of gifts is at the end of the span, the worst first."""
    return [_written(sentence(one), figures, redact) for one in report.paths]


def needs_of(report: Report, figures: Figures, redact: Redact) -> tuple[Need, ...]:
    """What somebody should do, the most urgent first."""
    return tuple(Need(*(_written(text, figures, redact) for text in one.texts)) for one in report.recommendations)


def capacity_section(report: Report, figures: Figures, redact: Redact) -> tuple[Section, ...]:
    """A table of what has a limit, what runs out first in front; nothing where nothing has one."""
    write = figures.write
    if not report.capacity:
        return ()
    columns = (Column("", 2.4), Column(write(msg("Used")), 1.5, right=True), Column(write(msg("Outlook")), 4))
    names: dict[str, Place] = {one.id: one.name for one in report.components}
    names |= {job.performance.name: job.performance.title for job in report.jobs}
    rows = tuple(_row(one, names.get(one.subject, one.subject), figures, redact) for one in report.capacity[:_MOST])
    return (Section(write(msg("What may run out")), "", Table(columns, rows)),)


def _row(one: Capacity, subject: Place, figures: Figures, redact: Redact) -> Row:
    write, level = figures.write, one.level
    what = _RESOURCES.get(one.resource) or measure_title(one.kind, one.measure)
    tone = Tone.DOWN if one.share >= 1 else Tone.TROUBLE if one.share >= _NEARLY_FULL else Tone.PLAIN
    return Row(
        (
            Cell(f"{shown(redact(write.place(subject)))}: {write(what)}"),
            Cell(figures.percent(one.share), write.amount(Amount(level.value, level.unit, level.limit)), tone),
            Cell(_written(foreseen(one, subject), figures, redact)),
        )
    )


def _written(text: Text, figures: Figures, redact: Redact) -> str:
    return shown(redact(figures.write(text)), LONGEST_SENTENCE)
