"""Kind ``classy_sync_freshness``: how old the newest records are that the sync wrote into its database.

The server computes the ages against its own clock, whatever time zone it or the session has; for a SQLite file that
is this computer's clock. An incremental sync that finds nothing new writes no row: quiet is not stale, so the limits
are generous, and where the log can be read, a sync that ended in time is well however old the records are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field, field_validator

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import whole
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english, unfit
from porchlight.language.text import Duration as Span
from porchlight.language.text import Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.classy_sync.elsewhere import elsewhere
from porchlight.probes.classy_sync.folder import ENTITIES, Schedule, log_path, read_schedule
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.judging import Finding, by_gravity
from porchlight.probes.classy_sync.phrases import listed, since, sync_name
from porchlight.probes.classy_sync.reading import READING_SHARE, LogReader, Reading, read_fault
from porchlight.probes.context import CheckContext
from porchlight.probes.databases.address import (
    database_origin,
    database_url,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database, OpenSession
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import DATABASE
from porchlight.probes.shared_settings import DatabasePassword, DatabaseUrl, Organizations
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_place
from porchlight.settings.schema import ComponentSettings, Duration
from porchlight.threads import in_thread

_LEAST_LIMIT: Final = 86_400.0
_INTERVALS: Final = 12
"""A limit is so many intervals, and at least a day: nights and quiet weeks bring nothing new."""
_ORGANISATIONS: Final = "SELECT id, classy_id, name, status FROM organizations ORDER BY id"
_AHEAD: Final = 120.0
"""Seconds; a record that is newer than now by more was stamped in another time zone."""
_AGES: Final = {
    "mysql": "TIMESTAMPDIFF(SECOND, stamp, CURRENT_TIMESTAMP)",
    "mariadb": "TIMESTAMPDIFF(SECOND, stamp, CURRENT_TIMESTAMP)",
    "postgresql": "EXTRACT(EPOCH FROM now() - stamp)",
    # The sync's driver writes ms since the epoch; the schema's defaults are text in UTC.
    "sqlite": "strftime('%s', 'now') - "
    "CASE typeof(stamp) WHEN 'text' THEN strftime('%s', stamp) ELSE stamp / 1000.0 END",
}


class FreshnessSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "classy_sync_freshness"``."""

    url: DatabaseUrl
    """As for kind ``database``, without the password."""
    credential: DatabasePassword | None = None
    """Its secret is the password."""
    organizations: Organizations = ()
    """The sync's own numbers of those that matter; none: all active ones."""
    limits: Annotated[
        dict[str, Duration],
        Described(
            msg("Maximum age"),
            msg(
                "By entity: supporters, campaigns, transactions, recurring-plans. Default: 12 of its "
                "intervals, at least a day."
            ),
            example={"supporters": "2d"},
        ),
    ] = Field(default_factory=dict)
    folder: Annotated[
        str | None,
        Described(
            msg("Folder"),
            msg("Where Classy Sync is installed: its intervals and its log tell quiet times from missing data."),
            example="/opt/classy-sync",
        ),
    ] = None
    known_organizations: Annotated[
        tuple[int, ...] | None,
        Described(
            msg("Known organisations"),
            msg(
                "Classy's own numbers of the organisations that are watched, kept by the import. Any "
                "other one is reported as new."
            ),
            example=[6789],
        ),
    ] = None

    @field_validator("url")
    @classmethod
    def _url_is_known(cls, value: str) -> str:
        return require_database_url(value)

    @field_validator("limits")
    @classmethod
    def _entities_are_known(cls, value: dict[str, float]) -> dict[str, float]:
        if unknown := sorted(set(value) - set(ENTITIES)):
            raise unfit(msg("There is no {names}. Use {known}.", names=", ".join(unknown), known=", ".join(ENTITIES)))
        return value


@dataclass(frozen=True, slots=True)
class _Organisation:
    """A row of the sync's organisations."""

    number: int
    """The sync's own."""
    classy_number: int | None
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class _Found:
    newest: Sequence["_Newest"]
    organisations: Sequence[_Organisation]
    names: Mapping[int, Text | str]
    """By its number, the name of an organisation with records; empty where there is only one."""


def _names(numbers: Set[int], organisations: Sequence[_Organisation]) -> dict[int, Text | str]:
    if len(numbers) < 2:
        return {}
    called = {one.number: one.name for one in reversed(organisations)}
    often = Counter(one.name for one in organisations)
    return {number: _unlike(number, called.get(number, ""), often) for number in numbers}


def _unlike(number: int, name: str, often: Mapping[str, int]) -> Text | str:
    """A name that no other organisation has."""
    if not name:
        return msg("organisation {number}", number=str(number))
    return f"{name} ({number})" if often[name] > 1 else name


@dataclass(frozen=True, slots=True)
class _Newest:
    organization: int
    entity: str
    age: float | None
    """Seconds; None: there is no record, or it is stamped in the future."""


