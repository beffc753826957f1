"""Real disks, a small one of the test's own where that is allowed, and disks that hang."""

import asyncio
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from porchlight.model.result import Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes import disk
from porchlight.probes.disk import Room, bytes_of
from tests.support import Checker, check

pytestmark = pytest.mark.anyio
GB = 1e9


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """One MiB and sixteen files."""
    place = tmp_path / "mnt"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1M,nr_inodes=16", "porchlight", str(place)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("this account may mount nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _fill(file: Path) -> None:
    with open(file, "wb", buffering=0) as opened, suppress(OSError):
        while True:
            opened.write(b"x" * 65536)


def _make_files(folder: Path) -> None:
    with suppress(OSError):
        for number in count():
            (folder / str(number)).touch()


async def test_the_room_is_measured_against_what_there_is(tmp_path: Path) -> None:
    result = await check({"kind": "disk", "location": str(tmp_path), "warn_below": "1 B", "fail_below": "0%"})
    assert result.outcome is Outcome.HEALTHY, result.sentence
    used, free = result.measures["disk_used"], result.measures["free"]
    assert (used.unit, used.limit) == (Unit.BYTES, used.value + free.value)
    assert 0 < result.measures["free_percent"].value <= 100


async def test_less_room_than_is_wanted(tmp_path: Path) -> None:
    settings = {"kind": "disk", "location": str(tmp_path), "fail_below": "0%"}
    warned = await check({**settings, "warn_below": "100%"})
    assert (warned.outcome, warned.reason) == (Outcome.DEGRADED, Reason.QUOTA)
    failed = await check({**settings, "fail_below": "4000 TB"})
    assert (failed.outcome, failed.reason) == (Outcome.ERROR, Reason.QUOTA)
    assert "the limit is 4000 TB" in failed.sentence


async def test_a_full_disk_and_one_that_can_hold_no_more_files(small_disk: Path) -> None:
    settings = {"kind": "disk", "location": str(small_disk), "mounted": True, "warn_below": "0%", "fail_below": "0%"}
    assert (await check(settings)).outcome is Outcome.HEALTHY
    _fill(small_disk / "big")
    full = await check(settings)
    assert (full.outcome, full.sentence) == (Outcome.ERROR, "The disk is full.")
    os.truncate(small_disk / "big", 0)
    _make_files(small_disk)
    many = await check(settings)
    assert (many.outcome, many.reason) == (Outcome.ERROR, Reason.QUOTA)
    assert "no more files" in many.sentence


async def test_a_missing_path_and_a_disk_that_is_not_mounted_are_told_apart(tmp_path: Path) -> None:
    missing = await check({"kind": "disk", "location": str(tmp_path / "gone")})
    assert (missing.outcome, missing.reason) == (Outcome.ERROR, Reason.CONTENT)
    unmounted = await check({"kind": "disk", "location": str(tmp_path), "mounted": True})
    assert (unmounted.outcome, unmounted.reason) == (Outcome.ERROR, Reason.UNREACHABLE)
    assert "Nothing is mounted" in unmounted.sentence
    root = await check({"kind": "disk", "location": "/", "mounted": True, "warn_below": "0%", "fail_below": "0%"})
    assert root.outcome is Outcome.HEALTHY


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (PermissionError(13, "Permission denied"), Outcome.UNKNOWN, Reason.FORBIDDEN),
        (OSError(5, "Input/output error"), Outcome.ERROR, Reason.UNREACHABLE),
        (OSError(116, "Stale file handle"), Outcome.ERROR, Reason.UNREACHABLE),
    ],
)
async def test_a_disk_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, error: OSError, outcome: Outcome, reason: Reason
) -> None:
    def fail(path: str, mounted: bool) -> Room:
        raise error

    monkeypatch.setattr(disk, "_look", fail)
    result = await check({"kind": "disk", "location": "/mnt/gifts"})
    assert (result.outcome, result.reason) == (outcome, reason)


async def test_a_disk_that_hangs_is_asked_once_however_often_it_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    release, asked = threading.Event(), []

    def hang(path: str, mounted: bool) -> Room:
        asked.append(path)
        release.wait(30)
        return Room(100 * GB, 40 * GB, 60 * GB)

    monkeypatch.setattr(disk, "_look", hang)
    checker = Checker({"kind": "disk", "location": "/mnt/gifts"}, timeout=0.1)
    for _ in range(3):
        assert (await checker()).reason is Reason.TIMEOUT
    assert asked == ["/mnt/gifts"]
    waiting = asyncio.create_task(checker())
    release.set()
    assert (await waiting).outcome is Outcome.HEALTHY
    await checker.close()


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        ("10%", 10.0),
        ("2.5 %", 2.5),
        ("5 GB", 5e9),
        ("1 GiB", 1024.0**3),
        ("0%", 0.0),
        ("101%", None),
        ("much", None),
        ("", None),
    ],
)
def test_how_an_amount_is_written(amount: str, found: float | None) -> None:
    assert bytes_of(amount, 100.0) == found


async def test_an_amount_that_is_none_is_a_fault_of_the_settings() -> None:
    with pytest.raises(AssertionError, match="Please write"):
        await check({"kind": "disk", "location": "/", "warn_below": "much"})
