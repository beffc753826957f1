"""A document as PDF: pages that print on A4 and on Letter without scaling, tables with their head on each page.

The same document always gives the same bytes. docs/decisions/0016-pdf.md says why fpdf2.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

from porchlight.exporters.report import charts
from porchlight.exporters.report.document import Cell, Chart, Document, Glance, Need, Row, Section, Table, Tone
from porchlight.exporters.report.drawing import Drawing
from porchlight.exporters.report.fonts import REGULAR, SEMI_BOLD, choose
from porchlight.exporters.report.pdf_drawing import Colour, draw
from porchlight.language.text import msg
from porchlight.resource_files import resource

# Points. Letter is 50 pt shorter than A4 and wider: centred on it, 25 pt are lost above and below, none at the sides.
_EDGE: Final = 46.0
_TOP: Final = 62.0
_FOOT: Final = 64.0
_WIDTH: Final = 595.28 - 2 * _EDGE
_PAD: Final = 6.0
_BODY: Final = 9.0
_SMALL: Final = 7.5
_LEADING: Final = 1.35
_FAMILY: Final = "Inter"
_NO_GLYPH: Final = "\u25a1"
_ALL_PAGES: Final = "{number of all pages}"
"""Replaced once it is known; FPDF's own {nb} could be in a name."""

_TEXT: Colour = (27, 36, 48)
_SOFT: Colour = (86, 97, 111)
_RULE: Colour = (215, 220, 226)
_PANEL: Colour = (246, 247, 249)
_NEED: Colour = (253, 245, 228)
_EDGES: dict[Tone, Colour] = {
    Tone.PLAIN: (140, 150, 162),
    Tone.GOOD: (30, 142, 90),
    Tone.TROUBLE: (208, 138, 10),
    Tone.DOWN: (194, 47, 60),
}
_TONES: dict[Tone, Colour] = {
    Tone.PLAIN: _TEXT,
    Tone.GOOD: (20, 104, 63),
    Tone.TROUBLE: (127, 82, 0),
    Tone.DOWN: (163, 32, 45),
}


def as_pdf(document: Document) -> bytes:
    """The file."""
    for name in ("fpdf", "fontTools"):  # they describe every glyph
        logging.getLogger(name).setLevel(logging.ERROR)
    pages = _Pages(document)
    try:
        pages.lay_out()
        return bytes(pages.output())
    finally:
        pages.close_fonts()


