"""What each of PayPal's answers shows of an account: states, dates and counts. Pure.

Names, addresses and amounts in the answers are left where they are: a balance is only compared with zero.
"""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Day, Share, Text, msg, msg_plural
from porchlight.model.result import EMPTY, Measure, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.http_reasons import Verdict
from porchlight.probes.vendor.answers import code_of, count, first_named

_MS_A_DAY: Final = 86_400_000
_FEWEST: Final = 20
"""Transactions in a day below which a share says nothing."""
_MOST: Final = 200
_STOPPED: Final = frozenset({"SUSPENDED", "REVOKED", "DENY"})
_WANTING: Final = frozenset({"NEED_DATA", "NEED_MORE_DATA"})
_PAYS_OUT: Final = "WITHDRAW_FUNDS_TO_DOMESTIC_BANK"
_URI: Final = "https://uri.paypal.com/services/"


class Look(StrEnum):
    """A question to PayPal; its name is that of a part of the result."""

    SELLER = "seller"
    VERIFIED = "verified"
    DISPUTES = "disputes"
    WITHHELD = "withheld"
    PAYMENTS = "payments"
    WEBHOOKS = "webhooks"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The beginnings of the permissions that allow it, as PayPal's specifications name them; one is enough.
        Empty: PayPal does not publish one."""
        match self:
            case Look.SELLER:
                return ()
            case Look.VERIFIED:
                return ("openid", f"{_URI}paypalattributes")
            case Look.DISPUTES:
                return (f"{_URI}disputes/read",)
            case Look.WITHHELD:
                return (f"{_URI}reporting/balances/read",)
            case Look.PAYMENTS:
                return (f"{_URI}reporting/search/read",)
            case Look.WEBHOOKS:
                return (f"{_URI}applications/webhooks",)

    @property
    def forbidden(self) -> Text:
        """The sentence for an application that may not ask."""
        match self:
            case Look.SELLER:
                return msg("The application is not allowed to read whether the account can be paid.")
            case Look.VERIFIED:
                return msg("The application is not allowed to read whether the account is verified.")
            case Look.DISPUTES:
                return msg("The application is not allowed to read disputes.")
            case Look.WITHHELD:
                return msg("The application is not allowed to read balances.")
            case Look.PAYMENTS:
                return msg("The application is not allowed to count transactions.")
            case Look.WEBHOOKS:
                return msg("The application is not allowed to read webhooks.")

    def is_granted(self, scopes: frozenset[str]) -> bool:
        """Whether a token with these permissions allows it; all do where PayPal named none."""
        wanted = self.scopes
        return not scopes or not wanted or any(one.startswith(wanted) for one in scopes)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found."""

    look: Look
    verdict: Verdict | None = None
    """None: all is well."""
    measures: Mapping[str, Measure] = field(default_factory=lambda: EMPTY)
    was_read: bool = True
    """Whether PayPal answered the question at all."""


def unread(look: Look, reason: Reason, sentence: Text | str) -> Finding:
    """A question that brought no answer."""
    return Finding(look, Verdict(Outcome.UNKNOWN, reason, sentence), was_read=False)


def of_seller(document: Mapping[str, Any]) -> Finding | None:
    """Of an integration of a seller with a partner; None where it is another document."""
    receivable, confirmed = document.get("payments_receivable"), document.get("primary_email_confirmed")
    if not isinstance(receivable, bool):
        return None
    states = [
        (code_of(one, "name"), code_of(one, "status", "vetting_status"))
        for part in ("capabilities", "products")
        for one in _dicts(document.get(part))
    ]
    stopped = [name for name, state in states if state in _STOPPED]
    wanting = [name for name, state in states if state in _WANTING]
    measures = {
        "capabilities_stopped": Measure(len(stopped), Unit.COUNT),
        "capabilities_wanting": Measure(len(wanting), Unit.COUNT),
    }

    def found(outcome: Outcome, sentence: Text) -> Finding:
        return Finding(Look.SELLER, Verdict(outcome, Reason.ACCOUNT, sentence), measures)

    if not receivable:
        return found(Outcome.ERROR, msg("PayPal lets the account receive no payments."))
    if confirmed is False:
        sentence = msg("PayPal pays the account nothing until its main e-mail address is confirmed.")
        return found(Outcome.ERROR, sentence)
    if _PAYS_OUT in stopped:
        return found(Outcome.ERROR, msg("PayPal takes donations, but does not let them be moved to your bank."))
    if stopped:
        sentence = msg_plural(
            "PayPal has stopped {n} thing that the account could do: {name}.",
            "PayPal has stopped {n} things that the account could do, such as {name}.",
            len(stopped),
            name=first_named(stopped),
        )
        return found(Outcome.DEGRADED, sentence)
    if wanting:
        return found(Outcome.DEGRADED, msg("PayPal asks for more information about your organisation."))
    return Finding(Look.SELLER, None, measures)


def of_profile(document: Mapping[str, Any]) -> Finding | None:
    """Of the account's own profile."""
    verified = document.get("verified_account")
    if str(verified).lower() not in ("true", "false"):
        return None
    if str(verified).lower() == "true":
        return Finding(Look.VERIFIED)
    sentence = msg("PayPal has not verified the account: what it may receive and withdraw can be limited.")
    return Finding(Look.VERIFIED, Verdict(Outcome.DEGRADED, Reason.ACCOUNT, sentence))


