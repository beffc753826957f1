"""PostgreSQL through psycopg: read-only by default, with the server's own statement time limit."""

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self, cast

import psycopg
from psycopg.abc import Buffer, PQGenConn
from psycopg.adapt import Loader
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import NullPool

from porchlight.comparison import Dated
from porchlight.language.text import Text, msg
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Reason
from porchlight.net.refusals import find
from porchlight.probes.databases.address import server_host
from porchlight.probes.databases.dialect import LOCK_SHARE, Ask, Facts, Fault, fault_of
from porchlight.probes.databases.faults import (
    broken_off,
    no_answer,
    no_name,
    not_secured,
    query_unknown,
    refused,
    unreachable,
)
from porchlight.probes.databases.received import received_bytes
from porchlight.probes.refusals.postgresql import LIBPQ, POSTGRESQL, REFUSED_OPTIONS
from porchlight.probes.refusals.postgresql_translations import in_english

_REFUSAL: Final = re.compile(r"failed: [^\s:]+:  (.+)")
"""A server's own text in libpq's, after its severity ("FATAL", in the server's language). There may be several: for
each address, with TLS and without."""
_AWAY: Final = re.compile("no pg_hba.conf entry")
"""The text for the way on which a user is not let in, while the other way is the one that matters."""
_VERIFIES: Final = ("verify-ca", "verify-full")
"""``sslmode`` of a connection whose server is verified."""
_AS_TEXT: Final = (
    "text", "varchar", "name", 18, 705, "json", "jsonb", "int4range", "int8range", "numrange", "daterange", "tsrange",
    "tstzrange",
)  # fmt: skip
"""Types whose values psycopg may refuse or write otherwise: text that is invalid in its charset, ranges. 18 is
"char", 705 a text of unknown type (PostgreSQL: pg_type.dat)."""
_AS_DATE: Final = ("date", "time", "timetz", "timestamp", "timestamptz", "interval")
"""The same for dates: before the year 1, or infinite."""
_RIGHTS: Final = (
    (msg("It is a superuser."), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
    (
        msg("It may create roles or databases, replicate, or bypass row security."),
        "SELECT rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user AND NOT rolsuper",
    ),
    (
        msg("It may write to tables."),
        "SELECT true FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
        "AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') LIMIT 1",
    ),
    (
        msg("It may create tables or schemas."),
        "SELECT has_database_privilege(current_database(), 'CREATE')",
    ),
    (
        msg("It may read or write files on the server, or run programs there."),
        "SELECT true FROM pg_roles r WHERE r.rolname IN ('pg_read_server_files', 'pg_write_server_files', "
        "'pg_execute_server_program') AND pg_has_role(r.oid, 'USAGE') LIMIT 1",
    ),
)


class _AsText(Loader):
    """The server's own text for a value."""

    def load(self, data: Buffer) -> str:
        """See psycopg."""
        encoding = self.connection.info.encoding if self.connection is not None else "utf-8"
        # A database without a charset ("SQL_ASCII") keeps any bytes.
        return bytes(data).decode("utf-8" if encoding == "ascii" else encoding, "replace")


class _AsDate(_AsText):
    """The same for a date, a time or a span."""

    def load(self, data: Buffer) -> str:
        """See psycopg."""
        return Dated(super().load(data))


class _AsFilled(_AsText):
    """The same for ``char(n)``, without the padding: it is no part of the value (PostgreSQL: "Character Types"), and
    MySQL leaves it out as well."""

    def load(self, data: Buffer) -> str:
        """See psycopg."""
        return super().load(data).rstrip(" ")


def _watched(opened: Callable[[Any], None]) -> type[psycopg.Connection[Any]]:
    """A connection whose socket is given to ``opened`` as soon as there is one: a hostile server can keep libpq busy
    before it lets anybody in, with a whole core, and nothing in psycopg's public interface interrupts that."""

    class Watched(psycopg.Connection[Any]):
        @classmethod
        def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
            steps = super()._connect_gen(conninfo)
            watched: socket.socket | None = None
            try:
                waits = next(steps)
                while True:
                    # A descriptor of our own each time: libpq closes its own at any time, tries the next address or
                    # goes on without TLS, and the number is another connection's then.
                    if watched is not None:
                        watched.close()
                    watched = socket.socket(fileno=socket.dup(waits[0]))
                    opened(watched)
                    waits = steps.send((yield waits))
            except StopIteration as done:
                return cast("Self", done.value)
            finally:
                if watched is not None:
                    watched.close()

    return Watched


class PostgresqlDialect:
    """See Dialect."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._takes_options = True
        """Whether limits may be sent with the connection: a pool in front of a server may refuse them."""

    @contextmanager
    def opening(self, password: str | None, time_limit: float, opened: Callable[[Any], None]) -> Iterator[Engine]:
        """See Dialect. The limits are sent with the connection, so that not one statement runs without them."""
        url = self._url
        arguments: dict[str, Any] = {
            "host": server_host(url),
            "port": url.port or 5432,
            "user": url.username,
            "password": password,
            "dbname": url.database or None,
            **url.query,
            "options": " ".join(f"-c {name}={value}" for name, value in _limits(time_limit).items()),
            "connect_timeout": max(round(time_limit), 2),
            "application_name": "porchlight",
            # A pool may give the next transaction another connection, without what was prepared.
            "prepare_threshold": None,
        }
        if url.query.get("sslmode") not in _VERIFIES:
            arguments["require_auth"] = "!password"

        def connect() -> psycopg.Connection[Any]:
            connection = self._connected(_watched(opened), arguments)
            opened(connection)
            for name in _AS_TEXT:
                connection.adapters.register_loader(name, _AsText)
            for name in _AS_DATE:
                connection.adapters.register_loader(name, _AsDate)
            connection.adapters.register_loader("bpchar", _AsFilled)
            return connection

        yield create_engine("postgresql+psycopg://", poolclass=NullPool, creator=connect)

    def _connected(
        self, kind: type[psycopg.Connection[Any]], arguments: Mapping[str, Any]
    ) -> psycopg.Connection[Any]:
        """With the limits, or else without them: ``prepare`` sets them in any case."""
        if self._takes_options:
            try:
                return kind.connect(**arguments)
            except psycopg.OperationalError as error:
                if not any(re.search(REFUSED_OPTIONS, one, re.IGNORECASE) for one in _REFUSAL.findall(str(error))):
                    raise
                self._takes_options = False
        return kind.connect(**{name: value for name, value in arguments.items() if name != "options"})

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect. For this one transaction alone, which holds all statements: a pool may refuse or silently drop
        the options of a connection, and a session's settings would affect the next program on the server's
        connection."""
        ask("SET TRANSACTION READ ONLY")
        values = ", ".join(f"('{name}', '{value}')" for name, value in _limits(time_limit).items())
        # Joined with what exists, since an old server lacks some.
        ask(
            "SELECT count(set_config(wanted.name, wanted.value, true)) "  # noqa: S608 - our own names and numbers
            f"FROM (VALUES {values}) AS wanted(name, value) JOIN pg_catalog.pg_settings USING (name)"
        )

    def facts(self, ask: Ask) -> Facts:
        """See Dialect."""
        limit, used = int(ask("SHOW max_connections")), ask("SELECT count(*) FROM pg_stat_activity")
        return Facts(
            version=f"PostgreSQL {ask('SHOW server_version')}",
            measures={
                "size": Measure(ask("SELECT pg_database_size(current_database())"), Unit.BYTES),
                "connections_used": Measure(used, Unit.COUNT, limit=limit),
                "connections_free": Measure(max(limit - used, 0), Unit.COUNT),
            },
            # No row for a user without the right, where SHOW would be an error.
            folder=ask("SELECT setting FROM pg_settings WHERE name = 'data_directory'"),
        )

    def rights(self, ask: Ask) -> tuple[Text, ...]:
        """See Dialect."""
        return tuple(right for right, question in _RIGHTS if ask(question))

    def received(self, connection: Any) -> int | None:
        """See Dialect."""
        return received_bytes(connection.fileno())

    def interrupt(self, connection: Any) -> None:
        """See Dialect."""
        with socket.socket(fileno=socket.dup(connection.fileno())) as sock:
            sock.shutdown(socket.SHUT_RDWR)

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """See Dialect."""
        if not isinstance(error, psycopg.Error):
            return None
        if error.sqlstate is not None:
            known = find(POSTGRESQL, (error.sqlstate,), error.diag.message_primary or "")
            if known is None and error.sqlstate[:2] == "42":
                return query_unknown()
            return fault_of(known)
        text = str(error)
        if "requested a cleartext password" in text:
            sentence = msg(
                "{server} asks for the password in clear text, which Porchlight never sends without a verified"
                " certificate. Switch the server to scram-sha-256, or add ?sslmode=verify-full to the address.",
                server=where,
            )
            return Fault(Reason.CONFIGURATION, sentence)
        # Any answer of the server means neither refused nor unreachable, whatever another address did.
        if (rejected := _refused(text)) is not None:
            return rejected
        if isinstance(error, psycopg.errors.ConnectionTimeout) or "timeout expired" in text:
            return no_answer(where)
        if "Connection refused" in text:
            return refused(where)
        if "could not translate host name" in text or "failed to resolve host" in text or "getaddrinfo" in text:
            return no_name(where)
        if "unreachable" in text or "No route to host" in text:
            return unreachable(where)
        if "SSL" in text or "certificate" in text:
            return not_secured(where)
        if "closed the connection" in text or "connection to server was lost" in text:
            return broken_off(where)
        return None


def _limits(time_limit: float) -> dict[str, str]:
    ms = max(round(time_limit * 1000), 1)
    return {
        "default_transaction_read_only": "on",
        "statement_timeout": str(ms),
        # Less than the statement's own, or a wait for a lock would be reported as a query that takes too long.
        "lock_timeout": str(max(round(ms * LOCK_SHARE), 1)),
        "idle_in_transaction_session_timeout": str(2 * ms),
        # A backslash is then an ordinary character, as the check of the query assumes.
        "standard_conforming_strings": "on",
        # Dates are written alike, whatever the server's setting.
        "DateStyle": "ISO",
        "IntervalStyle": "postgres",
    }


def _refused(text: str) -> Fault | None:
    """What the server, or libpq itself, reported about a connection that it refused."""
    refusals = [in_english(one) for one in _REFUSAL.findall(text)]
    refusals.sort(key=lambda one: _AWAY.match(one) is not None)
    rows = (*(find(POSTGRESQL, (), one) for one in refusals), find(LIBPQ, (), text))
    known = next((row for row in rows if row is not None), None)
    return fault_of(known)
