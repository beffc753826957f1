"""Time zones by name, and this computer's own. Neither ever fails: for an unknown name (``TZ=UTC0``, a path, a wrong
``/etc/timezone``, no tzdata) the operating system's own rules apply, which is logged once."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache

_log = logging.getLogger(__name__)

_warned: set[str] = set()


class SystemZone(tzinfo):
    """This computer's zone by the C library's rules, for every moment in its range; else by today's offset."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """See tzinfo."""
        return None if dt is None else _as_system(dt.replace(tzinfo=None)).utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        """See tzinfo: the C library does not give how much of the offset is summer time."""
        return None if dt is None else timedelta(0)

    def tzname(self, dt: datetime | None) -> str | None:
        """See tzinfo."""
        return None if dt is None else _as_system(dt.replace(tzinfo=None)).tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """See tzinfo."""
        local = _as_system(dt.replace(tzinfo=UTC))
        first = local.replace(tzinfo=self, fold=0)
        return first if first.utcoffset() == local.utcoffset() else first.replace(fold=1)

    def __repr__(self) -> str:
        return "SystemZone()"


@cache
def local_zone() -> tzinfo:
    """This computer's zone with its summer time, which the standard library does not name."""
    return _local(_asked_once)


def local_zone_now() -> tzinfo:
    """As ``local_zone``, also where it was changed since the start."""
    return _local(_reloaded)


def zone_named(name: str | None) -> tzinfo | None:
    """The zone of that name; None: this computer's, also for an unknown name."""
    if not name:
        return None
    zone = find_zone(name)
    if zone is None:
        _warn_once(f"the time zone {name!r:.80} is not known here; this computer's is used in its place")
    return zone


def find_zone(name: str) -> tzinfo | None:
    """The zone of the tz database with that name; None: there is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except Exception as error:  # in addition to those for unknown names, any error of reading a damaged file
        _log.debug("no zone %.80r: %r", name, error)
        return None


def _asked_once() -> tzinfo:
    from tzlocal import get_localzone

    return get_localzone()


def _reloaded() -> tzinfo:
    from tzlocal import reload_localzone

    return reload_localzone()


def _local(ask: Callable[[], tzinfo]) -> tzinfo:
    import warnings

    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what is compared below
            zone = ask()
        now = datetime.now(UTC)
        found, systems = now.astimezone(zone).utcoffset(), now.astimezone().utcoffset()
    except Exception as error:  # files, links, the registry: any of them may be faulty
        _warn_once(
            f"this computer's time zone has no name that is known ({error!r:.200}); the system's rules are used"
        )
        return SystemZone()
    if found != systems:
        _warn_once(
            f"this computer calls its time zone {zone!s:.80} but does not go by it; the system's rules are used"
        )
        return SystemZone()
    return zone


def _as_system(moment: datetime) -> datetime:
    """In this computer's zone, with the offset of that moment."""
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):  # before 1970 on Windows; the first and the last year
        offset = timezone(timedelta(seconds=-time.timezone))
        return moment.replace(tzinfo=offset) if moment.tzinfo is None else _shifted(moment, offset)


def _shifted(moment: datetime, zone: timezone) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment


def _warn_once(sentence: str) -> None:
    if sentence not in _warned:
        _warned.add(sentence)
        _log.warning("%s", sentence)
