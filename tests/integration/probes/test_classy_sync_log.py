"""The sync's log as it grows: what its users are told, and that each run becomes one operation."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from porchlight.model.operation import Operation
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from tests.classy_install import ClassyInstall
from tests.clocks import ManualClock
from tests.support import Checker

pytestmark = pytest.mark.anyio
SAMPLE = Path(__file__).parents[2] / "unit" / "probes" / "classy_sync" / "combined.sample.log"
AFTER_THE_SAMPLE = 1_795_459_034_000
MINUTE = 60_000


class Watched(Checker):
    """An install that is watched, with a clock of the test's own."""

    def __init__(self, made: ClassyInstall, clock: ManualClock, **settings: object) -> None:
        self.made, self.test_clock = made, clock
        given = {"kind": "classy_sync_log", "folder": str(made.folder), **settings}
        super().__init__(given, clock=clock)

    async def after_a_restart(self, position: str | None) -> Result:
        """A check by a new probe that knows nothing but what was stored."""
        other = Watched(self.made, self.test_clock)
        ctx = CheckContext(
            other.component, self.test_clock, other.secrets, other.http, other.network, position=position
        )
        result = await other.probe.check(ctx)
        await other.close()
        return result


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def made(tmp_path: Path) -> ClassyInstall:
    return ClassyInstall(tmp_path / "sync")


@pytest.fixture
async def watched(made: ClassyInstall, clock: ManualClock) -> AsyncIterator[Watched]:
    checker = Watched(made, clock)
    yield checker
    await checker.close()


async def test_a_sync_that_went_well_is_told_with_its_figures(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms() - 12 * MINUTE, "supporters", 5254, 1167)
    result = await watched()
    assert result.outcome is Outcome.HEALTHY
    assert result.sentence == "Supporters: synced 12 min ago, 5,254 items in 19 min."
    assert result.measures["supporters_age"].value == 720
    assert result.measures["supporters_duration"].value == 1167
    assert result.measures["supporters_rate"].value == pytest.approx(4.5, abs=0.01)
    (run,) = result.operations
    assert (run.name, run.source, run.subject, run.processed) == ("sync:supporters", "it", "1", 5254)
    assert run.rate == pytest.approx(4.5, abs=0.01)


async def test_each_run_is_told_once(watched: Watched, made: ClassyInstall, clock: ManualClock) -> None:
    made.syncs(clock.now_ms(), "supporters", 1, 1)
    assert len((await watched()).operations) == 1
    again = await watched()
    assert (again.operations, again.position, again.outcome) == ((), None, Outcome.HEALTHY)
    made.syncs(clock.now_ms(), "campaigns", 1, 1)
    assert [run.name for run in (await watched()).operations] == ["sync:campaigns"]


async def test_a_restart_loses_nothing_and_tells_nothing_twice(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "supporters", 7, 1)
    first = await watched()
    made.syncs(clock.now_ms(), "campaigns", 8, 1)
    made.log.rename(made.log.with_name("combined1.log"))
    made.syncs(clock.now_ms(), "transactions", 9, 1)
    later = await watched.after_a_restart(first.position)
    assert sorted(run.name for run in later.operations) == ["sync:campaigns", "sync:transactions"]
    assert [part.name for part in later.sub_results] == ["Supporters", "Campaigns", "Transactions"]


async def test_a_result_that_was_thrown_away_is_read_again(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "supporters", 7, 1)
    stored = await watched()
    made.syncs(clock.now_ms(), "campaigns", 8, 1)
    thrown_away = await watched()
    ctx = CheckContext(
        watched.component, clock, watched.secrets, watched.http, watched.network, position=stored.position
    )
    assert (await watched.probe.check(ctx)).operations == thrown_away.operations


@pytest.mark.parametrize("junk", ["", "{}x", '{"position": 3}', "[" * 100_000])
async def test_a_damaged_position_means_from_the_start(
    watched: Watched, made: ClassyInstall, clock: ManualClock, junk: str
) -> None:
    made.syncs(clock.now_ms(), "supporters", 7, 1)
    assert len((await watched.after_a_restart(junk)).operations) == 1


async def test_one_failure_needs_attention_and_a_second_is_an_error(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms() - 30 * MINUTE, "supporters", 640, 2)
    made.fails(clock.now_ms() - 3 * MINUTE, "supporters", "connect ECONNREFUSED 127.0.0.1:443")
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.REFUSED)
    assert result.sentence == "Supporters: the last sync failed 3 min ago. The connection was refused."
    made.fails(clock.now_ms(), "supporters", "connect ECONNREFUSED 127.0.0.1:443")
    result = await watched()
    assert result.outcome is Outcome.ERROR
    assert "the last 2 syncs failed" in result.sentence
    made.syncs(clock.now_ms(), "supporters", 0, 1)
    assert (await watched()).sentence == "Supporters: synced 0 s ago, nothing new."


