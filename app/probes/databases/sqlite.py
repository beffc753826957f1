"""SQLite: opened for reading only; what it is asked touches the file, since ``SELECT 1`` reads no page of it."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from app.model.result import Measure, Unit
from app.model.status import Reason
from app.probes.databases.dialect import Ask, Facts, Fault

_STEPS_BETWEEN_LOOKS = 5000


class SqliteDialect:
    """See Dialect."""

    def __init__(self, path: str) -> None:
        self._path = path

    def connect_args(self, time_limit: float) -> dict[str, Any]:
        """See Dialect. The time limit also bounds the wait for another program's lock."""
        return {"timeout": max(time_limit * 0.8, 0.05), "check_same_thread": False}

    def engine_url(self, url: URL, password: str | None) -> URL:
        """See Dialect. A name that opens the file for reading and never creates one."""
        name = Path(os.path.abspath(self._path)).as_uri()
        return URL.create("sqlite+pysqlite", database=name, query={"mode": "ro", "uri": "true"})

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect."""
        deadline = time.monotonic() + time_limit
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
        connection.execute("PRAGMA query_only = ON")

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
            folder=os.path.dirname(os.path.abspath(self._path)),
        )

    def interrupt(self, connection: Any) -> None:
        """See Dialect."""
        connection.interrupt()

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """See Dialect."""
        if not isinstance(error, sqlite3.Error):
            return None
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_CANTOPEN:
                if not os.path.exists(self._path):
                    return Fault(Reason.UNREACHABLE, f"There is no file {where}.")
                return Fault(Reason.FORBIDDEN, f"The file {where} cannot be opened.")
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return Fault(Reason.TIMEOUT, f"Another program keeps {where} locked.")
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
                return Fault(Reason.CONTENT, f"The file {where} is damaged or no database.")
            case sqlite3.SQLITE_INTERRUPT:
                return Fault(Reason.TIMEOUT, "The query took too long and was ended.")
            case sqlite3.SQLITE_READONLY:
                return Fault(Reason.CONFIGURATION, "The query tried to change something; Porchlight only reads.")
            case sqlite3.SQLITE_IOERR:
                return Fault(Reason.UNREACHABLE, f"The disk under {where} does not read properly.")
            case sqlite3.SQLITE_ERROR:
                return Fault(Reason.CONFIGURATION, "The query is not one that this database understands.")
        return None
