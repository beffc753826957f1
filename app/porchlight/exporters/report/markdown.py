"""A document as Markdown, for a mail or a wiki: everything but the drawings."""

import re

from porchlight.exporters.report.document import Cell, Document, Row, Section, Table

_MARKS = re.compile(r"[\\`*_\[\]<>#|~]")


def as_markdown(document: Document) -> str:
    """The whole text."""
    lines = [f"# {_plain(document.title)}, {_plain(document.span)}", "", f"**{_plain(document.verdict)}**", ""]
    if document.glances:
        lines += [f"- {_plain(one.value)} {_plain(one.label)}" for one in document.glances]
        lines.append("")
    if document.needs:
        lines += [f"## {document.needs_title}", ""]
        lines += [
            f"- **{_plain(_ended(one.what))}** {_plain(one.evidence)} {_plain(one.step)}" for one in document.needs
        ]
        lines.append("")
    for section in document.sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> list[str]:
    if section.table is None and section.charts:
        return []  # of a section of drawings nothing is left
    lines = [f"## {section.title}", ""]
    if section.text:
        lines += [_plain(section.text), ""]
    if section.table is not None:
        lines += [*_table(section.table), ""]
    for note in section.notes:
        lines += [_plain(note), ""]
    return lines


def _table(table: Table) -> list[str]:
    kept = [place for place in range(len(table.columns)) if not all(row.cells[place].drawing for row in table.rows)]
    columns = [table.columns[place] for place in kept]
    lines = [
        f"| {' | '.join(column.head for column in columns)} |",
        f"| {' | '.join('---:' if column.right else '---' for column in columns)} |",
    ]
    return lines + [f"| {' | '.join(_cells(row, kept))} |" for row in table.rows]


def _cells(row: Row, kept: list[int]) -> list[str]:
    cells = [_cell(row.cells[place]) for place in kept]
    return [f"– {cells[0]}", *cells[1:]] if row.within else cells


def _cell(cell: Cell) -> str:
    return _plain(f"{cell.text} ({cell.small})" if cell.small else cell.text)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _plain(text: str) -> str:
    """A text with all markup escaped."""
    return _MARKS.sub(lambda found: f"\\{found[0]}", text)