class FreshnessProbe:
    """Reads all ages at once, and new lines of the log where there is one."""

    def __init__(self, component: Component, settings: FreshnessSettings) -> None:
        self._settings = settings
        self._database = Database(settings.url, self._look, component.timeout)
        self._statement = _statement(database_url(settings.url).get_backend_name(), settings.organizations)
        self._time_limit = component.timeout * READING_SHARE
        self._reader = None if settings.folder is None else LogReader(log_path(settings.folder), component.id)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        password = await ctx.secrets.get(self._settings.credential) if self._settings.credential else None
        found = await self._database.read(password, name=f"database {ctx.component.id}")
        other = None
        if self._settings.folder is not None:
            place, url = self._settings.folder, self._settings.url
            other = await in_thread(lambda: elsewhere(place, url), name=f"folder {ctx.component.id}")
        if isinstance(found, Fault):
            return ctx.unwell(found.outcome, found.reason, sentences(found.sentence, other or ""))
        schedule, reading, fault = Schedule(), None, ""
        if self._settings.folder is not None and self._reader is not None:
            folder, reader = self._settings.folder, self._reader
            reader.recall(ctx.position)
            schedule = await in_thread(lambda: read_schedule(folder), name=f"folder {ctx.component.id}")
            try:
                reading = await in_thread(
                    lambda: reader.read(ctx.began_ms, self._time_limit), name=f"log {ctx.component.id}"
                )
                reader.remember(reading)
            except OSError as error:
                fault = english(read_fault(error, reader.log)[1])
        result = self._judge(ctx, found, schedule, reading, fault)
        return self._with_news(result, found, other)

    async def close(self) -> None:
        """See Probe."""

    def _look(self, session: OpenSession) -> _Found:
        """Runs in a thread. Raises what the driver raises."""
        organisations = [
            _Organisation(int(number), whole(classy_number, least=1), quote(name, NAME), status == "active")
            for number, classy_number, name, status in session.rows(_ORGANISATIONS)
        ]
        newest = [
            _Newest(int(organization), str(entity), None if age is None else float(age))
            for organization, entity, age in session.rows(self._statement)
        ]
        newest.sort(key=lambda one: (one.organization, ENTITIES.index(one.entity)))
        return _Found(newest, organisations, _names({one.organization for one in newest}, organisations))

    def _with_news(self, result: Result, found: _Found, other: Text | None) -> Result:
        """What is no fault, but worth knowing: organisations that are new or no longer active, and, in the details,
        another address, which a tunnel or a container always has."""
        known = self._settings.known_organizations
        sentence: Text | str = result.sentence
        measures = dict(result.measures)
        if known is not None:
            new = [one.name or str(one.number) for one in found.organisations if one.active and _is_new(one, known)]
            measures["organizations_new"] = Measure(len(new), Unit.COUNT)
            if new:
                sentence = msg(
                    "{sentence} New in Classy Sync, but not watched here: {organizations}. Import from Classy Sync"
                    " again to add them.",
                    sentence=sentence,
                    organizations=listed(new),
                )
            over = [one.name or str(one.number) for one in found.organisations if _is_over(one, known)]
            if over:
                sentence = msg(
                    "{sentence} Deactivated in Classy Sync, so no longer checked: {organizations}.",
                    sentence=sentence,
                    organizations=listed(over),
                )
        details = {**result.details, "address": english(other)} if other else result.details
        return replace(result, sentence=english(sentence), measures=measures, details=details)

    def _judge(
        self,
        ctx: CheckContext,
        read: _Found,
        schedule: Schedule,
        reading: Reading | None,
        log_fault: str,
    ) -> Result:
        position, found = reading.stored if reading else None, read.newest
        if not found:
            sentence = msg("There is no active organisation in the database.")
            return ctx.unwell(Outcome.UNKNOWN, Reason.CONTENT, sentence, position=position)
        ended = _ended(reading.memory.journal) if reading and reading.whole else {}
        labels = {newest: _label(newest, found[0].organization) for newest in found}
        findings = [self._judge_one(newest, read, schedule, ended, ctx.began_ms) for newest in found]
        measures = {
            f"{labels[newest].replace('-', '_').replace(':', '_')}_age": Measure(round(newest.age), Unit.SECONDS)
            for newest in found
            if newest.age is not None and newest.age >= 0
        }
        details = {"log": log_fault} if log_fault else {}
        parts = tuple(finding.part() for finding in findings)
        stale = [finding for finding in by_gravity(findings) if finding.outcome is Outcome.DEGRADED]
        if stale:
            sentence = stale[0].sentence
            if others := [finding.name for finding in stale[1:]]:
                sentence = msg("{problem} Also out of date: {syncs}.", problem=sentence, syncs=listed(others))
            return ctx.unwell(
                Outcome.DEGRADED,
                Reason.STALE,
                sentence,
                measures=measures,
                details=details,
                sub_results=parts,
                position=position,
            )
        ages = [newest.age for newest in found if newest.age is not None and newest.age >= -_AHEAD]
        if not ages:
            sentence = msg("Nothing has been synced into the tables yet.")
            return ctx.unwell(
                Outcome.UNKNOWN, Reason.CONTENT, sentence, details=details, sub_results=parts, position=position
            )
        newest_age = Span(min(ages))
        sentence = msg("The newest record was synced {ago} ago.", ago=newest_age)
        if ended:
            sentence = msg(
                "The last sync ended {ended} ago; the newest record was synced {ago} ago.",
                ended=since(max(ended.values()), ctx.began_ms),
                ago=newest_age,
            )
        return ctx.healthy(sentence, measures=measures, details=details, sub_results=parts, position=position)

    def _judge_one(
        self, newest: _Newest, read: _Found, schedule: Schedule, ended: Mapping[tuple[int, str], int], now_ms: int
    ) -> Finding:
        name = sync_name(newest.entity, read.names.get(newest.organization, ""))
        if newest.age is None:
            return Finding(name, Outcome.UNKNOWN, Reason.CONTENT, msg("{sync}: no records yet.", sync=name))
        if newest.age < -_AHEAD:
            sentence = msg(
                "{sync}: the newest record is stamped {span} in the future. Classy Sync and the database use"
                " different time zones.",
                sync=name,
                span=Span(-newest.age),
            )
            return Finding(name, Outcome.UNKNOWN, Reason.CONTENT, sentence)
        limit = self._settings.limits.get(newest.entity)
        if limit is None:
            limit = max(_LEAST_LIMIT, _INTERVALS * schedule.intervals.get(newest.entity, 0.0))
        sentence = msg("{sync}: newest record synced {ago} ago.", sync=name, ago=Span(newest.age))
        if newest.age <= limit:
            return Finding(name, Outcome.HEALTHY, None, sentence)
        ended_ms = ended.get((newest.organization, newest.entity))
        if ended_ms is not None and (now_ms - ended_ms) / 1000 <= limit:
            quiet = msg("The last sync ended {ago} ago and found nothing new.", ago=since(ended_ms, now_ms))
            return Finding(name, Outcome.HEALTHY, None, sentences(sentence, quiet))
        sentence = msg(
            "{sync}: newest record synced {ago} ago; the limit is {limit}.",
            sync=name,
            ago=Span(newest.age),
            limit=Span(limit),
        )
        return Finding(name, Outcome.DEGRADED, Reason.STALE, sentence)


