"""Days on which a trouble changes after it was told, or while it cannot be: worse is told as worse, once, and what
has not ended is not told as over."""

from dataclasses import replace
from pathlib import Path

import pytest

from porchlight.model.component import Shared, SharedKind
from porchlight.model.message import Fault, MessageKind
from porchlight.model.operation import Operation
from porchlight.model.status import Outcome, Reason
from tests.days.day import HOUR, MINUTE, Day, Thing, live

HOST = frozenset({Shared(SharedKind.HOST, "db.example.org:3306")})
DOWN = Fault("It has a failure of its own (503).")


def use_up(api: Thing) -> None:
    """Every call is refused from now on."""
    api.outcome, api.reason, api.measures = Outcome.ERROR, Reason.QUOTA, {}


@pytest.mark.parametrize("restarts", [0, 1])
def test_what_got_worse_in_a_silence_is_told_when_it_ends(restarts: int, tmp_path: Path) -> None:
    """Truth: told at 85 %; used up during twenty minutes of silence, whose end is long before the cooldown's: told as
    worse within two minutes after the silence, and once."""

    async def story(day: Day) -> None:
        api = day.add("api", measures={"quota_used": 85})
        await day.until(HOUR)
        day.alerting.silence(20 * MINUTE)
        use_up(api)
        await day.until(70 * MINUTE)
        for _ in range(restarts):
            await day.restart()
        await day.until(3 * HOUR)
        api.outcome = Outcome.HEALTHY
        await day.until(4 * HOUR)

    first, second, third = live(story, tmp_path).received
    assert first.message.text == "85% of its quota is used."
    assert second.message.kind is MessageKind.WORSE
    assert 80 * MINUTE <= second.at < 82 * MINUTE
    assert third.over


