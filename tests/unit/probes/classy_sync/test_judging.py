"""What the sync's log means for its users, told by what the log knows."""

import pytest

from porchlight.language.english import english
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.causes import cause_of
from porchlight.probes.classy_sync.folder import Schedule
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.judging import Finding, judge
from porchlight.probes.classy_sync.log import DaemonEvent, DaemonNews, Run

NOW_MS = 1_790_000_000_000
SCHEDULE = Schedule(intervals={"transactions": 30.0})


def _run(seconds_ago: float, processed: int = 100, failed: int = 0) -> Run:
    ended_ms = NOW_MS - round(seconds_ago * 1000)
    return Run(str(seconds_ago), "transactions", 2, ended_ms, 2000.0, full=False, processed=processed, failed=failed)


def _judged(*events: Run | DaemonEvent) -> Finding:
    journal = Journal()
    for event in events:
        journal.take(event)
    (finding,) = judge(journal, SCHEDULE, NOW_MS, changed_ms=NOW_MS, allowance=3.0)
    return finding


def test_a_daemon_that_has_just_started_gets_one_interval() -> None:
    started = DaemonEvent(NOW_MS - 20_000, DaemonNews.STARTED, 4711)
    assert _judged(_run(600.0), started).outcome is Outcome.HEALTHY


def test_after_that_interval_it_is_stale() -> None:
    started = DaemonEvent(NOW_MS - 60_000, DaemonNews.STARTED, 4711)
    assert _judged(_run(600.0), started).reason is Reason.STALE


def test_a_run_of_which_every_item_failed_is_an_error() -> None:
    finding = _judged(_run(5.0, processed=6, failed=6))
    assert finding.outcome is Outcome.ERROR
    assert "all 6 items failed" in english(finding.sentence)


def test_a_run_of_which_some_items_failed_is_a_warning() -> None:
    assert _judged(_run(5.0, processed=100, failed=6)).outcome is Outcome.DEGRADED


@pytest.mark.parametrize(
    ("error", "reason", "text"),
    [
        (
            "Request failed with status code 500",
            Reason.HTTP_STATUS,
            "The server reported an error of its own. The status was 500.",
        ),
        ("Request failed with status code 401", Reason.AUTH, "The credentials were rejected. The status was 401."),
        (
            "Request failed with status code 422",
            Reason.HTTP_STATUS,
            "The server rejected the request. The status was 422.",
        ),
        ("connect ECONNREFUSED 127.0.0.1:3306", Reason.REFUSED, "The connection was refused."),
        ("Authentication error: connect ECONNREFUSED 127.0.0.1:443", Reason.REFUSED, "The connection was refused."),
        (
            "Authentication error: Request failed with status code 401",
            Reason.AUTH,
            "The credentials were rejected. The status was 401.",
        ),
        ("Authentication error: invalid_client", Reason.AUTH, "The credentials were rejected."),
        (
            "HTTP 503 Service Unavailable",
            Reason.HTTP_STATUS,
            "The server reported an error of its own. The status was 503.",
        ),
        ("Lock wait timeout exceeded", Reason.LOCKED, "Another session held a lock in the database."),
        ("SQLITE_BUSY: database is locked", Reason.LOCKED, "Another session held a lock in the database."),
        ("Knex: Timeout acquiring a connection.", Reason.THROTTLED, "The database had no free connection."),
        ("Access denied for user 'sync'@'localhost'", Reason.AUTH, "The database rejected the login."),
        ("duplicate key for donor 50400", Reason.CONTENT, "See Classy Sync's log for details."),
    ],
)
def test_a_failure_is_said_with_what_the_log_knows(error: str, reason: Reason, text: str) -> None:
    cause = cause_of(error)
    assert (cause.reason, english(cause.text)) == (reason, text)
