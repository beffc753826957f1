"""Where the parts of a gift's path and the arrows between them are drawn. Free of Qt; lengths in px."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class PathScale:
    """How large the parts of a path are drawn."""

    height: int
    """Of a node."""
    arrow: int
    """The room between two nodes of a row."""
    row_gap: int
    widest: int
    """A node, whatever its name."""


LARGE = PathScale(height=46, arrow=30, row_gap=22, widest=190)
SMALL = PathScale(height=30, arrow=20, row_gap=14, widest=150)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node is."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """The height at which arrows meet it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class PathLayout:
    """Nodes in the gift's order, and each way to the next as a line of points, the last one with the head."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[tuple[int, int], ...], ...]
    height: int


def lay_out_path(
    widths: Sequence[int], room: int, scale: PathScale = LARGE, *, right_to_left: bool = False
) -> PathLayout:
    """As many nodes in a row as fit, in the direction of reading; the way to the next row turns back below."""
    boxes: list[Box] = []
    x = y = 0
    for wanted in widths:
        width = min(wanted, room)
        if x and x + width > room:
            x, y = 0, y + scale.height + scale.row_gap
        boxes.append(Box(x, y, width, scale.height))
        x += width + scale.arrow
    arrows = [_between(one, other, scale) for one, other in pairwise(boxes)]
    if right_to_left:
        boxes = [replace(box, x=room - box.x - box.width) for box in boxes]
        arrows = [tuple((room - x, y) for x, y in arrow) for arrow in arrows]
    return PathLayout(tuple(boxes), tuple(arrows), y + scale.height if boxes else 0)


def _between(one: Box, other: Box, scale: PathScale) -> tuple[tuple[int, int], ...]:
    if one.y == other.y:
        return (one.x + one.width + 3, one.middle), (other.x - 3, other.middle)
    start, end = one.x + one.width // 2, other.x + other.width // 2
    below = one.y + scale.height + scale.row_gap // 2 - 2
    return (start, one.y + scale.height + 2), (start, below), (end, below), (end, other.y - 2)
