"""A SQLite database like the sync system's: its tables, with a few hundred invented supporters."""

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing

from porchlight.demo.gifts import Gifts, usual_gifts
from porchlight.zones import local_zone

CLASSY_DOWN = (1.2, 52)
"""Days ago, and for how many minutes, no gift could be made in the demo."""
_SCHEMA = """
CREATE TABLE organizations (
    id INTEGER PRIMARY KEY, classy_id INTEGER, name TEXT, status TEXT, encrypted_credentials TEXT,
    created_at INTEGER, updated_at INTEGER);
CREATE TABLE supporters (
    id INTEGER PRIMARY KEY, organization_id INTEGER, email_address TEXT, email_opt_in INTEGER,
    lifetime_donation_amount REAL, lifetime_donation_count INTEGER,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY, organization_id INTEGER, name TEXT, status TEXT,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY, organization_id INTEGER, supporter_id INTEGER, recurring_plan_id INTEGER,
    total_gross_amount REAL, status TEXT, purchased_at INTEGER,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE TABLE recurring_plans (
    id INTEGER PRIMARY KEY, organization_id INTEGER, supporter_id INTEGER, amount REAL, status TEXT,
    frequency TEXT, next_payment_date INTEGER,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE INDEX supporters_last_sync ON supporters (last_sync_at);
CREATE INDEX transactions_last_sync ON transactions (last_sync_at);
CREATE INDEX transactions_purchased ON transactions (purchased_at);
"""


def make_sync_database(path: str, supporters: int = 400) -> None:
    """Create the database at ``path``. Dates are integer ms since the epoch, as the sync's driver writes them."""
    now = time.time_ns() // 1_000_000
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.execute(
            "INSERT INTO organizations VALUES (1, 6789, 'Example Charity', 'active', NULL, ?, ?)", (now, now)
        )
        connection.execute("INSERT INTO campaigns VALUES (1, 1, 'Winter Appeal', 'active', ?, ?, ?)", (now, now, now))
        connection.executemany(
            "INSERT INTO supporters VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    f"supporter{number}@example.org",
                    int(number % 13 != 0),
                    25.0 * (number % 9),
                    number % 9,
                    now,
                    now,
                    now - number * 1000,
                )
                for number in range(1, supporters + 1)
            ),
        )
        _insert(connection, usual_gifts(now, local_zone()).payments, now)


def lose_payments(path: str, since_ms: int, until_ms: int) -> None:
    """Payments from a moment to before another were never made."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "DELETE FROM transactions WHERE purchased_at >= ? AND purchased_at < ?", (since_ms, until_ms)
        )


def forget_tiny_payments(path: str, below: float) -> None:
    """The payment provider has taken back a burst of card testing."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM transactions WHERE total_gross_amount < ?", (below,))


def add_payments(path: str, payments: Sequence[tuple[int, bool, float]]) -> None:
    """The sync reads some more: when each was made (Unix ms, UTC), whether it failed, its amount."""
    with closing(sqlite3.connect(path)) as connection, connection:
        _insert(connection, payments, time.time_ns() // 1_000_000)


def payments_of(path: str) -> Gifts:
    """All payments that are there, as another place would have them."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT purchased_at, status = 'failed', total_gross_amount FROM transactions ORDER BY purchased_at"
        ).fetchall()
    return Gifts([(at_ms, bool(failed), amount) for at_ms, failed, amount in found])


def _insert(connection: sqlite3.Connection, payments: Sequence[tuple[int, bool, float]], now: int) -> None:
    connection.executemany(
        "INSERT INTO transactions (organization_id, supporter_id, total_gross_amount, status, purchased_at,"
        " created_at, updated_at, last_sync_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
        (
            (1 + number % 400, amount, "failed" if failed else "success", at_ms, at_ms, at_ms, now - number * 700)
            for number, (at_ms, failed, amount) in enumerate(reversed(payments))
        ),
    )
