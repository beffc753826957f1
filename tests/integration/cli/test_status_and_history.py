"""What was remembered: ``status``, ``history``, ``export``."""

import csv
import io
import json
import re
import sqlite3
import subprocess
from contextlib import closing
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
        connectivity_urls = []
        [components.website]
        kind = "http"
        name = "Donation page"
        url = "{website.url}"
        critical = true
        [components.other]
        kind = "http"
        url = "{website.url}"
        """
    )
    return program


def test_before_anything_was_checked_nothing_is_claimed(porchlight: Program) -> None:
    ran = porchlight("status")
    assert ran.code == 3
    assert "Nothing is known yet" in ran.out
    document = json.loads(porchlight("status", "--json").out)
    assert document["status"] == "unknown"
    assert document["components"] == []
    assert not porchlight.data.exists()


def test_status_json_keeps_the_keys_of_the_sync(porchlight: Program, website: Beside) -> None:
    porchlight("health")
    website.fail(Fault.UNAVAILABLE)
    assert porchlight("health").code == 2
    ran = porchlight("status", "--json")
    document = json.loads(ran.out)
    assert ran.code == 2
    assert document["status"] == "critical"
    assert {"status", "lastCheck", "summary", "components"} <= set(document)
    assert {"total", "healthy", "errors", "criticalErrors"} <= set(document["summary"])
    assert {"name", "enabled", "critical", "lastCheck", "status"} <= set(document["components"][0])
    assert document["components"][0]["name"] == "Donation page"
    assert 0 <= document["age"] < 60


def test_status_shows_how_old_its_result_is(porchlight: Program) -> None:
    porchlight("health")
    ran = porchlight("status")
    assert ran.code == 0
    assert ran.out.startswith("Healthy, as of ")
    assert "Donation page  healthy" in ran.out


def test_what_was_not_checked_for_long_is_never_green(porchlight: Program) -> None:
    porchlight("health")
    with closing(sqlite3.connect(porchlight.data / "history.sqlite3")) as history, history:
        history.execute("UPDATE statuses SET checked_ms = checked_ms - 3600000")
    ran = porchlight("status")
    assert ran.code == 3
    assert "it was healthy" in ran.out


def test_a_component_taken_out_of_the_settings_is_no_longer_listed(porchlight: Program) -> None:
    porchlight("health")
    text = porchlight.config.read_text()
    porchlight.configure(text[: text.index("[components.other]")])
    porchlight("health")
    document = json.loads(porchlight("status", "--json").out)
    assert [component["component"] for component in document["components"]] == ["website"]


@pytest.mark.parametrize("command", [("status",), ("history", "website"), ("export", "history")])
def test_a_damaged_or_newer_history_is_one_sentence(porchlight: Program, command: tuple[str, ...]) -> None:
    porchlight("health")
    file = porchlight.data / "history.sqlite3"
    with closing(sqlite3.connect(file)) as history:
        history.execute("PRAGMA user_version = 99")
        if command == ("status",):
            history.execute("DROP TABLE statuses")
    ran = porchlight(*command)
    assert ran.code == 69
    assert "newer Porchlight" in ran.err
    for side in file.parent.glob("history.sqlite3-*"):
        side.unlink()
    file.write_bytes(b"junk " * 5000)
    ran = porchlight(*command)
    assert ran.code == 69
    assert ran.err.startswith("porchlight: The history is damaged.")


def test_history_shows_uptime_times_and_incidents(porchlight: Program, website: Beside) -> None:
    for _ in range(3):
        porchlight("health")
    ran = porchlight("history", "website", "--since", "24h")
    assert ran.code == 0
    assert re.search(r"Uptime +watched since ", ran.out)
    assert re.search(r"Checks +3: 3 healthy", ran.out)
    for word in ("min", "avg", "p50", "p95", "max"):
        assert word in ran.out
    document = json.loads(porchlight("history", "website", "--json").out)
    assert document["checks"] == 3
    assert set(document["responseTime"]) == {"min", "avg", "p50", "p95", "max"}


def test_history_of_the_unknown_offers_the_nearest(porchlight: Program) -> None:
    porchlight("health")
    ran = porchlight("history", "websites")
    assert ran.code == 64
    assert "Did you mean “website”?" in ran.err
    assert porchlight("history", "website", "--since", "soon").code == 64


def test_export_as_csv_and_as_json_lines(porchlight: Program, tmp_path: Path) -> None:
    porchlight("health")
    exported = porchlight("export", "history").out
    assert exported.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(exported.removeprefix("\ufeff"))))
    assert [row["component"] for row in rows] == ["website", "other"]
    assert rows[0]["outcome"] == "healthy"
    assert float(rows[0]["first_byte_ms"]) > 0
    lines = porchlight("export", "history", "website", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["component"] for line in lines] == ["website"]
    target = tmp_path / "out.csv"
    ran = porchlight("export", "history", "--output", str(target))
    assert "2 results written" in ran.err
    assert target.read_bytes().startswith(b"\xef\xbb\xbfcomponent,")
    assert len(target.read_text().splitlines()) == 3
    assert porchlight("export", "history", "--output", str(tmp_path / "no" / "such")).code == 73


def test_debug_shows_where_it_happened_and_no_secret(porchlight: Program) -> None:
    porchlight("health")
    (porchlight.data / "history.sqlite3").write_bytes(b"junk " * 5000)
    for command in ("status", "export history"):
        done = subprocess.run(
            [*porchlight.command(), "--debug", *command.split()],
            env=porchlight.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 69
        assert "Traceback (most recent call last)" in done.stderr
        assert "porchlight: The history is damaged." in done.stderr
