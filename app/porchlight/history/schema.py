"""The history's tables and the codes in them. docs/decisions/0004-history.md says why they look so."""

from typing import TYPE_CHECKING

from porchlight.model.status import Outcome

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = 9
"""``PRAGMA user_version`` of a file that this program writes."""

OUTCOME_CODES = {Outcome.HEALTHY: 0, Outcome.DEGRADED: 1, Outcome.ERROR: 2, Outcome.UNKNOWN: 3}
OUTCOMES = tuple(OUTCOME_CODES)
"""The outcome of each code."""

SHAPE = {
    "alert_events": "key alert at_ms kind reason detail text",
    "alerts": "id rule subject severity state pending_ms sentence firing_ms resolved_ms told_ms tellings held"
    " held_until_ms acknowledged_ms snoozed_until_ms told_grade causes text",
    "audit": "key at_ms actor action subject detail text",
    "components": "key slug kind name critical enabled interval_ms timeout_ms position first_seen_ms last_seen_ms"
    " rolled_ms",
    "incidents": "id component began_ms ended_ms status reason sentence timeline text",
    "measure_days": "component measure start_ms unit high most",
    "meta": "key value",
    "operation_rollups": "name resolution start_ms runs ok processed failed rated_ms sum_ms min_ms max_ms sketch",
    "operations": "id name subject source began_ms duration_ms ok processed failed expected_ms",
    "outbox": "id alert channel kind created_ms due_ms state attempts message ended_ms reason error recipient text",
    "positions": "component position",
    "results": "component began_ms duration_us outcome reason sentence phases measures text",
    "rollups": "component resolution start_ms healthy degraded error unknown attention watched_ms down_ms sum_us"
    " min_us max_us p50_us p95_us sketch",
    "silences": "id until_ms begun_ms components rules comment",
    "statuses": "component status since_ms reason sentence checked_ms duration_us suspected flapping text",
}
"""The tables of this version with their columns, in order; a file is compared with them when opened."""


def create(database: "Database") -> None:
    """Make all tables of this version in an empty file."""
    database["meta"].create({"key": str, "value": str}, pk="key", not_null={"value"})  # type: ignore[union-attr]
    database["components"].create(  # type: ignore[union-attr]
        {
            "key": int,
            "slug": str,
            "kind": str,
            "name": str,
            "critical": int,
            "enabled": int,
            "interval_ms": int,
            "timeout_ms": int,
            "position": int,
            "first_seen_ms": int,
            "last_seen_ms": int,
            "rolled_ms": int,
        },
        pk="key",
        not_null={"slug", "kind", "name", "critical", "enabled", "interval_ms", "timeout_ms", "first_seen_ms"},
    )
    database["components"].create_index(["slug"], unique=True)  # type: ignore[union-attr]
    database["statuses"].create(  # type: ignore[union-attr]
        {
            "component": int,
            "status": str,
            "since_ms": int,
            "reason": str,
            "sentence": str,
            "checked_ms": int,
            "duration_us": int,
            "suspected": int,
            "flapping": int,
            "text": str,
        },
        pk="component",
        not_null={"status", "since_ms", "sentence"},
        foreign_keys=[("component", "components", "key")],
    )
    database["incidents"].create(  # type: ignore[union-attr]
        {
            "id": str,
            "component": int,
            "began_ms": int,
            "ended_ms": int,
            "status": str,
            "reason": str,
            "sentence": str,
            "timeline": str,
            "text": str,
        },
        pk="id",
        not_null={"component", "began_ms", "status", "sentence", "timeline"},
        foreign_keys=[("component", "components", "key")],
    )
    database["incidents"].create_index(["component", "began_ms"])  # type: ignore[union-attr]
    create_audit(database)
    create_alerts(database)
    create_operations(database)
    create_measure_days(database)
    # sqlite-utils makes no tables WITHOUT ROWID; these two are clustered by component and time.
    database.execute(
        """
        CREATE TABLE results (
            component INTEGER NOT NULL REFERENCES components (key),
            began_ms INTEGER NOT NULL,
            duration_us INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            reason TEXT,
            sentence TEXT NOT NULL,
            phases TEXT,
            measures TEXT,
            text TEXT,
            PRIMARY KEY (component, began_ms)
        ) WITHOUT ROWID
        """
    )
    database.execute(
        """
        CREATE TABLE rollups (
            component INTEGER NOT NULL REFERENCES components (key),
            resolution INTEGER NOT NULL,
            start_ms INTEGER NOT NULL,
            healthy INTEGER NOT NULL,
            degraded INTEGER NOT NULL,
            error INTEGER NOT NULL,
            unknown INTEGER NOT NULL,
            attention INTEGER NOT NULL,
            watched_ms INTEGER NOT NULL,
            down_ms INTEGER NOT NULL,
            sum_us INTEGER NOT NULL,
            min_us INTEGER,
            max_us INTEGER,
            p50_us REAL,
            p95_us REAL,
            sketch BLOB NOT NULL,
            PRIMARY KEY (component, resolution, start_ms)
        ) WITHOUT ROWID
        """
    )


