"""Where the parts of a gift's path and the arrows between them are drawn. Free of Qt; lengths in px."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

NODE_HEIGHT = 46
ARROW = 30
"""Between two nodes of a row."""
ROW_GAP = 22


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node is."""

    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """The height at which arrows meet it."""
        return self.y + NODE_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class PathLayout:
    """Nodes in the gift's order, and each way to the next as a line of points, the last one with the head."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[tuple[int, int], ...], ...]
    height: int


def lay_out_path(widths: Sequence[int], room: int, *, right_to_left: bool = False) -> PathLayout:
    """As many nodes in a row as fit, in the direction of reading; the way to the next row turns back below."""
    boxes: list[Box] = []
    x = y = 0
    for wanted in widths:
        width = min(wanted, room)
        if x and x + width > room:
            x, y = 0, y + NODE_HEIGHT + ROW_GAP
        boxes.append(Box(x, y, width))
        x += width + ARROW
    arrows = [_between(one, other) for one, other in pairwise(boxes)]
    if right_to_left:
        boxes = [Box(room - box.x - box.width, box.y, box.width) for box in boxes]
        arrows = [tuple((room - x, y) for x, y in arrow) for arrow in arrows]
    return PathLayout(tuple(boxes), tuple(arrows), y + NODE_HEIGHT if boxes else 0)


def _between(one: Box, other: Box) -> tuple[tuple[int, int], ...]:
    if one.y == other.y:
        return (one.x + one.width + 3, one.middle), (other.x - 3, other.middle)
    below, start, end = one.y + NODE_HEIGHT + ROW_GAP // 2 - 2, one.x + one.width // 2, other.x + other.width // 2
    return (start, one.y + NODE_HEIGHT + 2), (start, below), (end, below), (end, other.y - 2)
