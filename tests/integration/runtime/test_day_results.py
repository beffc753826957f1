"""Once an important day is over, the report and the history say how it went."""

import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from porchlight.demo.gifts import usual_gifts
from porchlight.demo.sync_database import add_payments, lose_payments, make_sync_database
from porchlight.history.reader import HistoryReader
from porchlight.insight.day_after import day_after
from porchlight.language.english import english
from porchlight.model.gifts import MissedGifts
from porchlight.monitor.clock import SystemClock
from porchlight.redaction import Redactor
from porchlight.runtime.day_results import read_day_results
from porchlight.runtime.history import open_reader, open_store_of, read_report
from porchlight.runtime.kinds import parse_settings
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.settings.report import ReportFormat
from porchlight.zones import local_zone
from tests.integration.runtime.test_missed_gifts import HOUR_MS, MINUTE_MS, SETTINGS, incident, watched

pytestmark = pytest.mark.anyio
DAY_MS = 24 * HOUR_MS
NOW_MS = time.time_ns() // 1_000_000
_NOON = datetime.now(local_zone()).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
NOON_MS = round(_NOON.timestamp() * 1000)
"""Yesterday's."""
CALENDAR = f"""
[calendar.giving]
name = "Giving Tuesday"
from = "{_NOON.date()}"
to = "{_NOON.date()}"
[calendar.gala]
name = "Gala"
from = "{_NOON.date() - timedelta(days=20)}"
to = "{_NOON.date() - timedelta(days=20)}"
[calendar.ahead]
name = "Year's end"
from = "{_NOON.date() + timedelta(days=20)}"
to = "{_NOON.date() + timedelta(days=21)}"
"""


def said(folder: Path, settings: LoadedSettings, days: int, pulse: str | None = None) -> list[str]:
    with open_reader(str(folder)) as reader:
        found = read_day_results(reader, settings, NOW_MS - days * DAY_MS, NOW_MS, pulse)
    return [" ".join(map(english, day_after(one))) for one in found]


async def test_yesterday_s_giving_day_with_an_outage_at_noon(tmp_path: Path) -> None:
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path))
    add_payments(str(path), usual_gifts(NOW_MS, local_zone(), days=60, a_day=3000.0, seed=5).payments)
    lose_payments(str(path), NOON_MS, NOON_MS + 40 * MINUTE_MS)
    settings = parse_settings(SETTINGS.format(database=path.as_posix()) + CALENDAR)
    assert settings.all_problems() == []
    found = await watched(tmp_path, settings, [incident("page-down", "page", NOON_MS, 40)])
    missed = found["page-down"]
    assert isinstance(missed, MissedGifts)
    (giving,) = said(tmp_path, settings, 4)
    assert giving.startswith("Giving Tuesday is over. Nothing was checked then. ")  # no check is in the history
    assert f" gifts came. Gifts probably missed: {missed.low}–{missed.high} between " in giving
    assert said(tmp_path, settings, 4, "pulse") == [giving]
    assert len(said(tmp_path, settings, 4, "page")) == 1
    assert "gifts" not in said(tmp_path, settings, 4, "page")[0]
    gala = said(tmp_path, settings, 30)[1]
    assert gala == "Gala is over. Nothing was checked then."  # its gifts are no longer known by the hour
    span = (NOW_MS - 7 * DAY_MS, NOW_MS)
    report = read_report(history_file(str(tmp_path)), settings, span, ReportFormat.MARKDOWN, Redactor()).decode()
    assert "Important days" in report
    assert f"Gifts probably missed: {missed.low}–{missed.high} between " in report
    assert "four times in five" in report
    assert "Gala" not in report


async def test_a_day_of_many_components_is_read_with_a_few_questions_and_nothing_is_miscounted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    components = "\n".join(
        f'[components.page-{number}]\nkind = "http"\nurl = "http://127.0.0.1:9/"' for number in range(300)
    )
    others = "\n".join(
        f'[calendar.other-{number}]\nfrom = "{_NOON.date()}"\nto = "{_NOON.date()}"' for number in range(20)
    )
    settings = parse_settings(f"[monitor]\nconnectivity_urls = []\n{components}\n{CALENDAR}\n{others}")
    store = await open_store_of(history_file(str(tmp_path)), settings, SystemClock(), maintain=False)
    for item in settings.components:
        store.register(item.component, NOON_MS)
    store.save_incident(incident("page-down", "page-7", NOON_MS, 40))
    await store.flush()
    store.close()
    with closing(sqlite3.connect(history_file(str(tmp_path)))) as connection, connection:
        connection.execute("UPDATE components SET rolled_ms = ?", (NOW_MS,))
        for seconds in (3600, 86_400):
            connection.execute(
                "INSERT INTO rollups SELECT key, ?, ?, 40, 1, 0, 1, 0, 3600000, 0, 0, NULL, NULL, NULL, NULL, x''"
                " FROM components",
                (seconds, NOON_MS // (seconds * 1000) * seconds * 1000),
            )
    asked: list[str] = []

    def counting(name: str) -> None:
        method = getattr(HistoryReader, name)

        def counted(reader: HistoryReader, *args: object) -> object:
            asked.append(name)
            return method(reader, *args)

        monkeypatch.setattr(HistoryReader, name, counted)

    for name in ("checks", "incidents", "summary", "position"):
        counting(name)
    with open_reader(str(tmp_path)) as reader:
        found = read_day_results(reader, settings, NOW_MS - 4 * DAY_MS, NOW_MS)
    assert len(found) == 21
    assert {(one.checks, one.trouble_ms) for one in found} == {(300 * 42, 40 * MINUTE_MS)}
    assert len(asked) < 10
