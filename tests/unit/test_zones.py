"""This computer's zone, whatever it is called: there is always one, and it goes by the system's own rules."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
import tzlocal
from hypothesis import given
from hypothesis import strategies as st

from porchlight.zones import SystemZone, find_zone, local_zone, local_zone_now, zone_named

if sys.platform == "win32":
    pytest.skip("Windows has no TZ", allow_module_level=True)

SUMMER, WINTER = datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Calls this computer's zone something else, until the test ends."""

    def call(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        local_zone.cache_clear()

    yield call
    monkeypatch.undo()
    time.tzset()
    local_zone.cache_clear()
    tzlocal.reload_localzone()


def hours(zone: tzinfo, moment: datetime) -> float:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset / timedelta(hours=1)


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    ("name", "winter", "summer"),
    [
        ("UTC0", 0, 0),
        ("EST5EDT4,M3.2.0,M11.1.0", -5, -4),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1, 2),
        ("<+0545>-5:45", 5.75, 5.75),
        ("America/New_York", -5, -4),
        (":America/New_York", -5, -4),
        ("/usr/share/zoneinfo/Europe/Berlin", 1, 2),
        ("", 0, 0),
        ("gar bage", 0, 0),
        ("No/Such_Zone", 0, 0),
        ("/etc/passwd", 0, 0),
        ("/", 0, 0),
        ("../../etc/passwd", 0, 0),
        ("x" * 5000, 0, 0),
    ],
)
def test_it_goes_by_the_system_s_rules_whatever_its_name(
    called: Callable[[str], None], name: str, winter: float, summer: float
) -> None:
    called(name)
    for zone in (local_zone(), local_zone_now()):
        assert (hours(zone, WINTER), hours(zone, SUMMER)) == (winter, summer)


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "error", [KeyError("UTC0"), PermissionError(13, "no"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x")]
)
def test_a_library_that_fails_in_whatever_way_is_done_without(
    called: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> tzinfo:
        raise error

    monkeypatch.setattr(tzlocal, "get_localzone", fail)
    monkeypatch.setattr(tzlocal, "reload_localzone", fail)
    called("EST5EDT,M3.2.0,M11.1.0")
    assert hours(local_zone(), SUMMER) == hours(local_zone_now(), SUMMER) == -4


@pytest.mark.logs_warnings
def test_a_wrong_name_in_a_file_is_not_believed_over_the_system_s_clock(
    called: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tzlocal, "get_localzone", lambda: ZoneInfo("Asia/Tokyo"))
    called("EST5EDT,M3.2.0,M11.1.0")
    assert hours(local_zone(), WINTER) == -5


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "name",
    ["No/Such", "UTC0", "../../etc/passwd", "Europe", "zone.tab", "tzdata.zi", "\0", "a" * 5000, "Ä", "\ud800"],
)
def test_a_name_that_nobody_knows_stands_for_this_computer_s_zone(name: str) -> None:
    assert find_zone(name) is None
    assert zone_named(name) is None


@pytest.mark.logs_warnings
def test_the_hour_that_comes_twice_and_the_one_that_does_not_come(called: Callable[[str], None]) -> None:
    called("EST5EDT,M3.2.0,M11.1.0")
    zone = local_zone_now()
    named = ZoneInfo("America/New_York")
    moment = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    for _ in range(4):
        ours, theirs = moment.astimezone(SystemZone()), moment.astimezone(named)
        assert (ours.replace(tzinfo=None), ours.fold, ours.utcoffset()) == (
            theirs.replace(tzinfo=None),
            theirs.fold,
            theirs.utcoffset(),
        )
        moment += timedelta(minutes=30)
    assert (
        datetime(2026, 3, 8, 2, 30, tzinfo=zone).timestamp() == datetime(2026, 3, 8, 2, 30, tzinfo=named).timestamp()
    )


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_moment_is_without_an_offset(moment: datetime) -> None:
    zone = SystemZone()
    local = moment.astimezone(zone)
    assert local.utcoffset() is not None
    assert local.astimezone(UTC) == moment
