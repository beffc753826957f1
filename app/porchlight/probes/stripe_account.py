"""Kind ``stripe_account``: whether Stripe will go on taking donations and paying them out.

Three looks with one key, each with a permission of its own; one that the key lacks ends only its own look. States,
dates and counts are kept, and nothing of donors or amounts: the count of payments comes from Stripe's search, whose
answer holds one payment, too, which is thrown away unread.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import Field

from porchlight.intake.numbers import LATEST_MS, whole
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.text import Day, Share, Text, msg, msg_plural, sentences
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import EMPTY, Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import host_in, is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.refusals.stripe_account import disabled_by, error_of
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.stripe import CREDENTIAL, PUBLISHABLE, stripe_verdict
from porchlight.probes.vendor.answers import code_of, count, request_id
from porchlight.probes.vendor.credentials import Key, key_of
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_VERSION: Final = {"Stripe-Version": "2024-06-20"}
"""Of the API: what the answers look like. Search needs 2020-08-27 or later."""
_PERMISSION: Final = re.compile(r"'(rak_[a-z_]{1,80})'")
_WINDOW: Final = 86_400
_FEWEST: Final = 20
"""Payments in a day below which a share says nothing."""
_MS_A_DAY: Final = 86_400_000
_AHEAD: Final = 30 * _MS_A_DAY
_MOST_PARTS: Final = 20


class StripeAccountSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "stripe_account"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "stripe"
    deadline_days: Annotated[
        int,
        Field(ge=0, le=90),
        Described(
            msg("Urgent before a deadline"),
            msg("How many days before Stripe stops donations or payouts this is an error, not only a warning."),
            unit=msg("days"),
        ),
    ] = 7
    webhooks: Annotated[
        bool, Described(msg("Check webhooks"), msg("Whether Stripe has switched off one of your webhook endpoints."))
    ] = True
    payments: Annotated[
        bool, Described(msg("Check failed payments"), msg("Count how many of the last day's payments failed."))
    ] = True
    failed_above: Annotated[
        int,
        Field(ge=1, le=100),
        Described(
            msg("Failed payments above"),
            msg("Warn when more than this share of the last day's payments failed, of at least 20."),
            unit="%",
        ),
    ] = 50
    base_url: BaseUrl = "https://api.stripe.com"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found."""

    look: str
    verdict: Verdict | None
    """None: all is well."""
    measures: Mapping[str, Measure] = field(default_factory=lambda: EMPTY)
    parts: tuple[SubResult, ...] = ()
    was_read: bool = True
    """Whether Stripe answered the question at all."""

    @property
    def gravity(self) -> int:
        """Its rank among the findings of a check."""
        return self.verdict.outcome.gravity if self.verdict else 0


