"""Kind ``blackbaud``: Blackbaud SKY API: a token by a consent given once, then one campaign. Refreshing usually
replaces the refresh token and makes the old one invalid. Porchlight only reads, so it asks for the refresh token to
be kept (``preserve_refresh_token``) and needs a separate consent (docs/decisions/0018-blackbaud-consent.md). Where
Blackbaud replaces it anyway, the new one is used while Porchlight runs, and the result asks for a new consent."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from porchlight.language.text import Duration, Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, json_object, no_reply, not_json, throttled, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName, TokenUrl
from porchlight.probes.vendor.answers import answered, code_of, count, no_token, refusal
from porchlight.probes.vendor.credentials import Client, parts_of
from porchlight.probes.vendor.oauth import TokenRefused, TokenSource
from porchlight.settings.credential_form import CredentialForm, CredentialPart, clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import origin_of

_REPLENISHED = re.compile(r"replenished in (?P<span>\d{1,3}:\d\d:\d\d)")
_DAY_SECONDS = 86_400
REPLACED = msg(
    "The API answers, but Blackbaud has replaced the stored refresh token. Give a new consent before you restart"
    " Porchlight."
)


_APPLICATION = (
    clicks("Blackbaud SKY Developer", "My account", "My applications"),
    "https://developer.blackbaud.com/apps/",
)
CREDENTIAL = CredentialForm(
    (
        CredentialPart(
            "subscription_key",
            msg("Subscription key"),
            clicks("Blackbaud SKY Developer", "My account", "My subscriptions"),
            "https://developer.blackbaud.com/subscriptions/",
            also=("primary_access_key", "primary_key"),
        ),
        CredentialPart("client_id", msg("Application ID"), *_APPLICATION, secret=False, also=("application_id",)),
        CredentialPart("client_secret", msg("Application secret"), *_APPLICATION, also=("application_secret",)),
        CredentialPart(
            "refresh_token",
            msg("Refresh token"),
            msg("Blackbaud issues it when an administrator gives Porchlight its own consent."),
            "https://developer.blackbaud.com/skyapi/docs/authorization",
        ),
    )
)


class BlackbaudSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "blackbaud"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "blackbaud"
    path: Annotated[
        str,
        Described(
            msg("Resource to read"),
            msg("A path that holds nothing about donors."),
            example="/fundraising/v1/campaigns?limit=1",
        ),
    ] = Field("/fundraising/v1/campaigns?limit=1", pattern=r"^/[!-~]{1,500}$")
    consent_days: Annotated[
        int,
        Described(
            msg("Consent warning"), msg("How many days before the consent ends to warn; 0: never."), unit=msg("days")
        ),
    ] = Field(30, ge=0, le=365)
    base_url: BaseUrl = "https://api.sky.blackbaud.com"
    token_url: TokenUrl = "https://oauth2.sky.blackbaud.com/token"  # noqa: S105 - an address


class BlackbaudProbe:
    """Keeps a token between checks."""

    def __init__(self, component: Component, settings: BlackbaudSettings) -> None:
        self._settings = settings
        self._tokens = TokenSource(settings.token_url, in_header=True)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        secret = await ctx.secrets.get(self._settings.credential)
        stored = parts_of(secret, CREDENTIAL)
        if isinstance(stored, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, stored)
        reply = await self._tokens.get(
            ctx,
            Client(stored["client_id"], stored["client_secret"]),
            f"{self._settings.base_url}{self._settings.path}",
            grant={
                "grant_type": "refresh_token",
                "refresh_token": stored["refresh_token"],
                "preserve_refresh_token": "true",
            },
            headers={"Bb-Api-Subscription-Key": stored["subscription_key"]},
            outdated=_token_is_outdated,
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if isinstance(reply, TokenRefused):
            verdict = refusal(reply.reply, _token_refused, known=no_token) or not_json(reply.reply)
            return unwell(ctx, verdict, reply.reply)
        return self._judge(ctx, reply)

    async def close(self) -> None:
        """See Probe."""
        self._tokens.forget()

    def _judge(self, ctx: CheckContext, reply: Reply) -> Result:
        days = self._days_left(ctx)
        measures = {} if days is None else {"consent_days": Measure(days, Unit.DAYS)}
        verdict = refusal(reply, _refused)
        if verdict is None and json_object(reply) is None:
            verdict = not_json(reply)
        if verdict is None and self._tokens.replaced:
            verdict = Verdict(Outcome.DEGRADED, Reason.AUTH, REPLACED)
        if verdict is None and days is not None and days < self._settings.consent_days:
            sentence = msg_plural(
                "The API answers, but the consent ends in {n} day. Give a new one.",
                "The API answers, but the consent ends in {n} days. Give a new one.",
                round(days),
            )
            verdict = Verdict(Outcome.DEGRADED, Reason.AUTH, sentence)
        if verdict is not None:
            return unwell(ctx, verdict, reply, measures=measures)
        return ctx.healthy(
            msg("The API answers and accepts the consent."),
            measures=measures,
            phases=reply.phases,
            duration_us=reply.duration_us,
        )

    def _days_left(self, ctx: CheckContext) -> float | None:
        """Days until the consent ends, where the token's answer has it."""
        token = self._tokens.current
        seconds = count(token.answer.get("refresh_token_expires_in")) if token else None
        if token is None or not seconds:
            return None
        lived = (ctx.clock.now_ms() - token.asked_ms) / 1000
        return round(max(seconds - lived, 0) / _DAY_SECONDS, 1)


