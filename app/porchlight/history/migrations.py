"""Bringing a history file to this program's version: forward only, in a transaction, with a backup beside it."""

import sqlite3
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from porchlight.history import schema
from porchlight.history.connection import read_version

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES: dict[int, Callable[["Database"], None]] = {
    2: schema.create_audit,
    3: schema.create_alerts,
    4: schema.create_operations,
    5: schema.create_measure_days,
}
"""The tables that each version added to the one before."""
_COLUMNS: dict[int, tuple[tuple[str, str, str], ...]] = {
    6: (("operations", "expected_ms", "FLOAT"),),
    7: (("alerts", "told_grade", "TEXT"), ("alerts", "causes", "TEXT"), ("outbox", "recipient", "TEXT")),
    8: tuple((table, "text", "TEXT") for table in ("alerts", "incidents", "results", "statuses")),
    9: tuple((table, "text", "TEXT") for table in ("alert_events", "audit", "outbox")),
}
"""The columns that each version added: table, column, type. A table made on the way has them already, and files of
version 4 exist with and without that of version 6."""


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Make or upgrade the tables of a file that is not newer. Raises ``sqlite3.Error`` with the file as it was."""
    version = read_version(connection)
    if version == schema.VERSION:
        return
    if version > 0:
        _back_up(connection, f"{path}.before-version-{schema.VERSION}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if read_version(connection) == 0:
            _create(connection)
        else:
            for step in range(version + 1, schema.VERSION + 1):
                _step(connection, step)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _step(connection: sqlite3.Connection, version: int) -> None:
    """Migrate from the version before to this one."""
    if version in _TABLES:
        _make(connection, _TABLES[version])
    for table, column, kind in _COLUMNS.get(version, ()):
        if not any(one[1] == column for one in connection.execute(f"PRAGMA table_info({table})")):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _create(connection: sqlite3.Connection) -> None:
    _make(connection, schema.create)
    connection.execute("INSERT INTO meta (key, value) VALUES ('install', ?)", (str(uuid.uuid4()),))


def _make(connection: sqlite3.Connection, create: Callable[["Database"], None]) -> None:
    """New tables. sqlite-utils commits by itself: it makes them in memory, and our transaction takes them over."""
    with _without_numpy():
        from sqlite_utils import Database

    model = Database(memory=True, execute_plugins=False)
    try:
        create(model)
        for (statement,) in model.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
            connection.execute(statement)
    finally:
        model.close()


@contextmanager
def _without_numpy() -> Iterator[None]:
    """sqlite-utils imports numpy wherever it is installed: 45 MB for types that we never store."""
    if "numpy" in sys.modules:
        yield
        return
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["numpy"]


def _back_up(connection: sqlite3.Connection, target: str) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
