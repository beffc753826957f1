"""Opening the history file, for the one writer and for any number of readers, and saying what is wrong with it."""

import os
import sqlite3
from pathlib import Path

from app.history.schema import VERSION
from app.model.errors import HistoryError, HistoryTooNew, HistoryUnavailable

BUSY_MS = 1500
"""How long a statement waits for another program's lock."""


def connect_reader(path: str) -> sqlite3.Connection:
    """A read-only connection. Raises HistoryUnavailable (also where there is no file) or HistoryTooNew."""
    if not os.path.exists(path):
        raise HistoryUnavailable(
            "There is no history yet.", "Run “porchlight watch” or “porchlight health” to begin one."
        )
    try:
        try:
            return _open_reader(path, "mode=ro")
        except sqlite3.OperationalError as error:
            # WAL needs side files, which cannot be made on a full disk or in a folder that nobody may write; where
            # they are missing nobody writes the history either, and it may be read as it lies there.
            if not _lacks_side_files(error, os.path.dirname(path)) or _size(f"{path}-wal") > 0:
                raise
            return _open_reader(path, "immutable=1")
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _lacks_side_files(error: sqlite3.Error, folder: str) -> bool:
    if _is_full(error):
        return True
    refused = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    return refused and not os.access(folder, os.W_OK)


def _is_full(error: sqlite3.Error) -> bool:
    # The second: there is no room for the side file "-shm".
    return getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)


def _size(path: str) -> int:
    return os.path.getsize(path) if os.path.exists(path) else 0


def _open_reader(path: str, how: str) -> sqlite3.Connection:
    name = f"{Path(os.path.abspath(path)).as_uri()}?{how}"
    connection = sqlite3.connect(name, uri=True, check_same_thread=False, timeout=BUSY_MS / 1000)
    try:
        version = read_version(connection)
        if version == 0:
            raise HistoryUnavailable("The history is empty.", "Nothing has been written to it yet.")
        require_known(version, path)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA mmap_size = 268435456")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_writer(path: str) -> sqlite3.Connection:
    """The writer's connection. Raises ``sqlite3.Error``, or HistoryTooNew with not a byte changed."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000, cached_statements=64
    )
    try:
        version = read_version(connection)
        require_known(version, path)
        if version == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # possible in a new file only
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_size_limit = 33554432")
    except BaseException:
        connection.close()
        raise
    return connection


def read_version(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for an empty file. Reads a page, so that a damaged file is noticed."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def require_known(version: int, path: str) -> None:
    """Raises HistoryTooNew for a file that a newer Porchlight has written."""
    if version > VERSION:
        raise HistoryTooNew(
            f"The history was written by a newer Porchlight (its version {version}, ours {VERSION}).",
            f"Install the newer Porchlight again, or choose another data folder. The file is {path}.",
        )


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file itself is broken."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def not_writable(folder: str, why: str = "") -> HistoryUnavailable:
    """For a data folder that nobody here may write to; ``why`` in the system's words."""
    sentence = f"The history cannot be written here{f' ({why})' if why else ''}."
    return HistoryUnavailable(sentence, f"Make {folder} writable, or choose another data folder.")


def explain(error: sqlite3.Error, path: str, *, opening: bool = False) -> HistoryError:
    """An error of SQLite in words for people."""
    if _is_full(error):
        step = "Make room, then start again." if opening else "Make room; Porchlight goes on by itself."
        return HistoryUnavailable("The disk of the history is full.", step)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return HistoryUnavailable(
                "Another program keeps the history locked.", f"Close what else has {path} open."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return not_writable(os.path.dirname(path))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return HistoryUnavailable(
                "The history is damaged.", "The next “porchlight watch” puts it aside and begins a new one."
            )
        case sqlite3.SQLITE_IOERR:
            return HistoryUnavailable("The disk of the history does not work properly.", f"Check the disk of {path}.")
    return HistoryUnavailable(f"The history cannot be used ({error}).", f"The file is {path}.")
