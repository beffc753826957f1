"""What was last stored of every component, in one read: the fast path of ``porchlight status``.

Imports next to nothing (no dataclasses, no asyncio, no typing at run time), for its time is the start of Python.
"""

from __future__ import annotations

import sqlite3
from urllib.parse import quote

from app.model.status import Status, is_stale

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


def read_statuses(path: str, now_ms: int) -> list[StoredStatus]:
    """Every component's status as it may be told now: unknown where its last result is too old to speak for it.

    Raises ``sqlite3.Error``.
    """
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=2)
    try:
        return statuses_in(connection, now_ms)
    finally:
        connection.close()


def statuses_in(connection: sqlite3.Connection, now_ms: int) -> list[StoredStatus]:
    """The same from a connection that is open. Raises ``sqlite3.Error``."""
    return [_status(row, now_ms) for row in connection.execute(_QUERY).fetchall()]


def _status(row: tuple, now_ms: int) -> StoredStatus:  # type: ignore[type-arg]
    slug, name, kind, critical, enabled, interval_ms, timeout_ms, status, since_ms, reason, message, checked_ms = row
    told = Status(status)
    if told not in (Status.UNKNOWN, Status.DISABLED) and is_stale(
        checked_ms=checked_ms, interval=interval_ms / 1000, timeout=timeout_ms / 1000, now_ms=now_ms
    ):
        told, reason, message = Status.UNKNOWN, "stale", f"Not checked for a while; it was {status}: {message}"
    return {
        "component": slug,
        "name": name,
        "kind": kind,
        "critical": bool(critical),
        "enabled": bool(enabled),
        "status": told,
        "since_ms": since_ms,
        "reason": reason,
        "message": message,
        "checked_ms": checked_ms,
    }
