"""``record``: reports a run that the program measured itself.

record("nightly import", 90.0, processed=405, failed=2)

A failure to report is logged and never raised.
"""

import logging
import time
from datetime import datetime

from porchlight.model.operation import Operation, RunStart

_log = logging.getLogger(__name__)


def record(
    name: str,
    duration: float,
    *,
    ok: bool = True,
    processed: int | None = None,
    failed: int | None = None,
    ended: datetime | None = None,
    data_dir: str | None = None,
) -> bool:
    """Report one run; return whether that was possible.

    ``duration``: seconds. ``processed`` and ``failed``: items, None where unknown. ``ended``: when it was over, in
    local time where it has no zone; None: now. ``data_dir``: where the history is; None: where Porchlight keeps it by
    itself. An invalid name, number or time is corrected.
    """
    try:
        ended_ms = time.time_ns() // 1_000_000 if ended is None else round(ended.timestamp() * 1000)
        operation = Operation(name, ended_ms - round(duration * 1000), duration * 1000, ok, processed, failed)
    except (ValueError, OverflowError, OSError) as error:  # not a number, or a year before all clocks
        _log.warning("Porchlight could not be told of a run of “%s”: %s", name, error)
        return False
    return leave(operation, data_dir)


def leave(operation: Operation, data_dir: str | None = None) -> bool:
    """Leave a run where Porchlight finds it; return whether that was possible."""
    from porchlight.operations import spool
    from porchlight.operations.starts import StartFolder
    from porchlight.settings.paths import data_dir as default

    try:
        folder = default(data_dir)
        spool.leave(folder, operation)
        StartFolder(folder).end([operation])
    except Exception as error:  # no error here is a fault of the measured work
        _log.warning("Porchlight could not be told of a run of “%s”: %s", operation.name, error)
        return False
    return True


def leave_start(start: RunStart, data_dir: str | None = None) -> None:
    """Leave a start where Porchlight finds it. A failure is of no consequence by itself: the end will fail too, and
    is logged as a warning."""
    from porchlight.operations.starts import StartFolder
    from porchlight.settings.paths import data_dir as default

    try:
        StartFolder(default(data_dir)).begin(start)
    except Exception as error:  # no error here is a fault of the measured work
        _log.info("Porchlight could not be told of a start of “%s”: %s", start.name, error)
