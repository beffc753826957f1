"""What a source of recurring gifts answers: counts of plans, nothing of single ones."""

from collections.abc import Mapping
from typing import Final, Protocol

from porchlight.dataclass import dataclass
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext

WATCHED_DAYS: Final = 4
"""How long the plans of a day are looked at after it."""


@dataclass(frozen=True, slots=True)
class Due:
    """The plans that were due on a day that is over, as they are now."""

    day: int
    """UTC, numbered since the epoch."""
    due: int
    overdue: int
    """No payment of theirs was even tried."""
    declined: int
    """All tries have failed so far."""

    @property
    def charged(self) -> int:
        """Those whose payment was tried."""
        return self.due - self.overdue

    @property
    def posted(self) -> int:
        """Those whose payment succeeded, or is under way."""
        return max(self.charged - self.declined, 0)


@dataclass(frozen=True, slots=True)
class Plans:
    """The answer."""

    now_s: int
    """When it was counted, in Unix seconds (UTC)."""
    active: int
    days: Mapping[int, Due]
    """Of the days that are watched; on one that is not in it nothing was due."""
    stuck: int | None
    """Payments that have been pending for too long. None: the source has no such count."""
    month: int
    """Recurring payments of the last 30 days, for comparison with the stuck ones."""
    failing: int | None
    """Plans whose payment the vendor is trying again. None: the source has no such count."""
    least_usual: float = 0.0
    """The share of a day's plans that may seem overdue while all is well: where what is due is not known by plans'
    dates but from the month before, those that were cancelled since are among them."""
    newest_s: int | None = None
    """When the newest gift of any sort was made, in Unix seconds (UTC); None: not known, or none in the last days."""


class Source(Protocol):
    """Where the counts come from."""

    async def read(self, ctx: CheckContext, now_s: int) -> Plans | Result:
        """The counts, or the result of a check that could not get them."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...
