"""Malfunction: a part of Porchlight itself that does not work at the moment."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Malfunction:
    """What failed, since when, and how much that matters."""

    part: str
    """Its name, in the log: “The alerts”, “The rule “Slow page””."""
    sentence: str
    """What happened and what follows; one plain sentence."""
    since_ms: int
    """Unix ms (UTC)."""
    essential: bool
    """Whether Porchlight cannot be trusted to raise the alarm without it."""
    over: bool = False
    """Whether it works again."""
    recurring: bool = False
    """Whether it was announced within the last hour already: for lists, no news."""
