"""The vendor's status is shown beside what was found: in ``health``, and in messages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from porchlight.demo.website import WebsiteSimulator
from tests.integration.alerts.hook import Hook, hook
from tests.integration.alerts.watched import settings
from tests.integration.cli.test_watch import end
from tests.integration.probes import vendor_feeds as feeds
from tests.integration.probes.other_monitors import OtherMonitor
from tests.integration.program import Program
from tests.integration.simulators import Beside, beside


@pytest.fixture
def website() -> Iterator[Beside]:
    with beside(WebsiteSimulator()) as server:
        server.fail(Fault.UNAVAILABLE)
        yield server


@pytest.fixture
def vendor() -> Iterator[Beside]:
    with beside(OtherMonitor({"/api/v2/summary.json": feeds.statuspage()})) as server:
        yield server
        for request in server.server.requests:
            assert not {"authorization", "cookie"} & set(request.headers)


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as made:
        yield made


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside, vendor: Beside, receiver: Hook) -> Program:
    program = Program(tmp_path)
    given = settings(website, receiver).replace("critical = true", f'critical = true\nvendor = "{vendor.url}"')
    program.configure(given)
    return program


def _reports(vendor: Beside) -> None:
    page = feeds.statuspage("major", incidents=[feeds.incident("Elevated errors", "major", started_at=None)])
    page["incidents"][0]["created_at"] = "not a moment"  # type: ignore[index]
    vendor.server.simulator = OtherMonitor({"/api/v2/summary.json": page})


def test_health_shows_the_vendors_status(porchlight: Program, vendor: Beside) -> None:
    ran = porchlight("health")
    assert ran.code == 2
    assert "The answer was 503 Service Unavailable. 127.0.0.1 has reported no problem." in ran.out
    _reports(vendor)
    status = json.loads(porchlight("health", "--json").out)["components"][0]["vendor"]
    assert status["says"] == "reports"
    assert status["message"] == "127.0.0.1 reports: Elevated errors."
    assert status["since"] is None


def test_a_feed_that_never_answers_costs_seconds_and_nothing_else(porchlight: Program, vendor: Beside) -> None:
    vendor.fail(Fault.HANG)
    ran = porchlight("health")
    assert ran.code == 2
    assert "The status page of 127.0.0.1 could not be read." in ran.out


def test_nobody_is_asked_while_all_is_well(porchlight: Program, website: Beside, vendor: Beside) -> None:
    website.fail(Fault.NONE)
    assert porchlight("health").code == 0
    assert vendor.server.requests == []


def test_the_alert_brings_the_vendors_word(porchlight: Program, vendor: Beside, receiver: Hook) -> None:
    _reports(vendor)
    process = porchlight.start("watch")
    body = receiver.wait_for_event("firing")
    end(process)
    assert "127.0.0.1 reports: Elevated errors." in json.dumps(body)


def test_a_vendor_that_nobody_knows_is_a_fault_of_the_settings(porchlight: Program, website: Beside) -> None:
    text = '[components.crm]\nkind = "http"\nurl = "http://127.0.0.1:9"\nvendor = "hubspott"\n'
    porchlight.configure(text)
    ran = porchlight("config", "check")
    assert ran.code != 0
    assert "vendor" in ran.out + ran.err
