"""PostgreSQL through psycopg: read-only by default, with the server's own statement time limit."""

import socket
from typing import Any

import psycopg
from sqlalchemy import URL

from app.model.result import Measure, Unit
from app.model.status import Reason
from app.probes.databases.dialect import Ask, Facts, Fault

_BY_SQLSTATE = {
    "28P01": Fault(Reason.AUTH, "The server rejected the user name or password."),
    "28000": Fault(Reason.AUTH, "The server does not let this user in from this computer."),
    "3D000": Fault(Reason.CONFIGURATION, "There is no database of this name on the server."),
    "53300": Fault(Reason.THROTTLED, "The server has no free connection left."),
    "57P03": Fault(Reason.REFUSED, "The server is starting up or shutting down."),
    "57014": Fault(Reason.TIMEOUT, "The query took too long and was ended."),
    "55P03": Fault(Reason.TIMEOUT, "The query waited too long for a lock."),
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


class PostgresqlDialect:
    """See Dialect."""

    def engine_url(self, url: URL, password: str | None) -> URL:
        """See Dialect."""
        return url.set(drivername="postgresql+psycopg", password=password)

    def connect_args(self, time_limit: float) -> dict[str, Any]:
        """See Dialect. Sent with the connection, so that not one statement runs without them."""
        ms = max(round(time_limit * 1000), 1)
        limits = {
            "default_transaction_read_only": "on",
            "statement_timeout": ms,
            "lock_timeout": ms,
            "idle_in_transaction_session_timeout": 2 * ms,
        }
        return {
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
            "connect_timeout": max(round(time_limit), 2),
            "application_name": "porchlight",
        }

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect. All of it went with the connection."""

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
