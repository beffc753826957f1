"""``porchlight health`` as people and scripts use it."""

import json
import signal
import threading
from pathlib import Path

import pytest

from porchlight.demo.faults import Fault
from tests.integration.program import Program
from tests.integration.simulators import Beside


@pytest.fixture
def porchlight(tmp_path: Path, website: Beside) -> Program:
    program = Program(tmp_path)
    program.configure(
        f"""
        [monitor]
        timeout = "2s"
        connectivity_urls = []
        [components.website]
        kind = "http"
        name = "Donation page"
        url = "{website.url}/give"
        expect_text = "Donate"
        critical = true
        [components.form]
        kind = "http"
        url = "{website.url}/form"
        [components.old-form]
        kind = "http"
        url = "{website.url}/old"
        enabled = false
        """
    )
    return program


def test_all_well_is_exit_code_0_and_one_sentence(porchlight: Program) -> None:
    ran = porchlight("health")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Healthy  All is well.\n         2 components are working normally.\n")
    assert "Donation page  healthy" in ran.out
    assert "\x1b" not in ran.out
    assert ran.err == ""


def test_a_critical_component_in_error_is_exit_code_2_with_what_to_do(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    ran = porchlight("health")
    assert ran.code == 2
    assert "Donation page is not working.\n          form is not working." in ran.out
    assert "The answer was 503 Service Unavailable." in ran.out
    assert "What to do\n  Donation page: " in ran.out


@pytest.mark.parametrize(
    ("fault", "code"), [(Fault.THROTTLED, 1), (Fault.BOT_WALL, 3), (Fault.HANG, 2), (Fault.RESET, 2)]
)
def test_the_exit_code_is_the_overall_status(porchlight: Program, website: Beside, fault: Fault, code: int) -> None:
    website.fail(fault)
    assert porchlight("health").code == code


def test_json_has_the_promised_keys(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    document = json.loads(porchlight("health", "--json", "--detailed").out)
    assert set(document) == {"status", "timestamp", "duration", "summary", "components", "recommendations"}
    assert document["status"] == "critical"
    assert document["summary"] == {
        "total": 3,
        "healthy": 0,
        "degraded": 0,
        "errors": 2,
        "criticalErrors": 1,
        "unknown": 0,
        "disabled": 1,
    }
    first = document["components"][0]
    promised = {"component", "name", "kind", "status", "critical", "reason", "message", "duration"}
    promised |= {"timestamp", "measures", "phases", "error"}
    assert promised <= set(first)
    assert (first["component"], first["status"], first["reason"]) == ("website", "error", "http_status")
    assert first["measures"]["status"] == {"value": 503, "unit": ""}
    assert set(first["phases"]) == {"dns", "tcp", "first_byte", "rest"}
    assert document["recommendations"][0]["component"] == "website"


def test_one_component_by_its_id_or_its_name(porchlight: Program) -> None:
    for name in ("website", "Donation page"):
        ran = porchlight("health", name)
        assert ran.code == 0
        assert "All is well." in ran.out


def test_an_unknown_component_is_wrong_use_and_the_nearest_are_offered(porchlight: Program) -> None:
    ran = porchlight("health", "websit")
    assert ran.code == 64
    assert "Not found: “websit”. Did you mean “website”" in ran.err
    ran = porchlight("health", "zzz")
    assert "Choose from: website, form, old-form." in ran.err


def test_details_show_phases_measures_and_the_trend(porchlight: Program) -> None:
    porchlight("health")
    ran = porchlight("health", "--detailed")
    assert "first byte" in ran.out
    assert "Measures: status 200" in ran.out
    assert "Last 24 hours: watched since " in ran.out
    assert "2 checks" in ran.out


def test_without_settings_it_shows_how_to_begin(tmp_path: Path) -> None:
    ran = Program(tmp_path)("health")
    assert ran.code == 78
    assert "There are no settings yet" in ran.err
    assert "porchlight demo" in ran.err


def test_a_faulty_component_is_one_in_error_and_the_rest_is_checked(porchlight: Program, website: Beside) -> None:
    porchlight.configure(porchlight.config.read_text() + '\n[components.bad]\nkind = "http"\nurl = 5\n')
    ran = porchlight("health")
    assert ran.code == 1
    assert "components.bad.url (line 21): This value cannot be used here." in ran.out
    assert "Donation page  healthy" in ran.out


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"a = [", b"x" * 2_000_000], ids=["not-utf8", "cut", "large"])
def test_an_unusable_file_is_one_sentence(porchlight: Program, junk: bytes) -> None:
    porchlight.config.write_bytes(junk)
    ran = porchlight("health")
    assert ran.code == 78
    assert ran.err.startswith("porchlight: The settings cannot be used. ")
    assert len(ran.err.splitlines()) == 1