class StripeAccountProbe:
    """Reads the account, its webhook endpoints and two counts of payments."""

    def __init__(self, component: Component, settings: StripeAccountSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        key = key_of(await ctx.secrets.get(settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        if key.value.startswith("pk_"):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, PUBLISHABLE)
        reply = await self._get(ctx, key, "/v1/account")
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        details = request_id(reply.headers.get("request-id"))
        found = [self._account(ctx, reply)]
        refused = None if found[0].was_read else found[0].verdict
        if refused is not None and refused.reason is not Reason.FORBIDDEN:
            return unwell(ctx, refused, reply, details=details)
        if settings.webhooks:
            found.append(_webhooks(await self._get(ctx, key, "/v1/webhook_endpoints?limit=100")))
        if settings.payments:
            found.append(await self._payments(ctx, key))
        measures = {name: measure for one in found for name, measure in one.measures.items()}
        parts = tuple(part for one in found for part in _parts(one))[:_MOST_PARTS]
        worst = max(found, key=lambda one: one.gravity)
        verdict = worst.verdict if worst is found[0] or worst.was_read else None
        if verdict is not None:
            return unwell(ctx, verdict, reply, measures=measures, details=details, sub_results=parts)
        return ctx.healthy(
            msg("Stripe takes donations and pays them out."),
            measures=measures,
            phases=reply.phases,
            details=details,
            sub_results=parts,
            duration_us=reply.duration_us,
        )

    async def close(self) -> None:
        """See Probe."""

    async def _get(self, ctx: CheckContext, key: Key, path: str) -> Reply | NoReply:
        return await ctx.http.exchange("GET", self._settings.base_url + path, headers={**key.bearer, **_VERSION})

    def _account(self, ctx: CheckContext, reply: Reply) -> Finding:
        if verdict := _refusal(reply, msg("The key is not allowed to read the account.")):
            return Finding("account", verdict, was_read=False)
        account = json_object(reply)
        if account is None or account.get("object") != "account":
            return Finding("account", not_json(reply), was_read=False)
        found = judge_account(account, self._settings.deadline_days, ctx.clock.now_ms())
        if found.verdict is None and not _is_complete(account):
            return Finding("account", not_json(reply), was_read=False)
        return found

    async def _payments(self, ctx: CheckContext, key: Key) -> Finding:
        since = f"created>{ctx.clock.now_ms() // 1000 - _WINDOW}"
        counts = []
        for query in (since, f'status:"failed" AND {since}'):
            asked = urlencode({"query": query, "limit": 1, "expand[]": "total_count"})
            reply = await self._get(ctx, key, f"/v1/charges/search?{asked}")
            verdict = _not_read(reply, msg("The key is not allowed to count payments."))
            number = count((json_object(reply) or {}).get("total_count")) if isinstance(reply, Reply) else None
            if verdict is not None or number is None:
                no_count = msg("Stripe did not say how many payments there were.")
                odd = Verdict(Outcome.UNKNOWN, Reason.CONTENT, no_count)
                return Finding("payments", verdict or odd, was_read=False)
            counts.append(number)
        total, failed = counts[0], min(counts)
        measures = {"payments": Measure(total, Unit.COUNT), "payments_failed": Measure(failed, Unit.COUNT)}
        if total < _FEWEST or failed * 100 <= self._settings.failed_above * total:
            return Finding("payments", None, measures)
        sentence = msg("{share} of the last day's {n} payments failed.", share=Share(failed / total, 0), n=total)
        return Finding("payments", Verdict(Outcome.DEGRADED, Reason.CONTENT, sentence), measures)


def judge_account(account: Mapping[str, Any], deadline_days: int, now_ms: int) -> Finding:
    """Whether the account works, and until when. ``deadline_days``: from when on a deadline is urgent."""
    now = _Requirements.of(account.get("requirements"))
    later = _Requirements.of(account.get("future_requirements"))
    measures = {
        "requirements_due": Measure(len(now.due), Unit.COUNT),
        "requirements_past_due": Measure(len(now.past_due), Unit.COUNT),
        "requirements_later": Measure(len(now.eventually_due | later.due), Unit.COUNT),
    }
    if now.deadline_ms is not None:
        measures["deadline_days"] = Measure(round((now.deadline_ms - now_ms) / _MS_A_DAY, 1), Unit.DAYS)
    verdict = (
        _restricted(account, now)
        or _due(now, deadline_days * _MS_A_DAY, now_ms)
        or _coming(later, now_ms)
        or _unverified(now)
    )
    outcome = verdict.outcome if verdict else Outcome.HEALTHY
    parts = tuple(
        SubResult(quote(name, NAME), outcome, english(error_of(now.errors[name])) if name in now.errors else "")
        for name in sorted(now.due | now.past_due | set(now.errors))
    )
    return Finding("account", verdict, measures, parts)


def _is_complete(account: Mapping[str, Any]) -> bool:
    """Whether what makes an account healthy is there in its documented form: otherwise, nothing is known of it."""
    for part in ("requirements", "future_requirements"):
        asked = account.get(part)
        if asked is None:
            continue
        lists = ("currently_due", "past_due", "eventually_due", "errors")
        if not isinstance(asked, dict) or not all(isinstance(asked.get(one), list | None) for one in lists):
            return False
        items = [item for one in lists[:3] for item in asked.get(one) or ()]
        if not all(isinstance(one, str) for one in items) or not isinstance(asked.get("disabled_reason"), str | None):
            return False
    return all(isinstance(account.get(one), bool) for one in ("charges_enabled", "payouts_enabled"))


@dataclass(frozen=True, slots=True)
class _Requirements:
    """Names of what Stripe asks for, as in its API: ``company.tax_id``."""

    disabled: str
    due: frozenset[str]
    past_due: frozenset[str]
    eventually_due: frozenset[str]
    deadline_ms: int | None
    errors: Mapping[str, str]
    """By requirement the code of what was wrong with it."""

    @classmethod
    def of(cls, found: object) -> "_Requirements":
        """As read from the account."""
        given = found if isinstance(found, dict) else {}
        deadline = whole(given.get("current_deadline"), least=1, most=LATEST_MS // 1000)
        return cls(
            disabled=code_of(given, "disabled_reason"),
            due=_names(given.get("currently_due")),
            past_due=_names(given.get("past_due")),
            eventually_due=_names(given.get("eventually_due")),
            deadline_ms=None if deadline is None else deadline * 1000,
            errors=dict(_errors(given.get("errors"))),
        )

    @property
    def cause(self) -> Text | str:
        """What was wrong with the first that was refused; empty: nothing was."""
        return error_of(self.errors[min(self.errors)]) if self.errors else ""


def _names(found: object) -> frozenset[str]:
    given = found[:200] if isinstance(found, list) else []
    return frozenset(one[:200] for one in given if isinstance(one, str) and one)


def _errors(found: object) -> Iterator[tuple[str, str]]:
    for one in found[:200] if isinstance(found, list) else []:
        if isinstance(one, dict) and isinstance(one.get("requirement"), str):
            yield one["requirement"][:200], code_of(one, "code")


def _restricted(account: Mapping[str, Any], now: _Requirements) -> Verdict | None:
    takes, pays = account.get("charges_enabled") is not False, account.get("payouts_enabled") is not False
    if takes and pays and not now.disabled:
        return None
    disabled = disabled_by(now.disabled)
    why = sentences(disabled.why, now.cause)
    if not takes:
        sentence = msg("Stripe takes no donations and pays nothing out. {why}", why=why)
        if pays:
            sentence = msg("Stripe takes no donations. {why}", why=why)
        return Verdict(Outcome.ERROR, disabled.reason, sentence)
    waits = disabled.reason is Reason.UNAVAILABLE
    if not pays:
        sentence = msg("Stripe takes donations, but does not pay them out. {why}", why=why)
        return Verdict(Outcome.DEGRADED if waits else Outcome.ERROR, disabled.reason, sentence)
    return Verdict(Outcome.DEGRADED, disabled.reason, msg("Stripe has restricted the account. {why}", why=why))


def _due(now: _Requirements, urgent_ms: int, now_ms: int) -> Verdict | None:
    if now.past_due or (now.due and now.deadline_ms is not None and now.deadline_ms <= now_ms):
        sentence = msg_plural(
            "Stripe can stop donations and payouts any day: {n} item that it asked for is past due.",
            "Stripe can stop donations and payouts any day: {n} items that it asked for are past due.",
            len(now.past_due or now.due),
        )
        return Verdict(Outcome.ERROR, Reason.ACCOUNT, sentences(sentence, now.cause))
    if not now.due:
        return None
    if now.deadline_ms is None:
        sentence = msg_plural(
            "Stripe asks for {n} item, without a date. Until it has it, it can stop donations or payouts.",
            "Stripe asks for {n} items, without a date. Until it has them, it can stop donations or payouts.",
            len(now.due),
        )
        return Verdict(Outcome.DEGRADED, Reason.ACCOUNT, sentences(sentence, now.cause))
    sentence = msg_plural(
        "Stripe will stop donations or payouts on {day} unless you send what it asks for ({n} item).",
        "Stripe will stop donations or payouts on {day} unless you send what it asks for ({n} items).",
        len(now.due),
        day=Day(now.deadline_ms),
    )
    urgent = now.deadline_ms - now_ms <= urgent_ms
    return Verdict(Outcome.ERROR if urgent else Outcome.DEGRADED, Reason.ACCOUNT, sentences(sentence, now.cause))


def _coming(later: _Requirements, now_ms: int) -> Verdict | None:
    if not later.due or later.deadline_ms is None or later.deadline_ms - now_ms > _AHEAD:
        return None
    sentence = msg_plural(
        "From {day} on, Stripe will ask for {n} more item.",
        "From {day} on, Stripe will ask for {n} more items.",
        len(later.due),
        day=Day(later.deadline_ms),
    )
    return Verdict(Outcome.DEGRADED, Reason.ACCOUNT, sentence)


def _unverified(now: _Requirements) -> Verdict | None:
    return Verdict(Outcome.DEGRADED, Reason.ACCOUNT, now.cause) if now.cause else None


def _webhooks(reply: Reply | NoReply) -> Finding:
    if verdict := _not_read(reply, msg("The key is not allowed to read the webhook endpoints.")):
        return Finding("webhooks", verdict, was_read=False)
    assert isinstance(reply, Reply)  # noqa: S101 - a NoReply has a verdict
    found = (json_object(reply) or {}).get("data")
    if not isinstance(found, list):
        return Finding("webhooks", replace(not_json(reply), outcome=Outcome.UNKNOWN), was_read=False)
    endpoints = [one for one in found if isinstance(one, dict)]
    off = [host_in(str(one.get("url"))[:2000]) for one in endpoints if one.get("status") == "disabled"]
    measures = {"webhooks": Measure(len(endpoints), Unit.COUNT), "webhooks_off": Measure(len(off), Unit.COUNT)}
    if not off:
        if len(endpoints) < len(found) or not all(code_of(one, "status") for one in endpoints):
            return Finding("webhooks", replace(not_json(reply), outcome=Outcome.UNKNOWN), was_read=False)
        return Finding("webhooks", None, measures)
    sentence = msg_plural(
        "Stripe no longer sends events to {host}: this webhook is switched off.",
        "Stripe no longer sends events to {n} webhooks, such as the one at {host}: they are switched off.",
        len(off),
        host=quote(off[0], NAME),
    )
    return Finding("webhooks", Verdict(Outcome.DEGRADED, Reason.CONFIGURATION, sentence), measures)


def _not_read(reply: Reply | NoReply, forbidden: Text) -> Verdict | None:
    """The verdict of a further look that brought nothing; it does not count against the account."""
    if isinstance(reply, NoReply):
        return Verdict(Outcome.UNKNOWN, reply.reason, reply.sentence)
    verdict = _refusal(reply, forbidden)
    return None if verdict is None else Verdict(Outcome.UNKNOWN, verdict.reason, verdict.sentence)


def _refusal(reply: Reply, forbidden: Text) -> Verdict | None:
    verdict = stripe_verdict(reply)
    if verdict is None or verdict.reason is not Reason.FORBIDDEN:
        return verdict
    error = (json_object(reply) or {}).get("error")
    named = _PERMISSION.search(str(error.get("message"))[:2000]) if isinstance(error, dict) else None
    needed = "" if named is None else msg("Stripe wants the permission {permission}.", permission=named[1])
    return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentences(forbidden, needed))


def _parts(found: Finding) -> tuple[SubResult, ...]:
    verdict = found.verdict
    if verdict is None:
        return (SubResult(found.look, Outcome.HEALTHY), *found.parts)
    sentence = verdict.sentence if isinstance(verdict.sentence, str) else english(verdict.sentence)
    return (SubResult(found.look, verdict.outcome, sentence), *found.parts)


KIND = ProbeKind(
    name="stripe_account",
    title=msg("Stripe account"),
    group=KindGroup.GIFTS,
    summary=msg("Whether Stripe will go on taking donations and paying them out. No amount is kept."),
    measures={
        "requirements_due": Measured(msg("Requirements due"), Unit.COUNT),
        "requirements_past_due": Measured(msg("Requirements past due"), Unit.COUNT),
        "requirements_later": Measured(msg("Requirements due later"), Unit.COUNT),
        "deadline_days": Measured(msg("Deadline"), Unit.DAYS),
        "webhooks": Measured(msg("Webhooks"), Unit.COUNT),
        "webhooks_off": Measured(msg("Webhooks switched off"), Unit.COUNT),
        "payments": Measured(msg("Payments"), Unit.COUNT),
        "payments_failed": Measured(msg("Failed payments"), Unit.COUNT),
    },
    advice={
        **VENDOR,
        Reason.AUTH: msg("Create a new restricted key in Stripe (Developers → API keys) and enter it in Porchlight."),
        Reason.SECRET_MISSING: msg(
            "Copy a secret or restricted key from Stripe (Developers → API keys) and enter it in Porchlight."
        ),
        Reason.FORBIDDEN: msg(
            "Let the restricted key read the account, webhook endpoints and charges (Stripe: Developers → API keys →"
            " Edit), or turn the look off in the settings."
        ),
        Reason.ACCOUNT: msg(
            "Log in to Stripe and send what it asks for: Settings → Business → Account status. Allow two days for"
            " its check."
        ),
        Reason.BLOCKED: msg(
            "Only Stripe, or the platform that runs your account, can lift this. Log in to Stripe, look for an"
            " appeal, and write to its support today. Until then, show donors another way to give."
        ),
        Reason.UNAVAILABLE: msg(
            "There is nothing to send now. If it takes more than three days, ask Stripe's support."
        ),
        Reason.CONFIGURATION: msg(
            "Open Stripe (Developers → Webhooks). Find out why the endpoint failed, then enable it and send again"
            " what it missed; delete it if nobody needs it."
        ),
        Reason.CONTENT: msg(
            "Look at the failed payments in Stripe. Many small ones within minutes are stolen cards being tested:"
            " turn on a CAPTCHA and Stripe Radar. Otherwise try to donate yourself."
        ),
    },
    notes=KindNotes(
        calls="`GET /v1/account`, `GET /v1/webhook_endpoints`, and two counts by `GET /v1/charges/search`, each with"
        " one charge that is thrown away unread",
        never="customers, payment methods, balances, payouts, any write; of charges only their number",
        permissions=msg(
            "Needs a restricted key that can read the account, webhook endpoints and charges. What it may not read is"
            " left out."
        ),
        red_light=msg(
            "Turns red when donations or payouts are stopped, when documents are past due or due within a week, or"
            " when the key is rejected."
        ),
        simulator="porchlight.demo.stripe_account",
    ),
    settings=StripeAccountSettings,
    build=StripeAccountProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
