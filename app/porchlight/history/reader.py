"""All queries. Readers open their own read-only connections; everything here blocks, so surfaces ask in a thread."""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import wraps
from inspect import isfunction, isgeneratorfunction
from types import TracebackType
from typing import Any

from porchlight.history.aggregation import read_rollups, read_samples
from porchlight.history.alert_rows import read_alerts, read_events, read_notifications, read_silences
from porchlight.history.connection import FILE_ERRORS, connect_reader, explain
from porchlight.history.looks import read_last_look
from porchlight.history.measure_rows import read_measures
from porchlight.history.operation_rows import read_positions, read_runs, read_tallies, summarised
from porchlight.history.rollup import Accumulator, bucket_start, coarsen, gather
from porchlight.history.rollup_rows import BUCKET_COLUMNS, read_buckets
from porchlight.history.rows import (
    ROW_FAULTS,
    SELECT_INCIDENTS,
    Row,
    id_in,
    moment_in,
    number_in,
    outcome_in,
    read_audit,
    read_incident,
    read_result,
    readable,
)
from porchlight.history.schema import OUTCOMES
from porchlight.intake.numbers import LATEST_MS
from porchlight.intake.numbers import whole as whole_number
from porchlight.model.alert import Alert, AlertEvent, DeliveryState, Notification, Severity
from porchlight.model.audit import AuditEntry
from porchlight.model.errors import HistoryError
from porchlight.model.history import (
    DAY_MS,
    Bucket,
    MeasureSeries,
    OperationBucket,
    OperationSummary,
    Resolution,
    Series,
    Summary,
)
from porchlight.model.incident import Incident
from porchlight.model.operation import Operation
from porchlight.model.result import Result
from porchlight.model.status import Outcome
from porchlight.model.suppression import Silence
from porchlight.model.trusted_clock import LastLook

MOST_RUNS = 10_000
"""Single runs that are read at once."""
_WHOLE = (Resolution.DAY, Resolution.HOUR)
_BY_HOURS_MS = 31 * 86_400_000
_USUAL_INTERVAL_MS = 60_000


def _explained(reader: "type[HistoryReader]") -> "type[HistoryReader]":
    """Turns any error of a file that is broken, locked or out of reach into a HistoryError."""
    for name, question in list(vars(reader).items()):
        if isfunction(question) and not name.startswith("_"):
            setattr(reader, name, _iterating(question) if isgeneratorfunction(question) else _asking(question))
    return reader