def _message(document: Mapping[str, Any] | None) -> str:
    message = document.get("message") if document else None
    return message if isinstance(message, str) else ""


def _about_the_subscription(reply: Reply) -> bool:
    return "subscription key" in _message(json_object(reply))


def _token_is_outdated(reply: Reply) -> bool:
    return reply.status == 401 and not _about_the_subscription(reply)


def _refused(reply: Reply) -> Verdict | None:
    message = _message(json_object(reply))
    match reply.status:
        case 401 if _about_the_subscription(reply):
            sentence = msg("Blackbaud rejected the subscription key (401).")
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 401:
            sentence = msg("A new token was rejected too (401). The application may no longer be connected.")
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403 if "call volume quota" in message:
            known = _REPLENISHED.search(message)
            sentence = msg("The day's calls are used up (403).")
            if known:
                hours, minutes = map(int, known["span"].split(":")[:2])
                span = Duration(hours * 3600 + minutes * 60)
                sentence = msg("The day's calls are used up (403). They are renewed in {span}.", span=span)
            return Verdict(Outcome.ERROR, Reason.QUOTA, sentence)
        case 403:
            sentence = msg("The person who gave the consent is not allowed to read this (403).")
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
        case 404:
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, msg("Blackbaud has nothing at this path (404)."))
        case 429:
            return throttled(asked_wait(reply))
    return None


def _token_refused(reply: Reply) -> Verdict | None:
    code = code_of(json_object(reply), "error")
    if code == "invalid_grant":
        sentence = msg("The consent has ended, or another program replaced its refresh token. Give a new consent.")
        return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
    if code == "invalid_client" or reply.status == 401:
        sentence = msg("Blackbaud rejected the application's ID and secret ({answer}).", answer=answered(reply, code))
        return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
    return _refused(reply) if reply.status in (403, 429) else None


KIND = ProbeKind(
    name="blackbaud",
    title=Text("Blackbaud SKY"),
    group=KindGroup.GIFTS,
    summary=msg("Raiser's Edge NXT through the SKY API, with its own consent."),
    measures={"consent_days": Measured(msg("Consent"), Unit.DAYS)},
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Give Porchlight's own application a new consent, then enter the new values in Porchlight. The guide to"
            " Blackbaud says how."
        ),
        Reason.FORBIDDEN: msg(
            "Have the consent given by somebody who may read campaigns, or check something that this user may read."
        ),
        Reason.QUOTA: msg(
            "Find out in Blackbaud's developer portal what uses the subscription's calls. They renew once a day."
        ),
    },
    notes=KindNotes(
        calls=(
            "`POST /token` (refresh, once an hour and once on a 401); `GET` of `path`, one campaign where nothing"
            " else is set"
        ),
        never="constituents, gifts; the keyring is never written",
        permissions=msg("Needs an application, a consent that only Porchlight uses, and a subscription key."),
        red_light=msg(
            "Turns red when the consent has ended, Blackbaud rejects the subscription key, the day's calls"
            " are used up, or the API fails or can't be reached."
        ),
        simulator="porchlight.demo.blackbaud",
    ),
    settings=BlackbaudSettings,
    build=BlackbaudProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: {
        settings.credential: (origin_of(settings.base_url), origin_of(settings.token_url))
    },
)
