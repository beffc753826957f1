"""Recurring gifts in the sync's database: plans that are charged each month, and every fault they can have."""

import sqlite3
from contextlib import closing
from typing import Final

_DAY_MS: Final = 86_400_000
_MONTH: Final = 30


def add_plans(path: str, now_ms: int, plans: int = 600) -> None:
    """Active plans of which a thirtieth is due each day from today on, at noon (UTC)."""
    began_ms = now_ms // _DAY_MS * _DAY_MS + _DAY_MS // 2
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO recurring_plans (organization_id, supporter_id, amount, status, frequency,"
            " next_payment_date, created_at, updated_at, last_sync_at)"
            " VALUES (1, ?, 20, 'active', 'monthly', ?, ?, ?, ?)",
            (
                (1 + number % 400, began_ms + number % _MONTH * _DAY_MS, now_ms - 90 * _DAY_MS, now_ms, now_ms)
                for number in range(plans)
            ),
        )


def charge(path: str, now_ms: int, *, missing: float = 0.0, failing: float = 0.0, pending: float = 0.0) -> None:
    """Charge all plans that are due by now. Of each, shares are left out, fail, or stay pending."""
    with closing(sqlite3.connect(path)) as connection, connection:
        due = connection.execute(
            "SELECT id, next_payment_date FROM recurring_plans WHERE status = 'active' AND next_payment_date <= ?"
            " ORDER BY id",
            (now_ms,),
        ).fetchall()
        for number, (plan, at_ms) in enumerate(due):
            place = (number + 0.5) / len(due)
            if place >= missing:
                status = "success"
                if place < missing + failing:
                    status = "failed"
                elif place < missing + failing + pending:
                    status = "pending"
                connection.execute(
                    "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status,"
                    " purchased_at, created_at, updated_at, last_sync_at) VALUES (1, ?, 20, ?, ?, ?, ?, ?)",
                    (plan, status, at_ms, at_ms, now_ms, now_ms),
                )
            connection.execute(
                "UPDATE recurring_plans SET next_payment_date = ? WHERE id = ?", (at_ms + _MONTH * _DAY_MS, plan)
            )


def hold_payments(path: str, now_ms: int, payments: int = 9) -> None:
    """Some payments of plans have been pending since the week before last."""
    at_ms = now_ms - 9 * _DAY_MS
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status,"
            " purchased_at, created_at, updated_at, last_sync_at) VALUES (1, ?, 20, 'pending', ?, ?, ?, ?)",
            ((number + 1, at_ms + number * 60_000, at_ms, at_ms, now_ms) for number in range(payments)),
        )


def release_payments(path: str) -> None:
    """The bank has refused what was pending."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE transactions SET status = 'failed' WHERE status = 'pending'")


def lose_plans(path: str, share: float) -> None:
    """A migration that leaves some behind."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE recurring_plans SET status = 'cancelled' WHERE id % 100 < ?", (round(share * 100),)
        )
