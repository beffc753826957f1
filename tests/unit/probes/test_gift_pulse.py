"""What the pulse calls usual, silent, and a flood, of gifts by the hour."""

import json
import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.language.english import english
from porchlight.probes.gift_pulse.baseline import Baseline, Hour
from porchlight.probes.gift_pulse.counts import FLOOD_MS, HOUR_MS, Counts
from porchlight.probes.gift_pulse.expecting import expected, place
from porchlight.probes.gift_pulse.judging import flood, gap, silence, usual_hour
from porchlight.probes.gift_pulse.memory import Memory, recalled, stored
from tests.benchmarks.missed_gifts import outages

MINUTE_MS = 60_000
EVENING_MS = round(datetime(2026, 9, 16, 20, 0, tzinfo=UTC).timestamp() * 1000)
"""A Wednesday, at the busiest hour."""
DAYS = 60


def hour_of(gifts: Gifts, hour: int) -> Hour:
    since_ms, until_ms = hour * HOUR_MS, (hour + 1) * HOUR_MS
    return Hour(
        gifts.total(since_ms, until_ms, failed=False),
        gifts.total(since_ms, until_ms, failed=True),
        gifts.total(since_ms, until_ms, failed=False, below=2),
    )


def counts_of(gifts: Gifts, memory: Memory, now_ms: int) -> Counts:
    """As a source would have them."""
    newest_ms = max((at_ms for at_ms, failed, _ in gifts.payments if not failed), default=None)
    until_hour = memory.first_hour if newest_ms is None else newest_ms // HOUR_MS
    return Counts(
        hours={hour: hour_of(gifts, hour) for hour in range(memory.first_hour, until_hour)},
        until_hour=until_hour,
        lately=Hour(
            gifts.total(now_ms - FLOOD_MS, now_ms, failed=False),
            gifts.total(now_ms - FLOOD_MS, now_ms, failed=True),
            gifts.total(now_ms - FLOOD_MS, now_ms, failed=False, below=2),
        ),
        last_hour=gifts.total(now_ms - HOUR_MS, now_ms, failed=False),
        newest_ms=newest_ms,
        caught_up=True,
    )


def learned(gifts: Gifts, now_ms: int, days: int = DAYS) -> tuple[Memory, Counts]:
    memory = Memory(now_ms // HOUR_MS - days * 24)
    counts = counts_of(gifts, memory, now_ms)
    memory.take(counts, UTC)
    return memory, counts


def test_a_usual_evening_is_said_with_its_band() -> None:
    memory, counts = learned(usual_gifts(EVENING_MS, UTC, days=DAYS), EVENING_MS)
    sentence, measures = usual_hour(memory, counts, EVENING_MS, memory.expecting(UTC))
    low, high = measures["gifts_usual_low"].value, measures["gifts_usual_high"].value
    assert low < measures["gifts"].value < high
    assert f"{counts.last_hour} gifts in the last hour; usual at this time: " in english(sentence)
    since = gap(memory, EVENING_MS, memory.expecting(UTC))
    assert since is not None
    assert not since.is_silence


def test_a_stop_is_a_silence_before_three_of_the_longest_usual_gaps_have_passed() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    memory, _ = learned(gifts, EVENING_MS)
    began_ms = memory.newest_ms or 0
    first = gap(memory, EVENING_MS, memory.expecting(UTC))
    assert first is not None
    later = (gap(memory, began_ms + step * 5 * MINUTE_MS, memory.expecting(UTC)) for step in range(1, 300))
    told = next(one for one in later if one is not None and one.is_silence)
    assert first.usual_ms < told.lasts_ms <= 3 * first.usual_ms
    assert told.usual_ms == first.usual_ms
    assert english(silence(told)).startswith("No gift for 1 h")
    assert "Usual at this time: one every" in english(silence(told))


def test_the_same_span_at_night_is_no_silence() -> None:
    night_ms = EVENING_MS + 9 * HOUR_MS
    gifts = usual_gifts(night_ms, UTC, days=DAYS)
    gifts.stop(night_ms - 3 * HOUR_MS)
    memory, _ = learned(gifts, night_ms)
    found = gap(memory, night_ms, memory.expecting(UTC))
    assert found is not None
    assert found.lasts_ms >= 3 * HOUR_MS
    assert not found.is_silence


def test_in_the_first_fourteen_days_it_says_that_it_learns_and_calls_nothing_silent() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=13)
    gifts.stop(EVENING_MS - 12 * HOUR_MS)
    memory, counts = learned(gifts, EVENING_MS, days=13)
    sentence, measures = usual_hour(memory, counts, EVENING_MS, memory.expecting(UTC))
    assert english(sentence) == "Learning what is usual: day 13 of 14. Gifts in the last hour: 0."
    assert "gifts_usual_low" not in measures
    found = gap(memory, EVENING_MS, memory.expecting(UTC))
    assert found is not None
    assert not found.is_silence