def test_what_got_worse_while_it_was_snoozed_is_told_as_that_afterwards(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        api = day.add("api", measures={"quota_used": 85})
        await day.until(30 * MINUTE)
        day.alerting.snooze(day.alerting.alerts()[0].id, day.loop.now_ms() + 3_600_000)
        await day.until(40 * MINUTE)
        use_up(api)
        await day.until(2 * HOUR)

    first, second = live(story, tmp_path).received
    assert [first.message.kind, second.message.kind] == [MessageKind.FIRING, MessageKind.WORSE]
    assert 90 * MINUTE <= second.at < 92 * MINUTE


@pytest.mark.parametrize("measure", [{"quota_used": 85.4}, {"certificate_days": 10.6, "renewal_days": -10.4}])
@pytest.mark.parametrize("reason", [Reason.REFUSED, Reason.TIMEOUT])
def test_an_outage_does_not_end_what_cannot_be_looked_at_in_it(
    measure: dict[str, float], reason: Reason, tmp_path: Path
) -> None:
    """Truth: a certificate that ends soon (a quota that is nearly used) was told; then the server is down for half an
    hour, and nothing is known of either. Two stories; the first one goes on."""

    async def story(day: Day) -> None:
        page = day.add("page", critical=True, measures=measure)
        await day.until(HOUR)
        page.outcome, page.reason, page.measures = Outcome.ERROR, reason, {}
        await day.until(1.5 * HOUR)
        page.outcome, page.measures = Outcome.HEALTHY, measure
        await day.until(5 * HOUR)
        page.measures = {name: 0.0 if name == "quota_used" else 89.0 for name in measure}
        await day.until(6 * HOUR)

    day = live(story, tmp_path)
    assert [(one.message.labels[0].alert.rule, one.over) for one in day.received] == [
        ("certificate-expiring" if "certificate_days" in measure else "quota-nearly-used", False),
        ("critical-component-failure", False),
        ("critical-component-failure", True),
        ("certificate-expiring" if "certificate_days" in measure else "quota-nearly-used", True),
    ]
    if "quota_used" in measure:
        assert day.received[0].message.text == "85% of its quota is used."


def test_a_job_that_crawls_and_then_fails_is_told_as_worse_once(tmp_path: Path) -> None:
    """Truth: told as slow; then every run fails: told again within two runs, once; its end once."""

    async def story(day: Day) -> None:
        log = day.add("log")
        for number in range(50):
            ok, slow = not 30 <= number < 40, 20 <= number < 30
            seconds = 240.0 if slow else 48.0 if ok else 2.0
            began_ms = day.loop.now_ms() - round(seconds * 1000)
            run = Operation("sync:supporters", began_ms, seconds * 1000, ok, 4000 if ok else 0, 0, id=str(number))
            log.operations = [run]
            await day.until((number + 1) * 5 * MINUTE)

    received = live(story, tmp_path).received
    assert [one.message.title for one in received[:2]] == [
        "Sync of supporters: Much slower than usual",
        "Worse now: Sync of supporters: Runs are failing",
    ]
    assert received[1].at < 162 * MINUTE
    assert [one.over for one in received] == [False, False, True]


def test_a_job_that_was_late_and_then_fails_is_news_by_one_rule_alone(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        log = day.add("log")
        for minute in range(180):
            failing = minute in (130, 135, 140)
            if failing or (minute < 60 and minute % 5 == 0):
                run = Operation(
                    "sync:supporters", day.loop.now_ms() - 20_000, 20_000, not failing, 100, 0, id=str(minute)
                )
                log.operations = [replace(run, expected_ms=300_000)]
            await day.until((minute + 1) * MINUTE)

    assert [one.message.title for one in live(story, tmp_path).received] == [
        "Sync of supporters: A job did not run when it should",
        "Sync of supporters: Runs are failing",
    ]


def test_beginning_worse_and_end_while_a_receiver_is_down_are_one_message(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        api = day.add("api")
        await day.until(10 * MINUTE)
        day.colleague.fault = DOWN
        api.measures = {"quota_used": 85}
        await day.until(HOUR)
        use_up(api)
        await day.until(90 * MINUTE)
        api.outcome = Outcome.HEALTHY
        await day.until(100 * MINUTE)
        day.colleague.fault = None
        await day.until(4 * HOUR)

    (received,) = live(story, tmp_path).received
    assert "is working again" in received.message.title


@pytest.mark.parametrize("restarts", [0, 1])
def test_who_hears_late_of_what_got_worse_is_told_it_once_and_as_a_beginning(restarts: int, tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        api = day.add("api")
        await day.until(10 * MINUTE)
        day.colleague.fault = DOWN
        api.measures = {"quota_used": 85}
        await day.until(HOUR)
        use_up(api)
        await day.until(90 * MINUTE)
        for _ in range(restarts):
            await day.restart()
        day.colleague.fault = None
        await day.until(150 * MINUTE)
        api.outcome = Outcome.HEALTHY
        await day.until(4 * HOUR)

    first, second = live(story, tmp_path).received
    assert first.message.kind is MessageKind.FIRING
    assert first.message.title == "Api has used up its quota"
    assert second.over


def test_reminders_that_a_receiver_missed_are_one_message_with_the_beginning(tmp_path: Path) -> None:
    async def story(day: Day) -> None:
        page = day.add("page", critical=True)
        await day.until(10 * MINUTE)
        page.outcome, day.colleague.fault = Outcome.ERROR, DOWN
        await day.until(5 * HOUR)
        day.colleague.fault = None
        await day.until(5.1 * HOUR)

    (received,) = live(story, tmp_path, '[rules.critical-component-failure]\nrepeat = "1h"\n').received
    assert received.message.kind is MessageKind.FIRING


def test_one_cause_is_told_to_each_who_would_hear_of_one_of_its_parts_alone(tmp_path: Path) -> None:
    """Truth: the host is gone; who minds the first component is told by desktop, who minds the second by the console:
    each hears of the own one."""
    settings = """
rules.system-degraded.enabled = false
rules.critical-component-failure.enabled = false
[rules.first]
name = "The first is down"
when = { component = "first", status = "error" }
severity = "critical"
channels = ["desktop"]
[rules.second]
name = "The second is down"
when = { component = "second", status = "error" }
severity = "critical"
channels = ["console"]
[rules.third]
name = "The third is down"
when = { component = "third", status = "error" }
severity = "critical"
channels = ["desktop"]
"""

    async def story(day: Day) -> None:
        parts = [day.add(name, shares=HOST, reason=Reason.REFUSED) for name in ("first", "second", "third")]
        await day.until(10 * MINUTE)
        parts[0].outcome = Outcome.ERROR
        await day.until(12 * MINUTE)
        await day.restart()
        parts[1].outcome = parts[2].outcome = Outcome.ERROR
        await day.until(40 * MINUTE)
        assert {one.subject: one.notification_count for one in day.alerting.alerts()} == {
            "first": 1,
            "second": 1,
            "third": 0,
        }

    live(story, tmp_path, settings)


def test_a_critical_child_does_not_wait_for_what_only_asks_to_be_asked_less(tmp_path: Path) -> None:
    """Truth: the API wants to be left alone for ten minutes at a time; the form on it goes down: told within two
    minutes. The API's own warning does not say that the form cannot be told."""

    async def story(day: Day) -> None:
        api = day.add("api", critical=True, reason=Reason.THROTTLED, retry_after=600.0)
        form = day.add("form", critical=True, depends_on=("api",), interval=30.0)
        await day.until(10 * MINUTE)
        api.outcome = Outcome.DEGRADED
        await day.until(12 * MINUTE)
        form.outcome = Outcome.ERROR
        await day.until(HOUR)

    first, second = live(story, tmp_path).received
    assert first.message.labels[0].alert.subject == "form"
    assert first.at < 14 * MINUTE
    assert "cannot be told" not in second.message.text


@pytest.mark.parametrize("reason", [Reason.ACCOUNT, Reason.PASSWORD_EXPIRED, Reason.LOGIN_DISABLED, Reason.AUTH])
def test_a_login_that_is_kept_out_is_one_story_whatever_keeps_it_out(reason: Reason, tmp_path: Path) -> None:
    """Truth: the mail server's account is locked, a warning by its kind; what stands on it is not told by itself."""

    async def story(day: Day) -> None:
        account = day.add("account", reason=reason)
        sync = day.add("sync", depends_on=("account",), interval=30.0)
        await day.until(10 * MINUTE)
        account.outcome = Outcome.DEGRADED
        sync.outcome = Outcome.ERROR
        await day.until(HOUR)

    (received,) = live(story, tmp_path).received
    assert received.message.labels[0].alert.subject == "account"
    assert "Because of this, we can't check Sync either." in received.message.text
