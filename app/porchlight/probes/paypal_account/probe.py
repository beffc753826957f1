"""Kind ``paypal_account``: asks PayPal for a token at each check, and for the account's state every quarter hour.

A look that the application may not take, or that PayPal does not answer, ends only itself. Nothing but GET is sent
besides the request for the token.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import Field, model_validator

from porchlight.dataclass import dataclass
from porchlight.language.english import english, unfit
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.paypal import CREDENTIAL, ask_token, paypal_verdict
from porchlight.probes.paypal_account.looks import (
    Finding,
    Look,
    of_balances,
    of_counts,
    of_disputes,
    of_profile,
    of_seller,
    of_webhooks,
    unread,
)
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import count, request_id
from porchlight.probes.vendor.credentials import Key, client_of, is_plain
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_ASK_EVERY_MS: Final = 15 * 60_000
_LAG_S: Final = 3 * 3600
"""How late a transaction may be listed (PayPal's specification)."""
_WINDOW_S: Final = 86_400
_ID: Final = r"^[A-Za-z0-9]{5,30}$"


class PayPalAccountSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "paypal_account"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "paypal"
    deadline_days: Annotated[
        int,
        Field(ge=0, le=30),
        Described(
            msg("Urgent before a deadline"),
            msg("How many days before a dispute has to be answered this is an error, not only a warning."),
            unit=msg("days"),
        ),
    ] = 3
    verified: Annotated[
        bool, Described(msg("Check verification"), msg("Whether PayPal has verified the account."))
    ] = True
    disputes: Annotated[
        bool,
        Described(msg("Check disputes"), msg("Whether a donor's dispute waits for your answer, and until when.")),
    ] = True
    withheld: Annotated[
        bool, Described(msg("Check money held back"), msg("Whether PayPal holds back money; never how much."))
    ] = True
    payments: Annotated[
        bool, Described(msg("Check failed payments"), msg("Count how many of a day's transactions failed."))
    ] = True
    failed_above: Annotated[
        int,
        Field(ge=1, le=100),
        Described(
            msg("Failed payments above"),
            msg("Warn when more than this share of a day's transactions was denied or is pending, of at least 20."),
            unit="%",
        ),
    ] = 50
    webhooks: Annotated[
        bool, Described(msg("Check webhooks"), msg("Whether PayPal still sends the events that you asked for."))
    ] = True
    partner_id: Annotated[
        Annotated[str, Field(pattern=_ID)] | None,
        Described(
            msg("Partner's ID"),
            msg("Only if a platform connected your account: PayPal then says whether you can be paid."),
            example="PLATFORM1A2B3",
        ),
    ] = None
    merchant_id: Annotated[
        Annotated[str, Field(pattern=_ID)] | None,
        Described(
            msg("Merchant ID"),
            msg("Your own, together with the partner's. It stands in PayPal under Account Settings."),
            example="YOURS4C5D6E7F",
        ),
    ] = None
    base_url: BaseUrl = "https://api-m.paypal.com"
    """``https://api-m.sandbox.paypal.com`` for the sandbox."""

    @model_validator(mode="after")
    def _both_or_none(self) -> "PayPalAccountSettings":
        if (self.partner_id is None) != (self.merchant_id is None):
            raise unfit(msg("The partner's ID and the merchant ID need each other."))
        return self

    @property
    def looks(self) -> tuple[Look, ...]:
        """What is asked."""
        wanted = {
            Look.SELLER: self.partner_id is not None,
            Look.VERIFIED: self.verified,
            Look.DISPUTES: self.disputes,
            Look.WITHHELD: self.withheld,
            Look.PAYMENTS: self.payments,
            Look.WEBHOOKS: self.webhooks,
        }
        return tuple(look for look in Look if wanted[look])


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was found, and when and with which permissions. ``at_ms``: Unix ms (UTC)."""

    found: tuple[Finding, ...]
    scopes: frozenset[str]
    at_ms: int


class PayPalAccountProbe:
    """Keeps what it found for a quarter of an hour: PayPal publishes no limits, and lists things hours later."""

    def __init__(self, component: Component, settings: PayPalAccountSettings) -> None:
        self._settings = settings
        self._kept: _Kept | None = None

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        client = client_of(await ctx.secrets.get(settings.credential), CREDENTIAL)
        if isinstance(client, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, client)
        reply = await ask_token(ctx, settings.base_url, client)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        details = request_id(reply.headers.get("paypal-debug-id"))
        if verdict := paypal_verdict(reply):
            return unwell(ctx, verdict, reply, details=details)
        document = json_object(reply) or {}
        token, scope = document.get("access_token"), document.get("scope")
        if not isinstance(token, str) or not is_plain(token):
            return unwell(ctx, not_json(reply), reply, details=details)
        scopes = frozenset(scope[:20_000].split()) if isinstance(scope, str) else frozenset()
        found = await self._found(ctx, Key(token), scopes)
        return self._result(ctx, reply, found, dict(details))

    async def close(self) -> None:
        """See Probe."""

    async def _found(self, ctx: CheckContext, key: Key, scopes: frozenset[str]) -> tuple[Finding, ...]:
        """Of each look; asked again where the permissions have changed."""
        now_ms, kept = ctx.clock.now_ms(), self._kept
        if kept is not None and kept.scopes == scopes and 0 <= now_ms - kept.at_ms < _ASK_EVERY_MS:
            return kept.found
        found = [
            await self._look(ctx, key, look)
            if look.is_granted(scopes)
            else unread(look, Reason.FORBIDDEN, look.forbidden)
            for look in self._settings.looks
        ]
        self._kept = _Kept(tuple(found), scopes, now_ms)
        return self._kept.found

    async def _look(self, ctx: CheckContext, key: Key, look: Look) -> Finding:
        settings, now_ms = self._settings, ctx.clock.now_ms()
        match look:
            case Look.SELLER:
                path = f"/v1/customer/partners/{settings.partner_id}/merchant-integrations/{settings.merchant_id}"
                return await self._ask(ctx, key, look, path, of_seller)
            case Look.VERIFIED:
                path = "/v1/identity/oauth2/userinfo?schema=paypalv1.1"
                return await self._ask(ctx, key, look, path, of_profile)
            case Look.DISPUTES:
                path = "/v1/customer/disputes?dispute_state=REQUIRED_ACTION&page_size=50"
                return await self._ask(
                    ctx, key, look, path, lambda found: of_disputes(found, settings.deadline_days, now_ms)
                )
            case Look.WITHHELD:
                return await self._ask(ctx, key, look, "/v1/reporting/balances", of_balances)
            case Look.PAYMENTS:
                return await self._count(ctx, key)
            case Look.WEBHOOKS:
                return await self._ask(ctx, key, look, "/v1/notifications/webhooks", of_webhooks)

    async def _ask(
        self,
        ctx: CheckContext,
        key: Key,
        look: Look,
        path: str,
        read: Callable[[Mapping[str, Any]], Finding | None],
    ) -> Finding:
        reply = await ctx.http.exchange("GET", self._settings.base_url + path, headers=key.bearer)
        if isinstance(reply, NoReply):
            return unread(look, reply.reason, reply.sentence)
        if verdict := paypal_verdict(reply):
            if verdict.reason in (Reason.AUTH, Reason.FORBIDDEN):
                return unread(look, Reason.FORBIDDEN, look.forbidden)
            found = unread(look, verdict.reason, verdict.sentence)
            # Of the account itself, whoever asks: that is what this kind is for.
            return Finding(look, verdict) if verdict.reason is Reason.ACCOUNT else found
        document = json_object(reply)
        finding = None if document is None else read(document)
        odd = not_json(reply)
        return finding or unread(look, odd.reason, odd.sentence)

    async def _count(self, ctx: CheckContext, key: Key) -> Finding:
        end = ctx.clock.now_ms() // 1000 - _LAG_S
        span = {"start_date": _written(end - _WINDOW_S), "end_date": _written(end)}
        usual = {"fields": "transaction_info", "balance_affecting_records_only": "N", "page_size": "1", "page": "1"}
        counts: list[int] = []
        for status in ("", "D", "P"):
            asked = urlencode({**span, **({"transaction_status": status} if status else {}), **usual})
            found = await self._ask(ctx, key, Look.PAYMENTS, f"/v1/reporting/transactions?{asked}", _number)
            if not found.was_read or found.verdict is not None:
                return found
            counts.append(round(found.measures["payments"].value))
        total, denied, pending = counts
        return of_counts(total, denied, pending, self._settings.failed_above)

    def _result(self, ctx: CheckContext, reply: Reply, found: tuple[Finding, ...], details: dict[str, Any]) -> Result:
        measures = {name: measure for one in found for name, measure in one.measures.items()}
        parts = tuple(_part(one) for one in found)
        read = [one for one in found if one.was_read]
        worst = min(
            (one.verdict for one in read if one.verdict is not None),
            key=lambda verdict: -verdict.outcome.gravity,
            default=None,
        )
        if worst is None and found and not read:
            if all(one.verdict is not None and one.verdict.reason is Reason.FORBIDDEN for one in found):
                sentence = msg("PayPal accepts the client ID and secret, but lets this application read nothing.")
                worst = Verdict(Outcome.UNKNOWN, Reason.FORBIDDEN, sentence)
            else:
                worst = found[0].verdict
        if worst is not None:
            return unwell(ctx, worst, reply, measures=measures, details=details, sub_results=parts)
        return ctx.healthy(
            msg("PayPal reports nothing that stops payments."),
            measures=measures,
            phases=reply.phases,
            details=details,
            sub_results=parts,
            duration_us=reply.duration_us,
        )


def _number(document: Mapping[str, Any]) -> Finding | None:
    total = count(document.get("total_items"))
    return None if total is None else of_counts(total, 0, 0, 100)


def _written(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _part(found: Finding) -> SubResult:
    verdict = found.verdict
    if verdict is None:
        return SubResult(found.look.value, Outcome.HEALTHY)
    return SubResult(found.look.value, verdict.outcome, english(verdict.sentence))


KIND = ProbeKind(
    name="paypal_account",
    title=msg("PayPal account"),
    group=KindGroup.GIFTS,
    summary=msg("Whether PayPal will go on paying you: verification, disputes, money held back, failed payments."),
    measures={
        "capabilities_stopped": Measured(msg("Stopped by PayPal"), Unit.COUNT),
        "capabilities_wanting": Measured(msg("Information wanted"), Unit.COUNT),
        "disputes": Measured(msg("Disputes to answer"), Unit.COUNT),
        "deadline_days": Measured(msg("Deadline"), Unit.DAYS),
        "currencies": Measured(msg("Currencies"), Unit.COUNT),
        "currencies_withheld": Measured(msg("Currencies held back"), Unit.COUNT),
        "payments": Measured(msg("Transactions"), Unit.COUNT),
        "payments_failed": Measured(msg("Failed payments"), Unit.COUNT),
        "payments_pending": Measured(msg("Pending payments"), Unit.COUNT),
        "webhooks": Measured(msg("Webhooks"), Unit.COUNT),
        "webhooks_off": Measured(msg("Events switched off"), Unit.COUNT),
    },
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Copy the client ID and secret from PayPal again (Developer Dashboard → Apps & Credentials): Live or"
            " Sandbox, whichever the address is."
        ),
        Reason.FORBIDDEN: msg(
            "Turn on Transaction Search and Disputes for the application in PayPal (Developer Dashboard → Apps &"
            " Credentials). It can take nine hours until PayPal allows them."
        ),
        Reason.ACCOUNT: msg(
            "Log in to PayPal and open its Resolution Centre: it says what to answer or send, and why money is held"
            " back. Often an e-mail address has to be confirmed, or a document or a bank account is missing."
        ),
        Reason.CONFIGURATION: msg(
            "Open the application in PayPal (Developer Dashboard → Apps & Credentials) and choose the events of its"
            " webhooks again."
        ),
        Reason.CONTENT: msg(
            "Look at the failed or pending payments in PayPal. Many small denied ones within minutes are stolen cards"
            " being tested; pending ones may wait for you to accept them."
        ),
    },
    notes=KindNotes(
        calls="`POST /v1/oauth2/token` at each check; every quarter of an hour, as far as the application may,"
        " `GET /v1/identity/oauth2/userinfo`, `GET /v1/customer/disputes`, `GET /v1/reporting/balances`, three"
        " counts by `GET /v1/reporting/transactions`, each with one transaction that is thrown away unread,"
        " `GET /v1/notifications/webhooks`, and with a partner's ID its `GET …/merchant-integrations/…`",
        never="payers, names, e-mail addresses, amounts, any write; of transactions and disputes only their number,"
        " of a dispute its date, of a balance whether money is held back",
        permissions=msg(
            "Needs an application with Transaction Search and, for disputes, Disputes. What it may not read is left"
            " out."
        ),
        red_light=msg(
            "Turns red when the account can't be paid or can't pay out, when a dispute has to be answered within"
            " three days, or when PayPal rejects the credentials."
        ),
        simulator="porchlight.demo.paypal_account",
    ),
    settings=PayPalAccountSettings,
    build=PayPalAccountProbe,
    timeout=20.0,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
