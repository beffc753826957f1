"""A document as one HTML page that needs nothing else: no script, nothing from elsewhere."""

from html import escape

from porchlight.exporters.report.document import Cell, Chart, Document, Need, Row, Section, Table, Tone
from porchlight.exporters.report.style import STYLE
from porchlight.exporters.report.svg import as_svg


def as_html(document: Document) -> str:
    """The whole page."""
    title = f"{document.title}, {document.span}"
    parts = [
        f"<header><h1>{escape(document.title)}</h1><p class='soft'>{escape(document.span)}</p></header>",
        f"<p class='verdict {document.tone}'>{_named(document.verdict)}</p>",
    ]
    if document.glances:
        items = (
            f"<li class='{one.tone}'><b>{escape(one.value)}</b><span>{escape(one.label)}</span></li>"
            for one in document.glances
        )
        parts.append(f"<ul class='glances'>{''.join(items)}</ul>")
    if document.needs:
        parts.append(
            f"<section><h2>{escape(document.needs_title)}</h2>{''.join(map(_need, document.needs))}</section>"
        )
    parts += map(_section, document.sections)
    parts.append(f"<footer class='soft'>{escape(document.subtitle)}</footer>")
    body = "\n".join(parts)
    return (
        f"<!doctype html>\n<html lang='{document.write.language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<meta name='author' content='Porchlight'><title>{escape(title)}</title>"
        f"<style>{STYLE}</style></head>\n<body>\n<main>\n{body}\n</main>\n</body></html>\n"
    )


def _need(need: Need) -> str:
    return (
        f"<div class='need'><b>{_named(need.what)}</b><p>{_named(need.evidence)}</p><p>{_named(need.step)}</p></div>"
    )


def _section(section: Section) -> str:
    parts = [f"<section><h2>{escape(section.title)}</h2>"]
    if section.text:
        parts.append(f"<p class='{'soft' if section.charts else ''}'>{escape(section.text)}</p>")
    if section.table is not None:
        parts.append(_table(section.table))
    if section.charts:
        parts.append(f"<div class='charts'>{''.join(map(_chart, section.charts))}</div>")
    parts += (f"<p class='small'>{escape(note)}</p>" for note in section.notes)
    return "".join([*parts, "</section>"])


def _table(table: Table) -> str:
    heads = "".join(
        f"<th scope='col'{_class('right' if column.right else '')}>{escape(column.head)}</th>"
        for column in table.columns
    )
    rows = "".join(_row(row, table) for row in table.rows)
    return f"<div class='wide'><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"


def _row(row: Row, table: Table) -> str:
    cells = []
    for cell, column in zip(row.cells, table.columns, strict=True):
        names = _class("right" if column.right else "", "" if cell.tone is Tone.PLAIN else cell.tone)
        cells.append(f"<td{names}>{_cell(cell)}</td>")
    return f"<tr{_class('within' if row.within else '')}>{''.join(cells)}</tr>"


def _cell(cell: Cell) -> str:
    small = f"<span class='small'>{escape(cell.small)}</span>" if cell.small else ""
    drawing = as_svg(cell.drawing) if cell.drawing is not None else ""
    return f"{_named(cell.text)}{small}{drawing}"


def _chart(chart: Chart) -> str:
    caption = f"<figcaption><b>{_named(chart.title)}</b><small>{escape(chart.detail)}</small></figcaption>"
    return f"<figure>{caption}{as_svg(chart.drawing)}</figure>"


def _named(text: str) -> str:
    """A text that may hold a name in a script of the other direction, isolated from the text around it."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def _class(*names: str) -> str:
    held = " ".join(name for name in names if name)
    return f" class='{held}'" if held else ""
