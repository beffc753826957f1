"""What is said once an important day is over."""

import pytest

from porchlight.insight.day_after import DayResult, day_after, result_of
from porchlight.language.english import english
from porchlight.model.gifts import GiftsOfDay, MissedGifts
from porchlight.model.important_day import ImportantDay
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
FROM_MS = 1_796_083_200_000
DAY = ImportantDay("giving", "Giving Tuesday", FROM_MS, FROM_MS + 24 * HOUR_MS)


def incident(hour: float, minutes: float | None, reason: Reason = Reason.TIMEOUT) -> Incident:
    began_ms = FROM_MS + round(hour * HOUR_MS)
    ended_ms = None if minutes is None else began_ms + round(minutes * MINUTE_MS)
    return Incident(f"i{hour}", "page", began_ms, Status.ERROR, reason, "No answer.", (), ended_ms)


def missed(hour: float, minutes: float, low: int, high: int) -> MissedGifts:
    since_ms = FROM_MS + round(hour * HOUR_MS)
    return MissedGifts(since_ms, since_ms + round(minutes * MINUTE_MS), low, high)


def said(result: DayResult) -> str:
    return " ".join(map(english, day_after(result)))


@pytest.mark.parametrize(
    ("incidents", "trouble_ms"),
    [
        ([], 0),
        ([incident(10, 40), incident(12, 5)], 45 * MINUTE_MS),
        ([incident(10, 40), incident(10.5, 40)], 70 * MINUTE_MS),  # two at once
        ([incident(10, 60), incident(10.25, 5)], HOUR_MS),
        ([incident(-2, 150)], 30 * MINUTE_MS),  # from the day before
        ([incident(23.5, None)], 30 * MINUTE_MS),  # into the day after
        ([incident(-2, 60), incident(30, 60)], 0),
        ([incident(9, 60, Reason.AUTH)], 0),  # a key waits for somebody here: nothing was down
    ],
)
def test_trouble_is_the_time_in_which_anything_was_down_on_that_day(
    incidents: list[Incident], trouble_ms: int
) -> None:
    for order in (incidents, incidents[::-1]):
        assert result_of(DAY, 10, order, None, ()).trouble_ms == trouble_ms


def test_all_of_it_in_one_paragraph() -> None:
    costs = [missed(10, 40, 30, 70), missed(40, 40, 5, 9)]
    found = result_of(DAY, 41_230, [incident(10, 40)], GiftsOfDay(812, 640), costs)
    text = said(found)
    assert text.startswith(
        "Giving Tuesday is over: 41,230 checks, and something was out of order for 40 min. 812 gifts came; on last"
        " year's same day it was 640. Gifts probably missed: 30–70 between "
    )
    assert text.count("probably missed") == 1


def test_what_was_down_at_the_same_time_cost_the_same_gifts_once() -> None:
    costs = [missed(10.5, 30, 20, 80), missed(10, 40, 30, 70), missed(15, 10, 1, 4)]
    found = result_of(DAY, 1, [], GiftsOfDay(10, None), costs)
    assert found.missed == (missed(10, 60, 30, 80), missed(15, 10, 1, 4))


def test_a_good_day_is_called_good_only_where_its_gifts_were_counted() -> None:
    assert said(result_of(DAY, 2, [], GiftsOfDay(1, None), ())) == (
        "Giving Tuesday is over: 2 checks, and nothing was out of order. 1 gift came. Nothing suggests that gifts"
        " were missed."
    )
    for counted in (None, GiftsOfDay(None, None)):
        assert said(result_of(DAY, 1, [], counted, ())) == (
            "Giving Tuesday is over: 1 check, and nothing was out of order."
        )


@pytest.mark.parametrize("counted", [GiftsOfDay(0, None), GiftsOfDay(0, 0), GiftsOfDay(12, 640)])
def test_a_day_with_next_to_no_gifts_is_not_called_good(counted: GiftsOfDay) -> None:
    assert "suggests" not in said(result_of(DAY, 2, [], counted, ()))


def test_a_range_of_a_single_number_is_said_as_one() -> None:
    assert "Gifts probably missed: 3 between " in said(
        result_of(DAY, 2, [], GiftsOfDay(9, None), [missed(10, 40, 3, 3)])
    )


def test_a_day_on_which_nobody_looked_is_not_called_good() -> None:
    assert said(result_of(DAY, 0, [], None, ())) == "Giving Tuesday is over. Nothing was checked then."
