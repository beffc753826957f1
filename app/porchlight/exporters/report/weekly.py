"""The weekly report: late where the computer was off, never twice for one week.

What was written is remembered in the activity list, which outlives the file and this process. A failure is noted
there once, in one sentence, and tried again later.
"""

import asyncio
import logging
import os
import re
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Final

from porchlight.dataclass import dataclass
from porchlight.exporters.report.schedule import Week, last_due
from porchlight.history.reader import HistoryReader
from porchlight.intake.files import put_whole
from porchlight.language.text import Text, msg
from porchlight.model.audit import Action
from porchlight.model.errors import HistoryError
from porchlight.model.events import Publish, ReportFailed, ReportWritten
from porchlight.model.ports import Clock
from porchlight.model.trusted_clock import TrustedClock
from porchlight.settings.file import LoadedSettings
from porchlight.settings.rules import WEEK
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.exporters.report.document import Redact
    from porchlight.exporters.report.writing import Days, Missed
    from porchlight.model.vendor import Vendors

_log = logging.getLogger(__name__)

LOOK_EVERY: Final = 60.0
"""Seconds between two looks at the clock, which may be set or sleep meanwhile."""
AGAIN: Final = 3600.0
"""Seconds before a failed one is tried again."""
_OURS: Final = re.compile(r"Porchlight \d{4}-\d\d-\d\d\.(?:md|html|pdf)")
_EVER_MS: Final = 1 << 53
_AWAY_MS: Final = 8 * 24 * 3_600_000
"""A computer that was off for so long is trusted at once about the day."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What it works with. ``settings`` and ``zone`` are read each time, since both may change."""

    settings: Callable[[], LoadedSettings]
    clock: Clock
    zone: Callable[[], tzinfo]
    data_dir: str
    history_path: str
    redact: "Redact"
    publish: Publish
    flush: Callable[[], Awaitable[None]]
    """Returns once what was published is on the disk."""
    vendors: "Callable[[LoadedSettings], Vendors]"
    missed: "Missed"
    days: "Days"


class WeeklyReport:
    """Only the process that writes the history has one."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._written: set[str] | None = None
        self._reported: list[tuple[str, Text]] = []
        self._not_before = float("-inf")
        self._trusted: TrustedClock | None = None

    async def run(self) -> None:
        """Look at the clock until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Write what is due now, if anything is."""
        around = self._around
        settings = around.settings()
        wanted = settings.report
        if not wanted.weekly or around.clock.monotonic() < self._not_before:
            return
        if self._trusted is None:
            self._trusted = await in_thread(self._compare_clock, name="weekly report")
        if not self._trusted.is_trusted():  # a jump of the clock ends no week and makes no old report obsolete
            return
        week = last_due(around.clock.now_ms(), WEEK.index(wanted.day), wanted.time, around.zone())
        if self._written is not None and week.name in self._written:
            return
        try:
            path = await in_thread(partial(self._write, settings, week), name="weekly report")
        except HistoryError as error:
            self._fail(week, msg("The weekly report could not be written: {error}", error=error.text))
        except OSError as error:
            folder = wanted.folder_in(around.data_dir)
            reason = error.strerror or type(error).__name__
            text = msg("The weekly report could not be written to {folder} ({error}).", folder=folder, error=reason)
            self._fail(week, text)
        except Exception:
            # Whatever the error, the alerts beside it continue.
            _log.exception("the weekly report could not be made")
            self._fail(week, msg("The weekly report could not be made. See the log for details."))
        else:
            if path is not None:
                around.publish(ReportWritten(week.name, path))
                await around.flush()
            self._written = {*(self._written or ()), week.name}

    def _compare_clock(self) -> TrustedClock:
        """With the last run's: an hour's wait distinguishes a holiday from a clock that is three years ahead."""
        try:
            with HistoryReader(self._around.history_path) as reader:
                before = reader.last_look()
        except HistoryError:
            before = None
        return TrustedClock(self._around.clock, before, away_ms=_AWAY_MS)

    def _fail(self, week: Week, sentence: Text) -> None:
        self._not_before = self._around.clock.monotonic() + AGAIN
        if (week.name, sentence) not in self._reported:
            self._reported.append((week.name, sentence))
            self._around.publish(ReportFailed(week.name, sentence))

    def _write(self, settings: LoadedSettings, week: Week) -> str | None:
        """In a thread: its path; None where it was written before."""
        from porchlight.exporters.report.writing import Wanted, report_of  # 2 MiB that most days do without

        around, wanted = self._around, settings.report
        with HistoryReader(around.history_path) as reader:
            if self._written is None:
                entries = reader.audit(0, _EVER_MS)
                self._written = {entry.subject for entry in entries if entry.action is Action.REPORT_WRITTEN}
            if week.name in self._written:
                return None
            folder = wanted.folder_in(around.data_dir)
            os.makedirs(folder, exist_ok=True)
            path = os.path.join(folder, f"Porchlight {week.day.isoformat()}.{wanted.format}")
            if not os.path.exists(path):  # it exists where this process ended before it was noted
                order = Wanted(
                    settings,
                    week.since_ms,
                    week.until_ms,
                    around.zone(),
                    wanted.format,
                    settings.desktop.language,
                    around.vendors(settings),
                    around.missed,
                    around.days,
                )
                put_whole(path, report_of(order, reader, around.redact), private=False)
        if wanted.keep:
            _tidy(folder, wanted.keep)
        return path


def _tidy(folder: str, keep: int) -> None:
    """Remove the oldest of ours but so many."""
    ours = sorted((name for name in os.listdir(folder) if _OURS.fullmatch(name)), reverse=True)
    for name in ours[keep:]:
        try:
            os.remove(os.path.join(folder, name))
        except OSError as error:
            _log.warning("an old report could not be removed: %s", error)
