"""A report in one of its formats, and into a file: whole, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from porchlight.dataclass import dataclass
from porchlight.exporters.renderer import renderer_of
from porchlight.exporters.report.content import document
from porchlight.exporters.report.document import Redact
from porchlight.history.reader import HistoryReader
from porchlight.insight.day_after import DayResult
from porchlight.insight.report import Report, read_report
from porchlight.model.gifts import MissedGifts
from porchlight.model.vendor import Vendors
from porchlight.settings.file import LoadedSettings
from porchlight.settings.report import ReportFormat
from porchlight.settings.schema import Language

Missed = Callable[[HistoryReader, LoadedSettings], Mapping[str, MissedGifts]]
"""By the id of an incident, how many gifts it probably cost."""
Days = Callable[[HistoryReader, LoadedSettings, int, int], Sequence[DayResult]]
"""How the important days went that ended in a span (Unix ms)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report: the state of the settings' components in a span (Unix ms)."""

    settings: LoadedSettings
    since_ms: int
    until_ms: int
    zone: tzinfo
    format: ReportFormat
    language: Language
    vendors: Vendors
    missed: Missed
    days: Days


def report_of(wanted: Wanted, reader: HistoryReader, redact: Redact) -> bytes:
    """The bytes of its file. Blocks for tenths of a second: call it in a thread. Raises HistoryError."""
    rules = {rule_id: rule.name or rule_id for rule_id, rule in wanted.settings.alerting.rules.items()}
    components = [item.component for item in wanted.settings.components]
    report = read_report(
        reader,
        components,
        rules,
        wanted.since_ms,
        wanted.until_ms,
        wanted.zone,
        wanted.settings.paths,
        wanted.vendors,
        wanted.missed(reader, wanted.settings),
        wanted.days(reader, wanted.settings, wanted.since_ms, wanted.until_ms),
    )
    return written(report, wanted.format, wanted.zone, wanted.language, redact)


def written(report: Report, wanted: ReportFormat, zone: tzinfo, language: Language, redact: Redact) -> bytes:
    """As ``report_of``, once it is gathered. Every text of it that comes from outside goes through ``redact``."""
    found = document(report, renderer_of(language, zone, report.until_ms), zone, redact)
    match wanted:
        case ReportFormat.MARKDOWN:
            from porchlight.exporters.report.markdown import as_markdown

            return as_markdown(found).encode()
        case ReportFormat.HTML:
            from porchlight.exporters.report.html import as_html

            return as_html(found).encode()
        case ReportFormat.PDF:
            from porchlight.exporters.report.pdf import as_pdf

            return as_pdf(found)
