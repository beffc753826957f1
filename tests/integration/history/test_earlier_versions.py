"""Histories and settings of every earlier version open in this one: nothing is lost, and all of it can be read.

The files in tests/fixtures were written by the code of each version; make.py beside them says how.
"""

import asyncio
import json
import lzma
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from porchlight.history import schema
from porchlight.history.reader import HistoryReader
from porchlight.history.store import open_store
from porchlight.model.audit import Action
from porchlight.model.history import Resolution
from porchlight.model.status import Status
from porchlight.runtime.kinds import load_settings
from porchlight.settings.paths import history_file
from tests.clocks import ManualClock
from tests.integration.program import Program

FIXTURES = Path(__file__).parents[2] / "fixtures"
HISTORIES = sorted((FIXTURES / "history").glob("version-*.sqlite.xz"))
SETTINGS = sorted((FIXTURES / "settings").glob("version-*.toml"))
BEGAN_MS = 1_790_000_100_000 - 1_790_000_100_000 % 3_600_000
HOUR_MS = 3_600_000


def _laid(fixture: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = Path(history_file(str(folder)))
    path.write_bytes(lzma.decompress(fixture.read_bytes()))
    return path


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """What a file holds, by table; what is empty is left out, so that a new column makes no row another one."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: [_filled(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}


def _filled(row: sqlite3.Row) -> dict[str, object]:
    return {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118 - a Row iterates values


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _open_and_close(path: Path) -> None:
    """As the app does, hours later."""
    store = open_store(str(path), ManualClock(BEGAN_MS + 5 * HOUR_MS), results_kept=172_800, maintain=False)
    asyncio.run(store.flush())
    store.close()


def test_there_is_a_file_of_every_version() -> None:
    for found in (HISTORIES, SETTINGS):
        assert [one.name.split(".")[0] for one in found] == [f"version-{n}" for n in range(1, schema.VERSION + 1)]
        assert all(one.stat().st_size < 100_000 for one in found)
    assert {path.name for path in HISTORIES} == {f"version-{n}.sqlite.xz" for n in range(1, schema.VERSION + 1)}


@pytest.mark.parametrize("fixture", HISTORIES, ids=lambda path: path.name.split(".")[0])
def test_it_is_brought_forward_with_every_row_and_a_copy_beside_it(fixture: Path, tmp_path: Path) -> None:
    path = _laid(fixture, tmp_path)
    version, before = _version(path), _rows(path)
    assert fixture.name == f"version-{version}.sqlite.xz"
    _open_and_close(path)
    after = _rows(path)
    assert _version(path) == schema.VERSION
    assert {table: rows for table, rows in after.items() if table in before} == before
    copies = [one for one in tmp_path.iterdir() if "before-version" in one.name]
    if version == schema.VERSION:
        assert copies == []
        return
    (copy,) = copies
    assert copy.name == f"{path.name}.before-version-{schema.VERSION}"
    assert _version(copy) == version
    assert _rows(copy) == before


@pytest.mark.parametrize("fixture", HISTORIES, ids=lambda path: path.name.split(".")[0])
def test_all_that_it_holds_can_be_read(fixture: Path, tmp_path: Path) -> None:
    path = _laid(fixture, tmp_path)
    version = _version(path)
    _open_and_close(path)
    with HistoryReader(str(path)) as reader:
        series = reader.series("website", BEGAN_MS, BEGAN_MS + 5 * HOUR_MS)
        assert len(series.began_ms) == 181
        summary = reader.summary("website", BEGAN_MS, BEGAN_MS + 3 * HOUR_MS)
        assert (summary.healthy, summary.error) == (165, 15)
        hours = reader.buckets("website", BEGAN_MS, BEGAN_MS + 3 * HOUR_MS, Resolution.HOUR)
        assert len(hours) == 3
        (incident,) = reader.incidents(BEGAN_MS, BEGAN_MS + 5 * HOUR_MS)
        assert (incident.status, incident.sentence) == (Status.ERROR, "No answer within 10 s.")
        assert len(incident.timeline) == 2
        noted = [one.action for one in reader.audit(0, 1 << 53)]
        assert noted == ([Action.STARTED] if version >= 2 else [])
        notification_known = version >= 3
        if notification_known:
            notification, alert = reader.notification("notification-1")
            assert (notification.channel, alert.rule, alert.notification_count) == (
                "desktop",
                "critical-component",
                1,
            )
    with closing(sqlite3.connect(path)) as connection:
        (runs,) = connection.execute("SELECT count(*) FROM operations").fetchone()
    assert runs == (3 if version >= 4 else 0)


@pytest.mark.parametrize("fixture", HISTORIES, ids=lambda path: path.name.split(".")[0])
def test_status_and_report_are_as_if_nothing_had_been(fixture: Path, tmp_path: Path) -> None:
    porchlight = Program(tmp_path)
    porchlight.configure('[components.website]\nkind = "http"\nname = "Donation page"\nurl = "http://127.0.0.1:9/"\n')
    _open_and_close(_laid(fixture, porchlight.data))
    output = json.loads(porchlight("status", "--json").out)
    (website,) = output["components"]
    assert website["name"] == "Donation page"
    report = tmp_path / "report.md"
    ran = porchlight("report", "--since", "2026-09-01", "--output", str(report))
    assert ran.code == 0, ran.err
    text = report.read_text(encoding="utf-8")
    assert "Donation page" in text


@pytest.mark.parametrize("fixture", HISTORIES[:4], ids=lambda path: path.name.split(".")[0])
def test_one_that_cannot_be_brought_forward_stays_as_it_was(fixture: Path, tmp_path: Path) -> None:
    path = _laid(fixture, tmp_path)
    before = _rows(path)
    threads = threading.active_count()
    with closing(sqlite3.connect(path)) as connection:  # something in the way of the newest table
        connection.execute("CREATE TABLE measure_days (something)")
        connection.commit()
    with pytest.raises(Exception, match=r"history"):
        _open_and_close(path)
    assert _version(path) == int(fixture.name.split(".")[0].removeprefix("version-"))
    assert {table: rows for table, rows in _rows(path).items() if table != "measure_days"} == before
    assert threading.active_count() == threads


@pytest.mark.parametrize("fixture", SETTINGS, ids=lambda path: path.stem)
def test_settings_of_then_are_in_order_now(fixture: Path) -> None:
    settings = load_settings(str(fixture))
    assert [str(one) for one in settings.all_problems()] == []
    assert {"website", "classy", "mailchimp", "database", "porchlight"} <= {
        one.component.id for one in settings.components
    }
    assert settings.monitor.retention == 172_800
    version = int(fixture.stem.removeprefix("version-"))
    if version >= 3:
        assert settings.alerting.channels.keys() >= {"ops-webhook", "mail"}
    assert settings.updates.check is False
