"""The paths of gifts, recommendations, and what may run out, in the report's language."""

from porchlight.exporters.report.document import Cell, Column, Need, Redact, Row, Section, Table, Tone
from porchlight.exporters.report.figures import LONGEST_SENTENCE, Figures, shown
from porchlight.exporters.report.jobs import job_name
from porchlight.exporters.report.texts import ReportTexts
from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.facts import Writer
from porchlight.insight.paths import sentences
from porchlight.insight.recommendations import foreseen, written
from porchlight.insight.report import Report
from porchlight.model.amounts import size
from porchlight.model.result import Measure, Unit

_MOST = 12
"""Rows of what may run out: what comes later is in Porchlight itself."""
_NEARLY_FULL = 0.9


class FigureWriter(Writer):
    """Writes facts in the format of the report's figures."""

    def __init__(self, figures: Figures, now_ms: int) -> None:
        super().__init__(figures.zone, now_ms)
        self._figures = figures

    @property
    def texts(self) -> ReportTexts:
        """The texts of the report's language."""
        return self._figures.texts

    def template(self, text: str) -> str:
        """See Writer."""
        return self.texts.sentence(text)

    def number(self, value: float) -> str:
        """See Writer."""
        return self._figures.number(value)

    def measure(self, measure: Measure) -> str:
        """See Writer."""
        if measure.limit is not None and measure.unit is not Unit.PERCENT:
            value, limit = Measure(measure.value, measure.unit), Measure(measure.limit, measure.unit)
            return self._figures.texts.of.format(value=self.measure(value), limit=self.measure(limit))
        figures, value_ = self._figures, measure.value
        match measure.unit:
            case Unit.BYTES:
                return size(value_).replace(".", figures.texts.point)
            case Unit.MILLISECONDS:
                return figures.duration(value_)
            case Unit.SECONDS:
                return figures.lasted(value_ * 1000)
            case Unit.PERCENT:
                return figures.percent(value_ / 100)
            case Unit.DAYS:
                return f"{figures.number(value_)} {figures.texts.days}"
        return figures.number(value_) if float(value_).is_integer() else figures.rate(value_)

    def share(self, share: float) -> str:
        """See Writer."""
        return self._figures.percent(share)

    def lasting(self, seconds: float) -> str:
        """See Writer."""
        return self._figures.lasted(seconds * 1000)

    def day(self, at_ms: int) -> str:
        """See Writer."""
        return self._figures.day(at_ms, self.now_ms)

    def days(self, count: int) -> str:
        """See Writer."""
        return f"{count} {self._figures.texts.days}"


def paths_of(report: Report, figures: Figures, redact: Redact) -> list[str]:
    """The state of each path of gifts at the end of the span, the worst first."""
    found = sentences(report.paths, FigureWriter(figures, report.until_ms))
    return [shown(redact(one), LONGEST_SENTENCE) for one in found]


def needs_of(report: Report, figures: Figures, redact: Redact) -> tuple[Need, ...]:
    """Recommendations, the most urgent first."""
    writer, jobs = FigureWriter(figures, report.until_ms), _jobs(report, figures)

    def sentence(text: str) -> str:
        return shown(redact(text), LONGEST_SENTENCE)

    found = (written(one, writer, jobs.get(one.subject)) for one in report.recommendations)
    return tuple(Need(sentence(one.what), sentence(one.evidence), sentence(one.step)) for one in found)


def capacity_section(report: Report, figures: Figures, redact: Redact) -> tuple[Section, ...]:
    """A table of what has a limit, what runs out first at the front; nothing where nothing has one."""
    texts = figures.texts
    if not report.capacity:
        return ()
    columns = (
        Column(texts.head_limited, 2.4),
        Column(texts.head_used, 1.5, right=True),
        Column(texts.head_outlook, 4),
    )
    names = {one.id: one.name for one in report.components} | _jobs(report, figures)
    writer = FigureWriter(figures, report.until_ms)
    rows = tuple(_row(one, names.get(one.subject, one.subject), writer, redact) for one in report.capacity[:_MOST])
    return (Section(texts.limits, "", Table(columns, rows)),)


def _row(one: Capacity, subject: str, writer: FigureWriter, redact: Redact) -> Row:
    texts = writer.texts
    what = texts.resources[one.resource] if one.resource is not Resource.OTHER else one.measure.replace("_", " ")
    name = f"{shown(redact(subject))}: {what}"
    sentence = foreseen(one, writer, subject)
    tone = Tone.DOWN if one.share >= 1 else Tone.TROUBLE if one.share >= _NEARLY_FULL else Tone.PLAIN
    return Row(
        (
            Cell(name),
            Cell(writer.share(one.share), writer.measure(one.level), tone),
            Cell(shown(redact(sentence), LONGEST_SENTENCE)),
        )
    )


def _jobs(report: Report, figures: Figures) -> dict[str, str]:
    return {job.performance.name: job_name(job.performance, figures.texts) for job in report.jobs}
