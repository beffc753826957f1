"""What somebody should do: nothing where all is well, else ranked, with evidence and a step, in whole sentences."""

import re
from dataclasses import replace
from datetime import UTC

import pytest

from porchlight.insight.capacity import Capacity, Resource
from porchlight.insight.forecasts import Forecast, NoForecast
from porchlight.insight.performance import Performance
from porchlight.insight.recommendation_texts import Kind
from porchlight.insight.recommendations import Observed, Recommendation, Situation, Urgency, recommend
from porchlight.insight.running_out import runs_out
from porchlight.insight.statistics import success_rate
from porchlight.insight.trends import Trend
from porchlight.language.catalogue import LANGUAGES
from porchlight.language.numbers import NARROW_SPACE
from porchlight.language.render import Renderer
from porchlight.model.alert import Alert, AlertState, DeliveryState, Notification, NotificationKind, Severity
from porchlight.model.history import Summary
from porchlight.model.incident import Incident
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Reason, Status

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
UNTIL_MS = 20_000 * DAY_MS
SINCE_MS = UNTIL_MS - 7 * DAY_MS
WELL = Summary(SINCE_MS, UNTIL_MS, 10_000, 10_000, 0, 0, 0, 90_000, 120_000, 110_000, 180_000, 400_000, 1.0, 1.0)
GROWING = Trend(0.09, 0.05, 0.13, True, 0.001, 21, 21, True, 318.2, 417.6)


def website(**changes: object) -> Observed:
    one = Observed("website", "Website", "http", False, None, WELL, WELL, [], None)
    return replace(one, **changes)  # type: ignore[arg-type]


def incident(
    began_ms: int, lasted_ms: int | None, reason: Reason = Reason.TIMEOUT, status: Status = Status.ERROR
) -> Incident:
    ended_ms = None if lasted_ms is None else began_ms + lasted_ms
    return Incident(f"i{began_ms}", "website", began_ms, status, reason, "It does not answer.", (), ended_ms)


