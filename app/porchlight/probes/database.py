"""Kind ``database``: SQLite, PostgreSQL, MySQL and MariaDB through SQLAlchemy, in a read-only session."""

import math
import time
from dataclasses import replace
from typing import Annotated

import psutil
from pydantic import BeforeValidator, ByteSize, Field, field_validator, model_validator

from porchlight.comparison import (
    Operator,
    Scalar,
    dates_as_text,
    expectation,
    holds,
    pattern_fault,
    value_text,
    written,
)
from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, clean_line, quote
from porchlight.language.english import english, of_error, unfit
from porchlight.language.text import Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.elsewhere import elsewhere
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import (
    database_origin,
    database_url,
    is_local_database,
    is_on_this_computer,
    require_database_url,
    shown_database,
)
from porchlight.probes.databases.dialect import Facts, Fault
from porchlight.probes.databases.query import read_only
from porchlight.probes.databases.session import Database, OpenSession
from porchlight.probes.databases.values import Answer, alike, as_number, fit
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import DATABASE
from porchlight.probes.shared_settings import DatabasePassword, DatabaseUrl
from porchlight.settings.describe import Described, OnlyWhere
from porchlight.settings.origins import to_place
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_RIGHTS_KEPT = 3600.0
"""Seconds for which the login's rights are not queried again."""


class DatabaseSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "database"``."""

    url: DatabaseUrl
    """In SQLAlchemy's form, without the password."""
    credential: DatabasePassword | None = None
    """Its secret is the password."""
    query: Annotated[
        str | None,
        Described(
            msg("Query"),
            msg("One SELECT of your own, which may only read. The first column of its first row is compared."),
            example="SELECT COUNT(*) FROM jobs WHERE failed",
        ),
    ] = None
    query_operator: Annotated[
        Operator, Described(msg("Condition"), msg("How the query's value is compared.")), OnlyWhere("query", bool)
    ] = Operator.EQUALS
    query_value: Annotated[
        Scalar,
        BeforeValidator(dates_as_text),
        Described(msg("Compared with"), msg("Without a value the query only has to work."), example=0),
        OnlyWhere("query", bool),
    ] = None
    size_limit: Annotated[
        Annotated[ByteSize, Field(gt=0)] | None,
        Described(
            msg("May grow to"),
            msg("How large it may become. Default: the disk that it is on, if that is one of this computer."),
            example="20 GB",
        ),
    ] = None

    folder: Annotated[
        str | None,
        Described(
            msg("Classy Sync folder"),
            msg("A Classy Sync installation that uses it: a different address there is reported."),
            example="/opt/classy-sync",
        ),
    ] = None

    @field_validator("url")
    @classmethod
    def _url_is_known(cls, value: str) -> str:
        return require_database_url(value)

    @model_validator(mode="after")
    def _pattern_can_be_used(self) -> "DatabaseSettings":
        fault = pattern_fault(str(self.query_value)) if self.query_operator is Operator.REGEX else None
        if fault is not None:
            raise unfit(msg("{key}: {problem}", key="query_value", problem=fault))
        return self

    @model_validator(mode="after")
    def _query_only_reads(self) -> "DatabaseSettings":
        if self.query is not None:
            try:
                read_only(self.query, database_url(self.url).get_backend_name())
            except ValueError as error:
                raise unfit(msg("{key}: {problem}", key="query", problem=of_error(error))) from None
        return self

    @model_validator(mode="after")
    def _value_has_a_query(self) -> "DatabaseSettings":
        if self.query is None and self.query_value is not None:
            raise unfit(msg("There is an expected value, but no query."))
        return self


@dataclass(frozen=True, slots=True)
class _Findings:
    facts: Facts
    connect_s: float
    query_s: float
    answer: Answer
    rights: tuple[Text, ...]