def create_audit(database: "Database") -> None:
    """Make the table of the activity list (since version 2)."""
    database["audit"].create(  # type: ignore[union-attr]
        {"key": int, "at_ms": int, "actor": str, "action": str, "subject": str, "detail": str, "text": str},
        pk="key",
        not_null={"at_ms", "actor", "action", "subject", "detail"},
    )
    database["audit"].create_index(["at_ms"])  # type: ignore[union-attr]


def create_alerts(database: "Database") -> None:
    """Make the tables of alerts, their timelines, the outbox and silences (since version 3)."""
    database["alerts"].create(  # type: ignore[union-attr]
        {
            "id": str,
            "rule": str,
            "subject": str,
            "severity": str,
            "state": str,
            "pending_ms": int,
            "sentence": str,
            "firing_ms": int,
            "resolved_ms": int,
            "told_ms": int,
            "tellings": int,
            "held": str,
            "held_until_ms": int,
            "acknowledged_ms": int,
            "snoozed_until_ms": int,
            "told_grade": str,
            "causes": str,
            "text": str,
        },
        pk="id",
        not_null={"rule", "subject", "severity", "state", "pending_ms", "sentence", "tellings"},
    )
    database["alerts"].create_index(["pending_ms"])  # type: ignore[union-attr]
    database["alerts"].create_index(["state"])  # type: ignore[union-attr]
    database["alert_events"].create(  # type: ignore[union-attr]
        {"key": int, "alert": str, "at_ms": int, "kind": str, "reason": str, "detail": str, "text": str},
        pk="key",
        not_null={"alert", "at_ms", "kind", "detail"},
    )
    database["alert_events"].create_index(["alert"])  # type: ignore[union-attr]
    database["outbox"].create(  # type: ignore[union-attr]
        {
            "id": str,
            "alert": str,
            "channel": str,
            "kind": str,
            "created_ms": int,
            "due_ms": int,
            "state": str,
            "attempts": int,
            "message": str,
            "ended_ms": int,
            "reason": str,
            "error": str,
            "recipient": str,
            "text": str,
        },
        pk="id",
        not_null={"alert", "channel", "kind", "created_ms", "due_ms", "state", "attempts", "message", "error"},
    )
    database["outbox"].create_index(["created_ms"])  # type: ignore[union-attr]
    database["outbox"].create_index(["alert"])  # type: ignore[union-attr]
    database["outbox"].create_index(["state"])  # type: ignore[union-attr]
    database["silences"].create(  # type: ignore[union-attr]
        {"id": str, "until_ms": int, "begun_ms": int, "components": str, "rules": str, "comment": str},
        pk="id",
        not_null={"until_ms", "begun_ms", "components", "rules", "comment"},
    )


def create_operations(database: "Database") -> None:
    """Make the tables of operations and of how far their sources were read (since version 4)."""
    database["operations"].create(  # type: ignore[union-attr]
        {
            "id": str,
            "name": str,
            "subject": str,
            "source": str,
            "began_ms": int,
            "duration_ms": float,
            "ok": int,
            "processed": int,
            "failed": int,
            "expected_ms": float,
        },
        pk="id",
        not_null={"name", "subject", "source", "began_ms", "duration_ms", "ok"},
    )
    database["operations"].create_index(["name", "began_ms"])  # type: ignore[union-attr]
    database["operations"].create_index(["began_ms"])  # type: ignore[union-attr]
    database["positions"].create(  # type: ignore[union-attr]
        {"component": str, "position": str}, pk="component", not_null={"position"}
    )
    database.execute(
        """
        CREATE TABLE operation_rollups (
            name TEXT NOT NULL,
            resolution INTEGER NOT NULL,
            start_ms INTEGER NOT NULL,
            runs INTEGER NOT NULL,
            ok INTEGER NOT NULL,
            processed INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            rated_ms REAL NOT NULL,
            sum_ms REAL NOT NULL,
            min_ms REAL,
            max_ms REAL,
            sketch BLOB NOT NULL,
            PRIMARY KEY (name, resolution, start_ms)
        ) WITHOUT ROWID
        """
    )


def create_measure_days(database: "Database") -> None:
    """Make the table of measures that have a limit, by the day (since version 5)."""
    database.execute(
        """
        CREATE TABLE measure_days (
            component TEXT NOT NULL,
            measure TEXT NOT NULL,
            start_ms INTEGER NOT NULL,
            unit TEXT NOT NULL,
            high REAL NOT NULL,
            most REAL NOT NULL,
            PRIMARY KEY (component, measure, start_ms)
        ) WITHOUT ROWID
        """
    )
