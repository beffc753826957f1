"""The report's section on vendors' status pages: how long before them a failure was noticed here."""

from collections.abc import Callable

from porchlight.exporters.report.document import Cell, Column, Row, Section, Table
from porchlight.exporters.report.figures import Figures
from porchlight.insight.lead_times import LeadTime, median_ahead
from porchlight.insight.report import Report
from porchlight.language.text import Duration, Moment, Text, msg

_MOST = 12


def vendors_section(report: Report, figures: Figures, name: Callable[[str], str]) -> tuple[Section, ...]:
    """None where no vendor with a watched status page failed."""
    if not report.lead_times:
        return ()
    write = figures.write
    names = {one.id: one.name for one in report.components}
    columns = (
        Column(write(msg("Vendor")), 2),
        Column(write(msg("Noticed by")), 2),
        Column(write(msg("When")), 1.6),
        Column(write(msg("Its status page")), 2.4),
    )
    rows = tuple(
        Row(
            (
                Cell(name(one.vendor)),
                Cell(name(names.get(one.component, one.component))),
                Cell(write.place(Moment(one.noticed_ms))),
                Cell(write(_page(one))),
            )
        )
        for one in report.lead_times[:_MOST]
    )
    return (Section(write(msg("Vendors' status pages")), write(_summary(report)), Table(columns, rows)),)


def _summary(report: Report) -> Text:
    ahead = median_ahead(report.lead_times)
    if ahead is None:
        return msg("No status page reported what we noticed.")
    if ahead < 0:
        return msg("In the median, the status page was {span} ahead of us.", span=Duration(-ahead))
    span = Duration(ahead)
    return msg("In the median, we noticed a failure {span} before the vendor's status page had it.", span=span)


def _page(one: LeadTime) -> Text:
    if one.ahead is None:
        return msg("reported nothing")
    if one.ahead < 0:
        return msg("{span} earlier", span=Duration(-one.ahead))
    return msg("{span} later", span=Duration(one.ahead))
