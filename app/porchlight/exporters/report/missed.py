"""The report's section on gifts that probably did not come while something was down."""

from collections.abc import Callable

from porchlight.exporters.report.document import Cell, Column, Row, Section, Table
from porchlight.exporters.report.figures import Figures
from porchlight.insight.missed_gifts import METHOD
from porchlight.insight.report import Report
from porchlight.language.text import Number, msg

_MOST = 12


def missed_section(report: Report, figures: Figures, name: Callable[[str], str]) -> tuple[Section, ...]:
    """None where no failure cost gifts, as far as a gift pulse knows."""
    if not report.losses:
        return ()
    write = figures.write
    names = {one.id: one.name for one in report.components}
    columns = (
        Column(write(msg("Out of order")), 2.4),
        Column(write(msg("From")), 1.8),
        Column(write(msg("Until")), 1.8),
        Column(write(msg("Gifts")), 1.4),
    )
    rows = tuple(
        Row(
            (
                Cell(name(names.get(one.component, one.component))),
                Cell(figures.moment(one.missed.since_ms)),
                Cell(figures.moment(one.missed.until_ms)),
                Cell(write(msg("{low}–{high}", low=Number(one.missed.low), high=Number(one.missed.high)))),
            )
        )
        for one in report.losses[:_MOST]
    )
    return (Section(write(msg("Gifts probably missed")), write(METHOD), Table(columns, rows)),)
