"""A report's contents as texts, formatted figures, drawings. The formats lay it out."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from porchlight.dataclass import dataclass
from porchlight.exporters.report.drawing import Drawing, Label
from porchlight.language.render import Renderer

Redact = Callable[[str], str]


class Tone(StrEnum):
    """How good a figure is."""

    PLAIN = "plain"
    GOOD = "good"
    TROUBLE = "trouble"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody should do."""

    what: str
    evidence: str
    step: str


@dataclass(frozen=True, slots=True)
class Glance:
    """One figure for readers of the first lines only."""

    value: str
    label: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Column:
    """``weight``: its share of the width. ``right``: its figures are right-aligned."""

    head: str
    weight: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, with a small one below where there is one, or a drawing."""

    text: str
    small: str = ""
    tone: Tone = Tone.PLAIN
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """As many cells as there are columns; ``within``: it is one of the group in the row above."""

    cells: tuple[Cell, ...]
    within: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """At least one row."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its heading."""

    title: str
    detail: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence or two, a table, charts; ``notes`` are at the end of the table."""

    title: str
    text: str = ""
    table: Table | None = None
    notes: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report in words. ``until_ms`` (Unix ms) is the end of its span; ``write`` writes what comes with the
    pages."""

    write: Renderer
    title: str
    subtitle: str
    span: str
    until_ms: int
    verdict: str
    tone: Tone
    glances: tuple[Glance, ...]
    needs_title: str
    needs: tuple[Need, ...]
    sections: tuple[Section, ...]

    def all_texts(self) -> Iterable[str]:
        """Every text that is written on its pages."""
        yield from (self.title, self.subtitle, self.span, self.verdict, self.needs_title)
        for glance in self.glances:
            yield from (glance.value, glance.label)
        for need in self.needs:
            yield from (need.what, need.evidence, need.step)
        for section in self.sections:
            yield from (section.title, section.text, *section.notes)
            if section.table is not None:
                yield from (column.head for column in section.table.columns)
                for row in section.table.rows:
                    for cell in row.cells:
                        yield from (cell.text, cell.small)
            for chart in section.charts:
                yield from (chart.title, chart.detail)
                yield from (mark.text for mark in chart.drawing.marks if isinstance(mark, Label))


def tone_of(share: float | None, enough: float = 0.99) -> Tone:
    """The tone of a share (0–1), where a whole is good and below ``enough`` is worth a look."""
    if share is None:
        return Tone.PLAIN
    return Tone.GOOD if share >= 0.999 else Tone.TROUBLE if share >= enough else Tone.DOWN


def trouble_first(troubles: Sequence[int]) -> list[int]:
    """The indexes of rows, those with more trouble (the higher number) first, else in their order."""
    return sorted(range(len(troubles)), key=lambda place: -troubles[place])
