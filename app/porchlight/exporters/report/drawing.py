"""A drawing of a few kinds of marks, each in an ink with a meaning: SVG and PDF give the inks their colours.

Lengths are points; x grows to the right, y downwards.
"""

from enum import StrEnum

from porchlight.dataclass import dataclass

Point = tuple[float, float]


class Ink(StrEnum):
    """What a mark means."""

    GROUND = "ground"
    UNWATCHED = "unwatched"
    GRID = "grid"
    BAND = "band"
    LINE = "line"
    USUAL = "usual"
    """A dashed line."""
    GOOD = "good"
    TROUBLE = "trouble"
    DOWN = "down"
    TROUBLE_SHADE = "trouble-shade"
    DOWN_SHADE = "down-shade"


class Anchor(StrEnum):
    """Which end of a text is at its place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, two at least."""

    points: tuple[Point, ...]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Label:
    """A short text; ``y`` is its base line."""

    x: float
    y: float
    text: str
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Drawing:
    """Later marks cover earlier ones. ``description`` is what it shows, for readers who cannot see it."""

    width: float
    height: float
    marks: tuple[Box | Line | Area | Label, ...]
    description: str