class DatabaseProbe:
    """One read-only session per check."""

    def __init__(self, component: Component, settings: DatabaseSettings) -> None:
        self._settings = settings
        self._database = Database(settings.url, self._look, component.timeout)
        self._backend = database_url(settings.url).get_backend_name()
        self._rights: tuple[Text, ...] = ()
        self._rights_at = -math.inf

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        password = await ctx.secrets.get(self._settings.credential) if self._settings.credential else None
        found = await self._database.read(password, name=f"database {ctx.component.id}")
        other = None
        if (folder := self._settings.folder) is not None:
            url = self._settings.url
            other = await in_thread(lambda: elsewhere(folder, url), name=f"folder {ctx.component.id}")
        if isinstance(found, Fault):
            return ctx.unwell(found.outcome, found.reason, sentences(found.sentence, other or ""))
        result = self._judge(ctx, found)
        return replace(result, details={**result.details, "address": english(other)}) if other else result

    async def close(self) -> None:
        """See Probe."""

    def _look(self, session: OpenSession) -> _Findings:
        """Runs in a thread. Raises what the driver raises."""
        facts = self._with_room(session.dialect.facts(session.ask))
        queried = time.perf_counter()
        query = self._settings.query
        answer = fit(session.ask(read_only(query, self._backend))) if query else None
        query_s = time.perf_counter() - queried
        return _Findings(facts, session.connect_s, query_s, answer, self._rights_now(session))

    def _rights_now(self, session: OpenSession) -> tuple[Text, ...]:
        if time.monotonic() - self._rights_at > _RIGHTS_KEPT:
            self._rights = session.dialect.rights(session.ask)
            self._rights_at = time.monotonic()
        return self._rights

    def _with_room(self, facts: Facts) -> Facts:
        """Adds how large the database may grow, where that is known."""
        size = facts.measures["size"]
        limit: float | None = self._settings.size_limit
        if limit is None and facts.folder is not None and is_on_this_computer(self._settings.url):
            limit = _grows_to(size.value, facts.folder)
        if limit is None:
            return facts
        return replace(facts, measures={**facts.measures, "size": replace(size, limit=limit)})

    def _judge(self, ctx: CheckContext, found: _Findings) -> Result:
        settings = self._settings
        measures = {"connect": Measure(round(found.connect_s * 1000, 1), Unit.MILLISECONDS), **found.facts.measures}
        details = {"version": clean_line(found.facts.version, NAME)}
        if found.rights:
            details["login"] = english(
                sentences(msg("The login may do more than read."), *found.rights, msg("Use one that may only read."))
            )
        if settings.query is not None:
            measures["query"] = Measure(round(found.query_s * 1000, 1), Unit.MILLISECONDS)
            if (number := as_number(found.answer)) is not None:
                measures["answer"] = Measure(number)
            if settings.query_value is not None and not holds(
                settings.query_operator, *alike(found.answer, settings.query_value)
            ):
                shown = _shown(found.answer)
                sentence = msg(
                    "The query returned {value}. {expectation}",
                    value=shown,
                    expectation=expectation(settings.query_operator, shown, settings.query_value),
                )
                return ctx.unwell(Outcome.ERROR, Reason.CONTENT, sentence, measures=measures, details=details)
        free = found.facts.measures.get("connections_free")
        if free is not None and free.value < 1:
            sentence = msg("The database answers, but has no free connection left.")
            return ctx.unwell(Outcome.DEGRADED, Reason.THROTTLED, sentence, measures=measures, details=details)
        return ctx.healthy(
            msg("{database} answers.", database=details["version"]),
            measures=measures,
            details=details,
            authentic=True,
        )


def _shown(answer: Answer) -> Text | str:
    if answer is None:
        return "NULL"
    return quote(written(answer), 80) or value_text(answer)


def _grows_to(size: float, folder: str) -> float | None:
    """Bytes; None where the folder does not exist, as with a server in a container or behind a tunnel."""
    try:
        return size + psutil.disk_usage(folder).free
    except OSError:
        return None


def _is_local(settings: DatabaseSettings) -> bool:
    return is_local_database(settings.url)


def _address(settings: DatabaseSettings) -> str:
    return shown_database(settings.url)


KIND = ProbeKind(
    name="database",
    title=msg("Database"),
    group=KindGroup.GIFTS,
    summary=msg("MariaDB, MySQL, PostgreSQL or SQLite. It is only ever read."),
    measures={
        "size": Measured(msg("Size"), Unit.BYTES),
        "connections_used": Measured(msg("Connections"), Unit.COUNT),
        "connections_free": Measured(msg("Free connections"), Unit.COUNT),
        "connect": Measured(msg("Connecting"), Unit.MILLISECONDS),
        "unused": Measured(msg("Unused space"), Unit.BYTES),
        "query": Measured(msg("Query time"), Unit.MILLISECONDS),
        "answer": Measured(msg("Query result")),
    },
    advice={
        **DATABASE,
        Reason.CONTENT: msg(
            "If the file is damaged, stop the program that writes it and restore the last backup. Otherwise check"
            " what the query is expected to return."
        ),
    },
    notes=KindNotes(
        calls="version, size, connections, your own SELECT",
        never=(
            "any write: read-only session, queries that a parser knows to read, no file beside a SQLite file;"
            " PostgreSQL/MySQL/MariaDB's own statement time limit"
        ),
        permissions=msg("Needs a login that can only read. “Test connection” says whether it can do more."),
        red_light=msg(
            "Turns red when the database can't be reached, rejects the login, has no connection left, is"
            " starting or stopping or is damaged, or when your query returns something that you don't"
            " expect."
        ),
        simulator="tests.hostile.databases",
        real="MariaDB, PostgreSQL, SQLite",
    ),
    settings=DatabaseSettings,
    build=DatabaseProbe,
    timeout=15.0,
    is_local=_is_local,
    address=_address,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_place(settings.credential, database_origin(settings.url)),
)
