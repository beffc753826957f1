"""A drawing as SVG within a page: the page's style sheet gives each ink its colour, light and dark."""

from html import escape

from porchlight.exporters.report.drawing import Area, Box, Drawing, Label, Line, Point


def as_svg(drawing: Drawing) -> str:
    """One element that loads nothing."""
    marks = "".join(map(_mark, drawing.marks))
    width, height, label = _n(drawing.width), _n(drawing.height), escape(drawing.description, quote=True)
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">'
        f"{marks}</svg>"
    )


def _mark(mark: Box | Line | Area | Label) -> str:
    match mark:
        case Box():
            place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" width="{_n(mark.width)}" height="{_n(mark.height)}"'
            return f'<rect class="{mark.ink}" {place}/>'
        case Line():
            return f'<polyline class="{mark.ink}" points="{_points(mark.points)}"/>'
        case Area():
            return f'<polygon class="{mark.ink}" points="{_points(mark.points)}"/>'
        case Label():
            place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" text-anchor="{mark.anchor}"'
            return f"<text {place}>{escape(mark.text)}</text>"


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
