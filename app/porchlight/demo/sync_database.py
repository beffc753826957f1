"""A SQLite database like the sync system's: its tables, with a few hundred invented supporters."""

import sqlite3
import time
from contextlib import closing

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
    id INTEGER PRIMARY KEY, organization_id INTEGER, supporter_id INTEGER, amount REAL, status TEXT,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE TABLE recurring_plans (
    id INTEGER PRIMARY KEY, organization_id INTEGER, supporter_id INTEGER, amount REAL, status TEXT,
    created_at INTEGER, updated_at INTEGER, last_sync_at INTEGER);
CREATE INDEX supporters_last_sync ON supporters (last_sync_at);
CREATE INDEX transactions_last_sync ON transactions (last_sync_at);
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
        connection.executemany(
            "INSERT INTO transactions VALUES (?, 1, ?, ?, 'success', ?, ?, ?)",
            (
                (number, 1 + number % supporters, 10.0 + number % 90, now, now, now - number * 700)
                for number in range(1, supporters * 2)
            ),
        )