def test_hours_of_a_silence_are_not_learned_as_usual() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    memory, _ = learned(gifts, EVENING_MS)
    level, hours = memory.baseline.level, memory.baseline.hours
    memory.silent_since = (memory.newest_ms or 0) // HOUR_MS
    back_ms = EVENING_MS + 30 * HOUR_MS
    gifts.add(back_ms)
    memory.take(counts_of(gifts, memory, back_ms + 1), UTC)
    assert memory.baseline.hours <= hours + 1
    assert memory.baseline.level == pytest.approx(level, rel=0.02)
    assert memory.silent_since is None


def test_card_testing_is_a_flood_by_its_failed_payments() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    gifts.burst(EVENING_MS, minutes=10)
    memory, counts = learned(gifts, EVENING_MS)
    found = flood(counts, EVENING_MS, FLOOD_MS, memory.expecting(UTC))
    assert found is not None
    assert english(found).endswith(
        "payments failed within 15 min; about 0 is usual. Somebody may be testing stolen cards."
    )


def test_or_by_tiny_gifts_where_none_fails() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    for number in range(20):
        gifts.add(EVENING_MS - number * 20_000, amount=1.0)
    memory, counts = learned(gifts, EVENING_MS)
    found = flood(counts, EVENING_MS, FLOOD_MS, memory.expecting(UTC))
    assert found is not None
    assert "19 tiny gifts came within 15 min; about 0 is usual." in english(found)


def test_a_flood_is_told_while_it_still_learns_and_twelve_times_the_gifts_are_none() -> None:
    gifts = Gifts()
    gifts.burst(EVENING_MS)
    memory, counts = learned(gifts, EVENING_MS, days=1)
    assert flood(counts, EVENING_MS, FLOOD_MS, memory.expecting(UTC)) is not None
    giving = usual_gifts(EVENING_MS, UTC, days=DAYS)
    for number in range(40):
        giving.add(EVENING_MS - number * 20_000, failed=number % 20 == 7)
    memory, counts = learned(giving, EVENING_MS)
    assert flood(counts, EVENING_MS, FLOOD_MS, memory.expecting(UTC)) is None


def test_what_is_learned_survives_a_restart() -> None:
    memory, _ = learned(usual_gifts(EVENING_MS, UTC, days=DAYS), EVENING_MS)
    text = stored(memory)
    again = recalled(text)
    assert again is not None
    assert stored(again) == text
    assert len(text) < 8000
    span = (EVENING_MS, EVENING_MS + 24 * HOUR_MS)
    before, after = (expected(one.baseline, *span, UTC, certain=True) for one in (memory, again))
    assert after == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-40],
        lambda text: text.replace('"hours"', '"hour"'),
        lambda text: text.replace('"level_n": ', '"level_n": -'),
        lambda text: text.replace('"level_n"', '"level_m"'),
        lambda text: text.replace('"month_n": [', '"month_n": [1, '),
    ],
)
def test_a_damaged_memory_is_none(damage: object) -> None:
    memory, _ = learned(usual_gifts(EVENING_MS, UTC, days=2), EVENING_MS, days=2)
    assert callable(damage)
    assert recalled(damage(stored(memory))) is None


