"""Recurring gifts in the sync's database: plans that are charged each month, and every fault they can have."""

import calendar
import sqlite3
from contextlib import closing
from dataclasses import field
from datetime import UTC, datetime
from typing import Final

from porchlight.dataclass import dataclass

_DAY_MS: Final = 86_400_000
_MONTH: Final = 30


def add_plans(path: str, now_ms: int, plans: int = 600) -> None:
    """Active plans of which a thirtieth is due each day from today on, at noon (UTC), and was paid a month before."""
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
        connection.executemany(
            "INSERT INTO transactions (organization_id, recurring_plan_id, total_gross_amount, status, purchased_at,"
            " created_at, updated_at, last_sync_at) VALUES (1, ?, 20, 'success', ?, ?, ?, ?)",
            (
                (plan, month_away(at_ms, -1), month_away(at_ms, -1), month_away(at_ms, -1), now_ms)
                for plan, at_ms in connection.execute("SELECT id, next_payment_date FROM recurring_plans").fetchall()
                if month_away(at_ms, -1) < now_ms
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
                "UPDATE recurring_plans SET next_payment_date = ? WHERE id = ?", (month_away(at_ms, 1), plan)
            )


def month_away(at_ms: int, months: int) -> int:
    """The same time so many months later or, below zero, before; in a shorter month its last day (UTC)."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return round(at.replace(year=year, month=month + 1, day=day).timestamp() * 1000)


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


@dataclass(slots=True)
class VendorPlan:
    """A plan as a vendor knows it."""

    created_ms: int
    next_ms: int
    status: str = "active"


@dataclass(slots=True)
class VendorPlans:
    """All plans of one organisation, and the payments that were asked for them."""

    plans: list[VendorPlan] = field(default_factory=list)
    invoices: list[tuple[int, str]] = field(default_factory=list)
    """Unix ms (UTC), and ``paid``, ``open``, ``draft`` or ``uncollectible``."""

    def fill(self, now_ms: int, plans: int = 600) -> None:
        """A thirtieth is due each day from today on, at noon (UTC), and was paid as usual in the last weeks."""
        noon_ms = now_ms // _DAY_MS * _DAY_MS + _DAY_MS // 2
        for number in range(plans):
            next_ms = noon_ms + number % _MONTH * _DAY_MS
            self.plans.append(VendorPlan(now_ms - 400 * _DAY_MS, next_ms))
            self.invoices.extend((month_away(next_ms, -months), "paid") for months in (1, 2, 3))

    def charge(self, now_ms: int, *, missing: float = 0.0, failing: float = 0.0) -> None:
        """Charge all plans that are due by now, but a share that nobody charges. Of the others a share fails."""
        due = [one for one in self.plans if one.next_ms <= now_ms and one.status == "active"]
        for number, one in enumerate(due):
            place = (number + 0.5) / len(due)
            if place < missing:
                continue
            fails = place < missing + failing
            self.invoices.append((one.next_ms, "open" if fails else "paid"))
            one.next_ms = month_away(one.next_ms, 1)
            one.status = "failing" if fails else "active"

    def count(self, status: str | None = None, **between: tuple[int, int]) -> int:
        """Plans of a status whose ``created_ms`` or ``next_ms`` is from a moment to before another."""
        return sum(
            status in (None, one.status)
            and all(since <= getattr(one, name) < until for name, (since, until) in between.items())
            for one in self.plans
        )

    def count_invoices(self, since_ms: int, until_ms: int, status: str | None) -> int:
        """Those of a status from a moment to before another."""
        return sum(since_ms <= at_ms < until_ms and status in (None, found) for at_ms, found in self.invoices)
