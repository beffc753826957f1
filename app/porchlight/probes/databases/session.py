"""One read-only session of one check: opened in a thread, with the server's own time limit, cancelled from the loop.
The drivers block; a cancelled check aborts its connection. Expected errors are returned as a Fault, and so is any
error of a driver over an invalid answer."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import URL
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from porchlight.language.text import msg
from porchlight.model.status import Reason
from porchlight.probes.databases.address import database_url, shown_database
from porchlight.probes.databases.dialect import Dialect, Disturbed, Fault, Unusable
from porchlight.probes.databases.faults import too_much
from porchlight.probes.databases.values import fit
from porchlight.threads import in_thread

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_MOST_ROWS: Final = 10_000
"""No install has so many organisations; a table that was exchanged for another may."""

MOST_RECEIVED: Final = 32 * 1024 * 1024
"""Bytes that a server may send in one session. A check needs a few thousand."""
_MOST_GREETING: Final = 1024 * 1024
"""The same until it has let us in: certificates and a few dozen parameters, 20 KB at most where we looked."""
_LOOKS_EVERY: Final = 0.1
_PAUSE: Final = 0.02
_TRIES: Final = 5
"""How often a file is read that others change meanwhile."""


class OpenSession:
    """An open session, in the check's thread. Its methods raise what the driver raises."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        # Without it the drivers would take a percent sign for a parameter's place.
        self._connection = connection.execution_options(no_parameters=True)
        self.dialect = dialect
        self.connect_s = 0.0
        """How long it took to open, in seconds."""

    def ask(self, statement: str) -> Any:
        """See Ask."""
        result = self._connection.exec_driver_sql(statement)
        row = result.fetchone() if result.returns_rows else None
        result.close()
        return row[0] if row is not None and len(row) else None

    def rows(self, statement: str) -> Sequence[Sequence[Any]]:
        """All rows of a SELECT, made safe: few are expected."""
        found = self._connection.exec_driver_sql(statement).fetchmany(_MOST_ROWS)
        return [tuple(map(fit, row)) for row in found]


class Database(Generic[_T]):
    """One database; ``work`` runs in a separate session for each check. ``time_limit`` is in seconds."""

    def __init__(self, url: str, work: Callable[[OpenSession], _T], time_limit: float) -> None:
        self._work = work
        self._time_limit = time_limit
        self._dialect = _dialect(database_url(url))
        self._where = shown_database(url)

    async def read(self, password: str | None, name: str) -> _T | Fault:
        """The result of ``work``, in a thread called ``name``; a Fault for every error of the database."""
        breaker = _Breaker(self._dialect)
        reading = asyncio.ensure_future(in_thread(lambda: self._look(breaker, password), name=name))
        try:
            while not reading.done():
                await asyncio.wait([reading], timeout=_LOOKS_EVERY)
                if breaker.received_too_much():
                    breaker.interrupt()
                    return too_much(self._where)
            return await reading
        except asyncio.CancelledError:
            breaker.interrupt()
            raise
        except Unusable as error:
            return error.fault
        except DBAPIError as error:
            return self._explain(error.orig or error)
        except (SQLAlchemyError, OSError) as error:
            return self._explain(error)
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:
            # What the driver or ``work`` could not handle: an invalid number, a row that is too short.
            _log.info("%s gave something that cannot be read", self._where, exc_info=error)
            return Fault(Reason.CONTENT, msg("{database} sent an answer that cannot be read.", database=self._where))
        except Exception as error:
            # A driver fails over what no server of its kind sends, each time in another way.
            _log.info("%s confused its driver", self._where, exc_info=error)
            return self._explain(error)
        finally:
            reading.cancel()

    def _look(self, breaker: "_Breaker", password: str | None) -> _T:
        """Runs in a thread. Raises what the driver raises, and Unusable."""
        for _ in range(_TRIES):
            with suppress(Disturbed):
                return self._look_once(breaker, password)
            time.sleep(_PAUSE)
        sentence = msg("{database} changed each time while it was being read.", database=self._where)
        raise Unusable(Fault(Reason.TIMEOUT, sentence))

    def _look_once(self, breaker: "_Breaker", password: str | None) -> _T:
        began = time.perf_counter()
        opening = self._dialect.opening(password, self._time_limit, breaker.opened)
        with opening as engine:
            try:
                with engine.connect() as connection:
                    session = OpenSession(connection, self._dialect)
                    self._dialect.prepare(connection.connection.driver_connection, session.ask, self._time_limit)
                    session.connect_s = time.perf_counter() - began
                    return self._work(session)
            finally:
                breaker.close()  # where SQLAlchemy failed over it before wrapping it

    def _explain(self, error: BaseException) -> Fault:
        fault = self._dialect.explain(error, self._where)
        if fault is None:
            name = type(error).__name__
            sentence = msg("{database} reported an unknown error ({error}).", database=self._where, error=name)
            fault = Fault(Reason.CONTENT, sentence)
        return fault


class _Interrupted(Exception):
    """The check was cancelled before it had a connection."""


class _Breaker:
    """The driver's connection of one check, to be aborted from the loop's thread."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._connection: Any = None
        self._over = False

    def opened(self, connection: Any) -> None:
        """Called in the check's thread: by a socket while it is being let in, then by the driver's connection."""
        self._connection = connection
        if self._over:
            raise _Interrupted

    def close(self) -> None:
        """Called in the check's thread, at the end."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # usually it is closed already
                connection.close()

    def received_too_much(self) -> bool:
        """Called on the loop, where the system knows the number of bytes."""
        connection = self._connection
        if connection is not None:
            with suppress(Exception):  # it may be closing at this moment
                most = _MOST_GREETING if isinstance(connection, socket.socket) else MOST_RECEIVED
                return (self._dialect.received(connection) or 0) > most
        return False

    def interrupt(self) -> None:
        """Called on the loop: end it, whatever it is doing."""
        self._over = True
        connection = self._connection
        if connection is not None:
            with suppress(Exception):  # as above
                self._dialect.interrupt(connection)


def _dialect(url: URL) -> Dialect:
    match url.get_backend_name():
        case "sqlite":
            from porchlight.probes.databases.sqlite import SqliteDialect

            return SqliteDialect(url.database or "")
        case "postgresql":
            from porchlight.probes.databases.postgresql import PostgresqlDialect

            return PostgresqlDialect(url)
    from porchlight.probes.databases.mysql import MysqlDialect

    return MysqlDialect(url)
