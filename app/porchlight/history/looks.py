"""The wall clock's time when the history was last written, so that a clock that jumped between two runs is
noticed."""

import sqlite3

from porchlight.history.rows import ROW_FAULTS, moment_in
from porchlight.intake.numbers import LATEST_MS, finite, whole
from porchlight.model.trusted_clock import HOLD, LastLook

_WALL, _HELD = "clock_wall_ms", "clock_held_s"


def read_last_look(connection: sqlite3.Connection) -> LastLook | None:
    """What the last monitor left; None: nothing valid."""
    found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN (?, ?)", (_WALL, _HELD)))
    wall_ms = whole(found.get(_WALL), least=0, most=LATEST_MS)
    held = finite(found.get(_HELD), least=0.0, most=HOLD)
    return None if wall_ms is None or held is None else LastLook(wall_ms, held)


def write_last_look(connection: sqlite3.Connection, look: LastLook) -> None:
    """Write it for the next run."""
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?), (?, ?)",
        (_WALL, str(look.wall_ms), _HELD, f"{look.held:.1f}"),
    )


def newest_before(connection: sqlite3.Connection) -> LastLook | None:
    """When something was last recorded; None: never. For a monitor without a stored look, its clock is taken for
    right."""
    newest = connection.execute(
        "SELECT max(at_ms) FROM (SELECT max(checked_ms) AS at_ms FROM statuses"
        " UNION ALL SELECT max(at_ms) FROM audit UNION ALL SELECT max(last_seen_ms) FROM components"
        " UNION ALL SELECT (SELECT max(began_ms) FROM results WHERE component = key) FROM components)"
    ).fetchone()[0]
    try:
        return None if newest is None else LastLook(moment_in(newest))
    except ROW_FAULTS:
        return None
