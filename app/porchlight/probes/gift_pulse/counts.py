"""What a source of gifts is asked for and answers: counts of spans of time, nothing of single gifts."""

from collections.abc import Mapping
from typing import Final, Protocol

from porchlight.dataclass import dataclass
from porchlight.model.result import Result
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.baseline import Hour

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
FLOOD_MS: Final = 15 * 60_000
"""How long failed and tiny gifts are counted together."""
NOTHING: Final = Hour(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check wants to know. Hours are numbered since the epoch; moments are Unix ms (UTC)."""

    first_hour: int
    """The first that was not learned yet."""
    now_ms: int
    newest_ms: int | None
    """The newest gift that is known of."""
    catching_up: bool
    """Hours of the past are still being read."""
    spans: tuple[tuple[int, int], ...] = ()
    """Moments from and to before which gifts are counted besides."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The answer."""

    hours: Mapping[int, Hour]
    """Hours that are over; one that is not in it brought nothing."""
    until_hour: int
    """All from ``Asked.first_hour`` to before this one are read. None of them is the newest gift's own hour or later,
    unless the source is still catching up."""
    lately: Hour
    """Of the last minutes: see FLOOD_MS."""
    last_hour: int
    """Gifts of the last sixty minutes."""
    newest_ms: int | None
    """The newest gift; None: no gift is known of."""
    caught_up: bool
    under_way: int = 0
    """Gifts of ``until_hour`` until now."""
    in_spans: tuple[int, ...] = ()
    """Gifts of ``Asked.spans``."""


class Source(Protocol):
    """Where the counts come from."""

    async def read(self, ctx: CheckContext, asked: Asked) -> Counts | Result:
        """The counts, or the result of a check that could not get them."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...
