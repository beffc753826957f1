"""PostgreSQL through psycopg: read-only by default, with the server's own statement time limit."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import NullPool

from app.model.result import Measure, Unit
from app.model.status import Reason
from app.probes.databases.dialect import LOCK_SHARE, WAITS_FOR_LOCK, Ask, Facts, Fault
from app.probes.databases.received import received_bytes

_BY_SQLSTATE = {
    "28P01": Fault(Reason.AUTH, "The server rejected the user name or password."),
    "28000": Fault(Reason.AUTH, "The server does not let this user in from this computer."),
    "3D000": Fault(Reason.CONFIGURATION, "There is no database of this name on the server."),
    "53300": Fault(Reason.THROTTLED, "The server has no free connection left."),
    "57P03": Fault(Reason.REFUSED, "The server is starting up or shutting down."),
    "57014": Fault(Reason.TIMEOUT, "The query took too long and was ended."),
    "55P03": Fault(Reason.LOCKED, WAITS_FOR_LOCK),
    "25006": Fault(Reason.CONFIGURATION, "The query tried to change something; Porchlight only reads."),
    "42501": Fault(Reason.FORBIDDEN, "The user may not read this."),
}
"""PostgreSQL, Appendix A, "Error Codes"."""
_BY_TEXT = (
    ("password authentication failed", "28P01"),
    ("no password supplied", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("role", "28P01"),
    ("does not exist", "3D000"),
    ("too many clients", "53300"),
    ("remaining connection slots", "53300"),
    ("starting up", "57P03"),
    ("shutting down", "57P03"),
)
"""libpq gives no SQLSTATE for a connection that failed: these are the servers' own words for it."""


_VERIFIES: Final = ("verify-ca", "verify-full")
"""``sslmode`` of a connection whose other end is known to be who it should be."""
_AS_TEXT: Final = (
    "text", "varchar", "bpchar", "name", 18, 705, "json", "jsonb", "date", "time", "timetz", "timestamp",
    "timestamptz", "interval",
)  # fmt: skip
"""Types whose values psycopg may refuse: text that is none in its charset, a date before the year 1 or infinite.
18 is "char", 705 a text whose type is not known (PostgreSQL: pg_type.dat)."""
_RIGHTS: Final = (
    ("it is a superuser", "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
    (
        "it may make roles or databases, replicate, or pass over row security",
        "SELECT rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user AND NOT rolsuper",
    ),
    (
        "it may write into tables",
        "SELECT true FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') "
        "AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') LIMIT 1",
    ),
    (
        "it may make tables or schemas of its own",
        "SELECT has_database_privilege(current_database(), 'CREATE')",
    ),
    (
        "it may read or write files of the server, or run programs there",
        "SELECT true FROM pg_roles r WHERE r.rolname IN ('pg_read_server_files', 'pg_write_server_files', "
        "'pg_execute_server_program') AND pg_has_role(r.oid, 'USAGE') LIMIT 1",
    ),
)


class _AsText(Loader):
    """The server's own words for a value."""

    def load(self, data: Buffer) -> str:
        """See psycopg."""
        encoding = self.connection.info.encoding if self.connection is not None else "utf-8"
        # A database without a charset ("SQL_ASCII") keeps whatever it is given.
        return bytes(data).decode("utf-8" if encoding == "ascii" else encoding, "replace")


def _connect(arguments: Mapping[str, Any], opened: Callable[[Any], None]) -> psycopg.Connection[Any]:
    connection = psycopg.connect(**arguments)
    opened(connection)
    for name in _AS_TEXT:
        connection.adapters.register_loader(name, _AsText)
    return connection


class PostgresqlDialect:
    """See Dialect."""

    def __init__(self, url: URL) -> None:
        self._url = url

    @contextmanager
    def opening(self, password: str | None, time_limit: float, opened: Callable[[Any], None]) -> Iterator[Engine]:
        """See Dialect. The limits are sent with the connection, so that not one statement runs without them."""
        ms = max(round(time_limit * 1000), 1)
        limits = {
            "default_transaction_read_only": "on",
            "statement_timeout": ms,
            # Less than the statement's own, or a wait for a lock would be told as a query that takes too long.
            "lock_timeout": max(round(ms * LOCK_SHARE), 1),
            "idle_in_transaction_session_timeout": 2 * ms,
            # A backslash is then nothing special, as the check of the query takes it.
            "standard_conforming_strings": "on",
        }
        url = self._url
        arguments: dict[str, Any] = {
            "host": url.host or "localhost",
            "port": url.port or 5432,
            "user": url.username,
            "password": password,
            "dbname": url.database or None,
            **url.query,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
            "connect_timeout": max(round(time_limit), 2),
            "application_name": "porchlight",
        }
        if url.query.get("sslmode") not in _VERIFIES:
            arguments["require_auth"] = "!password"
        yield create_engine("postgresql+psycopg://", poolclass=NullPool, creator=lambda: _connect(arguments, opened))

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect. All limits went with the connection."""

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
            # No row for a user who may not know it, where SHOW would be an error.
            folder=ask("SELECT setting FROM pg_settings WHERE name = 'data_directory'"),
        )

    def rights(self, ask: Ask) -> tuple[str, ...]:
        """See Dialect."""
        return tuple(words for words, question in _RIGHTS if ask(question))

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
            if error.sqlstate[:2] == "42" and error.sqlstate != "42501":
                return Fault(Reason.CONFIGURATION, "The query is not one that this database understands.")
            return _BY_SQLSTATE.get(error.sqlstate)
        text = str(error)
        if "requested a cleartext password" in text:
            return Fault(
                Reason.CONFIGURATION,
                f"{where} asks for the password in clear text, which is never sent without a certificate that was "
                "checked. Let it ask by scram-sha-256, or add ?sslmode=verify-full to the address.",
            )
        if isinstance(error, psycopg.errors.ConnectionTimeout) or "timeout expired" in text:
            return Fault(Reason.TIMEOUT, f"{where} does not answer.")
        if "Connection refused" in text:
            return Fault(Reason.REFUSED, f"The connection was refused by {where}.")
        if "could not translate host name" in text or "failed to resolve host" in text or "getaddrinfo" in text:
            return Fault(Reason.DNS, f"The name of {where} could not be found.")
        if "unreachable" in text or "No route to host" in text:
            return Fault(Reason.UNREACHABLE, f"{where} cannot be reached from this computer.")
        if "SSL" in text or "certificate" in text:
            return Fault(Reason.TLS, f"No secure connection to {where} could be agreed on.")
        for words, sqlstate in _BY_TEXT:
            if words in text:
                return _BY_SQLSTATE[sqlstate]
        if "closed the connection" in text or "connection to server was lost" in text:
            return Fault(Reason.REFUSED, f"{where} broke the connection off.")
        return None
