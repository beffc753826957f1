"""Bringing a history file to this program's version: forward only, in a transaction, with a backup beside it."""

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing

from app.history import schema
from app.history.connection import read_version

_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {}
"""What brings a file from the version before to this one."""


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
                _STEPS[step](connection)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _create(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    # sqlite-utils commits by itself; it therefore makes the tables in memory, and our transaction takes them over.
    model = Database(memory=True, execute_plugins=False)
    try:
        schema.create(model)
        for (statement,) in model.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
            connection.execute(statement)
    finally:
        model.close()
    connection.execute("INSERT INTO meta (key, value) VALUES ('install', ?)", (str(uuid.uuid4()),))


def _back_up(connection: sqlite3.Connection, target: str) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