def job(**changes: object) -> Performance:
    one = Performance(
        "sync:supporters", True, 96, 96, success_rate(96, 96), 1, 2, 2, 3, 3, 4, 4.5, 4.5, None, UNTIL_MS, True
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def capacity(forecast: Forecast | NoForecast, level: float = 60.0, resource: Resource = Resource.QUOTA) -> Capacity:
    return Capacity("website", resource, "quota_used", Measure(level, Unit.PERCENT, limit=100), forecast, 30)


def in_days(days: int) -> Forecast:
    at_ms = UNTIL_MS + days * DAY_MS
    return Forecast(at_ms, at_ms - 5 * DAY_MS, at_ms + 9 * DAY_MS, 100, 60, 4, False, 30, 30)


def alert(number: int, lasted_ms: int) -> Alert:
    fired_ms = SINCE_MS + number * HOUR_MS
    return Alert(
        f"a{number}",
        "slow-response",
        "website",
        Severity.MEDIUM,
        AlertState.RESOLVED,
        fired_ms,
        "Website is slow.",
        firing_ms=fired_ms,
        resolved_ms=fired_ms + lasted_ms,
        notification_count=1,
    )


def sent(state: DeliveryState) -> Notification:
    return Notification("n", "a1", "pager", NotificationKind.FIRING, SINCE_MS, SINCE_MS, state)


def situation(**changes: object) -> Situation:
    return replace(Situation(SINCE_MS, UNTIL_MS, components=[website()], jobs=[job()]), **changes)  # type: ignore[arg-type]


def only(given: Situation) -> Recommendation:
    (found,) = recommend(given)
    return found


def english(found: Recommendation) -> tuple[str, str, str]:
    write = Renderer(zone=UTC, now_ms=lambda: UNTIL_MS)
    what, evidence, step = (write(text).replace(NARROW_SPACE, " ") for text in found.texts)
    return what, evidence, step


def test_nothing_is_recommended_where_all_is_well() -> None:
    well = situation(
        capacity=[capacity(NoForecast.NOT_GROWING), capacity(NoForecast.TOO_LITTLE_DATA), capacity(in_days(300))],
        notifications=[sent(DeliveryState.DELIVERED)] * 5,
        alerts=[alert(number, HOUR_MS) for number in range(20)],
    )
    assert recommend(well) == []
    assert recommend(Situation(SINCE_MS, UNTIL_MS)) == []


def test_what_is_down_now_comes_first_with_its_own_next_step() -> None:
    down = website(incidents=[incident(UNTIL_MS - 2 * HOUR_MS, None, Reason.AUTH)], performance=job(trend=GROWING))
    found = only(situation(components=[down]))
    assert (found.kind, found.urgency) == (Kind.NOT_WELL, Urgency.NOW)
    what, evidence, step = english(found)
    assert what == "Website has a problem."
    assert evidence == "It does not answer. This has lasted 2 h."
    assert "enter it in Porchlight" in step


def test_a_component_that_was_down_twice_is_told_of_with_its_commonest_reason() -> None:
    spans = [incident(SINCE_MS + n * DAY_MS, 2 * HOUR_MS, Reason.TLS if n else Reason.DNS) for n in range(3)]
    found = only(situation(components=[website(incidents=spans, summary=replace(WELL, uptime=0.9643))]))
    what, evidence, step = english(found)
    assert (found.kind, what) == (Kind.OFTEN_DOWN, "Website was down too often.")
    assert evidence == "It was up for 96.4% of the last 7 days, with 3 interruptions (6 h in total)."
    assert "certificate" in step


def test_what_waited_for_a_person_here_is_not_called_down() -> None:
    spans = [incident(SINCE_MS + n * DAY_MS, 2 * HOUR_MS, Reason.SECRET_MISSING) for n in range(3)]
    assert recommend(situation(components=[website(incidents=spans, summary=replace(WELL, uptime=0.97))])) == []


def test_one_that_comes_and_goes_is_told_apart_from_one_that_is_down() -> None:
    spans = [incident(SINCE_MS + n * HOUR_MS, 4 * 60_000) for n in range(8)]
    found = only(situation(components=[website(incidents=spans, summary=replace(WELL, uptime=0.97))]))
    assert found.kind is Kind.FLAPPING
    assert english(found)[1] == "It failed and recovered 8 times in the last 7 days, usually for 4 min."


def test_a_limit_under_the_usual_time_is_called_too_tight() -> None:
    slow = incident(SINCE_MS, HOUR_MS, Reason.SLOW, Status.DEGRADED)
    summary = replace(WELL, healthy=6000, degraded=4000, p50_us=590_000.0)
    found = only(situation(components=[website(incidents=[slow], summary=summary, slow_limit=0.6)]))
    assert found.kind is Kind.LIMIT_TOO_TIGHT
    assert english(found)[1] == (
        "In the last 7 days, 40% of its checks were degraded. It usually answers in 590 ms; your limit is 600 ms."
    )


def test_refusals_again_and_again_are_told_of() -> None:
    spans = [incident(SINCE_MS + n * DAY_MS, HOUR_MS, Reason.THROTTLED, Status.DEGRADED) for n in range(4)]
    summary = replace(WELL, healthy=9500, degraded=500)
    found = only(situation(components=[website(incidents=spans, summary=summary)]))
    assert found.kind is Kind.OFTEN_REFUSED
    assert "4 times in the last 7 days" in english(found)[1]


def test_jobs_that_fail_slow_down_or_grow_slower_are_told_apart() -> None:
    failing = job(runs=96, ok=70, success=success_rate(70, 96))
    assert english(only(situation(jobs=[failing])))[1] == "26 of 96 runs in the last 7 days failed."
    assert recommend(situation(jobs=[job(runs=3, ok=2, success=success_rate(2, 3))])) == []  # too few to be sure
    slow = only(situation(jobs=[job(rate=1.31)]))
    assert english(slow)[1] == "It processed 1.3 items per second in the last 7 days; 4.5 is usual."
    grows = only(situation(jobs=[job(trend=GROWING)]))
    assert english(grows)[1] == "Its usual duration grew 9% per week for 21 days (318 → 418 ms)."
    assert recommend(situation(jobs=[job(trend=replace(GROWING, per_week=-0.2))])) == []
    assert recommend(situation(jobs=[job(trend=replace(GROWING, significant=False))])) == []


@pytest.mark.parametrize(
    ("one", "urgency"),
    [
        (capacity(in_days(9)), Urgency.NOW),
        (capacity(in_days(60)), Urgency.SOON),
        (capacity(NoForecast.NOT_GROWING, level=96), Urgency.SOON),
        (capacity(NoForecast.ALREADY_REACHED, level=100), Urgency.NOW),
    ],
)
def test_what_runs_out_soon_or_is_nearly_full_is_told_of(one: Capacity, urgency: Urgency) -> None:
    found = only(situation(capacity=[one]))
    assert (found.kind, found.urgency) == (Kind.RUNS_OUT, urgency)


def test_a_forecast_says_when_and_between_when() -> None:
    one = replace(
        capacity(in_days(60), resource=Resource.TIME_BETWEEN_RUNS),
        subject="sync:transactions",
        level=Measure(660.0, Unit.SECONDS, limit=900.0),
    )
    what, evidence, step = english(only(situation(capacity=[one])))
    assert what == "sync:transactions will soon no longer finish in time."
    assert evidence.startswith("It takes 11 min of 15 min between runs. At this rate, sync:transactions will take ")
    when = r"around \d+ \w+( \d+)?\. Most likely between .* and .*\.$"
    assert re.search(f"longer than the 15 min between runs {when}", evidence)
    assert step.startswith("Run it less often")


def test_a_full_resource_is_not_told_of_twice() -> None:
    down = website(incidents=[incident(UNTIL_MS - HOUR_MS, None, Reason.THROTTLED)])
    found = recommend(situation(components=[down], capacity=[capacity(NoForecast.ALREADY_REACHED, 100)]))
    assert [one.kind for one in found] == [Kind.NOT_WELL]


def test_a_rule_that_is_noise_is_told_of_by_its_name() -> None:
    noisy = situation(
        alerts=[alert(n, 3 * 60_000) for n in range(14)], rule_names={"slow-response": "Slower than usual"}
    )
    what, evidence, _ = english(only(noisy))
    assert what == "The rule “Slower than usual” fires too often to be useful."
    assert evidence == "It fired 14 times in the last 7 days and was usually over after 3 min."
    assert recommend(situation(alerts=[replace(alert(n, 60_000), notification_count=0) for n in range(14)])) == []


def test_a_channel_that_loses_messages_is_urgent() -> None:
    found = only(situation(notifications=[sent(DeliveryState.FAILED), *[sent(DeliveryState.DELIVERED)] * 3]))
    assert (found.kind, found.urgency) == (Kind.UNDELIVERED, Urgency.NOW)
    assert english(found)[1] == "1 of 4 messages in the last 7 days failed."


def test_a_computer_that_is_off_is_told_of_unless_the_install_is_new() -> None:
    little = replace(WELL, coverage=0.31)
    assert only(situation(components=[website(summary=little)])).kind is Kind.NOT_WATCHING
    assert recommend(situation(components=[website(summary=little, before=replace(WELL, count=0))])) == []
    assert recommend(situation(components=[website(summary=little)], since_ms=UNTIL_MS - DAY_MS)) == []


def test_the_most_urgent_and_the_critical_come_first() -> None:
    others = [incident(UNTIL_MS - HOUR_MS, None)]
    given = situation(
        components=[website(incidents=others), website(id="api", name="API", critical=True, incidents=others)],
        jobs=[job(trend=GROWING), job(name="b", runs=96, ok=50, success=success_rate(50, 96))],
        notifications=[sent(DeliveryState.FAILED)],
    )
    found = recommend(given)
    assert [(one.subject, one.kind) for one in found] == [
        ("api", Kind.NOT_WELL),
        ("website", Kind.NOT_WELL),
        ("pager", Kind.UNDELIVERED),
        ("b", Kind.JOB_FAILS),
        ("sync:supporters", Kind.GETS_SLOWER),
    ]


@pytest.mark.parametrize("resource", list(Resource))
def test_whatever_runs_out_is_written_as_sentences(resource: Resource) -> None:
    for language in LANGUAGES:
        for text in runs_out(capacity(in_days(20), resource=resource), "Website"):
            sentence = Renderer(language, zone=UTC)(text)
            assert sentence.endswith(".")
            assert not set("{}!") & set(sentence)


def test_a_subject_may_have_another_name() -> None:
    (found,) = recommend(situation(capacity=[capacity(in_days(20))]))
    what, evidence, _ = english(replace(found, texts=found.texts.about("The shop")))
    assert what == "The shop is running out of API calls."
    assert "At this rate, The shop will run out of calls" in evidence