class _Pages(FPDF):
    def __init__(self, document: Document) -> None:
        super().__init__(unit="pt", format="A4")
        self._document = document
        chosen = choose([*document.all_texts(), self._page("0", "0")])
        self._without = dict.fromkeys(map(ord, chosen.without), _NO_GLYPH)
        self.add_font(_FAMILY, "", resource(REGULAR))
        self.add_font(_FAMILY, "B", resource(SEMI_BOLD))
        for number, path in enumerate(chosen.files):
            self.add_font(f"other{number}", "", path)
        if chosen.files:
            self.set_fallback_fonts([f"other{number}" for number in range(len(chosen.files))], exact_match=False)
        self.set_text_shaping(True, features={"tnum": True, "kern": True})
        self.set_title(f"{document.title}, {document.span}")
        self.set_author("Porchlight")
        self.set_creator("Porchlight")
        self.set_subject(document.subtitle)
        self.set_lang(document.write.language)
        self.set_creation_date(datetime.fromtimestamp(document.until_ms / 1000, UTC))
        self.set_margins(_EDGE, _TOP, _EDGE)
        self.set_auto_page_break(False)
        self.alias_nb_pages(_ALL_PAGES)
        self.c_margin = 0

    def close_fonts(self) -> None:
        """Close their files."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    # -- the frame

    def header(self) -> None:
        """See FPDF: from the second page on."""
        if self.page_no() > 1:
            self._write(_EDGE, 38, f"{self._document.title}, {self._document.span}", _SMALL, colour=_SOFT)
            self._rule(50)

    def footer(self) -> None:
        """See FPDF."""
        y = self.h - 46
        self._rule(y - 8)
        self._write(_EDGE, y, self._document.subtitle, _SMALL, colour=_SOFT)
        # The count of pages is filled in at the end, by FPDF; it has one figure mostly.
        self._font(_SMALL, colour=_SOFT)
        x = _EDGE + _WIDTH - self.get_string_width(self._page(str(self.page_no()), "9"))
        self._write(x, y, self._page(str(self.page_no()), _ALL_PAGES), _SMALL, colour=_SOFT)

    def _page(self, page: str, pages: str) -> str:
        return self._document.write(msg("Page {page} of {pages}", page=page, pages=pages))

    def _rule(self, y: float) -> None:
        self.set_draw_color(*_RULE)
        self.set_line_width(0.5)
        self.line(_EDGE, y, _EDGE + _WIDTH, y)

    # -- contents of the pages

    def lay_out(self) -> None:
        """All of it."""
        document = self._document
        self.add_page()
        self._y = _TOP + 4
        self._write(_EDGE, self._y + 12, document.title, 19, bold=True)
        self._y += 30
        self._write(_EDGE, self._y, document.span, 10, colour=_SOFT)
        self._y += 14
        self._panel([(document.verdict, 12.5, True)], _PANEL, _EDGES[document.tone])
        if document.glances:
            self._glances(document.glances)
        if document.needs:
            self._heading(document.needs_title, 60)
            for need in document.needs:
                self._need(need)
        for section in document.sections:
            self._section(section)

    def _glances(self, glances: Sequence[Glance]) -> None:
        each = _WIDTH / len(glances)
        self._y += 6
        for number, one in enumerate(glances):
            x = _EDGE + number * each
            self._write(x, self._y + 16, one.value, 17, bold=True, colour=_TONES[one.tone])
            for line_number, line in enumerate(self._lines(one.label, each - 12, _SMALL)[:2]):
                self._write(x, self._y + 29 + line_number * _SMALL * _LEADING, line, _SMALL, colour=_SOFT)
        self._y += 44

    def _need(self, need: Need) -> None:
        parts = [(need.what, 9.5, True), (need.evidence, _BODY, False), (need.step, _BODY, False)]
        self._panel([part for part in parts if part[0]], _NEED, _EDGES[Tone.TROUBLE])

    def _panel(self, parts: Sequence[tuple[str, float, bool]], ground: Colour, edge: Colour) -> None:
        lines = [
            (line, size, bold)
            for text, size, bold in parts
            for line in self._lines(text, _WIDTH - 24, size, bold=bold)
        ]
        height = sum(size * _LEADING for _, size, _ in lines) + 13
        self._room(height)
        self.set_fill_color(*ground)
        self.rect(_EDGE, self._y, _WIDTH, height, style="F")
        self.set_fill_color(*edge)
        self.rect(_EDGE, self._y, 3.5, height, style="F")
        y = self._y + 6
        for line, size, bold in lines:
            y += size * _LEADING
            self._write(_EDGE + 13, y - size * 0.32, line, size, bold=bold)
        self._y += height + 6

    def _section(self, section: Section) -> None:
        self._heading(section.title, 70 if section.table is None else 46)
        if section.text:
            self._paragraph(section.text, _SMALL if section.charts else _BODY, _SOFT if section.charts else _TEXT)
        if section.table is not None:
            self._table(section.table)
        self._charts(section.charts)
        for note in section.notes:
            self._paragraph(note, _SMALL, _SOFT)

    def _heading(self, text: str, followed_by: float) -> None:
        self._y += 13
        self._room(20 + followed_by)
        self._write(_EDGE, self._y + 11, text, 12.5, bold=True)
        self._y += 20

    def _paragraph(self, text: str, size: float, colour: Colour) -> None:
        for line in self._lines(text, _WIDTH, size):
            self._room(size * _LEADING)
            self._write(_EDGE, self._y + size, line, size, colour=colour)
            self._y += size * _LEADING
        self._y += 4

    # -- tables

    def _table(self, table: Table) -> None:
        whole = sum(column.weight for column in table.columns)
        widths = [column.weight / whole * _WIDTH for column in table.columns]
        self._table_head(table, widths)
        for row in table.rows:
            cells = [
                self._lines(cell.text, self._inside(widths, place, row), _BODY, bold=cell.tone is not Tone.PLAIN)
                for place, cell in enumerate(row.cells)
            ]
            small = [
                self._lines(cell.small, self._inside(widths, place, row), _SMALL)
                for place, cell in enumerate(row.cells)
            ]
            height = 9 + max(
                len(lines) * _BODY * _LEADING + len(below) * _SMALL * _LEADING
                for lines, below in zip(cells, small, strict=True)
            )
            if self._room(height):
                self._table_head(table, widths)
            self._table_row(table, row, widths, cells, small, height)
        self._y += 5

    @staticmethod
    def _inside(widths: Sequence[float], place: int, row: Row) -> float:
        """The width for a text."""
        last = place == len(widths) - 1
        return widths[place] - (0 if last else _PAD) - (_PAD * 1.5 if row.within and not place else 0)

    def _table_head(self, table: Table, widths: Sequence[float]) -> None:
        heads = [
            self._lines(column.head, width - (_PAD if place < len(widths) - 1 else 0), _SMALL)
            for place, (column, width) in enumerate(zip(table.columns, widths, strict=True))
        ]
        height = max(map(len, heads)) * _SMALL * _LEADING + 5
        x = _EDGE
        for place, (column, width, lines) in enumerate(zip(table.columns, widths, heads, strict=True)):
            inside = width - (_PAD if place < len(widths) - 1 else 0)
            y = self._y + height - 5 - (len(lines) - 1) * _SMALL * _LEADING
            for line in lines:
                self._aligned(x, y, inside, line, _SMALL, right=column.right, colour=_SOFT)
                y += _SMALL * _LEADING
            x += width
        self._y += height
        self._rule(self._y)

    def _table_row(
        self,
        table: Table,
        row: Row,
        widths: Sequence[float],
        cells: Sequence[Sequence[str]],
        small: Sequence[Sequence[str]],
        height: float,
    ) -> None:
        x = _EDGE
        for place, (column, width, cell) in enumerate(zip(table.columns, widths, row.cells, strict=True)):
            inside = self._inside(widths, place, row)
            left = x + (_PAD * 1.5 if row.within and not place else 0)
            y = self._y + 4 + _BODY
            for line in cells[place]:
                self._aligned(left, y, inside, line, _BODY, right=column.right, colour=_TONES[cell.tone], cell=cell)
                y += _BODY * _LEADING
            for line in small[place]:
                self._aligned(left, y - 1.5, inside, line, _SMALL, right=column.right, colour=_SOFT)
                y += _SMALL * _LEADING
            if cell.drawing is not None:
                self._draw(cell.drawing, x + width - inside, self._y + (height - cell.drawing.height) / 2, inside)
            x += width
        self._y += height
        self._rule(self._y)

    def _aligned(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float,
        *,
        right: bool,
        colour: Colour,
        cell: Cell | None = None,
    ) -> None:
        bold = cell is not None and cell.tone is not Tone.PLAIN
        if right:
            self._font(size, bold=bold, colour=colour)
            x += width - self.get_string_width(self._kept(text))
        self._write(x, y, text, size, bold=bold, colour=colour)

    # -- charts

    def _charts(self, found: Sequence[Chart]) -> None:
        gap = _WIDTH - 2 * charts.WIDTH
        caption = 9.5 * _LEADING + _SMALL * _LEADING + 3
        for number in range(0, len(found), 2):
            self._room(caption + charts.HEIGHT + 8)
            for place, one in enumerate(found[number : number + 2]):
                x = _EDGE + place * (charts.WIDTH + gap)
                title = self._lines(one.title, charts.WIDTH, _BODY, bold=True)
                label = f"{title[0].rstrip()}…" if len(title) > 1 else one.title
                self._write(x, self._y + _BODY, label, _BODY, bold=True)
                detail = self._lines(one.detail, charts.WIDTH, _SMALL)[0]
                self._write(x, self._y + _BODY + _SMALL * _LEADING + 1, detail, _SMALL, colour=_SOFT)
                self._draw(one.drawing, x, self._y + caption, one.drawing.width)
            self._y += caption + charts.HEIGHT + 8

    def _draw(self, drawing: Drawing, x: float, y: float, width: float) -> None:
        draw(self, drawing, x, y, width / drawing.width, self._axis_text)

    def _axis_text(self, x: float, y: float, text: str, share: float) -> None:
        """``share`` of the text's width is left of ``x``."""
        self._font(charts.TEXT_SIZE, colour=_SOFT)
        x -= self.get_string_width(self._kept(text)) * share
        self._write(x, y, text, charts.TEXT_SIZE, colour=_SOFT)

    # -- the least parts

    def _room(self, height: float) -> bool:
        """Begin another page where this one has no room for so much; return whether it did."""
        if self._y + height <= self.h - _FOOT:
            return False
        self.add_page()
        self._y = _TOP
        return True

    def _font(self, size: float, *, bold: bool = False, colour: Colour = _TEXT) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*colour)

    def _kept(self, text: str) -> str:
        """A text without characters that no font here has."""
        return text.translate(self._without)

    def _lines(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        if not text:
            return []
        self._font(size, bold=bold)
        lines = self.multi_cell(
            width, size, self._kept(text), align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return [line.strip() for line in lines] if isinstance(lines, list) else []

    def _write(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Colour = _TEXT
    ) -> None:
        """A line whose base is at ``y``."""
        if not text:
            return  # FPDF accepts no empty one
        self._font(size, bold=bold, colour=colour)
        self.set_xy(x, y - size)
        self.cell(text=self._kept(text), h=size * 1.25)
