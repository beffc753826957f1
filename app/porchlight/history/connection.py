"""Opens the history file, for the one writer and for any number of readers, and explains what is wrong with it."""

import logging
import os
import sqlite3
import stat
import sys
from functools import partial
from pathlib import Path

from porchlight.history.schema import SHAPE, VERSION
from porchlight.intake.files import NotOurs, private_file
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.errors import HistoryError, HistoryTooNew, HistoryUnavailable

_log = logging.getLogger(__name__)

FILE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What a statement raises for a broken file: where SQLite quotes invalid text, Python fails over the quote."""
BUSY_MS = 1500
"""How long a statement waits for another program's lock."""
_LONGEST_VALUE = 16 * 1024 * 1024
"""Bytes of one value or one row: a longer one is not ours, and is an error instead of memory."""
_NO_VERSION = 1000
"""A higher version is a flipped bit, and will be none of ours for a long time."""


def connect_reader(path: str) -> sqlite3.Connection:
    """A read-only connection. Raises HistoryUnavailable (also where there is no file) or HistoryTooNew."""
    if not require_file(path):
        raise HistoryUnavailable(
            english(msg("There is no history yet.")),
            command=english(msg("Run “porchlight watch” or “porchlight health” to begin one.")),
        )
    try:
        try:
            return _open_reader(path, "mode=ro")
        except sqlite3.OperationalError as error:
            # WAL needs side files, which cannot be made on a full disk or in a read-only folder; where they are
            # missing nobody writes the history either, and it may be read as it is.
            if not _lacks_side_files(error, os.path.dirname(path)) or _size(f"{path}-wal") > 0:
                raise
            return _open_reader(path, "immutable=1")
    except FILE_ERRORS as error:
        raise explain(error, path) from error


def _lacks_side_files(error: sqlite3.Error, folder: str) -> bool:
    if _is_full(error):
        return True
    refused = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    return refused and not os.access(folder, os.W_OK)


def _is_full(error: BaseException) -> bool:
    # The second: there is no room for the side file "-shm".
    return getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)


def _size(path: str) -> int:
    return os.path.getsize(path) if os.path.exists(path) else 0


def _open_reader(path: str, how: str) -> sqlite3.Connection:
    name = f"{Path(os.path.abspath(path)).as_uri()}?{how}"
    connection = sqlite3.connect(name, uri=True, check_same_thread=False, timeout=BUSY_MS / 1000)
    try:
        _distrust(connection)
        version = read_version(connection)
        if version == 0:
            raise HistoryUnavailable(
                english(msg("The history is empty.")), english(msg("Nothing has been written to it yet."))
            )
        require_known(version, path)
        if version == VERSION:
            require_shape(connection)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA mmap_size = 268435456")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_writer(path: str) -> sqlite3.Connection:
    """The writer's connection. Raises ``sqlite3.Error``, HistoryUnavailable for what is no file, or HistoryTooNew
    without changing a byte."""
    make_private(path)
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000, cached_statements=64
    )
    try:
        _distrust(connection)
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


def require_file(path: str) -> bool:
    """Whether there is a file. Raises HistoryUnavailable for anything else at that path, without opening it: a named
    pipe would never answer."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "no such path").lower()
        raise HistoryUnavailable(
            english(msg("The history cannot be reached ({error}).", error=why)),
            english(msg("Check {path}.", path=path)),
        ) from error
    if not stat.S_ISREG(mode):
        raise HistoryUnavailable(
            english(
                msg("There is a folder where the history should be.")
                if stat.S_ISDIR(mode)
                else msg("Something other than a regular file is where the history should be.")
            ),
            english(msg("Move {path} away, or choose another data folder.", path=path)),
        )
    return True


def _distrust(connection: sqlite3.Connection) -> None:
    """Protect from whatever is in the file: none of its code runs, and no value of it fills the memory."""
    # Flipped bits in a text are U+FFFD and not an error that hides all other rows.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)


def read_version(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for an empty file. Reads a page, so that a damaged file is noticed."""
    try:
        tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:  # an unknown format
            raise damage(str(error)) from error
        raise
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if not 0 <= version <= _NO_VERSION or (version == 0 and tables):
        raise damage(f"{version} is no version of a history")
    return version


