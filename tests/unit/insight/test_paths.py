"""How a path of gifts is, in a sentence or two: whether they can be taken, and whether they arrive."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.insight.paths import Part, judge, judge_all, sentence
from porchlight.insight.troubles import trouble_of
from porchlight.language.render import Renderer
from porchlight.model.situation import Going
from porchlight.model.status import Reason, Status
from porchlight.settings.gift_paths import PathSettings

NOW_MS = int(datetime(2026, 11, 24, 15, 0, tzinfo=UTC).timestamp() * 1000)
SINCE_MS = int(datetime(2026, 11, 24, 10, 40, tzinfo=UTC).timestamp() * 1000)
PATH = PathSettings(taken_by=("page", "payments"), passed_on_by=("sync", "crm"), goes_to="the CRM")
WRITE = Renderer(zone=UTC, now_ms=lambda: NOW_MS)
WELL = {name: Part(name.capitalize(), Status.HEALTHY, None, 0) for name in PATH.components}


def path_sentence(path: PathSettings = PATH, **changed: Part) -> str:
    return WRITE(sentence(judge("donations", path, {**WELL, **changed})))


def part(name: str, status: Status, reason: Reason | None = None, since_ms: int | None = SINCE_MS) -> Part:
    return Part(name, status, reason, since_ms)


def test_one_sentence_says_that_all_is_well() -> None:
    assert path_sentence() == "Donations can be received and reach the CRM."
    assert path_sentence(PathSettings(name="Tickets", taken_by=("page",))) == "Tickets can be received."


def test_gifts_can_be_taken_and_arrive_late() -> None:
    stale = part("The transactions sync", Status.ERROR, Reason.STALE)
    expected = "Donations can be received. New ones reach the CRM late: The transactions sync is late (since 10:40)."
    assert path_sentence(sync=stale) == expected
    slow = part("CRM", Status.DEGRADED, Reason.SLOW)
    assert path_sentence(crm=slow).endswith("New ones reach the CRM late: CRM is slow (since 10:40).")


def test_gifts_cannot_be_taken() -> None:
    down = part("Page", Status.ERROR, Reason.TIMEOUT, SINCE_MS - 86_400_000)
    expected = "Donations cannot be received: Page is not answering (since Mon 10:40)."
    assert path_sentence(page=down) == expected
    both = path_sentence(page=down, crm=part("CRM", Status.ERROR, Reason.HTTP_STATUS))
    assert both.endswith("New ones do not reach the CRM: CRM is not working (since 10:40).")


def test_slow_payments_are_told_apart_from_dead_ones() -> None:
    slow = part("Payments", Status.DEGRADED, Reason.SLOW)
    assert path_sentence(payments=slow).startswith(
        "Donations can be received, but not smoothly: Payments is slow (since"
    )


@pytest.mark.parametrize("reason", [Reason.AUTH, Reason.SECRET_MISSING, Reason.CONFIGURATION])
def test_a_key_of_ours_says_nothing_of_whether_gifts_can_be_taken(reason: Reason) -> None:
    state = judge("d", PATH, {**WELL, "payments": part("Payments", Status.ERROR, reason)})
    assert state.taken is Going.UNKNOWN
    assert state.status is Status.UNKNOWN
    assert "we can't tell whether they can be received. Payments needs you (since 10:40)." in WRITE(sentence(state))


def test_before_the_first_check_nothing_is_claimed() -> None:
    unknown = part("Page", Status.UNKNOWN, None)
    assert path_sentence(page=unknown).startswith(
        "Donations: we can't tell whether they can be received. Page has not been checked yet."
    )


def test_what_is_disabled_or_gone_is_left_out() -> None:
    down = part("Page", Status.DISABLED)
    assert path_sentence(page=down) == "Donations can be received and reach the CRM."
    state = judge("d", PATH, {})
    assert (state.taken, state.passed_on) == (Going.UNKNOWN, None)


def test_the_worst_path_comes_first() -> None:
    other = PathSettings(name="Tickets", taken_by=("shop",))
    parts = {**WELL, "shop": part("Shop", Status.ERROR, Reason.REFUSED)}
    assert [one.name for one in judge_all({"a": PATH, "b": other}, parts)] == ["Tickets", "Donations"]


@given(st.lists(st.sampled_from([*Status]), min_size=4, max_size=4), st.sampled_from([*Reason]))
def test_no_trouble_ever_makes_a_path_better(statuses: list[Status], reason: Reason) -> None:
    parts = {
        name: part(name, status, None if status in (Status.HEALTHY, Status.DISABLED) else reason)
        for name, status in zip(PATH.components, statuses, strict=True)
    }
    before = judge("d", PATH, parts)
    worse = judge("d", PATH, {**parts, "page": part("page", Status.ERROR, Reason.TIMEOUT)})
    assert worse.going >= before.going
    assert worse.going is Going.NOT_AT_ALL
    text = WRITE(sentence(before))
    assert text.endswith(".")
    assert "{" not in text
    assert "%1" not in text


def test_every_reason_has_words() -> None:
    for reason in Reason:
        for status in (Status.ERROR, Status.DEGRADED):
            assert WRITE(trouble_of(reason, status, "Page")).startswith("Page ")
