"""Kind ``database``: SQLite, PostgreSQL, MySQL and MariaDB through SQLAlchemy, in a read-only session.

One connection a check, in a thread of its own (the drivers block); a cancelled check breaks its connection off.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import field_validator, model_validator
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.comparison import WORDS, Operator, Scalar, holds
from app.model.component import Component
from app.model.result import Measure, Result, Unit
from app.model.status import Outcome, Reason
from app.probes.addresses import is_local_host
from app.probes.context import CheckContext
from app.probes.databases.dialect import Dialect, Facts, Fault
from app.probes.kind import ProbeKind
from app.settings.schema import ComponentSettings
from app.threads import in_thread

_SYSTEMS = "sqlite:///…, postgresql://… or mysql://…"
_DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}
_READS = re.compile(r"\s*(select|with)\b", re.IGNORECASE)
_PLAIN_PARAMETERS = frozenset({"charset", "sslmode", "ssl_ca", "ssl_verify_cert", "sslrootcert"})


class DatabaseSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "database"``."""

    url: str
    """As SQLAlchemy writes it, without the password."""
    credential: str | None = None
    """Its secret is the password."""
    query: str | None = None
    """One SELECT of the user's own; the first column of its first row is compared."""
    query_operator: Operator = Operator.EQUALS
    query_value: Scalar = None

    @field_validator("url")
    @classmethod
    def _url_is_known(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError:
            raise ValueError(f"an address such as {_SYSTEMS} is wanted") from None
        if url.get_backend_name() not in ("sqlite", *_DEFAULT_PORTS):
            raise ValueError(f"this kind of database is not known; an address such as {_SYSTEMS} is wanted")
        if url.get_backend_name() == "sqlite" and not url.database:
            raise ValueError(
                "the file is missing; write sqlite:///path/to/file (four slashes for a path from the root)"
            )
        if url.password is not None:
            raise ValueError('the address holds a password; use credential = "…" instead')
        if unknown := set(url.query) - _PLAIN_PARAMETERS:
            raise ValueError(f"the address has parameters that are not known here: {', '.join(sorted(unknown))}")
        return value

    @field_validator("query")
    @classmethod
    def _query_only_reads(cls, value: str | None) -> str | None:
        if value is None:
            return None
        statement = value.strip().removesuffix(";")
        if not _READS.match(statement) or ";" in statement:
            raise ValueError("one single SELECT is wanted")
        return statement

    @model_validator(mode="after")
    def _value_has_a_query(self) -> "DatabaseSettings":
        if self.query is None and self.query_value is not None:
            raise ValueError("query_value says what to expect, but there is no query")
        return self


@dataclass(frozen=True, slots=True)
class _Findings:
    facts: Facts
    connect_s: float
    query_s: float
    answer: Scalar


class _Interrupted(Exception):
    """The check was cancelled before it had a connection."""


class DatabaseProbe:
    """One read-only session a check."""

    def __init__(self, component: Component, settings: DatabaseSettings) -> None:
        self._settings = settings
        self._url = make_url(settings.url)
        self._dialect = _dialect(self._url)
        self._time_limit = component.timeout
        self._where = _address(settings)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        password = await ctx.secrets.get(self._settings.credential) if self._settings.credential else None
        session = _Session(self._dialect)
        try:
            found = await in_thread(lambda: self._look(session, password), name=f"database {ctx.component.id}")
        except asyncio.CancelledError:
            session.interrupt()
            raise
        except DBAPIError as error:
            return self._unwell(ctx, error.orig or error)
        except (SQLAlchemyError, OSError) as error:
            return self._unwell(ctx, error)
        return self._judge(ctx, found)

    async def close(self) -> None:
        """See Probe."""

    def _look(self, session: "_Session", password: str | None) -> _Findings:
        """Runs in a thread. Raises what the driver raises."""
        dialect = self._dialect
        began = time.perf_counter()
        engine = create_engine(
            dialect.engine_url(self._url, password),
            poolclass=NullPool,
            connect_args=dialect.connect_args(self._time_limit),
            hide_parameters=True,
        )
        with engine.connect() as connection:
            driver_connection = connection.connection.driver_connection
            session.opened(driver_connection)
            ask = _asker(connection)
            dialect.prepare(driver_connection, ask, self._time_limit)
            connected = time.perf_counter()
            facts = dialect.facts(ask)
            queried = time.perf_counter()
            answer = ask(self._settings.query) if self._settings.query else None
            ended = time.perf_counter()
        return _Findings(facts, connected - began, ended - queried, answer)

    def _judge(self, ctx: CheckContext, found: _Findings) -> Result:
        settings = self._settings
        measures = {"connect": Measure(round(found.connect_s * 1000, 1), Unit.MILLISECONDS), **found.facts.measures}
        details = {"version": found.facts.version}
        if settings.query is not None:
            measures["query"] = Measure(round(found.query_s * 1000, 1), Unit.MILLISECONDS)
            if isinstance(found.answer, int | float) and not isinstance(found.answer, bool):
                measures["answer"] = Measure(found.answer)
            if settings.query_value is not None and not holds(
                settings.query_operator, found.answer, settings.query_value
            ):
                words = WORDS[settings.query_operator]
                sentence = f"The query answers {str(found.answer)[:80]}: it {words} {settings.query_value}."
                return ctx.unwell(Outcome.ERROR, Reason.CONTENT, sentence, measures=measures, details=details)
        free = found.facts.measures.get("connections_free")
        if free is not None and free.value < 1:
            sentence = "It answers, but has no free connection left for others."
            return ctx.unwell(Outcome.DEGRADED, Reason.THROTTLED, sentence, measures=measures, details=details)
        return ctx.healthy(f"{found.facts.version} answers.", measures=measures, details=details)

    def _unwell(self, ctx: CheckContext, error: BaseException) -> Result:
        fault = self._dialect.explain(error, self._where)
        if fault is None:
            name = type(error).__name__
            fault = Fault(Reason.CONTENT, f"{self._where} answered with an error that is not known here ({name}).")
        return ctx.unwell(fault.outcome, fault.reason, fault.sentence)


class _Session:
    """The driver's connection of one check, to be broken off from the loop's thread."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._connection: Any = None
        self._over = False

    def opened(self, connection: Any) -> None:
        """Called in the check's thread."""
        self._connection = connection
        if self._over:
            raise _Interrupted

    def interrupt(self) -> None:
        """Called on the loop: end it, whatever it is doing."""
        self._over = True
        if self._connection is not None:
            with suppress(Exception):  # it may be closing at this very moment
                self._dialect.interrupt(self._connection)


def _asker(connection: Connection) -> Callable[[str], Any]:
    # Without it the drivers would take a percent sign for a place of a parameter.
    connection = connection.execution_options(no_parameters=True)

    def ask(statement: str) -> Any:
        result = connection.exec_driver_sql(statement)
        row = result.fetchone() if result.returns_rows else None
        result.close()
        return row[0] if row is not None else None

    return ask


def _dialect(url: URL) -> Dialect:
    match url.get_backend_name():
        case "sqlite":
            from app.probes.databases.sqlite import SqliteDialect

            return SqliteDialect(url.database or "")
        case "postgresql":
            from app.probes.databases.postgresql import PostgresqlDialect

            return PostgresqlDialect()
    from app.probes.databases.mysql import MysqlDialect

    return MysqlDialect()


def _address(settings: DatabaseSettings) -> str:
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return f"{url.host or 'localhost'}:{url.port or _DEFAULT_PORTS[url.get_backend_name()]}"


def _is_local(settings: DatabaseSettings) -> bool:
    url = make_url(settings.url)
    return url.get_backend_name() == "sqlite" or is_local_host(url.host or "localhost")


KIND = ProbeKind(
    name="database",
    settings=DatabaseSettings,
    build=DatabaseProbe,
    timeout=15.0,
    is_local=_is_local,
    address=_address,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
)
