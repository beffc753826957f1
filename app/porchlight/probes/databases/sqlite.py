"""SQLite: opened for reading only, without a trace; queries touch the file, since ``SELECT 1`` reads no page of
it."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from porchlight.language.text import Text, msg
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Reason
from porchlight.probes.databases.dialect import Ask, Disturbed, Facts, Fault
from porchlight.probes.databases.faults import damaged, locked, no_file, query_unknown, query_writes
from porchlight.probes.databases.sqlite_file import Way, file_meant, reading

_STEPS_BETWEEN_LOOKS: Final = 5000
_LONGEST_VALUE: Final = 16 * 1024 * 1024
"""Bytes of one text or blob that is read from a file."""
_PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_READONLY_RECOVERY,
        sqlite3.SQLITE_READONLY_CANTLOCK,
        sqlite3.SQLITE_READONLY_CANTINIT,
        sqlite3.SQLITE_BUSY_RECOVERY,
    }
)
"""Another program opens or closes the WAL at this moment, and a reader can only wait."""
_READS: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_PRAGMAS: Final = frozenset({"page_size", "page_count", "freelist_count"})
_NOT_CALLED: Final = frozenset({"load_extension", "fts3_tokenizer", "regexp", "writefile", "edit"})
"""``regexp`` runs in this process, and can take for ever."""


class SqliteDialect:
    """See Dialect."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path = os.path.abspath(name)

    @contextmanager
    def opening(self, password: str | None, time_limit: float, opened: Callable[[Any], None]) -> Iterator[Engine]:
        """See Dialect. The time limit also bounds the wait for another program's lock."""
        patience = max(time_limit * 0.8, 0.05)
        self._path = file_meant(self._name)
        with reading(self._path, patience) as way:
            engine = create_engine(
                "sqlite+pysqlite://", poolclass=NullPool, creator=lambda: _connect(way, patience, opened)
            )
            try:
                yield engine
            except DBAPIError as error:
                if getattr(error.orig, "sqlite_errorcode", 0) in _PASSING:
                    raise Disturbed from error
                raise

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect."""
        deadline = time.monotonic() + time_limit
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.text_factory = _text
        connection.set_authorizer(_may)

    def facts(self, ask: Ask) -> Facts:
        """See Dialect."""
        ask("SELECT count(*) FROM sqlite_master")
        page = ask("PRAGMA page_size")
        return Facts(
            version=f"SQLite {ask('SELECT sqlite_version()')}",
            measures={
                "size": Measure(ask("PRAGMA page_count") * page, Unit.BYTES),
                "unused": Measure(ask("PRAGMA freelist_count") * page, Unit.BYTES),
            },
            folder=os.path.dirname(self._path),
        )

    def rights(self, ask: Ask) -> tuple[Text, ...]:
        """See Dialect. There is no login."""
        return ()

    def received(self, connection: Any) -> int | None:
        """See Dialect. Nothing is received."""
        return None

    def interrupt(self, connection: Any) -> None:
        """See Dialect."""
        connection.interrupt()

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """See Dialect."""
        if not isinstance(error, sqlite3.Error):
            return None
        code = getattr(error, "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_READONLY_ROLLBACK:
            return Fault(
                Reason.CONFIGURATION,
                msg(
                    "{path} cannot be read without writing to it, because a program ended in the middle of a change."
                    " Open it once with the program that it belongs to.",
                    path=where,
                ),
            )
        match code & 0xFF:
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                if not os.path.exists(self._path):
                    return no_file(where)
                return Fault(Reason.FORBIDDEN, msg("The file {path} cannot be opened.", path=where))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return locked(where)
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                return damaged(where)
            case sqlite3.SQLITE_INTERRUPT:
                return Fault(Reason.TIMEOUT, msg("The query took too long and was stopped."))
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_AUTH:
                return query_writes()
            case sqlite3.SQLITE_TOOBIG:
                return Fault(Reason.CONTENT, msg("{path} contains a value that is too large to read.", path=where))
            case sqlite3.SQLITE_IOERR:
                return Fault(Reason.FILE, msg("The disk failed to read {path}.", path=where))
            case sqlite3.SQLITE_ERROR:
                if "prohibited" in str(error) or "not authorized" in str(error):
                    return query_writes()
                return query_unknown()
        return None


def _connect(way: Way, patience: float, opened: Callable[[Any], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{Path(way.path).as_uri()}?{way.parameters}", uri=True, timeout=patience, check_same_thread=False
    )
    opened(connection)
    if way.keep_lock:
        # In this mode a reader cannot open a WAL, which would make files: it fails instead.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _may(action: int, one: str | None, two: str | None, database: str | None, by: str | None) -> int:
    """SQLite's callback on what a statement may do: only reading and calling functions."""
    if action in _READS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() not in _NOT_CALLED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (one or "").lower() in _PRAGMAS and two is None:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
