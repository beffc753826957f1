"""The report's section on important days that are over."""

from porchlight.exporters.report.document import Redact, Section
from porchlight.exporters.report.figures import Figures
from porchlight.insight.day_after import day_after
from porchlight.insight.missed_gifts import METHOD
from porchlight.insight.report import Report
from porchlight.language.text import msg


def days_section(report: Report, figures: Figures, redact: Redact) -> tuple[Section, ...]:
    """None where no important day ended in the span."""
    if not report.days:
        return ()
    sentences = [sentence for result in report.days for sentence in day_after(result)]
    if any(result.missed for result in report.days):
        sentences.append(METHOD)
    return (Section(figures.write(msg("Important days")), redact(" ".join(map(figures.write, sentences)))),)
