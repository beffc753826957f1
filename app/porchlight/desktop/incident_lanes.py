"""The lanes of a time line: a component each, or a tag each where those are many. Free of Qt."""

from collections.abc import Collection, Iterable, Mapping

from porchlight.dataclass import dataclass
from porchlight.language.current import tr

MOST_LANES = 12
"""That are taken in at a glance; more are grouped."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One component, or all of one tag."""

    components: tuple[str, ...]
    """Their ids."""
    tag: str | None = None
    """None: a lane of one component; empty: of those without a tag."""
    opened: bool = False
    """Whether a group's components follow it, a lane each."""


def lanes_of(
    known: Iterable[str],
    troubled: Collection[str],
    tags: Mapping[str, tuple[str, ...]],
    opened: Collection[str] = (),
) -> list[Lane]:
    """In the order of ``known``; ``troubled`` had an incident. A group is named by the first tag of its components;
    those whose tag is in ``opened`` are followed by theirs."""
    shown = [one for one in known if one in troubled]
    if len(shown) <= MOST_LANES:
        return [Lane((one,)) for one in shown]
    groups: dict[str, list[str]] = {}
    for one in shown:
        groups.setdefault(next(iter(tags.get(one, ())), ""), []).append(one)
    untagged = groups.pop("", None)
    if untagged is not None:
        groups[""] = untagged  # at the end
    lanes: list[Lane] = []
    for tag, members in groups.items():
        lanes.append(Lane(tuple(members), tag, tag in opened))
        if tag in opened:
            lanes += (Lane((one,)) for one in members)
    return lanes


def lane_text(lane: Lane, names: Mapping[str, str]) -> str:
    """What stands beside a lane; ``names`` by component id."""
    if lane.tag is None:
        return names.get(lane.components[0], lane.components[0])
    return f"{'▾' if lane.opened else '▸'} {tag_word(lane.tag)} ({len(lane.components)})"


def tag_word(tag: str) -> str:
    """A group's name."""
    return tag or tr("Without a tag")
