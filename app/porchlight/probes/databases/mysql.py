"""MySQL and MariaDB through PyMySQL: read-only session; the statement time limit is another variable on each fork."""

import math
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pymysql
from pymysql.constants import FIELD_TYPE
from pymysql.converters import conversions
from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.pool import NullPool

from porchlight.comparison import Dated
from porchlight.language.text import Items, Text, msg
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Reason
from porchlight.net.refusals import find
from porchlight.probes.databases.address import is_on_this_computer, server_host, shown_database
from porchlight.probes.databases.dialect import LOCK_SHARE, Ask, Facts, Fault, Unusable, fault_of
from porchlight.probes.databases.faults import broken_off, no_answer, no_name, not_secured, refused, unreachable
from porchlight.probes.databases.mysql_connection import CarefulConnection
from porchlight.probes.refusals.mysql import MYSQL

_MINE = (
    "WHERE grantee = CONCAT(\"'\", SUBSTRING_INDEX(CURRENT_USER(), '@', 1), \"'@'\", "
    "SUBSTRING_INDEX(CURRENT_USER(), '@', -1), \"'\")"
)
_GRANTS = (
    "SELECT GROUP_CONCAT(DISTINCT privilege_type) FROM ("  # noqa: S608 - fixed words
    f"SELECT privilege_type FROM information_schema.user_privileges {_MINE} UNION "
    f"SELECT privilege_type FROM information_schema.schema_privileges {_MINE} UNION "
    f"SELECT privilege_type FROM information_schema.table_privileges {_MINE}) AS held"
)
_ONLY_READ = frozenset(
    {
        "USAGE", "SELECT", "SHOW DATABASES", "SHOW VIEW", "PROCESS", "REPLICATION CLIENT", "BINLOG MONITOR",
        "SLAVE MONITOR", "REPLICA MONITOR",
    }
)  # fmt: skip
_MOST_SHOWN = 4
_MOST_TAKEN = 32 * 1024 * 1024
"""Bytes that a server may send in one session."""
_TRUE = frozenset({"1", "true", "yes", "on"})


def _bits(data: bytes) -> int:
    """BIT, which many programs use for true and false there."""
    return int.from_bytes(data[:8], "big")


_CONVERSIONS: dict[Any, Any] = {
    **conversions,
    **dict.fromkeys((FIELD_TYPE.DATE, FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP, FIELD_TYPE.TIME), Dated),
    FIELD_TYPE.BIT: _bits,
}
"""Dates and times as the server writes them: Python has no 0000-00-00 and no hour 25."""


class MysqlDialect:
    """See Dialect."""

    def __init__(self, url: URL) -> None:
        self._url = url

    @contextmanager
    def opening(self, password: str | None, time_limit: float, opened: Callable[[Any], None]) -> Iterator[Engine]:
        """See Dialect."""
        url, seconds = self._url, max(math.ceil(time_limit), 1)
        address = url.render_as_string()
        tls = _tls(url)
        key = _text(url, "server_public_key")
        arguments: dict[str, Any] = {
            "where": shown_database(address),
            "is_known": tls is not None and tls.verify_mode is ssl.CERT_REQUIRED,
            "is_here": is_on_this_computer(address),
            "most": _MOST_TAKEN,
            "time_limit": 2 * time_limit,
            "host": server_host(url),
            "port": url.port or 3306,
            "user": url.username,
            "password": password or "",
            "database": url.database or None,
            "charset": _text(url, "charset") or "utf8mb4",
            "ssl": tls,
            "server_public_key": None if key is None else _contents(key, "server_public_key"),
            "connect_timeout": seconds,
            "read_timeout": seconds,
            "write_timeout": seconds,
            "init_command": "SET SESSION TRANSACTION READ ONLY",
            "program_name": "porchlight",
            "conv": _CONVERSIONS,
        }

        def connect() -> CarefulConnection:
            connection = CarefulConnection(**arguments)
            opened(connection)
            return connection

        yield create_engine(
            "mysql+pymysql://",
            poolclass=NullPool,
            creator=connect,
            hide_parameters=True,
        )

    def prepare(self, connection: Any, ask: Ask, time_limit: float) -> None:
        """See Dialect. Quotation marks and backslashes mean what the check of the query assumes."""
        mode = str(ask("SELECT @@SESSION.sql_mode") or "").upper()
        if "ANSI" in mode or "NO_BACKSLASH_ESCAPES" in mode:
            ask("SET SESSION sql_mode = ''")
        # Whole seconds, for tables that another session has locked; by default a year on MySQL, a day on MariaDB.
        ask(f"SET SESSION lock_wait_timeout = {max(math.floor(time_limit * LOCK_SHARE), 1)}")
        if "MariaDB" in str(ask("SELECT VERSION()")):
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

    def rights(self, ask: Ask) -> tuple[Text, ...]:
        """See Dialect."""
        held = {grant.strip().upper() for grant in str(ask(_GRANTS) or "").split(",")} - {""}
        more = sorted(held - _ONLY_READ)
        if not more:
            return ()
        if len(more) > _MOST_SHOWN:
            return (msg("It has the rights {rights} and others.", rights=", ".join(more[:_MOST_SHOWN])),)
        return (msg("It has the rights {rights}.", rights=Items(tuple(more))),)

    def received(self, connection: Any) -> int | None:
        """See Dialect. The connection counts itself."""
        return None

    def interrupt(self, connection: Any) -> None:
        """See Dialect. PyMySQL has no public way to end a wait."""
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
            return not_secured(where)
        return fault_of(find(MYSQL, (str(code),), str(error.args[-1])))


def _tls(url: URL) -> ssl.SSLContext | None:
    """The TLS settings of the address; None: none, and PyMySQL uses what the server offers. Raises Unusable."""
    ca, verify = _text(url, "ssl_ca"), _text(url, "ssl_verify_cert")
    if ca is None and verify is None:
        return None
    try:
        context = ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError):
        raise Unusable(Fault(Reason.CONFIGURATION, msg("{path} contains no certificates.", path=ca or ""))) from None
    # MySQL's self-made certificates do not pass it.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if verify is not None and verify.lower() not in _TRUE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _text(url: URL, name: str) -> str | None:
    found = url.query.get(name)
    return found if isinstance(found, str) else None


def _contents(path: str, parameter: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(65_536)
    except OSError:
        sentence = msg("The file of {parameter}, {path}, cannot be read.", parameter=parameter, path=path)
        raise Unusable(Fault(Reason.CONFIGURATION, sentence)) from None


def _network_fault(cause: BaseException | None, where: str) -> Fault:
    if isinstance(cause, socket.gaierror):
        return no_name(where)
    if isinstance(cause, TimeoutError):
        return no_answer(where)
    if isinstance(cause, ConnectionRefusedError):
        return refused(where)
    if isinstance(cause, OSError) and not isinstance(cause, ConnectionError):
        return unreachable(where)
    return broken_off(where)