def test_hours_stay_at_their_place_when_summer_time_ends() -> None:
    zone = ZoneInfo("America/New_York")
    before = round(datetime(2026, 10, 30, 20, tzinfo=zone).timestamp()) // 3600
    after = round(datetime(2026, 11, 6, 20, tzinfo=zone).timestamp()) // 3600
    assert place(before, zone).hour == place(after, zone).hour == 4 * 24 + 20
    assert after - before == 7 * 24 + 1


def test_the_level_follows_a_quiet_month_and_one_giving_day_does_not_lift_it() -> None:
    chance = random.Random(3)
    baseline = Baseline()
    first = EVENING_MS // HOUR_MS

    def days(count: int, a_day: float) -> None:
        nonlocal first
        for hour in range(first, first + count * 24):
            baseline.learn(Hour(sum(chance.random() < a_day / 2400 for _ in range(100)), 0, 0), place(hour, UTC))
        first += count * 24

    days(60, 48)
    usual = baseline.level
    assert usual == pytest.approx(2, rel=0.15)
    days(1, 600)
    assert baseline.level < usual * 1.25
    days(30, 24)
    assert baseline.level < usual * 0.8


def test_the_gift_that_ends_a_silence_tells_how_many_were_probably_missed_for_a_day() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    gifts.stop(EVENING_MS - 6 * HOUR_MS)
    memory, _ = learned(gifts, EVENING_MS)
    last_ms = memory.newest_ms or 0
    usual = expected(memory.baseline, last_ms, EVENING_MS, UTC, certain=False)
    memory.silent_since = last_ms // HOUR_MS
    gifts.add(EVENING_MS)
    back = counts_of(gifts, memory, EVENING_MS + MINUTE_MS)
    memory.take(back, UTC)
    found = memory.missed
    assert found is not None
    assert (found.since_ms, found.until_ms) == (last_ms, EVENING_MS)
    assert 0 < found.low < usual < found.high < 3 * usual
    kept = recalled(stored(memory))
    assert kept is not None
    assert kept.missed == found
    sentence, _ = usual_hour(kept, back, EVENING_MS + MINUTE_MS, kept.expecting(UTC))
    assert f": {found.low} to {found.high} gifts. This is judged by what usually comes" in english(sentence)
    gifts.add(EVENING_MS + HOUR_MS)
    memory.take(counts_of(gifts, memory, EVENING_MS + HOUR_MS + 1), UTC)
    assert memory.missed == found
    later, _ = usual_hour(kept, back, EVENING_MS + 25 * HOUR_MS, kept.expecting(UTC))
    assert "missed" not in english(later)


def test_where_no_check_was_made_for_a_while_the_span_ends_with_the_first_gift_not_the_newest() -> None:
    gifts = usual_gifts(EVENING_MS, UTC, days=DAYS)
    gifts.stop(EVENING_MS - 6 * HOUR_MS)
    memory, _ = learned(gifts, EVENING_MS)
    memory.silent_since = (memory.newest_ms or 0) // HOUR_MS
    for hours in (1, 2, 14):
        gifts.add(EVENING_MS + hours * HOUR_MS)
    memory.take(counts_of(gifts, memory, EVENING_MS + 15 * HOUR_MS), UTC)
    assert memory.missed is not None
    assert memory.missed.until_ms == EVENING_MS + HOUR_MS


def test_the_interval_of_missed_gifts_holds_in_most_outages_and_is_no_wider_than_they_are_large() -> None:
    found = outages("large", 100, 3)
    assert sum(one.holds for one in found) >= 0.75 * len(found)
    assert sum(one.high - one.low for one in found) < 1.2 * sum(one.true for one in found)


def test_what_an_older_version_has_learned_is_read() -> None:
    memory, _ = learned(usual_gifts(EVENING_MS, UTC, days=DAYS), EVENING_MS)
    older = json.loads(stored(memory))
    del older["missed"], older["figures"]["now_n"], older["figures"]["now_x"]
    kept = recalled(json.dumps(older))
    assert kept is not None
    assert kept.baseline.level == pytest.approx(memory.baseline.level, rel=1e-4)
