"""Whether a place counts what it is asked for. An API that does not know a filter may ignore it and answer with the
total of everything, which would be judged as a flood, a loss, or a day like any other.

It is shown by questions with a known answer: a day in two hundred years has nothing, and one in 1971 next to nothing.
They are asked once an hour, where a total is not zero, and whenever totals look as if nothing were filtered.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from porchlight.language.text import Text, msg
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.gift_pulse.counts import HOUR_MS

LONG_AGO: Final = 399
"""A day since the epoch: before gifts were counted by computers, and none that stands for a missing date."""
TO_COME: Final = 80_000
"""A day in two hundred years."""


class Heeding:
    """What was shown of one place. An hour later it is asked again: an API can change."""

    def __init__(self) -> None:
        self._shown_in: int | None = None

    async def doubt(
        self,
        ctx: CheckContext,
        on_day: Callable[[int], Awaitable[int | Result]],
        ignored: Text,
        *,
        suspect: bool = False,
        least: int = 1,
    ) -> Result | None:
        """None: its totals are of the day that is asked for, or nothing speaks against it: a place may refuse such
        days, which shows that it reads them. Else a result with the sentence ``ignored``. ``suspect``: ask in any
        case, and trust nothing where that cannot be asked, whose result is returned. ``least``: fewer may really be
        of such a day."""
        hour = ctx.began_ms // HOUR_MS
        if hour == self._shown_in and not suspect:
            return None
        for day in (TO_COME, LONG_AGO):
            found = await on_day(day)
            if isinstance(found, Result):
                return found if suspect else None
            if found >= least:
                return unheeded(ctx, ignored)
        self._shown_in = hour
        return None


def unheeded(ctx: CheckContext, ignored: Text) -> Result:
    """The result of a check whose totals are not of what was asked for."""
    return ctx.unwell(Outcome.UNKNOWN, Reason.CONFIGURATION, ignored)


def cannot_count(place: Text) -> Text:
    """What is to do where a place ignores what it is asked for."""
    return msg(
        "{place} gives the same totals whatever is asked for, so gifts cannot be counted there. Count them elsewhere,"
        " for example in the database.",
        place=place,
    )