def _is_new(one: _Organisation, known: Sequence[int]) -> bool:
    return one.classy_number is not None and one.classy_number not in known


def _is_over(one: _Organisation, known: Sequence[int]) -> bool:
    return not one.active and one.classy_number in known


def _statement(backend: str, organizations: Sequence[int]) -> str:
    """One SELECT for all tables. Only whole numbers and fixed words are put into it."""
    only = f" AND o.id IN ({', '.join(str(int(number)) for number in organizations)})" if organizations else ""
    tables = " UNION ALL ".join(
        f"SELECT o.id AS organization, '{entity}' AS entity, (SELECT MAX(t.last_sync_at) "  # noqa: S608
        f"FROM {entity.replace('-', '_')} t WHERE t.organization_id = o.id) AS stamp "
        f"FROM organizations o WHERE o.status = 'active'{only}"
        for entity in ENTITIES
    )
    return f"SELECT organization, entity, {_AGES[backend]} FROM ({tables}) AS newest"  # noqa: S608


def _ended(journal: Journal) -> dict[tuple[int, str], int]:
    """When each sync last ended well, Unix ms."""
    return {
        (track.organization, track.entity): track.good.ended_ms
        for track in journal.tracks.values()
        if track.organization is not None and track.good is not None
    }


def _label(newest: _Newest, first: int) -> str:
    return newest.entity if newest.organization == first else f"{newest.entity}:{newest.organization}"


def _is_local(settings: FreshnessSettings) -> bool:
    return is_local_database(settings.url)


def _address(settings: FreshnessSettings) -> str:
    return shown_database(settings.url)


KIND = ProbeKind(
    name="classy_sync_freshness",
    title=msg("Classy Sync: data"),
    group=KindGroup.CLASSY_SYNC,
    summary=msg("How old the newest records in the sync's database are."),
    measures={
        **{
            f"{entity.replace('-', '_')}_age": Measured(
                msg("{sync}: newest record", sync=sync_name(entity)), Unit.SECONDS
            )
            for entity in ENTITIES
        },
        "organizations_new": Measured(msg("New organisations"), Unit.COUNT),
    },
    advice={
        **DATABASE,
        Reason.CONTENT: msg(
            "After a fresh install, wait for the first sync. Otherwise check that the address leads to the right"
            " database."
        ),
        Reason.STALE: msg(
            "Check whether the sync still runs and whether new records exist in Classy. A quiet week may be all"
            " there is to it."
        ),
    },
    notes=KindNotes(
        calls="one `SELECT` over `organizations` and the four synced tables; with `folder`: the log too",
        never="any write; the names, addresses and gifts of people",
        permissions=msg("Needs a database login that can read the synced tables."),
        red_light=msg(
            "Turns red when the database can't be reached, rejects the login or fails. Old records are only"
            " a warning."
        ),
        simulator="porchlight.demo.sync_database",
        real="MariaDB, SQLite",
    ),
    settings=FreshnessSettings,
    build=FreshnessProbe,
    timeout=15.0,
    is_local=_is_local,
    address=_address,
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_place(settings.credential, database_origin(settings.url)),
)
