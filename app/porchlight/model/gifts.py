"""Gifts by the hour, and how many were probably missed while something was down: what surfaces show of a pulse."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which gifts could not be made, Unix ms (UTC): an incident that is over."""

    incident: str
    """Its id."""
    began_ms: int
    ended_ms: int


@dataclass(frozen=True, slots=True)
class MissedGifts:
    """Between which numbers the gifts are that probably did not come from one moment to another, Unix ms (UTC)."""

    since_ms: int
    until_ms: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class GiftHour:
    """One hour, which began at a moment (Unix ms, UTC)."""

    at_ms: int
    gifts: int | None
    """None: not known."""
    low: float | None
    """The least that is usual in this hour; None: it was still being learned."""
    high: float | None
    """The most."""
    watched: bool
    """Whether checks were made in it. What was counted later is known, too."""
    important: bool = False
    """Part of an important day: the band is that day's."""

    @property
    def learning(self) -> bool:
        """Whether what is usual was still being learned."""
        return self.high is None


@dataclass(frozen=True, slots=True)
class GiftHours:
    """Some hours in order; the last one is under way."""

    hours: tuple[GiftHour, ...]


@dataclass(frozen=True, slots=True)
class GiftsOfDay:
    """How many gifts a day brought, and last year's same day; None where that is not known."""

    gifts: int | None
    last_year: int | None