def test_watching_goes_on_until_ctrl_c_and_leaves_cleanly(porchlight: Program, website: Beside) -> None:
    process = porchlight.start("health", "--watch", "--interval", "1", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    first = json.loads(process.stdout.readline())
    website.fail(Fault.UNAVAILABLE)
    lines = iter(process.stdout.readline, "")
    second = next(document for line in lines if (document := json.loads(line))["status"] != "healthy")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (first["status"], second["status"]) == ("healthy", "critical")
    assert process.returncode == 2
    assert "Traceback" not in err
    assert out is not None


def test_what_was_checked_is_remembered_and_a_monitor_is_not_disturbed(porchlight: Program) -> None:
    porchlight("health")
    assert json.loads(porchlight("status", "--json").out)["summary"]["healthy"] == 2
    process = porchlight.start("watch")
    assert process.stdout is not None
    process.stdout.readline()
    assert porchlight("health").code == 0
    process.terminate()
    killer = threading.Timer(10, process.kill)
    killer.start()
    process.communicate()
    killer.cancel()
    assert process.returncode == 0


def test_several_at_once_are_all_remembered(porchlight: Program) -> None:
    processes = [porchlight.start("health") for _ in range(3)]
    for process in processes:
        process.communicate(timeout=30)
        assert process.returncode == 0
    document = json.loads(porchlight("history", "website", "--json").out)
    assert document["checks"] == 3


PATHS = """
        [paths.donations]
        taken_by = ["website"]
        passed_on_by = ["form"]
        goes_to = "the CRM"
"""


def test_with_paths_it_opens_with_whether_gifts_can_be_taken(porchlight: Program, website: Beside) -> None:
    porchlight.configure(porchlight.config.read_text(encoding="utf-8") + PATHS)
    ran = porchlight("health")
    assert ran.out.startswith(
        "Healthy  Donations can be received and reach the CRM.\n         2 components are working normally.\n"
    )
    website.fail(Fault.UNAVAILABLE)
    (path,) = json.loads(porchlight("health", "--json").out)["paths"]
    assert path == {
        "path": "donations",
        "name": "Donations",
        "status": "error",
        "message": "Donations cannot be received: Donation page is not working. "
        "New ones do not reach the CRM: form is not working.",
    }


def test_a_path_that_names_an_unknown_component_is_reported_with_what_was_meant(porchlight: Program) -> None:
    broken = PATHS.replace('"form"', '"from"')
    porchlight.configure(porchlight.config.read_text(encoding="utf-8") + broken)
    ran = porchlight("config", "check")
    assert "paths.donations" in ran.out
    assert "There is no component “from”" in ran.out
    assert "form" in ran.out


def test_with_details_it_shows_where_the_failure_lies(porchlight: Program, website: Beside) -> None:
    website.fail(Fault.UNAVAILABLE)
    ran = porchlight("health", "--detailed", "website")
    assert "The problem is on this computer: the service runs here and is not working." in ran.out
    assert "✖ It answers, but not as expected." in ran.out
    (found,) = json.loads(porchlight("health", "--detailed", "--json", "website").out)["components"]
    assert found["where"]["place"] == "your_computer"
    assert [step["step"] for step in found["where"]["steps"]] == ["name", "route", "answer"]
    assert "The problem is on this computer" in porchlight("components", "test", "website").out
