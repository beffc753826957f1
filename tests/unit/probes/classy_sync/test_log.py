"""Each line of the sync's log means what the sync did, whatever traps it holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.language.english import english
from porchlight.model.status import Reason
from porchlight.probes.classy_sync.causes import cause_of
from porchlight.probes.classy_sync.log import (
    DaemonEvent,
    DaemonNews,
    LoginFailed,
    MailchimpRefused,
    OrganizationEnded,
    RetryPlanned,
    Run,
    event_of,
)

SAMPLE = Path(__file__).with_name("combined.sample.log").read_bytes().splitlines(keepends=True)
EVENTS = [event for event in map(event_of, SAMPLE) if event is not None]
RUNS = [event for event in EVENTS if isinstance(event, Run)]
A_RUN = next(line for line in SAMPLE if b"supporters-full-sync" in line)


def test_the_true_figures_of_a_run_are_read() -> None:
    run = RUNS[0]
    assert (run.entity, run.organization, run.full, run.processed, run.failed) == ("supporters", 1, True, 640, 0)
    assert (run.duration_ms, run.ended_ms - run.began_ms) == (1711, 1711)


def test_completed_lines_that_always_say_nought_are_no_runs() -> None:
    assert [event_of(line) for line in SAMPLE if b"Entity sync completed" in line] == [None] * 4
    assert [run.processed for run in RUNS if run.ok] == [640, 12, 1500, 90, 0]


def test_failed_runs_are_read_although_their_organisation_completed() -> None:
    failed = [run for run in RUNS if not run.ok]
    assert [run.entity for run in failed] == [
        "supporters",
        "campaigns",
        "transactions",
        "recurring-plans",
        "mailchimp",
    ]
    assert [event.cause for event in EVENTS if isinstance(event, OrganizationEnded)] == [None, None]


def test_a_refused_connection_is_no_matter_of_credentials() -> None:
    logins = [event for event in EVENTS if isinstance(event, LoginFailed)]
    assert {(login.cause.reason, login.classy_organization) for login in logins} == {(Reason.REFUSED, 6789)}


def test_a_retry_names_the_entity_as_all_other_lines_do() -> None:
    retries = [event for event in EVENTS if isinstance(event, RetryPlanned)]
    assert [retry.entity for retry in retries] == ["supporters", "campaigns", "transactions", "recurring-plans"]
    assert {(retry.next_ms or 0) - retry.at_ms for retry in retries} == {300_000}


def test_a_clean_end_is_known_by_the_signal_alone() -> None:
    news = [event.news for event in EVENTS if isinstance(event, DaemonEvent)]
    assert news == [DaemonNews.STARTED, DaemonNews.REPORTED, DaemonNews.STOPPED] * 2
    assert len([event for event in EVENTS if isinstance(event, MailchimpRefused)]) == 1


def test_the_same_line_has_the_same_id_and_another_another() -> None:
    assert event_of(A_RUN) == event_of(A_RUN.rstrip() + b"\r\n")
    assert len({run.id for run in RUNS}) == len(RUNS)


def test_fields_that_are_new_or_gone_do_no_harm() -> None:
    document = json.loads(A_RUN)
    run = event_of(json.dumps({**document, "later": {"a": [1]}}).encode())
    assert isinstance(run, Run)
    assert run.processed == 640
    for name in document:
        event_of(json.dumps({key: value for key, value in document.items() if key != name}).encode())
        junks: tuple[object, ...] = (None, "x", -1, 10**400, [], {}, True)
        for junk in junks:
            event_of(json.dumps({**document, name: junk}).encode())


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_line_is_too_broken(junk: bytes, place: int) -> None:
    event_of(junk)
    event_of(A_RUN[:place] + junk + A_RUN[place:])
    event_of(A_RUN[:place])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("API request failed: Authentication error: connect ECONNREFUSED 127.0.0.1:443", Reason.REFUSED),
        ("Authentication error: Request failed with status code 401", Reason.AUTH),
        ("getaddrinfo ENOTFOUND api.classy.org", Reason.DNS),
        ("timeout of 30000ms exceeded", Reason.TIMEOUT),
        ("Request failed with status code 429", Reason.THROTTLED),
        ("Request failed with status code 503", Reason.HTTP_STATUS),
        ("ER_ACCESS_DENIED_ERROR: Access denied for user", Reason.AUTH),
        ("Decryption failed: bad decrypt", Reason.CONFIGURATION),
        ("something new: token=planted-s3cret", Reason.CONTENT),
        (None, Reason.CONTENT),
    ],
)
def test_an_error_has_a_reason_and_none_of_its_own_words_go_on(error: str | None, reason: Reason) -> None:
    cause = cause_of(error)
    assert cause.reason is reason
    assert "planted" not in english(cause.text)


@pytest.mark.parametrize(
    "time",
    [
        *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"),
        *("2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "", "now", "\ud800Z", "9" * 5000 + "Z"),
    ],
)
def test_a_line_of_a_time_that_nobody_can_reckon_with_tells_nothing(time: str) -> None:
    line = json.dumps({**json.loads(A_RUN), "timestamp": time}).encode()
    assert event_of(line) is None


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 5000, "-1", '"5"', "[" * 60_000])
def test_figures_that_are_none_do_no_harm(number: str) -> None:
    line = json.dumps({**json.loads(A_RUN), "duration": "@", "totalProcessed": "@"}).replace('"@"', number).encode()
    event = event_of(line)
    assert event is None or (isinstance(event, Run) and 0 <= event.duration_ms < 2**53)