def require_known(version: int, path: str) -> None:
    """Raises HistoryTooNew for a file that a newer Porchlight has written."""
    if version > VERSION:
        raise HistoryTooNew(
            english(
                msg(
                    "The history was written by a newer Porchlight (format {version}; this one reads {known}).",
                    version=version,
                    known=VERSION,
                )
            ),
            english(
                msg(
                    "Install the newer Porchlight again, or choose another data folder. The file is {path}.",
                    path=path,
                )
            ),
        )


def require_shape(connection: sqlite3.Connection) -> None:
    """Raises ``sqlite3.DatabaseError`` (as damage) where a table is missing or is not ours."""
    found: dict[str, list[str]] = {}
    for table, column, hidden in connection.execute(
        "SELECT m.name, c.name, c.hidden FROM sqlite_master m, pragma_table_xinfo(m.name) c"
        " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"
    ):
        found.setdefault(table, []).append(f"{column} (made by the file itself)" if hidden else column)
    for table, columns in SHAPE.items():
        if found.get(table) != columns.split():
            raise damage(f"the table {table} is not as it was made")
    unique = connection.execute(
        "SELECT 1 FROM pragma_index_list('components') i, pragma_index_info(i.name) c"
        " WHERE i.[unique] AND NOT i.partial AND c.name = 'slug'"
    ).fetchone()
    if unique is None:
        raise damage("components are not told apart by their ids")


def drop_foreign(connection: sqlite3.Connection) -> None:
    """Remove what would run when we write: we never made a trigger."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        quoted = str(name).replace('"', '""')
        connection.execute(f'DROP TRIGGER "{quoted}"')
        _log.warning("a trigger that Porchlight did not make was taken out of the history")


def damage(what: str) -> sqlite3.DatabaseError:
    """An error that reports damage of the file itself."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def is_damage(error: BaseException) -> bool:
    """Whether an error means that the file itself is broken."""
    if isinstance(error, UnicodeDecodeError):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_about_values(error: BaseException) -> bool:
    """Whether an error is about the values to write, and not about the file."""
    if not isinstance(error, FILE_ERRORS):
        return True
    kinds = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
    return isinstance(error, kinds)


def make_private(path: str) -> None:
    """Create the history's file where it is missing, for this user only; SQLite makes the side files with the same
    mode. Raises HistoryUnavailable or OSError."""
    require_file(path)
    try:
        private_file(path, behind_link=True)
    except NotOurs as error:
        raise not_ours(error) from error


def not_ours(error: NotOurs) -> HistoryUnavailable:
    """For a data folder or a file in it that other users can reach."""
    return HistoryUnavailable(
        english(msg("The history cannot be written here. {problem}", problem=error.text)),
        english(msg("Run Porchlight as the user who owns it, make it yours alone, or choose another data folder.")),
    )


def not_writable(folder: str, why: str = "") -> HistoryUnavailable:
    """For a data folder that nobody here may write to; ``why`` in the system's words."""
    sentence = (
        msg("The history cannot be written here ({error}).", error=why)
        if why
        else msg("The history cannot be written here.")
    )
    remedy = msg("Make {folder} writable, or choose another data folder.", folder=folder)
    return HistoryUnavailable(english(sentence), english(remedy))


def explain(error: sqlite3.Error | UnicodeDecodeError, path: str, *, opening: bool = False) -> HistoryError:
    """An error of SQLite as a text for people."""
    if _is_full(error):
        step = msg("Make room, then start again.") if opening else msg("Make room. Porchlight then continues.")
        return HistoryUnavailable(english(msg("The disk that holds the history is full.")), english(step))
    code = sqlite3.SQLITE_CORRUPT if is_damage(error) else getattr(error, "sqlite_errorcode", 0)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return HistoryUnavailable(
                english(msg("Another program has locked the history.")),
                english(msg("Close any other program that has {path} open.", path=path)),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return not_writable(os.path.dirname(path))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return HistoryUnavailable(
                english(msg("The history is damaged.")),
                english(msg("The next start puts it aside and begins a new one.")),
            )
        case sqlite3.SQLITE_IOERR:
            return HistoryUnavailable(
                english(msg("The disk that holds the history is not working properly.")),
                english(msg("Check the disk of {path}.", path=path)),
            )
    return HistoryUnavailable(
        english(msg("The history cannot be used ({error}).", error=str(error))),
        english(msg("The file is {path}.", path=path)),
    )