async def test_rejected_credentials_are_an_error_at_once(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    error = "API request failed: Authentication error: Request failed with status code 401"
    made.fails(clock.now_ms(), "supporters", error)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)


async def test_a_full_sync_within_an_incremental_one_fails_once(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    now = clock.now_ms()
    for kind, milliseconds in (("Full", 50), ("Incremental", 53)):
        made.write_line(
            now,
            "sync:supporters",
            f"{kind} supporters sync failed",
            "error",
            organizationId=1,
            duration=milliseconds,
            error="socket hang up",
        )
    result = await watched()
    assert len(result.operations) == 1
    assert result.outcome is Outcome.DEGRADED


async def test_a_sync_that_does_not_come_any_more_is_stale(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "supporters", 5254, 1200)
    clock.advance(90 * 60)
    assert (await watched()).outcome is Outcome.HEALTHY
    clock.advance(25 * 60)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence == "Supporters: last synced 1 h 55 min ago, but due every 30 min."


async def test_a_stopped_daemon_is_named_as_the_cause(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "transactions", 3, 1)
    made.stops(clock.now_ms())
    clock.advance(3600)
    assert "The daemon was stopped 1 h ago" in (await watched()).sentence


async def test_a_first_sync_that_takes_hours_is_not_stale(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.begins(clock.now_ms(), "supporters")
    clock.advance(4 * 3600)
    os.utime(made.log, (clock.now_ms() / 1000, clock.now_ms() / 1000))
    result = await watched()
    assert (result.outcome, result.sentence) == (
        Outcome.HEALTHY,
        "Supporters: a sync has been running for 4 h.",
    )


async def test_many_items_that_failed_are_told_although_the_run_went_through(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "transactions", 1000, 60, errors=400)
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.CONTENT)
    assert result.sentence == "Transactions: synced 0 s ago, but 400 of 1,000 items failed."


async def test_a_second_organisation_is_told_apart(watched: Watched, made: ClassyInstall, clock: ManualClock) -> None:
    made.syncs(clock.now_ms(), "supporters", 5, 1, organization=1)
    made.fails(clock.now_ms(), "supporters", "socket hang up", organization=7)
    result = await watched()
    assert [run.name for run in result.operations] == ["sync:supporters", "sync:supporters:7"]
    assert result.sentence.startswith("Supporters of organisation 7: the last sync failed")


async def test_an_organisation_that_is_not_scheduled_any_more_is_forgotten(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "supporters", 5, 1, organization=1)
    made.fails(clock.now_ms(), "supporters", "socket hang up", organization=7)
    made.starts(clock.now_ms() + 1, organizations=(1,))
    assert (await watched()).outcome is Outcome.HEALTHY


async def test_a_login_that_failed_is_told_before_the_run_ends(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.syncs(clock.now_ms(), "supporters", 5, 1)
    made.write_line(clock.now_ms(), "classy-api-client", "Authentication failed", "error", error="status code 401")
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.AUTH)


async def test_an_organisation_whose_sync_failed_as_a_whole_is_told(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    message = "Organization sync failed"
    made.syncs(clock.now_ms(), "supporters", 5, 1)
    made.write_line(clock.now_ms(), "sync-orchestrator", message, "error", orgId=1, error="SQLITE_BUSY: locked")
    result = await watched()
    assert result.sentence == "The whole sync failed 0 s ago. Another session held a lock in the database."


async def test_the_sample_of_a_real_run_reads_as_its_users_would_say_it(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.log.write_bytes(SAMPLE.read_bytes())
    clock.wall_ms = AFTER_THE_SAMPLE
    result = await watched()
    assert len(result.operations) == 10
    assert (result.outcome, result.reason) == (Outcome.DEGRADED, Reason.REFUSED)
    assert result.sentence == (
        "Supporters: the last sync failed 1 min ago. The connection was refused. Next try in 4 min. "
        "Also affected: Campaigns, Transactions, Recurring plans and Mailchimp."
    )


async def test_nothing_of_the_logs_own_words_goes_on(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.fails(clock.now_ms(), "supporters", "refused: api_key=planted-s3cret for jo@example.org")
    result = await watched()
    assert not re.search("planted|example", repr(result))


async def test_stack_traces_and_cut_lines_are_passed_over(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.log.write_bytes(b'Error: x\n    at main (daemon.js:1)\n{"context":"sync:supp\n\xff\xfe\n')
    made.syncs(clock.now_ms(), "supporters", 5, 1)
    result = await watched()
    assert (result.outcome, result.details["foreign_lines"]) == (Outcome.HEALTHY, 3)


async def test_a_log_too_long_for_one_check_is_read_in_several(made: ClassyInstall, clock: ManualClock) -> None:
    for number in range(3000):
        made.write_line(clock.now_ms(), "sync:supporters", f"Processing page {number}/3000")
    made.syncs(clock.now_ms(), "supporters", 5, 1)
    watched = Watched(made, clock, timeout=0.0015)
    first = await watched.probe.check(
        CheckContext(watched.component, clock, watched.secrets, watched.http, watched.network)
    )
    assert (first.outcome, first.sentence) == (Outcome.UNKNOWN, "The log is long and still being read.")
    runs: list[Operation] = []
    while not runs:
        ctx = CheckContext(watched.component, clock, watched.secrets, watched.http, watched.network)
        runs += (await watched.probe.check(ctx)).operations
    await watched.close()


async def test_a_missing_log_is_a_matter_of_the_settings(watched: Watched, made: ClassyInstall) -> None:
    made.log.unlink()
    result = await watched()
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "combined.log" in result.sentence


async def test_an_empty_log_is_no_alarm(watched: Watched) -> None:
    result = await watched()
    assert (result.outcome, result.sentence) == (
        Outcome.UNKNOWN,
        "No sync has run yet, as far back as the log goes.",
    )


async def test_with_several_organisations_each_is_called_by_its_name(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    now_ms = clock.now_ms()
    for number, name in ((1, "Harbor Food Bank"), (2, "Shelter \x1b[31m& Friends")):
        made.write_line(now_ms, "sync-orchestrator", "Scheduling syncs for organization", orgId=number, name=name)
    made.syncs(now_ms, "transactions", 5, 1)
    made.fails(now_ms, "transactions", "Request failed with status code 500", organization=2)
    result = await watched()
    first, second = sorted(result.operations, key=lambda run: run.name)
    assert (first.name, first.subject, first.title) == (
        "sync:transactions", "Harbor Food Bank", "Sync of gifts (Harbor Food Bank)",
    )  # fmt: skip
    assert second.name == "sync:transactions:2"
    assert second.subject.startswith("Shelter")
    assert "\x1b" not in second.subject
    assert second.why == "The server reported an error of its own. The status was 500."
    assert result.sentence.startswith("Transactions of Shelter")
    assert "The server reported an error of its own. The status was 500." in result.sentence


async def test_one_organisation_alone_needs_no_name(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    made.write_line(clock.now_ms(), "sync-orchestrator", "Scheduling syncs for organization", orgId=1, name="Harbor")
    made.syncs(clock.now_ms(), "transactions", 5, 1)
    (run,) = (await watched()).operations
    assert (run.subject, run.title) == ("1", "Sync of gifts")


async def test_an_organisation_that_was_deactivated_is_stale_no_more_and_comes_back(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    manager = "organization-manager"
    made.syncs(clock.now_ms(), "transactions", 5, 1)
    made.syncs(clock.now_ms(), "transactions", 5, 1, organization=2)
    clock.advance(10 * 3600)
    made.syncs(clock.now_ms(), "transactions", 5, 1)
    assert (await watched()).reason is Reason.STALE
    made.write_line(clock.now_ms(), manager, "Updating organization status", organizationId=2, status="inactive")
    result = await watched()
    assert result.outcome is Outcome.HEALTHY
    assert any("was deactivated" in part.sentence for part in result.sub_results)
    clock.advance(5)
    made.write_line(clock.now_ms(), manager, "Updating organization status", organizationId=2, status="active")
    assert (await watched()).reason is Reason.STALE


async def test_a_login_that_was_refused_within_a_run_is_its_cause(
    watched: Watched, made: ClassyInstall, clock: ManualClock
) -> None:
    now_ms = clock.now_ms()
    error = "Request failed with status code 401"
    made.write_line(now_ms, "classy-api-client", "Authentication failed", "error", organizationId=6789, error=error)
    made.fails(now_ms + 5, "transactions", "Something went wrong")
    result = await watched()
    assert result.reason is Reason.AUTH
    assert "The credentials were rejected. The status was 401." in result.sentence
    assert "See Classy Sync's log for details" not in result.sentence