def _asking(question: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(question)
    def ask(self: "HistoryReader", *values: Any, **named: Any) -> Any:
        try:
            return question(self, *values, **named)
        except FILE_ERRORS as error:
            raise self._explain(error) from error

    return ask


def _iterating(question: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(question)
    def ask(self: "HistoryReader", *values: Any, **named: Any) -> Iterator[Any]:
        try:
            yield from question(self, *values, **named)
        except FILE_ERRORS as error:
            raise self._explain(error) from error

    return ask


@_explained
class HistoryReader:
    """Reads while one writes. Raises HistoryUnavailable or HistoryTooNew; times are Unix ms (UTC). A row that makes
    no sense is left out and hides no other."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection = connect_reader(path)
        self._file = _identity(path)

    def __enter__(self) -> "HistoryReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _explain(self, error: sqlite3.Error | UnicodeDecodeError) -> HistoryError:
        """An error of SQLite as a text for people."""
        return explain(error, self._path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def components(self) -> list[str]:
        """The ids of all components that ever had a result, in their usual order."""
        rows = self._connection.execute("SELECT slug FROM components ORDER BY position, slug")
        return list(readable(rows, _read_name))

    def series(self, component_id: str, since_ms: int, until_ms: int) -> Series:
        """Every check that began in a span, as columns."""
        rows = self._connection.execute(
            "SELECT began_ms, duration_us, outcome FROM results"
            " WHERE component = ? AND began_ms >= ? AND began_ms < ? ORDER BY began_ms",
            (self._key(component_id)[0], since_ms, until_ms),
        ).fetchall()
        if not rows:
            return Series((), (), ())
        began_ms, duration_us, codes = zip(*rows, strict=True)
        # By the column first: a chart reads thousands, and almost never is one wrong.
        whole = {type(value) for column in (began_ms, duration_us, codes) for value in column} == {int}
        if whole and 0 <= min(codes) <= max(codes) < len(OUTCOMES) and min(duration_us) >= 0 <= min(began_ms):
            return Series(began_ms, duration_us, tuple(map(OUTCOMES.__getitem__, codes)))
        points = list(readable(rows, _read_point))
        return Series(*zip(*points, strict=True)) if points else Series((), (), ())

    def results(self, component_id: str, since_ms: int, until_ms: int) -> Iterator[Result]:
        """Every result that began in a span, in order, whole."""
        rows = self._connection.execute(
            "SELECT began_ms, duration_us, outcome, reason, sentence, phases, measures, text FROM results"
            " WHERE component = ? AND began_ms >= ? AND began_ms < ? ORDER BY began_ms",
            (self._key(component_id)[0], since_ms, until_ms),
        )

        def read_one(row: Row) -> Result:
            return read_result(component_id, row)

        yield from readable(rows, read_one)

    def buckets(self, component_id: str, since_ms: int, until_ms: int, resolution: Resolution) -> list[Bucket]:
        """The buckets of a span that hold a result, in order; the newest are made on demand."""
        key, interval_ms, rolled_ms = self._key(component_id)
        width_ms = resolution * 1000
        since_ms = bucket_start(since_ms, resolution)
        closed = min(bucket_start(rolled_ms, resolution), until_ms)
        rows = self._connection.execute(
            f"SELECT {BUCKET_COLUMNS} FROM rollups"  # noqa: S608 - our own columns
            " WHERE component = ? AND resolution = ? AND start_ms >= ? AND start_ms < ? ORDER BY start_ms",
            (key, int(resolution), since_ms, closed),
        ).fetchall()
        found = read_buckets(rows)
        open_since = max(closed, since_ms)
        if open_since < until_ms:
            newest = self._pieces(key, interval_ms, rolled_ms, open_since, until_ms)
            found += [accumulator.bucket() for accumulator in coarsen(newest, width_ms)]
        return found

    def summary(self, component_id: str, since_ms: int, until_ms: int) -> Summary:
        """One component over one span; its edges are those of five-minute buckets where single results are gone."""
        key, interval_ms, rolled_ms = self._key(component_id)
        since_ms, until_ms = self._edge(key, since_ms, rolled_ms), self._edge(key, until_ms, rolled_ms)
        whole = Accumulator(since_ms, max(until_ms - since_ms, 1))
        for piece in self._pieces(key, interval_ms, rolled_ms, since_ms, until_ms):
            whole.merge(piece)
        bucket = whole.bucket()
        return Summary(
            since_ms=since_ms,
            until_ms=until_ms,
            count=bucket.checks,
            healthy=bucket.healthy,
            degraded=bucket.degraded,
            error=bucket.error,
            unknown=bucket.unknown,
            min_us=bucket.min_us,
            mean_us=bucket.mean_us,
            p50_us=bucket.p50_us,
            p95_us=bucket.p95_us,
            max_us=bucket.max_us,
            uptime=1 - min(bucket.down_ms / bucket.watched_ms, 1) if bucket.watched_ms else None,
            coverage=min(bucket.watched_ms / whole.width_ms, 1.0),
            p99_us=whole.sketch.quantile(0.99),
            first_ms=self._first(key, until_ms),
        )

    def checks(self, components: Collection[str], since_ms: int, until_ms: int) -> int:
        """How many checks of these components a span had; its edges are those of ``summary``. Of spans of whole hours
        that are rolled up, as of days that are over, thousands of components are read at once."""
        wanted, found = set(components), 0
        fits = [one for one in _WHOLE if since_ms % (one * 1000) == 0 == until_ms % (one * 1000)]
        if fits:
            rows = self._connection.execute(
                "SELECT c.slug, (SELECT CAST(total(r.healthy + r.degraded + r.error + r.unknown) AS INTEGER)"
                " FROM rollups r WHERE r.component = c.key AND r.resolution = ? AND r.start_ms >= ?"
                " AND r.start_ms < ?) FROM components c WHERE c.rolled_ms >= ?",
                (int(fits[0]), since_ms, until_ms, until_ms),
            )
            for name, number in readable(rows, _read_number_of):
                if name in wanted:
                    wanted.remove(name)
                    found += number
        return found + sum(self.summary(one, since_ms, until_ms).count for one in wanted)

    def incidents(self, since_ms: int, until_ms: int, component_id: str | None = None) -> list[Incident]:
        """The incidents that touch a span, the newest first."""
        where, values = "i.began_ms < ? AND (i.ended_ms IS NULL OR i.ended_ms >= ?)", [until_ms, since_ms]
        if component_id is not None:
            where += " AND i.component = ?"
            values.append(self._key(component_id)[0])
        rows = self._connection.execute(f"{SELECT_INCIDENTS} WHERE {where} ORDER BY i.began_ms DESC", values)
        return list(readable(rows, read_incident))

    def audit(self, since_ms: int, until_ms: int, *, most: int | None = None, skip: int = 0) -> list[AuditEntry]:
        """The activity of a span, the newest first; ``most`` of it, after ``skip`` others."""
        rows = self._connection.execute(
            "SELECT at_ms, actor, action, subject, detail, text FROM audit WHERE at_ms >= ? AND at_ms < ?"
            " ORDER BY at_ms DESC, key DESC LIMIT ? OFFSET ?",
            (since_ms, until_ms, -1 if most is None else most, skip),
        )
        return list(readable(rows, read_audit))

    def alerts(
        self,
        since_ms: int,
        until_ms: int,
        *,
        severities: Sequence[Severity] = (),
        rule: str | None = None,
        component: str | None = None,
        text: str = "",
        most: int = 1000,
        skip: int = 0,
    ) -> list[Alert]:
        """Alerts that fired within a span and fit all that is given, the newest first; ``most`` of them, after
        ``skip`` others. Alerts that still fire are there however old they are."""
        where = "firing_ms < ? AND (coalesce(resolved_ms, firing_ms) >= ? OR state = 'firing')"
        values: list[object] = [until_ms, since_ms]
        if severities:
            where += f" AND severity IN ({', '.join('?' * len(severities))})"
            values += severities
        for column, wanted in (("rule", rule), ("subject", component)):
            if wanted is not None:
                where += f" AND {column} = ?"
                values.append(wanted)
        if text:
            where += " AND (sentence LIKE ? ESCAPE '!' OR rule LIKE ? ESCAPE '!' OR subject LIKE ? ESCAPE '!')"
            pattern = "%" + "".join(f"!{one}" if one in "!%_" else one for one in text) + "%"
            values += [pattern] * 3
        self._follow_file()
        where += f" ORDER BY firing_ms DESC, id LIMIT {int(most)} OFFSET {int(skip)}"
        return read_alerts(self._connection, where, values)

    def alert_timeline(self, alert_id: str) -> list[AlertEvent]:
        """What happened to an alert, in order."""
        return read_events(self._connection, alert_id)

    def notifications(
        self, since_ms: int, until_ms: int, *, alert: str | None = None, most: int = 1000
    ) -> list[Notification]:
        """The outbox of a span: what was sent, what waits, what failed and why; the newest first."""
        where, values = "created_ms >= ? AND created_ms < ?", [since_ms, until_ms]
        chosen: list[object] = [*values]
        if alert is not None:
            where += " AND alert = ?"
            chosen.append(alert)
        self._follow_file()
        return read_notifications(self._connection, f"{where} ORDER BY created_ms DESC LIMIT {int(most)}", chosen)

    def outbox(
        self,
        since_ms: int,
        until_ms: int,
        *,
        channel: str | None = None,
        states: Sequence[DeliveryState] = (),
        most: int = 500,
        skip: int = 0,
    ) -> list[tuple[Notification, Alert]]:
        """The outbox of a span, each line with its alert: what failed first, then the newest; ``most`` of them,
        after ``skip`` others."""
        where = "created_ms >= ? AND created_ms < ?"
        values: list[object] = [since_ms, until_ms]
        if channel is not None:
            where += " AND channel = ?"
            values.append(channel)
        if states:
            where += f" AND state IN ({', '.join('?' * len(states))})"
            values += states
        self._follow_file()
        where += f" ORDER BY state = 'failed' DESC, created_ms DESC, id LIMIT {int(most)} OFFSET {int(skip)}"
        found = read_notifications(self._connection, where, values)
        ids = {one.alert for one in found}
        alerts = {
            alert.id: alert for alert in read_alerts(self._connection, f"id IN ({', '.join('?' * len(ids))})", ids)
        }
        return [(one, alerts[one.alert]) for one in found if one.alert in alerts]

    def outbox_channels(self) -> list[str]:
        """The names of all channels in the outbox."""
        self._follow_file()
        rows = self._connection.execute("SELECT DISTINCT channel FROM outbox ORDER BY channel")
        return list(readable(rows, _read_name))

    def notification(self, notification_id: str) -> tuple[Notification, Alert]:
        """One line of the outbox with its alert; KeyError for an unknown one."""
        found = read_notifications(self._connection, "id = ?", (notification_id,))
        alerts = read_alerts(self._connection, "id = ?", (found[0].alert,)) if found else []
        if not alerts:
            raise KeyError(notification_id)
        return found[0], alerts[0]

    def silences(self, now_ms: int) -> list[Silence]:
        """Silences that are not over."""
        return [silence for silence in read_silences(self._connection) if silence.until_ms > now_ms]

    def operation_names(self, since_ms: int) -> list[str]:
        """The operations that ran since then."""
        rows = self._connection.execute(
            "SELECT DISTINCT name FROM operation_rollups WHERE resolution = ? AND start_ms >= ? ORDER BY name",
            (int(Resolution.DAY), bucket_start(since_ms, Resolution.DAY)),
        )
        return list(readable(rows, _read_name))

    def operations(self, name: str | None, since_ms: int, until_ms: int, limit: int = MOST_RUNS) -> list[Operation]:
        """Single runs that began in a span, the newest first; of all operations where ``name`` is None."""
        return read_runs(self._connection, name, since_ms, until_ms, limit)

    def operation_buckets(
        self, name: str, since_ms: int, until_ms: int, resolution: Resolution
    ) -> list[OperationBucket]:
        """The runs of an operation by hour or by day (UTC), in order."""
        return [tally.bucket() for tally in read_tallies(self._connection, name, since_ms, until_ms, resolution)]

    def operation_summaries(self, since_ms: int, until_ms: int) -> list[OperationSummary]:
        """Every operation that ran in a span, over the whole hours of it (days, where it is longer than a month)."""
        resolution = Resolution.HOUR if until_ms - since_ms <= _BY_HOURS_MS else Resolution.DAY
        found = []
        for name in self.operation_names(since_ms):
            last = read_runs(self._connection, name, 0, until_ms, 1)
            parts = read_tallies(self._connection, name, since_ms, until_ms, resolution)
            summary = summarised(name, last[0] if last else None, parts, (since_ms, until_ms))
            if summary.runs:
                found.append(summary)
        return found

    def last_look(self) -> LastLook | None:
        """The clock's time when a monitor last noted it; None: none has."""
        return read_last_look(self._connection)

    def position(self, component_id: str) -> str | None:
        """What a component's probe remembers, as it stored it; None: nothing."""
        return read_positions(self._connection).get(component_id)

    def measures(self, since_ms: int, until_ms: int) -> list[MeasureSeries]:
        """Every measure that had a limit on a day of a span, of all components and of the monitor itself."""
        return read_measures(self._connection, since_ms, until_ms)

    def _key(self, component_id: str) -> tuple[int, int, int]:
        """Key, interval in ms, and how far it is rolled up; (-1, …) for a component without any result."""
        self._follow_file()
        row = self._connection.execute(
            "SELECT key, interval_ms, coalesce(rolled_ms, 0) FROM components WHERE slug = ?", (component_id,)
        ).fetchone()
        if row is None:
            return (-1, _USUAL_INTERVAL_MS, 0)
        key, interval_ms, rolled_ms = row
        try:
            return number_in(key, -(2**63)), number_in(interval_ms, least=1), number_in(rolled_ms, most=LATEST_MS)
        except ROW_FAULTS:  # then the single results are read
            return key, _USUAL_INTERVAL_MS, 0

    def _pieces(
        self, key: int, interval_ms: int, rolled_ms: int, since_ms: int, until_ms: int
    ) -> Iterator[Accumulator]:
        """A span in order of time: the coarsest rollups that fit in it, and single results at its edges."""
        at = since_ms
        while at < until_ms:
            for resolution in sorted(Resolution, reverse=True):
                width_ms = resolution * 1000
                last = min(bucket_start(until_ms, resolution), bucket_start(rolled_ms, resolution))
                if at % width_ms == 0 and at < last:
                    coarser = [other for other in Resolution if other > resolution]
                    # up to where a coarser one takes over, if any does
                    end = min([last, *(self._next_start(at, other, last, rolled_ms, until_ms) for other in coarser)])
                    yield from read_rollups(self._connection, key, resolution, at, end)
                    at = end
                    break
            else:
                finest = Resolution.FIVE_MINUTES
                boundary = bucket_start(at, finest) + finest * 1000
                end = min(boundary, until_ms) if at < rolled_ms else until_ms
                yield from gather(read_samples(self._connection, key, interval_ms, at, end), finest * 1000)
                at = end

    def _first(self, key: int, until_ms: int) -> int | None:
        """When a component was first watched, to the hour where that was days ago."""
        hours = "SELECT min(start_ms) FROM rollups WHERE component = ? AND resolution = ?"
        row = self._connection.execute(hours, (key, int(Resolution.HOUR))).fetchone()
        first = whole_number(row[0], least=0, most=LATEST_MS)
        if first is not None and until_ms - first > 2 * DAY_MS:
            return first
        row = self._connection.execute("SELECT min(began_ms) FROM results WHERE component = ?", (key,)).fetchone()
        return whole_number(row[0], least=0, most=LATEST_MS)

    def _edge(self, key: int, at_ms: int, rolled_ms: int) -> int:
        """``at_ms``, or the start of its bucket if the bucket's single results may be gone already."""
        start = bucket_start(at_ms, Resolution.FIVE_MINUTES)
        if at_ms >= rolled_ms:
            return at_ms
        older = self._connection.execute(
            "SELECT 1 FROM results WHERE component = ? AND began_ms < ? LIMIT 1", (key, start)
        ).fetchone()
        return start if older is None else at_ms

    @staticmethod
    def _next_start(at: int, resolution: Resolution, otherwise: int, rolled_ms: int, until_ms: int) -> int:
        """Where the first whole bucket of a resolution begins after ``at``, if it is closed and within the span."""
        width_ms = resolution * 1000
        start = -(-at // width_ms) * width_ms
        fits = start + width_ms <= min(bucket_start(rolled_ms, resolution), until_ms)
        return start if fits and start > at else otherwise

    def _follow_file(self) -> None:
        """Open the new file if a damaged one was moved away meanwhile."""
        if _identity(self._path) not in (self._file, None):
            fresh = connect_reader(self._path)
            self._connection.close()
            self._connection, self._file = fresh, _identity(self._path)


def _read_name(row: Row) -> str:
    return id_in(row[0])


def _read_number_of(row: Row) -> tuple[str, int]:
    return id_in(row[0]), number_in(row[1])


def _read_point(row: Row) -> tuple[int, int, Outcome]:
    began_ms, duration_us, outcome = row
    return moment_in(began_ms), number_in(duration_us), outcome_in(outcome)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
