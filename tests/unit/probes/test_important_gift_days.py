"""Important days in the pulse: honest volume is no alarm and is not learned, and last year's day is a guide."""

from datetime import UTC, datetime

import pytest

from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.language.english import english
from porchlight.model.gifts import Outage
from porchlight.model.important_day import ImportantDay
from porchlight.probes.gift_pulse.counts import FLOOD_MS, HOUR_MS
from porchlight.probes.gift_pulse.expecting import expected
from porchlight.probes.gift_pulse.hours import hours_of
from porchlight.probes.gift_pulse.judging import flood, gap, silence, usual_hour
from porchlight.probes.gift_pulse.memory import Memory, recalled, stored
from tests.unit.probes.test_gift_pulse import MINUTE_MS, counts_of

DAY_MS = 24 * HOUR_MS
LAST_YEAR_MS = round(datetime(2025, 12, 2, tzinfo=UTC).timestamp() * 1000)
THIS_YEAR_MS = round(datetime(2026, 12, 1, tzinfo=UTC).timestamp() * 1000)
GIVING = ImportantDay("giving", "Giving Tuesday", THIS_YEAR_MS, THIS_YEAR_MS + DAY_MS)
NOON_MS = THIS_YEAR_MS + 12 * HOUR_MS


def a_year(until_ms: int, *, with_last: bool, tenfold: bool = True) -> Gifts:
    """Usual giving, and the giving days: from six in the morning a gift every two minutes more."""
    gifts = usual_gifts(until_ms, UTC, days=395 if with_last else 60)
    days = ([LAST_YEAR_MS] if with_last else []) + ([THIS_YEAR_MS] if tenfold else [])
    for day_ms in days:
        for at_ms in range(day_ms + 6 * HOUR_MS, min(day_ms + 23 * HOUR_MS, until_ms), 2 * MINUTE_MS):
            gifts.add(at_ms, failed=at_ms // (2 * MINUTE_MS) % 20 == 0)
    return gifts


def learned(gifts: Gifts, now_ms: int, *, days: int, calendar: tuple[ImportantDay, ...] = (GIVING,)) -> Memory:
    memory = Memory(now_ms // HOUR_MS - days * 24)
    memory.take(counts_of(gifts, memory, now_ms), UTC, calendar)
    return memory


def test_an_important_day_leaves_what_is_usual_as_it_was() -> None:
    after_ms = THIS_YEAR_MS + DAY_MS + HOUR_MS
    gifts = a_year(after_ms, with_last=False)
    before = learned(gifts, THIS_YEAR_MS, days=59)
    marked, unmarked = (learned(gifts, after_ms, days=60, calendar=days) for days in ((GIVING,), ()))
    span = (after_ms, after_ms + DAY_MS)
    usual, then, else_ = (expected(one.baseline, *span, UTC, certain=False) for one in (before, marked, unmarked))
    assert then == pytest.approx(usual, rel=0.05)
    assert else_ > then


def test_its_honest_volume_is_no_flood_and_is_judged_by_last_year_s_same_day() -> None:
    gifts = a_year(NOON_MS, with_last=True)
    memory = learned(gifts, NOON_MS, days=390)
    expecting = memory.expecting(UTC, (GIVING,))
    counts = counts_of(gifts, memory, NOON_MS)
    assert flood(counts, NOON_MS, FLOOD_MS, expecting) is None
    sentence, measures = usual_hour(memory, counts, NOON_MS, expecting)
    assert "expected by last year's Giving Tuesday" in english(sentence)
    assert measures["gifts_usual_low"].value < measures["gifts"].value < measures["gifts_usual_high"].value
    usual = expected(memory.baseline, NOON_MS - HOUR_MS, NOON_MS, UTC, certain=False)
    assert measures["gifts_usual_low"].value > usual


def test_without_a_last_year_the_day_itself_says_what_to_expect() -> None:
    gifts = a_year(NOON_MS, with_last=False)
    memory = learned(gifts, NOON_MS, days=59)
    counts = counts_of(gifts, memory, NOON_MS)
    sentence, measures = usual_hour(memory, counts, NOON_MS, memory.expecting(UTC, (GIVING,)))
    assert "expected as Giving Tuesday goes so far" in english(sentence)
    assert measures["gifts_usual_low"].value < measures["gifts"].value < measures["gifts_usual_high"].value


def test_card_testing_is_a_flood_on_an_important_day_too() -> None:
    gifts = a_year(NOON_MS, with_last=True)
    for number in range(240):
        gifts.add(NOON_MS - number * 3000, failed=number % 8 != 0, amount=1.0)
    memory = learned(gifts, NOON_MS, days=390)
    counts = counts_of(gifts, memory, NOON_MS)
    assert flood(counts, NOON_MS, FLOOD_MS, memory.expecting(UTC, (GIVING,))) is not None


def test_a_stop_is_noticed_sooner_on_an_important_day_and_says_so() -> None:
    gifts = a_year(NOON_MS, with_last=True)
    memory = learned(gifts, NOON_MS, days=390)
    assert memory.newest_ms is not None

    def noticed_after(calendar: tuple[ImportantDay, ...]) -> tuple[int, str]:
        expecting = memory.expecting(UTC, calendar)
        for minutes in range(15, 600, 5):
            found = gap(memory, (memory.newest_ms or 0) + minutes * MINUTE_MS, expecting)
            if found is not None and found.is_silence:
                return minutes, english(silence(found))
        raise AssertionError

    marked, sentence = noticed_after((GIVING,))
    assert marked < noticed_after(())[0]
    assert "On Giving Tuesday one is expected every " in sentence


def test_a_marked_day_that_brings_nothing_more_is_not_called_silent_in_its_quiet_hours() -> None:
    gifts = a_year(NOON_MS, with_last=False, tenfold=False)
    memory = learned(gifts, NOON_MS, days=59)
    found = gap(memory, (memory.newest_ms or 0) + 25 * MINUTE_MS, memory.expecting(UTC, (GIVING,)))
    assert found is not None
    assert not found.is_silence


def test_what_an_outage_of_the_page_cost_on_that_day_is_estimated_by_that_day() -> None:
    gifts = a_year(NOON_MS, with_last=True)
    down = Outage("one", THIS_YEAR_MS + 10 * HOUR_MS + 10 * MINUTE_MS, THIS_YEAR_MS + 10 * HOUR_MS + 50 * MINUTE_MS)
    true = gifts.total(down.began_ms, down.ended_ms, failed=False)
    gifts.payments = [one for one in gifts.payments if not down.began_ms <= one[0] < down.ended_ms]
    memory = learned(gifts, NOON_MS, days=390)
    memory.take_loss(down, 0, memory.expecting(UTC, (GIVING,)))
    found = memory.losses["one"]
    assert found.low <= true <= found.high
    assert (found.since_ms, found.until_ms) == (down.began_ms, down.ended_ms)
    usual = expected(memory.baseline, down.began_ms, down.ended_ms, UTC, certain=False)
    assert found.low > usual
    again = recalled(stored(memory))
    assert again is not None
    assert (again.losses, again.recent) == (memory.losses, memory.recent)
    assert stored(again) == stored(memory)


def test_a_season_of_weeks_in_the_calendar_is_learned_as_usual() -> None:
    season = ImportantDay("season", "Season", THIS_YEAR_MS - 30 * DAY_MS, THIS_YEAR_MS + DAY_MS)
    gifts = a_year(NOON_MS, with_last=False, tenfold=False)
    marked, unmarked = (learned(gifts, NOON_MS, days=59, calendar=days) for days in ((season,), ()))
    assert marked.baseline.level == unmarked.baseline.level


def test_the_chart_has_what_came_and_what_is_usual_by_the_hour() -> None:
    gifts = a_year(NOON_MS, with_last=False)
    memory = learned(gifts, NOON_MS, days=59)
    now_hour = NOON_MS // HOUR_MS
    watched = set(range(now_hour - 200, now_hour + 1)) - {now_hour - 30}
    found = hours_of(memory, memory.expecting(UTC, (GIVING,)), watched, NOON_MS).hours
    assert [hour.at_ms for hour in found] == [
        hour * HOUR_MS for hour in range(found[0].at_ms // HOUR_MS, now_hour + 1)
    ]
    over = [hour for hour in found if hour.at_ms < (now_hour - 1) * HOUR_MS]
    assert all(hour.gifts == gifts.total(hour.at_ms, hour.at_ms + HOUR_MS, failed=False) for hour in over), (
        "each hour has its gifts"
    )
    assert [hour.at_ms for hour in found if not hour.watched] == [(now_hour - 30) * HOUR_MS]
    assert {hour.at_ms for hour in found if hour.important} == {
        THIS_YEAR_MS + number * HOUR_MS for number in range(13)
    }
    assert not any(hour.learning for hour in found)


def test_hours_of_the_first_fourteen_days_have_no_band_and_unseen_ones_after_the_last_gift_no_number() -> None:
    gifts = usual_gifts(NOON_MS, UTC, days=16)
    gifts.stop(NOON_MS - 5 * HOUR_MS)
    memory = learned(gifts, NOON_MS, days=16, calendar=())
    now_hour = NOON_MS // HOUR_MS
    found = hours_of(memory, memory.expecting(UTC), {now_hour, now_hour - 1}, NOON_MS).hours
    assert found[0].learning
    assert not found[-1].learning
    assert [hour.gifts for hour in found[-3:]] == [None, 0, 0]
