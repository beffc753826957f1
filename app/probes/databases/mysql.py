"""MySQL and MariaDB through PyMySQL: read-only session; the statement time limit is another variable on each fork."""

import math
import socket
from typing import Any

import pymysql
from sqlalchemy import URL

from app.model.result import Measure, Unit
from app.model.status import Reason
from app.probes.databases.dialect import Ask, Facts, Fault

_BY_CODE = {
    1045: Fault(Reason.AUTH, "The server rejected the user name or password."),
    1698: Fault(Reason.AUTH, "The server rejected the user name or password."),
    1044: Fault(Reason.FORBIDDEN, "The user may not use this database."),
    1142: Fault(Reason.FORBIDDEN, "The user may not read this."),
    1143: Fault(Reason.FORBIDDEN, "The user may not read this."),
    1049: Fault(Reason.CONFIGURATION, "There is no database of this name on the server."),
    1040: Fault(Reason.THROTTLED, "The server has no free connection left."),
    1203: Fault(Reason.THROTTLED, "The user has no free connection left."),
    1226: Fault(Reason.QUOTA, "The user has used up what the server allows in an hour."),
    1129: Fault(Reason.FORBIDDEN, "The server blocks this computer after many failed connections."),
    1130: Fault(Reason.AUTH, "The server does not let this computer in."),
    1792: Fault(Reason.CONFIGURATION, "The query tried to change something; Porchlight only reads."),
    1290: Fault(Reason.CONFIGURATION, "The query tried to change something; Porchlight only reads."),
    1064: Fault(Reason.CONFIGURATION, "The query is not one that this database understands."),
    1146: Fault(Reason.CONFIGURATION, "The query names a table that does not exist."),
    1054: Fault(Reason.CONFIGURATION, "The query names a column that does not exist."),
    3024: Fault(Reason.TIMEOUT, "The query took too long and was ended."),
    1969: Fault(Reason.TIMEOUT, "The query took too long and was ended."),
    1205: Fault(Reason.TIMEOUT, "The query waited too long for a lock."),
    1053: Fault(Reason.REFUSED, "The server is shutting down."),
}
"""MySQL 8.0 and MariaDB error references."""


class MysqlDialect:
    """See Dialect."""

    def engine_url(self, url: URL, password: str | None) -> URL:
        """See Dialect."""
        return url.set(drivername="mysql+pymysql", password=password)

    def connect_args(self, time_limit: float) -> dict[str, Any]:
        """See Dialect."""
        seconds = max(math.ceil(time_limit), 1)
        return {
            "connect_timeout": seconds,
            "read_timeout": seconds,
            "write_timeout": seconds,
            "init_command": "SET SESSION TRANSACTION READ ONLY",
            "program_name": "porchlight",
        }

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect."""
        if "MariaDB" in ask("SELECT VERSION()"):
            ask(f"SET SESSION max_statement_time = {time_limit:.3f}")  # seconds, all statements
        else:
            ask(f"SET SESSION max_execution_time = {max(round(time_limit * 1000), 1)}")  # ms, SELECT only

    def facts(self, ask: Ask) -> Facts:
        """See Dialect."""
        version = str(ask("SELECT VERSION()"))
        limit = int(ask("SELECT @@max_connections"))
        used = int(
            ask(
                "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS "
                "WHERE VARIABLE_NAME = 'THREADS_CONNECTED'"
            )
            if "MariaDB" in version
            else ask(
                "SELECT VARIABLE_VALUE FROM performance_schema.global_status "
                "WHERE VARIABLE_NAME = 'Threads_connected'"
            )
        )
        size = ask(
            "SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = DATABASE()"
        )
        return Facts(
            version=f"MariaDB {version.partition('-')[0]}" if "MariaDB" in version else f"MySQL {version}",
            measures={
                "size": Measure(float(size or 0), Unit.BYTES),
                "connections_used": Measure(used, Unit.COUNT, limit=limit),
                "connections_free": Measure(max(limit - used, 0), Unit.COUNT),
            },
            folder=ask("SELECT @@datadir"),
        )

    def interrupt(self, connection: Any) -> None:
        """See Dialect. PyMySQL has no public way to break a wait off."""
        sock = getattr(connection, "_sock", None)
        if isinstance(sock, socket.socket):
            sock.shutdown(socket.SHUT_RDWR)

    def explain(self, error: BaseException, where: str) -> Fault | None:
        """See Dialect."""
        if not isinstance(error, pymysql.err.MySQLError) or not error.args:
            return None
        code = error.args[0]
        if code in (2003, 2013, 2006):
            return _network_fault(getattr(error, "original_exception", None) or error.__cause__, where)
        if code == 2026:
            return Fault(Reason.TLS, f"No secure connection to {where} could be agreed on.")
        return _BY_CODE.get(code)


def _network_fault(cause: BaseException | None, where: str) -> Fault:
    if isinstance(cause, socket.gaierror):
        return Fault(Reason.DNS, f"The name of {where} could not be found.")
    if isinstance(cause, TimeoutError):
        return Fault(Reason.TIMEOUT, f"{where} does not answer.")
    if isinstance(cause, ConnectionRefusedError):
        return Fault(Reason.REFUSED, f"The connection was refused by {where}.")
    if isinstance(cause, OSError) and not isinstance(cause, ConnectionError):
        return Fault(Reason.UNREACHABLE, f"{where} cannot be reached from this computer.")
    return Fault(Reason.REFUSED, f"{where} broke the connection off.")
