"""What is kept for how long, and its removal in slices that never hold the writer for long. A round is one walk over
all tables that keeps its position. Each piece of it is bounded, however much there is to remove, and each step does
one piece at least, however slow the disk is: so every round ends."""
# ruff: noqa: S608 - tables, columns and conditions are ours

import sqlite3
import time
from collections.abc import Iterator
from typing import Final

from porchlight.model.history import Resolution

_DAY_MS: Final = 24 * 3600 * 1000
ROLLUPS_KEPT_MS: Final = {Resolution.FIVE_MINUTES: 30 * _DAY_MS, Resolution.HOUR: 400 * _DAY_MS}
"""Days are kept for good."""
EVENTS_KEPT_MS: Final = 400 * _DAY_MS
RUNS_KEPT_MS: Final = 14 * _DAY_MS
"""Single runs of operations: few compared with results, and what is usual is learned from a fortnight."""
_MOST_ROWS: Final = 2000
_FEWEST_ROWS: Final = 50
_AIM: Final = 0.015
"""Seconds that one removal should take: where the disk is slower, fewer rows are removed at once."""
_COMPONENTS_AT_ONCE: Final = 100
_ALERTS_AT_ONCE: Final = 100
_PAGES_AT_ONCE: Final = 200


class CleanUp:
    """One round of removal; ``step`` continues it until it returns that it is done. For one connection."""

    def __init__(self, now_ms: int, results_kept_ms: int) -> None:
        """``now_ms``: from a trusted clock."""
        self._now_ms = now_ms
        self._results_before = now_ms - results_kept_ms
        self._rows = _MOST_ROWS // 4
        self._walk: Iterator[None] | None = None

    def step(self, connection: sqlite3.Connection, time_limit: float) -> bool:
        """Remove for about ``time_limit`` seconds, one piece at least; return whether nothing is left to do."""
        if self._walk is None:
            self._walk = self._pieces(connection)
        began, worked = time.perf_counter(), False
        while time.perf_counter() - began < time_limit or not worked:
            if next(self._walk, self) is self:
                return True
            worked = True
        return False

    def _pieces(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Each piece of the round in turn."""
        events_before = self._now_ms - EVENTS_KEPT_MS
        # Never a result that is not in the rollups yet.
        limit = f"min({self._results_before}, coalesce(c.rolled_ms, 0))"
        yield from self._by_component(connection, "results", "began_ms", "", limit)
        for resolution, kept_ms in ROLLUPS_KEPT_MS.items():
            chosen = f" AND resolution = {int(resolution)}"
            yield from self._by_component(connection, "rollups", "start_ms", chosen, str(self._now_ms - kept_ms))
        yield from self._by_index(connection, "operations", "began_ms", self._now_ms - RUNS_KEPT_MS)
        yield from self._by_index(connection, "audit", "at_ms", events_before)
        yield from self._by_rowid(connection, "incidents", "ended_ms", events_before)
        yield from self._by_rowid(connection, "silences", "until_ms", events_before)
        yield from self._alerts(connection, events_before)
        yield from self._by_group(connection, "operation_rollups", ("name", "resolution"), events_before)
        yield from self._by_group(connection, "measure_days", ("component", "measure"), events_before)
        yield from _space_given_back(connection)

    def _by_component(
        self, connection: sqlite3.Connection, table: str, at: str, chosen: str, limit: str
    ) -> Iterator[None]:
        """Rows of a table that is clustered by component and time. Queried for many components at once, since most
        have nothing to remove."""
        last = -(2**63)
        while True:
            page = connection.execute(
                f"SELECT key, EXISTS (SELECT 1 FROM {table} WHERE component = c.key{chosen} AND {at} < {limit}),"
                f" {limit}"
                " FROM components c WHERE key > ? ORDER BY key LIMIT ?",
                (last, _COMPONENTS_AT_ONCE),
            ).fetchall()
            yield
            if not page:
                return
            last = page[-1][0]
            for key, is_due, before_ms in page:
                if is_due:
                    yield from self._slices(connection, table, at, f"component = ?{chosen}", (key,), before_ms)

    def _by_group(
        self, connection: sqlite3.Connection, table: str, columns: tuple[str, str], before_ms: int
    ) -> Iterator[None]:
        """Rows of a table that is clustered by two columns and time: from group to group, without reading what lies
        between."""
        one, other = columns
        following = f"SELECT {one}, {other} FROM {table} WHERE ({one}, {other}) > (?, ?) ORDER BY 1, 2 LIMIT 1"
        group = connection.execute(f"SELECT {one}, {other} FROM {table} ORDER BY 1, 2 LIMIT 1").fetchone()
        seen: set[tuple[object, ...]] = set()
        while group is not None and group not in seen:  # a name that is no text reads as another one
            seen.add(group)
            chosen = f"{one} = ? AND {other} = ?"
            yield from self._slices(connection, table, "start_ms", chosen, group, before_ms)
            group = connection.execute(following, group).fetchone()

    def _slices(
        self,
        connection: sqlite3.Connection,
        table: str,
        at: str,
        chosen: str,
        values: tuple[object, ...],
        before_ms: int,
    ) -> Iterator[None]:
        """The oldest rows first; ``chosen`` selects by the beginning of the table's key, and ``at`` is the next
        column."""
        while True:
            began, most = time.perf_counter(), self._rows
            next_kept = connection.execute(
                f"SELECT {at} FROM {table} WHERE {chosen} AND {at} < ? ORDER BY {at} LIMIT 1 OFFSET ?",
                (*values, before_ms, most),
            ).fetchone()
            limit = before_ms if next_kept is None else next_kept[0]
            past = f"FROM {table} WHERE {chosen} AND {at} < ?"
            if connection.execute(f"SELECT 1 {past} LIMIT 1", (*values, limit)).fetchone() is not None:
                connection.execute(f"DELETE {past}", (*values, limit))
                self._adapt(began, most)
            yield
            if next_kept is None:
                return

    def _by_index(self, connection: sqlite3.Connection, table: str, at: str, before_ms: int) -> Iterator[None]:
        """Rows of a table that has an index on their time."""
        while True:
            began, most = time.perf_counter(), self._rows
            removed = connection.execute(
                f"DELETE FROM {table} WHERE rowid IN"
                f" (SELECT rowid FROM {table} WHERE {at} < ? ORDER BY {at} LIMIT ?)",
                (before_ms, most),
            ).rowcount
            self._adapt(began, most)
            yield
            if removed < most:
                return

    def _by_rowid(self, connection: sqlite3.Connection, table: str, at: str, before_ms: int) -> Iterator[None]:
        """Rows of a table without such an index: the table is read through, some rows at a time."""
        last = -(2**63)
        while True:
            began, most = time.perf_counter(), self._rows
            until = connection.execute(
                f"SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1 OFFSET ?", (last, most - 1)
            ).fetchone()
            end = 2**63 - 1 if until is None else until[0]
            connection.execute(
                f"DELETE FROM {table} WHERE rowid > ? AND rowid <= ? AND {at} < ?", (last, end, before_ms)
            )
            self._adapt(began, most)
            yield
            if until is None:
                return
            last = end

    def _alerts(self, connection: sqlite3.Connection, before_ms: int) -> Iterator[None]:
        """Alerts that are over, each after all its notifications."""
        while True:
            ids = [
                row[0]
                for row in connection.execute(
                    "SELECT id FROM alerts WHERE pending_ms < ? AND state = 'resolved' ORDER BY pending_ms LIMIT ?",
                    (before_ms, _ALERTS_AT_ONCE),
                )
            ]
            chosen = f"IN ({', '.join('?' * len(ids))})"
            for table in ("alert_events", "outbox") if ids else ():
                removed = most = self._rows
                while removed >= most:
                    began, most = time.perf_counter(), self._rows
                    removed = connection.execute(
                        f"DELETE FROM {table} WHERE rowid IN"
                        f" (SELECT rowid FROM {table} WHERE alert {chosen} LIMIT ?)",
                        (*ids, most),
                    ).rowcount
                    self._adapt(began, most)
                    yield
            if connection.execute(f"DELETE FROM alerts WHERE id {chosen}", ids).rowcount < _ALERTS_AT_ONCE:
                return
            yield

    def _adapt(self, began: float, most: int) -> None:
        """Fewer rows at once where that took too long, more where it took no time."""
        took = time.perf_counter() - began
        if took > _AIM:
            self._rows = max(most // 2, _FEWEST_ROWS)
        elif took < _AIM / 4:
            self._rows = min(most * 2, _MOST_ROWS)


def _space_given_back(connection: sqlite3.Connection) -> Iterator[None]:
    """Give free pages back to the file system, but for some that the next results need."""
    free = _free_pages(connection)
    while free > _PAGES_AT_ONCE:
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
        yield
        before, free = free, _free_pages(connection)
        if free >= before:  # a file that cannot shrink
            return


def _free_pages(connection: sqlite3.Connection) -> int:
    found: int = connection.execute("PRAGMA freelist_count").fetchone()[0]
    return found
