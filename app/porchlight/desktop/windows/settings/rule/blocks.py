"""A rule's condition as blocks that a person can edit, and back to the settings file's form. Pure. A block is about
one subject and asks one or more things of it. A condition that is more deeply nested than a list of blocks (all or
any of them, each perhaps negated) is kept as it is and only shown."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from porchlight.dataclass import dataclass

Written = Mapping[str, Any]
"""A condition as in the settings file."""

_SUBJECT_KEYS = ("component", "tag", "kind", "critical", "besides")
COMPONENT_ASKS = (
    "status",
    "reason",
    "reason_not",
    "response_time_over",
    "response_time_over_baseline",
    "measure",
    "last_success_older_than",
    "certificate_days_below",
    "quota_used_above",
)
"""The questions about a component, by key."""
OPERATION_ASKS = ("failures", "older_than", "overdue", "slower_than", "rate_below", "rate_below_baseline")
"""The questions about a job."""
_BESIDE = {"measure": ("operator", "value")}
"""Keys that belong to the question's key."""


class Mode(StrEnum):
    """How blocks are combined."""

    ALL = "all"
    ANY = "any"


class About(StrEnum):
    """The subject of a block."""

    COMPONENT = "component"
    REPORT = "report"
    OPERATION = "operation"
    OTHER = "other"
    """More than one block can express; only shown."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. ``beside`` are the keys that go with it, such as a measure's operator and value."""

    key: str
    value: Any
    beside: Written


@dataclass(frozen=True, slots=True)
class Block:
    """One subject and its questions."""

    about: About
    subject: Written
    """The keys of the subject: ``{"component": "*", "critical": True}``; a report has none."""
    asks: tuple[Ask, ...]
    negated: bool = False
    other: Written | None = None
    """As in the file, where it is more than a block can express."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """A whole condition."""

    mode: Mode
    blocks: tuple[Block, ...]


def read(condition: Written) -> Blocks:
    """The blocks of a condition."""
    for mode in Mode:
        inner = condition.get(mode.value)
        if isinstance(inner, list | tuple) and set(condition) == {mode.value}:
            return Blocks(mode, tuple(_block(one) for one in inner if isinstance(one, Mapping)))
    return Blocks(Mode.ALL, (_block(condition),))


def write(blocks: Blocks) -> dict[str, Any]:
    """The condition of blocks; empty for none."""
    written = [write_block(block) for block in blocks.blocks]
    if len(written) > 1:
        return {blocks.mode.value: written}
    return written[0] if written else {}


def write_block(block: Block) -> dict[str, Any]:
    """The condition of one block."""
    if block.other is not None:
        return dict(block.other)
    plain = dict(block.subject)
    for ask in block.asks:
        plain[ask.key] = ask.value
        plain |= ask.beside
    return {"not": plain} if block.negated else plain


def _block(written: Written) -> Block:
    inner = written.get("not")
    if set(written) == {"not"} and isinstance(inner, Mapping):
        block = _block(inner)
        if block.about is About.OTHER or block.negated:
            return _other(written)
        return Block(block.about, block.subject, block.asks, negated=True)
    if "path" in written:
        beside = {key: written[key] for key in ("operator", "value") if key in written}
        if set(written) != {"path", *beside}:
            return _other(written)
        return Block(About.REPORT, {}, (Ask("path", written["path"], beside),))
    if "operation" in written:
        return _asking(written, About.OPERATION, ("operation",), OPERATION_ASKS)
    return _asking(written, About.COMPONENT, _SUBJECT_KEYS, COMPONENT_ASKS)


def _asking(written: Written, about: About, subject_keys: tuple[str, ...], ask_keys: tuple[str, ...]) -> Block:
    subject = {key: value for key, value in written.items() if key in subject_keys}
    asks = []
    for key in ask_keys:
        if key in written:
            beside = {one: written[one] for one in _BESIDE.get(key, ()) if one in written}
            asks.append(Ask(key, written[key], beside))
    known = {*subject, *(ask.key for ask in asks), *(key for ask in asks for key in ask.beside)}
    if known != set(written):
        return _other(written)
    return Block(about, subject, tuple(asks))


def _other(written: Written) -> Block:
    return Block(About.OTHER, {}, (), other=written)