def of_disputes(document: Mapping[str, Any], urgent_days: int, now_ms: int) -> Finding | None:
    """Of the disputes that wait for the account's answer. ``urgent_days``: before a deadline."""
    items = document.get("items")
    has_none = items is None and isinstance(document.get("links"), list)  # PayPal leaves an empty list out
    if not isinstance(items, list) and not has_none:
        return None
    disputes = _dicts(items)
    waiting = count(document.get("total_items"))
    waiting = max(waiting or 0, len(items or ()))  # one that cannot be read waits as well
    dues = [due for one in disputes if (due := moment_ms(one.get("seller_response_due_date"))) is not None]
    measures = {"disputes": Measure(waiting, Unit.COUNT)}
    if not waiting:
        return Finding(Look.DISPUTES, None, measures)
    if not dues:
        sentence = msg_plural("{n} dispute waits for your answer.", "{n} disputes wait for your answer.", waiting)
        return Finding(Look.DISPUTES, Verdict(Outcome.DEGRADED, Reason.ACCOUNT, sentence), measures)
    first = min(dues)
    measures["deadline_days"] = Measure(round((first - now_ms) / _MS_A_DAY, 1), Unit.DAYS)
    sentence = msg_plural(
        "{n} dispute waits for your answer until {day}. After that, PayPal decides without you.",
        "{n} disputes wait for your answer, the first until {day}. After that, PayPal decides without you.",
        waiting,
        day=Day(first),
    )
    urgent = first - now_ms <= urgent_days * _MS_A_DAY
    verdict = Verdict(Outcome.ERROR if urgent else Outcome.DEGRADED, Reason.ACCOUNT, sentence)
    return Finding(Look.DISPUTES, verdict, measures)


def of_balances(document: Mapping[str, Any]) -> Finding | None:
    """Whether PayPal holds money back; of which currency, and not how much."""
    given = document.get("balances")
    if not isinstance(given, list):
        return None
    balances = _dicts(given)
    withheld = [(code_of(one, "currency"), _amount(one.get("withheld_balance"))) for one in balances]
    held = [currency for currency, amount in withheld if amount]
    measures = {
        "currencies": Measure(len(balances), Unit.COUNT),
        "currencies_withheld": Measure(len(held), Unit.COUNT),
    }
    if not held:
        all_read = _are_dicts(given) and all(amount is not None for _, amount in withheld)
        return Finding(Look.WITHHELD, None, measures) if all_read else None
    named = quote(", ".join(filter(None, held)), NAME)
    sentence = msg("PayPal holds back part of your balance.")
    if named:
        sentence = msg("PayPal holds back part of your balance ({currencies}).", currencies=named)
    return Finding(Look.WITHHELD, Verdict(Outcome.DEGRADED, Reason.ACCOUNT, sentence), measures)


def of_counts(total: int, denied: int, pending: int, above: int) -> Finding:
    """Of a day's transactions. ``above``: it is reported when more percent of them are denied or pending."""
    denied, pending = min(denied, total), min(pending, total)
    measures = {
        "payments": Measure(total, Unit.COUNT),
        "payments_failed": Measure(denied, Unit.COUNT),
        "payments_pending": Measure(pending, Unit.COUNT),
    }
    if total < _FEWEST or max(denied, pending) * 100 <= above * total:
        return Finding(Look.PAYMENTS, None, measures)
    if denied >= pending:
        sentence = msg(
            "{share} of a day's {n} transactions at PayPal were denied.", share=Share(denied / total, 0), n=total
        )
    else:
        sentence = msg(
            "{share} of a day's {n} transactions at PayPal are pending: the money is not yours yet.",
            share=Share(pending / total, 0),
            n=total,
        )
    return Finding(Look.PAYMENTS, Verdict(Outcome.DEGRADED, Reason.CONTENT, sentence), measures)


def of_webhooks(document: Mapping[str, Any]) -> Finding | None:
    """Of the application's webhooks and the kinds of events that they are meant to get."""
    given = document.get("webhooks")
    if not isinstance(given, list):
        return None
    webhooks = _dicts(given)
    events = [event for webhook in webhooks for event in _dicts(webhook.get("event_types"))]
    off = {code_of(event, "name") for event in events if code_of(event, "status").upper() == "DISABLED"}
    measures = {"webhooks": Measure(len(webhooks), Unit.COUNT), "webhooks_off": Measure(len(off), Unit.COUNT)}
    if not off:
        lists = [webhook.get("event_types") or [] for webhook in webhooks]
        all_read = (
            _are_dicts(given)
            and all(isinstance(one, list) and _are_dicts(one) for one in lists)
            and all(code_of(one, "name") and (one.get("status") is None or code_of(one, "status")) for one in events)
        )
        return Finding(Look.WEBHOOKS, None, measures) if all_read else None
    sentence = msg_plural(
        "PayPal no longer sends {n} kind of event to your webhooks: {name}.",
        "PayPal no longer sends {n} kinds of events to your webhooks, such as {name}.",
        len(off),
        name=first_named(sorted(off)),
    )
    return Finding(Look.WEBHOOKS, Verdict(Outcome.DEGRADED, Reason.CONFIGURATION, sentence), measures)


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found[:_MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def _are_dicts(found: list[Any]) -> bool:
    """Whether nothing in a list is left out by ``_dicts`` for its form."""
    return all(isinstance(one, dict) for one in found[:_MOST])


def _amount(money: object) -> bool | None:
    """Whether it is more than nothing; None: that cannot be read. A balance without one holds nothing back."""
    if money is None:
        return False
    value = money.get("value") if isinstance(money, dict) else None
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount > 0 if amount.is_finite() else None
