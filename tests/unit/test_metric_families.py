"""What is told as metrics, and above all what is not."""

from dataclasses import replace

import pytest

from porchlight.exporters.metrics.families import Family, families_of
from porchlight.exporters.metrics.picture import CheckCounter, Picture
from porchlight.exporters.metrics.text import text_of
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState
from porchlight.model.operation import Operation
from porchlight.model.ports import MonitorVitals, StoreHealth
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import Outcome, Reason, Status
from porchlight.redaction import Redactor

AT_MS = 1_790_000_000_000
PAGE = Component("page", 'The "page"\\\nof gifts', "http", critical=True)
RESULT = Result(
    "page",
    AT_MS,
    53_000,
    Outcome.HEALTHY,
    "Answered 200.",
    measures={
        "status": Measure(200),
        "size": Measure(1234, Unit.BYTES),
        "certificate_days": Measure(10.5, Unit.DAYS),
        "quota": Measure(40, Unit.COUNT, limit=100),
    },
    phases={Phase.DNS: 2_000, Phase.TLS: 9_000},
    details={"tls": "TLSv1.3"},
)
STATE = ComponentState("page", Status.HEALTHY, AT_MS - 60_000, None, "Answered 200.", AT_MS + 53, 53_000)
VITALS = MonitorVitals(2.0, None, 0, StoreHealth(0, None, 0), None)


def picture(*views: ComponentView, **more: object) -> Picture:
    named = {view.component.id: view for view in views}
    whole = Picture(Snapshot(AT_MS, named), VITALS, (), {}, {}, AT_MS)
    return replace(whole, **more)  # type: ignore[arg-type]


def by_name(it: Picture) -> dict[str, Family]:
    return {family.kind.prometheus: family for family in families_of(it, Redactor().text)}


def value(families: dict[str, Family], name: str) -> float | None:
    """Of a family with one number; None: there is no such family."""
    if name not in families:
        return None
    ((_, number),) = families[name].samples
    return number


def test_a_website_has_the_names_that_existing_dashboards_know() -> None:
    families = by_name(picture(ComponentView(PAGE, STATE, RESULT)))
    assert value(families, "probe_success") == 1
    assert value(families, "probe_duration_seconds") == 0.053
    assert value(families, "probe_timeout_seconds") == 10
    assert value(families, "probe_http_status_code") == 200
    assert value(families, "probe_http_ssl") == 1
    assert value(families, "probe_http_redirects") == 0
    assert value(families, "probe_http_uncompressed_body_length") == 1234
    assert value(families, "probe_dns_lookup_time_seconds") == 0.002
    assert value(families, "probe_ssl_earliest_cert_expiry") == AT_MS / 1000 + 10.5 * 86_400
    assert {
        dict(labels)["phase"]: seconds for labels, seconds in families["probe_http_duration_seconds"].samples
    } == {
        "resolve": 0.002,
        "tls": 0.009,
    }
    assert families["probe_success"].labels[0] == (("component", "page"), ("kind", "http"))


def test_a_number_with_a_limit_has_both() -> None:
    families = by_name(picture(ComponentView(PAGE, STATE, RESULT)))
    numbers = {dict(labels)["measure"]: number for labels, number in families["porchlight_measure"].samples}
    assert numbers == {"quota": 40, "certificate_days": 10.5}
    assert value(families, "porchlight_measure_limit") == 100


@pytest.mark.parametrize(
    ("status", "outcome", "success"),
    [
        (Status.HEALTHY, Outcome.HEALTHY, 1),
        (Status.DEGRADED, Outcome.DEGRADED, 1),
        (Status.HEALTHY, Outcome.ERROR, 0),  # suspected: as blackbox_exporter would say it at once
        (Status.ERROR, Outcome.ERROR, 0),
        (Status.UNKNOWN, Outcome.UNKNOWN, None),  # this computer is offline: it could not be told
        (Status.UNKNOWN, Outcome.HEALTHY, None),  # no result came for too long
        (Status.DISABLED, Outcome.HEALTHY, None),
    ],
)
def test_what_is_not_known_is_not_said(status: Status, outcome: Outcome, success: int | None) -> None:
    reason = None if outcome is Outcome.HEALTHY else Reason.TIMEOUT
    result = replace(RESULT, outcome=outcome, reason=reason)
    families = by_name(picture(ComponentView(PAGE, replace(STATE, status=status), result)))
    assert value(families, "probe_success") == success
    assert (value(families, "probe_duration_seconds") is None) is (success is None)
    assert value(families, "porchlight_component_status") == list(Status).index(status)


def test_before_the_first_check_there_is_no_result_to_tell() -> None:
    state = replace(STATE, status=Status.UNKNOWN, checked_ms=None, duration_us=None)
    families = by_name(picture(ComponentView(PAGE, state, None)))
    assert "probe_success" not in families
    assert "porchlight_component_last_check_timestamp_seconds" not in families


def test_checks_are_counted_by_what_they_found_and_forgotten_with_their_component() -> None:
    counter = CheckCounter(AT_MS)
    for outcome in (Outcome.HEALTHY, Outcome.HEALTHY, Outcome.UNKNOWN):
        reason = None if outcome is Outcome.HEALTHY else Reason.OFFLINE
        counter.observe(replace(RESULT, outcome=outcome, reason=reason))
    counter.observe(replace(RESULT, component="gone"))
    families = by_name(picture(ComponentView(PAGE, STATE, RESULT), checks=counter.counts()))
    counted = {dict(labels)["outcome"]: number for labels, number in families["porchlight_checks_total"].samples}
    assert counted == {"healthy": 2, "unknown": 1}


def test_a_job_tells_its_last_run_and_its_last_good_one() -> None:
    runs = (
        Operation("import", AT_MS - 7_200_000, 60_000, True, processed=10),
        Operation("import", AT_MS - 3_600_000, 1_000, False, processed=3),
    )
    families = by_name(picture(operations={"import": runs}))
    assert value(families, "porchlight_operation_last_run_success") == 0
    assert value(families, "porchlight_operation_last_run_items") == 3
    assert value(families, "porchlight_operation_last_success_timestamp_seconds") == AT_MS / 1000 - 7_140
    assert value(families, "porchlight_operation_last_run_timestamp_seconds") == AT_MS / 1000 - 3_599


def test_no_secret_leaves_with_a_name() -> None:
    redactor = Redactor()
    redactor.add_secret("planted-s3cret")
    view = ComponentView(replace(PAGE, name="page planted-s3cret"), STATE, RESULT)
    run = Operation("planted-s3cret", AT_MS, 1, True)
    page = text_of(families_of(picture(view, operations={"planted-s3cret": (run,)}), redactor.text))
    assert b"planted" not in page


def test_labels_are_escaped_and_every_line_ends() -> None:
    page = text_of(families_of(picture(ComponentView(PAGE, STATE, RESULT)), Redactor().text)).decode()
    assert 'name="The \\"page\\"\\\\\\nof gifts"' in page
    assert page.endswith("\n")
    assert "# TYPE porchlight_history_dropped_results_total counter\n" in page
