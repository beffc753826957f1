"""How many gifts a day brought, and last year's same day, of what a pulse remembers."""

from datetime import UTC, datetime

import pytest

from porchlight.model.gifts import GiftsOfDay
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.counts import HOUR_MS
from porchlight.probes.gift_pulse.hours import gifts_of_day
from porchlight.probes.gift_pulse.important import GreatDay
from porchlight.probes.gift_pulse.memory import RECENT_HOURS, Memory

MIDNIGHT = round(datetime(2026, 12, 1, tzinfo=UTC).timestamp()) // 3600
"""The first hour of Giving Tuesday."""
LAST_YEAR = GreatDay(MIDNIGHT - 364 * 24, tuple(range(24)), 100.0)


def day(since_hour: float = 0, until_hour: float = 24) -> ImportantDay:
    return ImportantDay(
        "giving",
        "Giving Tuesday",
        round((MIDNIGHT + since_hour) * HOUR_MS),
        round((MIDNIGHT + until_hour) * HOUR_MS),
    )


def memory(hours_later: int, great: tuple[GreatDay, ...] = (LAST_YEAR,)) -> Memory:
    """So many hours after the day's beginning: two gifts came in each hour before it, and three since."""
    found = Memory(MIDNIGHT + hours_later, great=list(great))
    found.recent = [2 if hour < MIDNIGHT else 3 for hour in range(found.first_hour - RECENT_HOURS, found.first_hour)]
    return found


def counted(hours_later: int, wanted: ImportantDay, great: tuple[GreatDay, ...] = (LAST_YEAR,)) -> GiftsOfDay:
    remembered = memory(hours_later, great)
    return gifts_of_day(remembered, remembered.expecting(UTC, (wanted,)), wanted)


@pytest.mark.parametrize(
    ("hours_later", "wanted", "gifts", "last_year"),
    [
        (30, day(), 72, sum(range(24))),
        (24, day(), 72, sum(range(24))),
        (30, day(18, 22), 12, 18 + 19 + 20 + 21),  # a gala's evening beside the same evening
        (30, day(18.5, 22.5), 12, 19 + 20 + 21 + 22),
        (RECENT_HOURS, day(), 72, sum(range(24))),
    ],
)
def test_what_came_beside_the_same_hours_a_year_ago(
    hours_later: int, wanted: ImportantDay, gifts: int, last_year: int
) -> None:
    assert counted(hours_later, wanted) == GiftsOfDay(gifts, last_year)


@pytest.mark.parametrize("hours_later", [23, 5, RECENT_HOURS + 1])
def test_a_day_that_is_not_wholly_counted_has_no_number(hours_later: int) -> None:
    assert counted(hours_later, day()) == GiftsOfDay(None, None)


def test_an_important_day_of_a_month_ago_is_remembered_as_a_great_one() -> None:
    of_then = GreatDay(MIDNIGHT, (5,) * 24, 100.0)
    assert counted(30 * 24, day(), (LAST_YEAR, of_then)) == GiftsOfDay(120, sum(range(24)))


def test_without_last_year_there_is_no_comparison() -> None:
    assert counted(30, day(), ()) == GiftsOfDay(72, None)


@pytest.mark.parametrize("wanted", [day(0, 24 * 365 * 7000), day(5, 5), day(0, 24 * 60)])
def test_a_season_or_nothing_has_no_number(wanted: ImportantDay) -> None:
    assert counted(30, wanted) == GiftsOfDay(None, None)
