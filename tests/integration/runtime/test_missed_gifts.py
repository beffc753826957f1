"""A donation page that was down while gifts were counted: what that probably cost, in report and incidents."""

import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.demo.sync_database import add_payments, lose_payments, make_sync_database
from porchlight.insight.missed_gifts import losses, missed_text
from porchlight.language.english import english
from porchlight.model.gifts import MissedGifts
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status
from porchlight.monitor.clock import SystemClock
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.gifts import read_gift_hours, read_missed_gifts
from porchlight.runtime.history import open_reader, open_store_of, read_report
from porchlight.runtime.kinds import parse_settings
from porchlight.runtime.options import Role, RunOptions
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.settings.report import ReportFormat

pytestmark = pytest.mark.anyio
HOUR_MS = 3_600_000
MINUTE_MS = 60_000
SETTINGS = """
[monitor]
connectivity_urls = []
[components.page]
kind = "http"
name = "Donation page"
url = "http://127.0.0.1:9/"
interval = "1h"
[components.database]
kind = "http"
name = "Records"
url = "http://127.0.0.1:9/"
enabled = false
[components.pulse]
kind = "gift_pulse"
name = "Gift pulse"
url = "sqlite:///{database}"
delay = "0s"
[paths.donations]
taken_by = ["page"]
passed_on_by = ["database"]
"""


def incident(name: str, component: str, began_ms: int, minutes: int, reason: Reason = Reason.TIMEOUT) -> Incident:
    return Incident(name, component, began_ms, Status.ERROR, reason, "No answer.", (), began_ms + minutes * MINUTE_MS)


async def watched(folder: Path, settings: LoadedSettings, incidents: list[Incident]) -> dict[str, MissedGifts]:
    """What the incidents cost, after the pulse was checked a few times."""
    store = await open_store_of(history_file(str(folder)), settings, SystemClock(), maintain=False)
    for item in settings.components:
        store.register(item.component, incidents[0].began_ms)
    for one in incidents:
        store.save_incident(one)
    await store.flush()
    store.close()
    async with await Porchlight.start(RunOptions(settings, str(folder), Role.OWNER, Redactor())) as program:
        running = asyncio.create_task(program.run())
        try:
            for _ in range(2):  # with the first one it learns
                async with asyncio.timeout(30):
                    while not (found := await program.check("pulse")):  # noqa: ASYNC110 - until it runs
                        await asyncio.sleep(0.05)
                assert "gifts" in found[0].measures, found[0].sentence
            await program.flush()
        finally:
            running.cancel()
            await asyncio.wait([running])
        with open_reader(str(folder)) as reader:
            return dict(read_missed_gifts(reader, settings))


@pytest.fixture
def busy(tmp_path: Path) -> tuple[Path, Gifts, int]:
    """A database with 60 busy days, and the moment at which the page went down: an hour and a half ago."""
    path = tmp_path / "sync.sqlite"
    make_sync_database(str(path))
    now_ms = time.time_ns() // MINUTE_MS // 1_000_000 * MINUTE_MS
    # Donors who live where it is early afternoon now: at night too few gifts are missed to be mentioned.
    donors = timezone(timedelta(hours=14 - datetime.now(UTC).hour))
    gifts = usual_gifts(now_ms, donors, days=60, a_day=3000.0, seed=5)
    add_payments(str(path), gifts.payments)
    return path, gifts, now_ms - 90 * MINUTE_MS


async def test_an_outage_of_what_takes_gifts_has_its_price_and_one_behind_it_has_none(
    tmp_path: Path, busy: tuple[Path, Gifts, int]
) -> None:
    path, gifts, began_ms = busy
    true = gifts.total(began_ms, began_ms + 40 * MINUTE_MS, failed=False)
    lose_payments(str(path), began_ms, began_ms + 40 * MINUTE_MS)
    settings = parse_settings(SETTINGS.format(database=path.as_posix()))
    assert settings.all_problems() == []
    incidents = [
        incident("page-down", "page", began_ms, 40),
        incident("records-down", "database", began_ms, 40),
        incident("key", "page", began_ms - HOUR_MS, 10, Reason.AUTH),
    ]
    found = await watched(tmp_path, settings, incidents)
    assert list(found) == ["page-down"]
    missed = found["page-down"]
    assert (missed.since_ms, missed.until_ms) == (began_ms, began_ms + 40 * MINUTE_MS)
    assert missed.low <= true * 1.4
    assert true * 0.6 <= missed.high
    assert missed.low < missed.high
    (loss,) = losses(incidents, found)
    assert loss.component == "page"
    assert english(missed_text(missed)).startswith(f"Gifts probably missed: {missed.low}–{missed.high} between ")
    span = (began_ms - HOUR_MS, began_ms + 2 * HOUR_MS)
    report = read_report(history_file(str(tmp_path)), settings, span, ReportFormat.MARKDOWN, Redactor()).decode()
    assert "Gifts probably missed" in report
    assert f"{missed.low}–{missed.high}" in report
    with open_reader(str(tmp_path)) as reader:
        hours = read_gift_hours(reader, settings, "pulse", time.time_ns() // 1_000_000)
        assert read_gift_hours(reader, settings, "page", began_ms) is None
    assert hours is not None
    assert len(hours.hours) > 7 * 24
    assert hours.hours[-1].watched
    assert not hours.hours[0].watched
