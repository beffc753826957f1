"""What is kept for how long, and its removal in slices that never hold the writer for long."""

import sqlite3
import time
from dataclasses import dataclass
from typing import Final

from app.model.history import Resolution

_DAY_MS: Final = 24 * 3600 * 1000
ROLLUPS_KEPT_MS: Final = {Resolution.FIVE_MINUTES: 30 * _DAY_MS, Resolution.HOUR: 400 * _DAY_MS}
"""Days are kept for good."""
EVENTS_KEPT_MS: Final = 400 * _DAY_MS
RUNS_KEPT_MS: Final = 14 * _DAY_MS
"""Single runs of operations: few beside results, and what is usual is learned from a fortnight."""
_ROWS_A_SLICE = 2000
_PAGES_A_SLICE = 200


@dataclass(slots=True)
class CleanUp:
    """One round of removal; ``step`` goes on with it until it says that it is done."""

    now_ms: int
    results_kept_ms: int

    def step(self, connection: sqlite3.Connection, time_limit: float) -> bool:
        """Remove for about ``time_limit`` seconds; whether nothing is left to do."""
        began = time.perf_counter()
        while time.perf_counter() - began < time_limit:
            if not (self._results(connection) or self._rollups(connection) or self._events(connection)):
                return not _give_space_back(connection, began + time_limit)
        return False

    def _results(self, connection: sqlite3.Connection) -> bool:
        """Remove a slice of old results, never one that is not in the rollups yet."""
        before = self.now_ms - self.results_kept_ms
        for key, rolled_ms in connection.execute("SELECT key, rolled_ms FROM components").fetchall():
            limit = min(before, rolled_ms or 0)
            if _delete_slice(connection, "results", "began_ms", "component = ?", (key,), limit):
                return True
        return False

    def _rollups(self, connection: sqlite3.Connection) -> bool:
        for (key,) in connection.execute("SELECT key FROM components").fetchall():
            for resolution, kept_ms in ROLLUPS_KEPT_MS.items():
                chosen = "component = ? AND resolution = ?"
                before = self.now_ms - kept_ms
                if _delete_slice(connection, "rollups", "start_ms", chosen, (key, int(resolution)), before):
                    return True
        return False

    def _events(self, connection: sqlite3.Connection) -> bool:
        before = (self.now_ms - EVENTS_KEPT_MS,)
        incidents = connection.execute("DELETE FROM incidents WHERE ended_ms < ?", before).rowcount
        alerts = connection.execute(
            "DELETE FROM alerts WHERE pending_ms < ? AND state = 'resolved' AND id IN"
            f" (SELECT id FROM alerts WHERE pending_ms < ? LIMIT {_ROWS_A_SLICE})",
            before * 2,
        ).rowcount
        if alerts:
            connection.execute("DELETE FROM alert_events WHERE alert NOT IN (SELECT id FROM alerts)")
            connection.execute("DELETE FROM outbox WHERE alert NOT IN (SELECT id FROM alerts)")
        before_runs = self.now_ms - RUNS_KEPT_MS
        runs = connection.execute("DELETE FROM operations WHERE began_ms < ?", (before_runs,)).rowcount
        rolled = connection.execute("DELETE FROM operation_rollups WHERE start_ms < ?", before).rowcount
        measured = connection.execute("DELETE FROM measure_days WHERE start_ms < ?", before).rowcount
        connection.execute("DELETE FROM silences WHERE until_ms < ?", before)
        return (
            alerts
            + incidents
            + runs
            + rolled
            + measured
            + connection.execute("DELETE FROM audit WHERE at_ms < ?", before).rowcount
            > 0
        )


def _delete_slice(
    connection: sqlite3.Connection, table: str, at: str, chosen: str, values: tuple[int, ...], before_ms: int
) -> bool:
    """Delete the oldest rows before a time, _ROWS_A_SLICE at most; whether there were any."""
    # ruff: noqa: S608 - tables and columns are ours
    next_kept = connection.execute(
        f"SELECT {at} FROM {table} WHERE {chosen} ORDER BY {at} LIMIT 1 OFFSET {_ROWS_A_SLICE}", values
    ).fetchone()
    limit = before_ms if next_kept is None else min(before_ms, next_kept[0])
    return connection.execute(f"DELETE FROM {table} WHERE {chosen} AND {at} < ?", (*values, limit)).rowcount > 0


def _give_space_back(connection: sqlite3.Connection, until: float) -> bool:
    """Give free pages back to the file system; whether some are left."""
    while time.perf_counter() < until:
        free: int = connection.execute("PRAGMA freelist_count").fetchone()[0]
        if free <= _PAGES_A_SLICE:
            return False  # some free pages are useful: the next results go there
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_A_SLICE})").fetchall()
    return True
