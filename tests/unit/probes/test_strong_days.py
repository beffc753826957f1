"""Days that are strong at many organisations: known without a calendar, a guess until their own gifts settle it."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from porchlight.demo.gifts import usual_gifts
from porchlight.model.gifts import MissedGifts, Outage
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.counts import HOUR_MS
from porchlight.probes.gift_pulse.memory import Memory
from porchlight.probes.gift_pulse.missed import Guess, Level, probably_missed
from porchlight.probes.gift_pulse.strong_days import giving_tuesday, likely_strong, strong_by_now, strong_days
from tests.benchmarks.missed_gifts import Day, outages
from tests.unit.probes.test_gift_pulse import MINUTE_MS, counts_of
from tests.unit.probes.test_important_gift_days import GIVING, NOON_MS, THIS_YEAR_MS, a_year, learned

DAY_MS = 24 * HOUR_MS
MORNING_MS = THIS_YEAR_MS + 11 * HOUR_MS


def test_giving_tuesday_follows_thanksgiving() -> None:
    days = [date(2024, 12, 3), date(2025, 12, 2), date(2026, 12, 1), date(2027, 11, 30), date(2029, 11, 27)]
    assert [giving_tuesday(day.year) for day in days] == days


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Asia/Kathmandu"])
def test_strong_days_are_whole_days_where_the_user_lives(zone: str) -> None:
    for year in range(2024, 2034):
        days = strong_days(year, ZoneInfo(zone))
        begins = [datetime.fromtimestamp(day.from_ms / 1000, ZoneInfo(zone)) for day in days]
        assert [(one.month, one.day, one.hour) for one in begins[1:]] == [(12, 29, 0), (12, 30, 0), (12, 31, 0)]
        assert (begins[0].weekday(), begins[0].hour) == (1, 0)
        assert all(day.to_ms - day.from_ms == DAY_MS for day in days)
        assert all(before.to_ms <= after.from_ms for before, after in pairwise(days))


def _lost(*, tenfold: bool, calendar: tuple[ImportantDay, ...] = (), known: bool = True) -> MissedGifts:
    """Of an hour's outage at eleven in the morning of Giving Tuesday, seen at noon."""
    gifts = a_year(NOON_MS, with_last=False, tenfold=tenfold)
    memory = learned(gifts, NOON_MS, days=59, calendar=calendar)
    expecting = memory.expecting(UTC, calendar, knows_strong_days=known)
    memory.take_loss(Outage("one", MORNING_MS, MORNING_MS + HOUR_MS), 0, expecting)
    return memory.losses["one"]


def test_on_giving_tuesday_the_morning_decides_whether_it_is_a_strong_day() -> None:
    strong, marked = (_lost(tenfold=True, calendar=days) for days in ((), (GIVING,)))
    true = a_year(NOON_MS, with_last=False).total(MORNING_MS, MORNING_MS + HOUR_MS, failed=False)
    assert strong.low <= true <= strong.high
    assert abs(strong.high - marked.high) <= 0.2 * marked.high
    plain, usual = _lost(tenfold=False), _lost(tenfold=False, known=False)
    assert plain.high <= usual.high + 3


def test_an_outage_before_the_day_has_shown_anything_may_have_cost_much_or_little() -> None:
    midnight = Outage("one", THIS_YEAR_MS + MINUTE_MS, THIS_YEAR_MS + 12 * HOUR_MS)
    memory = learned(a_year(NOON_MS, with_last=False, tenfold=False), NOON_MS, days=59, calendar=())
    found = {}
    for known in (True, False):
        memory.take_loss(midnight, 0, memory.expecting(UTC, knows_strong_days=known))
        found[known] = memory.losses["one"]
    assert found[True].low <= found[False].high
    assert found[True].high > 3 * found[False].high


def test_a_day_in_the_calendar_needs_no_guess() -> None:
    memory = learned(a_year(NOON_MS, with_last=False), NOON_MS, days=59)
    for days, guesses in (((), 2), ((GIVING,), 1)):
        expecting = memory.expecting(UTC, days, knows_strong_days=True)
        assert len(expecting.guesses(MORNING_MS, MORNING_MS + HOUR_MS)) == guesses
    off = memory.expecting(UTC)
    assert len(off.guesses(MORNING_MS, MORNING_MS + HOUR_MS)) == 1
    other = memory.expecting(UTC, knows_strong_days=True)
    assert len(other.guesses(MORNING_MS - 2 * DAY_MS, MORNING_MS - DAY_MS)) == 1


def test_last_year_s_day_is_remembered_though_it_was_as_any_other() -> None:
    gifts = usual_gifts(NOON_MS, UTC, days=395)
    memory = learned(gifts, NOON_MS, days=390, calendar=())
    assert memory.great == []
    memory = Memory(NOON_MS // HOUR_MS - 390 * 24)
    memory.take(counts_of(gifts, memory, NOON_MS), UTC, knows_strong_days=True)
    assert [datetime.fromtimestamp(day.first_hour * 3600, UTC).date() for day in memory.great] == [
        date(2025, 12, 2),
        *(date(2025, 12, day) for day in (29, 30, 31)),
    ]
    plain, strong = memory.expecting(UTC, knows_strong_days=True).guesses(THIS_YEAR_MS, THIS_YEAR_MS + DAY_MS)
    assert (plain.weight, strong.weight) == (0.8, 0.2)


def test_how_likely_a_day_is_strong() -> None:
    assert likely_strong(None, watched_a_year=True) == likely_strong(1.1, watched_a_year=True)
    assert likely_strong(None, watched_a_year=True) < likely_strong(None, watched_a_year=False)
    assert likely_strong(None, watched_a_year=False) < likely_strong(4.0, watched_a_year=True)
    level = Level(1.2, 1.2)
    assert strong_by_now(0.7, 0, 0.0, 0.05, 0.0, level) == 0.7
    assert strong_by_now(0.7, 60, 6.0, 0.05, 48.0, level) > 0.99
    assert strong_by_now(0.7, 6, 6.0, 0.05, 48.0, level) < 0.4
    assert 0 <= strong_by_now(0.7, 10**6, 1e-6, 0.05, 8e-6, level) <= 1


def test_an_interval_of_two_guesses_reaches_over_both() -> None:
    usual, strong = [(10.0, Level(20, 20))], [(80.0, Level(20, 20))]
    low, high = probably_missed([Guess(0.5, usual), Guess(0.5, strong)], 0)
    assert low <= 10
    assert high >= 80
    assert probably_missed([Guess(1.0, usual), Guess(0.0, strong)], 0) == probably_missed([Guess(1.0, usual)], 0)
    assert probably_missed([Guess(0.5, []), Guess(0.5, usual)], 0) == probably_missed([Guess(1.0, usual)], 0)
    assert probably_missed([Guess(1.0, [])], 0) == (0, 0)
    huge = [(9000.0, Level(20, 20))]
    low, high = probably_missed([Guess(0.5, usual), Guess(0.5, huge)], 0)
    assert low < 20
    assert high > 9000


def test_the_interval_holds_for_a_small_organisation_on_giving_tuesday_without_a_calendar() -> None:
    found = outages("small", 100, 5, Day.GIVING)
    assert sum(one.holds for one in found) >= 0.75 * len(found)
