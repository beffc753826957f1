"""Other monitors as sources, on real sockets: what each says, how it refuses, and what can go wrong with any."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.http_server import Answer, SimulatorServer, json_answer
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from tests.clocks import ManualClock
from tests.integration.probes.other_monitors import (
    KUMA_METRICS,
    NOW_MS,
    OtherMonitor,
    alert,
    basic,
    endpoint,
    job,
    kuma_page,
    vector,
)
from tests.sentences import assert_is_read_in_spanish
from tests.support import check

pytestmark = pytest.mark.anyio
QUERY = "/api/v1/query"
ALERTS = "/api/v2/alerts"
STATUSES = "/api/v1/endpoints/statuses"
CHECKS = "/api/v3/checks/"


@pytest.fixture
async def server() -> AsyncIterator[SimulatorServer]:
    async with SimulatorServer(OtherMonitor()) as running:
        yield running
    assert {request.method for request in running.requests} <= {"GET"}


async def ask(server: SimulatorServer, kind: str, **settings: Any) -> Result:
    secrets = settings.pop("secrets", {"healthchecks": "hcr_read-only", "key": "the-secret"})
    timeout = settings.pop("timeout", 1.0)
    result = await check(
        {"kind": kind, "url": server.url, **settings}, secrets=secrets, timeout=timeout, clock=ManualClock(NOW_MS)
    )
    assert_is_read_in_spanish(result)
    return result


def serve(server: SimulatorServer, documents: Mapping[str, object], **more: Any) -> None:
    server.simulator = OtherMonitor(dict(documents), **more)


# -- Prometheus


@pytest.mark.parametrize(
    ("values", "outcome", "text"),
    [
        (("3",), Outcome.HEALTHY, "The value is 3."),
        (("3", "4", "5"), Outcome.HEALTHY, "All 3 series are fine."),
        (("60",), Outcome.DEGRADED, "1 of 1 series needs attention: job=job0 is 60 (over 50)."),
        (
            ("3", "60", "600"),
            Outcome.ERROR,
            "2 of 3 series need attention: job=job2 is 600 (over 100) and job=job1 is 60 (over 50).",
        ),
        (("0.5",), Outcome.ERROR, "1 of 1 series needs attention: job=job0 is 0.5 (under 1)."),
        (("+Inf",), Outcome.ERROR, "1 of 1 series needs attention: job=job0 is inf (over 100)."),
        (("NaN", "3"), Outcome.UNKNOWN, "1 of 2 series needs attention: job=job0 is not a number."),
    ],
)
async def test_each_series_is_compared_and_the_worst_is_told(
    server: SimulatorServer, values: tuple[str, ...], outcome: Outcome, text: str
) -> None:
    serve(server, {QUERY: vector(*values)})
    result = await ask(server, "prometheus", query="queue_length", error_above=100, degraded_above=50, error_below=1)
    assert (result.outcome, result.sentence) == (outcome, text)
    assert len(result.sub_results) == len(values)
    assert server.requests[0].query == {"query": "queue_length"}


async def test_the_value_is_measured_against_its_limit(server: SimulatorServer) -> None:
    serve(server, {QUERY: vector("60")})
    result = await ask(server, "prometheus", query="queue_length", error_above=100)
    assert (result.measures["value"].value, result.measures["value"].limit) == (60, 100)


async def test_a_thousand_series_are_named_up_to_three_and_shown_up_to_a_hundred(server: SimulatorServer) -> None:
    serve(server, {QUERY: vector(*["7"] * 3000, instance="x" * 500)})
    result = await ask(server, "prometheus", query="queue_length", error_above=1)
    assert result.sentence.endswith("and 2,997 more.")
    assert len(result.sentence) < 600
    assert len(result.sub_results) == 100
    assert result.measures["series"].value == 3000


@pytest.mark.parametrize(
    ("when_empty", "outcome"),
    [("error", Outcome.ERROR), ("degraded", Outcome.DEGRADED), ("healthy", Outcome.HEALTHY)],
)
async def test_an_empty_answer_means_what_the_settings_say(
    server: SimulatorServer, when_empty: str, outcome: Outcome
) -> None:
    serve(server, {QUERY: vector()})
    result = await ask(server, "prometheus", query="gone", error_above=1, when_empty=when_empty)
    assert result.outcome is outcome
    assert "finds nothing" in result.sentence


async def test_a_partial_answer_is_not_taken_for_well(server: SimulatorServer) -> None:
    serve(server, {QUERY: {**vector("1"), "warnings": ["No StoreAPIs matched for this query."]}})
    result = await ask(server, "prometheus", query="queue_length", error_above=5)
    assert result.outcome is Outcome.DEGRADED
    assert result.sentence == "The answer is incomplete: No StoreAPIs matched for this query."


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"status": "success", "data": {"resultType": "scalar", "result": [1, "7"]}}, Reason.CONTENT),
        ({"status": "success", "data": {"resultType": "matrix", "result": []}}, Reason.CONFIGURATION),
        ({"status": "success", "data": {"resultType": "string", "result": [1, "7"]}}, Reason.CONFIGURATION),
        ({"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, 7]}]}}, Reason.CONTENT),
        (
            {"status": "success", "data": {"resultType": "vector", "result": [{"value": [1, "seven"]}]}},
            Reason.CONTENT,
        ),
        ({"status": "success"}, Reason.CONTENT),
    ],
)
async def test_answers_of_another_shape(server: SimulatorServer, document: object, reason: Reason) -> None:
    serve(server, {QUERY: document})
    result = await ask(server, "prometheus", query="x", error_above=5)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)


@pytest.mark.parametrize(
    ("status", "kind", "reason", "text"),
    [
        (400, "bad_data", Reason.CONFIGURATION, "does not understand the query: parse error: unclosed (."),
        (422, "execution", Reason.CONTENT, "cannot answer the query: parse error: unclosed (."),
        (503, "timeout", Reason.HTTP_STATUS, "answered 503: parse error: unclosed (."),
    ],
)
async def test_the_errors_of_prometheus_in_its_own_words(
    server: SimulatorServer, status: int, kind: str, reason: Reason, text: str
) -> None:
    error = json_answer(status, {"status": "error", "errorType": kind, "error": "parse error: unclosed (."})
    serve(server, {QUERY: error})
    result = await ask(server, "prometheus", query="sum(", error_above=1)
    assert (result.outcome, result.reason) == (Outcome.ERROR, reason)
    assert text in result.sentence


async def test_the_credential_goes_out_as_the_settings_say(server: SimulatorServer) -> None:
    serve(server, {QUERY: vector("1")}, authorization=basic("porchlight", "the-secret"))
    options = {"query": "x", "error_above": 5, "credential": "key", "auth": "basic", "auth_user": "porchlight"}
    assert (await ask(server, "prometheus", **options)).outcome is Outcome.HEALTHY
    result = await ask(server, "prometheus", **{**options, "auth": "bearer"})
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.AUTH)
    assert "the-secret" not in repr(result)


# -- Alertmanager


async def test_alerts_are_told_the_gravest_first(server: SimulatorServer) -> None:
    alerts = [
        alert("DiskFull", "warning", instance="db1"),
        alert("CrmDown", "critical", job="crm"),
        alert("Watchdog", "none"),
        {**alert("Hidden", "critical"), "status": {"state": "suppressed", "silencedBy": ["x"], "inhibitedBy": []}},
    ]
    serve(server, {ALERTS: alerts})
    result = await ask(server, "alertmanager")
    assert result.outcome is Outcome.ERROR
    assert result.sentence == (
        "2 alerts are firing: CrmDown: crm (critical, for 40 min) and DiskFull: db1 (warning, for 40 min)."
    )
    assert result.measures["alerts"].value == 2


async def test_warnings_alone_are_degraded_and_none_is_well(server: SimulatorServer) -> None:
    serve(server, {ALERTS: [alert("DiskFull", "warning")]})
    assert (await ask(server, "alertmanager")).outcome is Outcome.DEGRADED
    serve(server, {ALERTS: []})
    assert (await ask(server, "alertmanager")).outcome is Outcome.HEALTHY


async def test_the_filters_go_out_as_they_are(server: SimulatorServer) -> None:
    serve(server, {ALERTS: []})
    await ask(server, "alertmanager", filters=['team="donations & gifts"'])
    query = server.requests[0].query
    assert query == {
        "active": "true",
        "silenced": "false",
        "inhibited": "false",
        "filter": 'team="donations & gifts"',
    }


async def test_a_watchdog_that_is_silent_tells_that_prometheus_is_gone(server: SimulatorServer) -> None:
    serve(server, {ALERTS: []})
    result = await ask(server, "alertmanager", watchdog="Watchdog")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    serve(server, {ALERTS: [alert("Watchdog", "none")]})
    assert (await ask(server, "alertmanager", watchdog="Watchdog")).outcome is Outcome.HEALTHY


async def test_a_filter_that_it_does_not_understand(server: SimulatorServer) -> None:
    serve(server, {ALERTS: json_answer(400, "bad matcher format: team")})
    result = await ask(server, "alertmanager", filters=["team"])
    assert (result.reason, result.sentence) == (
        Reason.CONFIGURATION,
        "Alertmanager does not understand a filter: bad matcher format: team.",
    )


# -- Gatus


async def test_endpoints_by_their_newest_result(server: SimulatorServer) -> None:
    serve(server, {STATUSES: [endpoint("form", "web", success=True), endpoint("crm", "core", success=False)]})
    result = await ask(server, "gatus")
    assert result.outcome is Outcome.ERROR
    assert result.sentence == "1 of 2 monitors needs attention: “crm” (failing: [STATUS] (503) == 200)."
    assert [part.name for part in result.sub_results] == ["crm", "form"]
    assert result.measures["oldest_look"].value == 30


async def test_only_what_matters_counts(server: SimulatorServer) -> None:
    serve(server, {STATUSES: [endpoint("form", "web", success=True), endpoint("crm", "core", success=False)]})
    assert (await ask(server, "gatus", only=["web/*"])).sentence == "The only monitor in Gatus is healthy."
    result = await ask(server, "gatus", only=["web", "billing"])
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONFIGURATION)
    assert "“billing”" in result.sentence


@pytest.mark.parametrize(
    ("only", "chosen"),
    [
        ("[PROD] Donation form", {"[PROD] Donation form"}),
        ("[prod] donation FORM", {"[PROD] Donation form"}),
        ("[PROD]*", {"[PROD] Donation form", "[PROD] CRM"}),
        ("*form", {"[PROD] Donation form", "Old form", "Formulár form"}),
        ("*n*o*", {"[PROD] Donation form"}),
        ("What*", {"What*"}),
        ("What?", set()),
        ("What? or [a-z]!", {"What? or [a-z]!"}),
        ("P CRM", set()),
        ("Formula\u0301r form", {"Formulár form"}),
        ("[P*", {"[PROD] Donation form", "[PROD] CRM"}),
        ("web", {"[PROD] Donation form", "[PROD] CRM", "What*", "Whatever", "What? or [a-z]!", "Formulár form"}),
        ("we*/Old form", {"Old form"}),
        ("*", None),
    ],
)
async def test_a_name_is_a_name_whatever_letters_it_has(
    server: SimulatorServer, only: str, chosen: set[str] | None
) -> None:
    names = ["[PROD] Donation form", "[PROD] CRM", "What*", "Whatever", "What? or [a-z]!", "Formulár  form"]
    every = [*(endpoint(name, "web", success=True) for name in names), endpoint("Old form", "web2", success=True)]
    serve(server, {STATUSES: every})
    result = await ask(server, "gatus", only=[only])
    shown = {part.name for part in result.sub_results}
    expected = {*names[:-1], "Formulár form", "Old form"} if chosen is None else chosen
    assert {name.rpartition("/")[2] for name in shown} == expected, result.sentence
    assert (result.outcome is Outcome.HEALTHY) == bool(expected)


async def test_a_gatus_that_no_longer_looks_is_not_well(server: SimulatorServer) -> None:
    old = "2026-09-21T12:35:00Z"
    serve(server, {STATUSES: [endpoint("form", "web", success=True, at=old)]})
    result = await ask(server, "gatus")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)
    assert result.sentence == "Gatus itself has checked nothing for 1 h. What it shows is old."
    serve(server, {STATUSES: [endpoint("form", "web", success=True), endpoint("crm", "core", success=True, at=old)]})
    result = await ask(server, "gatus")
    assert (result.outcome, result.reason) == (Outcome.UNKNOWN, Reason.STALE)


# -- Healthchecks


@pytest.mark.parametrize(
    ("status", "outcome", "text"),
    [
        ("up", Outcome.HEALTHY, "The only monitor in Healthchecks is healthy"),
        ("grace", Outcome.DEGRADED, "“Nightly export” needs attention (late, no signal for 30 min)."),
        ("down", Outcome.ERROR, "“Nightly export” needs attention (down, no good signal for 30 min)."),
        ("new", Outcome.UNKNOWN, "paused in Healthchecks, or were never checked"),
        ("paused", Outcome.UNKNOWN, "paused in Healthchecks"),
        ("confused", Outcome.UNKNOWN, "in the unknown state “confused”"),
    ],
)
async def test_the_states_of_healthchecks(server: SimulatorServer, status: str, outcome: Outcome, text: str) -> None:
    serve(server, {CHECKS: {"checks": [job("Nightly export", status)]}}, api_key="hcr_read-only")
    result = await ask(server, "healthchecks")
    assert result.outcome is outcome
    assert text in result.sentence


async def test_tags_choose_and_a_paused_one_does_not_count(server: SimulatorServer) -> None:
    checks = [job("Nightly export", "up", tags="gifts crm"), job("Other", "down"), job("Old", "paused", tags="gifts")]
    serve(server, {CHECKS: {"checks": checks}}, api_key="hcr_read-only")
    result = await ask(server, "healthchecks", only=["gifts"])
    assert (result.outcome, result.measures["monitors"].value, len(result.sub_results)) == (Outcome.HEALTHY, 1, 2)


async def test_a_wrong_key(server: SimulatorServer) -> None:
    serve(server, {CHECKS: {"checks": []}}, api_key="another")
    result = await ask(server, "healthchecks")
    assert (result.reason, result.sentence) == (Reason.AUTH, "Healthchecks rejected the API key (401).")


# -- Uptime Kuma


async def test_metrics_with_an_api_key(server: SimulatorServer) -> None:
    serve(server, {"/metrics": KUMA_METRICS}, authorization=basic("", "the-secret"))
    result = await ask(server, "uptime_kuma", credential="key")
    assert result.outcome is Outcome.ERROR
    assert result.sentence == (
        '2 of 3 monitors need attention: “The "old" form, {2019}” (down) and “CRM” (failed, being checked again).'
    )
    assert (await ask(server, "uptime_kuma", credential="key", only=["donation*"])).outcome is Outcome.HEALTHY


async def test_a_status_page_tells_ages_and_gets_no_key(server: SimulatorServer) -> None:
    fresh, old = "2026-09-21 13:34:50.000", "2026-09-21 12:30:00.000"
    serve(server, kuma_page(Form=(1, fresh), CRM=(0, fresh)))
    result = await ask(server, "uptime_kuma", status_page="donations", credential="key")
    assert result.sentence == "1 of 2 monitors needs attention: “CRM” (down: timeout of 48000ms exceeded)."
    assert not any("authorization" in request.headers for request in server.requests)
    serve(server, kuma_page(Form=(1, old)))
    result = await ask(server, "uptime_kuma", status_page="donations")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.STALE)


async def test_metrics_of_something_else(server: SimulatorServer) -> None:
    serve(server, {"/metrics": "# TYPE go_goroutines gauge\ngo_goroutines 7\n"})
    result = await ask(server, "uptime_kuma")
    assert (result.outcome, result.reason) == (Outcome.ERROR, Reason.CONTENT)


# -- any of them

KINDS: list[tuple[str, dict[str, Any], dict[str, object]]] = [
    ("prometheus", {"query": "x", "error_above": 1}, {QUERY: vector("1")}),
    ("alertmanager", {}, {ALERTS: []}),
    ("gatus", {}, {STATUSES: [endpoint("form", "web", success=True)]}),
    ("healthchecks", {"credential": "key"}, {CHECKS: {"checks": [job("x", "up")]}}),
    ("uptime_kuma", {}, {"/metrics": KUMA_METRICS}),
    ("uptime_kuma", {"status_page": "donations"}, kuma_page(Form=(1, "2026-09-21 13:34:50.000"))),
]


@pytest.mark.parametrize(("kind", "settings", "documents"), KINDS)
@pytest.mark.parametrize(
    ("fault", "outcome", "reason"),
    [
        (Fault.UNAUTHORIZED, Outcome.ERROR, Reason.AUTH),
        (Fault.FORBIDDEN, Outcome.ERROR, Reason.FORBIDDEN),
        (Fault.BOT_WALL, Outcome.UNKNOWN, Reason.BOT_PROTECTION),
        (Fault.THROTTLED, Outcome.DEGRADED, Reason.THROTTLED),
        (Fault.SERVER_ERROR, Outcome.ERROR, Reason.HTTP_STATUS),
        (Fault.BAD_GATEWAY, Outcome.ERROR, Reason.HTTP_STATUS),
        (Fault.UNAVAILABLE, Outcome.ERROR, Reason.HTTP_STATUS),
        (Fault.HTML, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL),
        (Fault.CAPTIVE_PORTAL, Outcome.UNKNOWN, Reason.CAPTIVE_PORTAL),
        (Fault.MALFORMED_JSON, Outcome.ERROR, Reason.CONTENT),
        (Fault.WRONG_TYPE, Outcome.ERROR, Reason.CONTENT),
        (Fault.CUT_SHORT, Outcome.ERROR, Reason.CONTENT),
        (Fault.ENDLESS, Outcome.ERROR, Reason.CONTENT),
        (Fault.COMPRESSED_BOMB, Outcome.ERROR, Reason.CONTENT),
        (Fault.HANG, Outcome.ERROR, Reason.TIMEOUT),
        (Fault.RESET, Outcome.ERROR, Reason.REFUSED),
        (Fault.NOT_HTTP, Outcome.ERROR, Reason.CONTENT),
    ],
)
async def test_each_fault_has_its_reason(
    server: SimulatorServer,
    kind: str,
    settings: dict[str, Any],
    documents: dict[str, object],
    fault: Fault,
    outcome: Outcome,
    reason: Reason,
) -> None:
    serve(server, documents)
    server.fault = fault
    result = await ask(server, kind, **settings)
    assert (result.outcome, result.reason) == (outcome, reason), result.sentence
    assert "the-secret" not in repr(result)


@pytest.mark.parametrize(("kind", "settings", "documents"), KINDS)
async def test_another_address_is_a_matter_of_the_settings(
    server: SimulatorServer, kind: str, settings: dict[str, Any], documents: dict[str, object]
) -> None:
    serve(server, {})
    assert (await ask(server, kind, **settings)).reason is Reason.CONFIGURATION


async def test_a_name_that_is_no_name_stays_on_one_short_line(server: SimulatorServer) -> None:
    serve(
        server, {STATUSES: [endpoint("a\x1b[2J\n" + "b" * 5000, "web", success=False), {"name": 7, "results": "x"}]}
    )
    result = await ask(server, "gatus")
    assert "\n" not in result.sentence
    assert "\x1b" not in result.sentence
    assert len(result.sentence) < 400


async def test_an_answer_of_megabytes_is_read_beside_the_loop(server: SimulatorServer) -> None:
    many = [endpoint(f"e{number}", "web", success=True) for number in range(9000)]
    serve(server, {STATUSES: Answer(200, json.dumps(many).encode(), {"Content-Type": "application/json"})})
    result = await ask(server, "gatus", timeout=10.0)
    assert result.sentence == "All 9,000 monitors in Gatus are healthy."
    assert len(result.sub_results) == 100
