"""What services say of themselves is understood in every format of the field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.model.status import Outcome
from porchlight.probes.health_payload import parse_health_payload

IETF = {
    "status": "warn",
    "checks": {
        "mysql:responseTime": [{"observedValue": 250, "observedUnit": "ms", "status": "pass"}],
        "mysql:connections": [{"observedValue": 75, "status": "warn"}],
    },
}
SPRING = {
    "status": "DOWN",
    "components": {
        "db": {"status": "DOWN", "details": {"error": "no answer"}},
        "broker": {"status": "UP", "components": {"us1": {"status": "UP"}}},
    },
}
ASPNET = {
    "status": "Degraded",
    "totalDuration": "00:00:00.01",
    "entries": {"mailchimp": {"status": "Degraded", "description": "slow"}, "sql": {"status": "Healthy"}},
}
MICROPROFILE = {
    "status": "DOWN",
    "checks": [
        {"name": "first", "status": "DOWN", "data": {"rootCause": "slow"}},
        {"name": "b", "status": "UP"},
    ],
}
TERMINUS = {"status": "error", "info": {}, "details": {"db": {"status": "down"}}}


@pytest.mark.parametrize(
    ("content_type", "document", "format_", "outcome", "troubled"),
    [
        ("application/health+json", IETF, "IETF health", Outcome.DEGRADED, {"mysql:connections": "75"}),
        ("application/json", IETF, "IETF health", Outcome.DEGRADED, {"mysql:connections": "75"}),
        ("application/json", SPRING, "Spring Boot", Outcome.ERROR, {"db": "no answer"}),
        ("application/json", ASPNET, "ASP.NET Core", Outcome.DEGRADED, {"mailchimp": "slow"}),
        ("application/json", MICROPROFILE, "MicroProfile", Outcome.ERROR, {"first": "slow"}),
        ("application/json", TERMINUS, "Terminus", Outcome.ERROR, {"db": ""}),
        ("application/json", {"status": "ok"}, "status", Outcome.HEALTHY, {}),
    ],
)
def test_a_json_payload_gives_its_verdict_and_its_troubled_parts(
    content_type: str, document: object, format_: str, outcome: Outcome, troubled: dict[str, str]
) -> None:
    payload = parse_health_payload(content_type, json.dumps(document))
    assert payload is not None
    assert (payload.format, payload.outcome) == (format_, outcome)
    assert {part.name: part.sentence for part in payload.troubled()} == troubled


def test_nested_spring_components_are_named_with_their_parents() -> None:
    payload = parse_health_payload("application/vnd.spring-boot.actuator.v3+json", json.dumps(SPRING))
    assert payload is not None
    assert [part.name for part in payload.sub_results] == ["db", "broker", "broker/us1"]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Healthy", Outcome.HEALTHY),
        ("Unhealthy", Outcome.ERROR),
        ("ok", Outcome.HEALTHY),
        ("[+]ping ok\n[-]etcd failed: reason withheld\nhealthz check failed", Outcome.ERROR),
    ],
)
def test_plain_text_is_understood(text: str, outcome: Outcome) -> None:
    payload = parse_health_payload("text/plain; charset=utf-8", text)
    assert payload is not None
    assert payload.outcome is outcome


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("text/html", "<h1>Donate</h1>"),
        ("application/json", "[1]"),
        ("application/json", '{"a": 1}'),
        ("text/plain", "Dear visitor"),
    ],
)
def test_what_is_no_health_payload_is_left_alone(content_type: str, text: str) -> None:
    assert parse_health_payload(content_type, text) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["UP", "warn", "fail", "x"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["status", "checks", "components", "entries", "details", "name"]), inner)
    ),
    max_leaves=20,
)


@given(st.sampled_from(["application/json", "application/health+json", "text/plain", ""]), json_values)
def test_no_document_makes_the_parser_fail(content_type: str, document: object) -> None:
    parse_health_payload(content_type, json.dumps(document))


@given(st.text())
def test_no_text_makes_the_parser_fail(text: str) -> None:
    parse_health_payload("text/plain", text)
    parse_health_payload("application/json", text)
