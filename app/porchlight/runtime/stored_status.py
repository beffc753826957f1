"""What was last stored of every component, by whichever process: the fast path of ``porchlight status``, one read.

Imports almost nothing (no dataclasses, no asyncio, no typing at run time), since the start of Python dominates its
time.
"""

from __future__ import annotations

import os
import sqlite3
from urllib.parse import quote

from porchlight.model.status import Status, is_stale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    class StoredStatus(TypedDict):
        """One component as stored; times are Unix ms (UTC)."""

        component: str
        name: str
        kind: str
        critical: bool
        enabled: bool
        status: Status
        since_ms: int
        reason: str | None
        message: str
        checked_ms: int | None


_QUERY = """
SELECT c.slug, c.name, c.kind, c.critical, c.enabled, c.interval_ms, c.timeout_ms,
    s.status, s.since_ms, s.reason, s.sentence, s.checked_ms
FROM statuses s JOIN components c ON c.key = s.component ORDER BY c.position, c.slug
"""


_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('statuses', 'components')"


def read_statuses(path: str, now_ms: int) -> list[StoredStatus]:
    """The status of every component; unknown where its last result is too old or makes no sense, and none where
    there is no history. Raises HistoryError."""
    try:
        if not os.path.isfile(path):  # a named pipe would never answer
            raise sqlite3.OperationalError("no such file")
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=2)
        try:
            return _statuses_in(connection, now_ms)
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):  # where SQLite quotes what is no text, Python fails over the quote
        return _read_with_care(path, now_ms) if os.path.exists(path) else []


def _read_with_care(path: str, now_ms: int) -> list[StoredStatus]:
    from contextlib import closing

    from porchlight.history.connection import connect_reader, explain

    try:
        with closing(connect_reader(path)) as connection:
            return _statuses_in(connection, now_ms)
    except UnicodeDecodeError:
        raise explain(sqlite3.DatabaseError("the file is damaged"), path) from None
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _statuses_in(connection: sqlite3.Connection, now_ms: int) -> list[StoredStatus]:
    # Against flipped bits and foreign content: no error for one text, no code of the file's own.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    if connection.execute(_TABLES).fetchone()[0] != 2:
        raise sqlite3.DatabaseError("the tables are not there")
    return [_status(row, now_ms) for row in connection.execute(_QUERY).fetchall() if _is_readable(row)]


def _is_readable(row: tuple) -> bool:  # type: ignore[type-arg]
    """Whether the texts that name a component can be shown."""
    return all(isinstance(text, str) and text.isprintable() for text in row[:3])


def _status(row: tuple, now_ms: int) -> StoredStatus:  # type: ignore[type-arg]
    try:
        return _as_stored(row, now_ms)
    except (ValueError, TypeError, ArithmeticError):
        slug, name, kind, critical, enabled, *_ = row
        return {
            "component": slug,
            "name": name,
            "kind": kind,
            "critical": bool(critical),
            "enabled": bool(enabled),
            "status": Status.UNKNOWN,
            "since_ms": now_ms,
            "reason": "internal",
            "message": "What is stored about it cannot be read. Its next check will show how it is.",
            "checked_ms": None,
        }


def _as_stored(row: tuple, now_ms: int) -> StoredStatus:  # type: ignore[type-arg]
    slug, name, kind, critical, enabled, interval_ms, timeout_ms, status, since_ms, reason, message, checked_ms = row
    current = Status(status)
    # 253402300799000: the last moment that a calendar knows.
    if not (0 <= since_ms <= 253402300799000 and 0 <= (checked_ms or 0) <= 253402300799000):
        raise ValueError("no such moment")
    if not message.isprintable():
        from porchlight.intake.text import clean_line

        message = clean_line(message)
    if current not in (Status.UNKNOWN, Status.DISABLED) and is_stale(
        checked_ms=checked_ms, interval=interval_ms / 1000, timeout=timeout_ms / 1000, now_ms=now_ms
    ):
        current, reason, message = Status.UNKNOWN, "stale", f"Not checked for a while; it was {status}: {message}"
    return {
        "component": slug,
        "name": name,
        "kind": kind,
        "critical": bool(critical),
        "enabled": bool(enabled),
        "status": current,
        "since_ms": since_ms,
        "reason": reason if reason is None else str(reason),
        "message": message,
        "checked_ms": checked_ms,
    }
