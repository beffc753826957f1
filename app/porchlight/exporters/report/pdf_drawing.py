"""A drawing on a page of a PDF, its inks in colours that differ in grey print too."""

from collections.abc import Callable

from fpdf import FPDF

from porchlight.exporters.report.drawing import Anchor, Area, Box, Drawing, Ink, Label, Line

Colour = tuple[int, int, int]
WriteText = Callable[[float, float, str, float], None]
"""Write a text at x and a base line, with so much of its width (0–1) left of x."""

INKS: dict[Ink, Colour] = {
    Ink.GROUND: (250, 251, 252),
    Ink.UNWATCHED: (230, 233, 237),
    Ink.GRID: (227, 231, 235),
    Ink.BAND: (191, 211, 238),
    Ink.LINE: (31, 90, 168),
    Ink.USUAL: (86, 97, 111),
    Ink.GOOD: (124, 196, 160),
    Ink.TROUBLE: (208, 138, 10),
    Ink.DOWN: (178, 34, 48),
    Ink.TROUBLE_SHADE: (250, 234, 203),
    Ink.DOWN_SHADE: (246, 211, 213),
}
_WIDTHS = {Ink.GRID: 0.4, Ink.LINE: 0.9, Ink.USUAL: 0.6}
_SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def draw(pdf: FPDF, drawing: Drawing, x: float, y: float, scale: float, write: WriteText) -> None:
    """Its upper left corner at ``x``, ``y``; places are scaled, the size of texts and the width of lines are not."""

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return x + point[0] * scale, y + point[1] * scale

    for mark in drawing.marks:
        match mark:
            case Box():
                pdf.set_fill_color(*INKS[mark.ink])
                left, top = place((mark.x, mark.y))
                right, bottom = place((mark.x + mark.width, mark.y + mark.height))
                pdf.rect(left, top, right - left, bottom - top, style="F")
            case Area():
                pdf.set_fill_color(*INKS[mark.ink])
                pdf.polygon([place(point) for point in mark.points], style="F")
            case Line():
                pdf.set_draw_color(*INKS[mark.ink])
                pdf.set_line_width(_WIDTHS.get(mark.ink, 0.5))
                if mark.ink is Ink.USUAL:
                    pdf.set_dash_pattern(3, 2)
                pdf.polyline([place(point) for point in mark.points])
                pdf.set_dash_pattern()
            case Label():
                write(*place((mark.x, mark.y)), mark.text, _SHARES[mark.anchor])
