"""Kind ``hubspot``: the account's own details, then the day's used requests. Both calls need no permission for any
object, so no contact can be read. A private app's token does not expire by itself. HubSpot is moving to paths with a
date in place of ``v3``: ``api_version`` selects one."""

from typing import Annotated, Any

from pydantic import Field

from porchlight.language.text import Items, Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import (
    Verdict,
    asked_wait,
    json_object,
    no_reply,
    not_json,
    throttled,
    unwell,
)
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.refusals.vendors import HUBSPOT
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import (
    QUOTA,
    answered,
    code_of,
    count,
    from_elsewhere,
    judged,
    quota,
    refusal,
    request_id,
    used_up,
)
from porchlight.probes.vendor.credentials import Key, key_form, key_of
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_KNOWN_STATES = ("SUCCESS", "CACHED")
"""Values of ``fetchStatus`` with which the usage is meaningful."""
_WAITS = {"TEN_SECONDLY_ROLLING": 10, "SECONDLY": 1}
"""Seconds after which a limit is open again where the answer has none."""
_SCOPES_NAMED = 3
API = "https://api.hubapi.com"


CREDENTIAL = key_form(
    msg("Access token"),
    clicks("HubSpot", "Settings", "Integrations", "Private Apps", "Auth"),
    "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview",
    example="pat-na1-…",
)


class HubSpotSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "hubspot"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "hubspot"
    account_id: Annotated[
        Annotated[int, Field(ge=1)] | None,
        Described(msg("Hub ID"), msg("Report a token that belongs to another account."), example=123456),
    ] = None
    api_version: Annotated[
        str, Described(msg("API version"), msg("“v3”, or a date such as “2026-03”."), example="v3")
    ] = Field("v3", pattern=r"^(v3|20\d\d-\d\d)$")
    base_url: BaseUrl = API


class HubSpotProbe:
    """Asks for the account, then for its usage."""

    def __init__(self, component: Component, settings: HubSpotSettings) -> None:
        self._settings = settings
        self._path = f"{settings.base_url}/account-info/{settings.api_version}"

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        account = await ctx.http.exchange("GET", f"{self._path}/details", headers=key.bearer)
        if isinstance(account, NoReply):
            return no_reply(ctx, account)
        if verdict := self._verdict(account):
            return unwell(ctx, verdict, account, details=_trace(account))
        return await self._with_usage(ctx, key, account)

    async def close(self) -> None:
        """See Probe."""

    def _verdict(self, reply: Reply) -> Verdict | None:
        if verdict := refused(reply, self._settings.api_version):
            return verdict
        account = count((json_object(reply) or {}).get("portalId"))
        if account is None:
            return not_json(reply)
        wanted = self._settings.account_id
        if wanted is not None and account != wanted:
            sentence = msg(
                "The token belongs to account {account}, not to {expected}.",
                account=str(account),
                expected=str(wanted),
            )
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        return None

    async def _with_usage(self, ctx: CheckContext, key: Key, account: Reply) -> Result:
        document = json_object(account) or {}
        number = count(document.get("portalId"))
        usage = await ctx.http.exchange("GET", f"{self._path}/api-usage/daily/private-apps", headers=key.bearer)
        if isinstance(usage, NoReply):
            return no_reply(ctx, usage)
        details = {"account": number, "region": code_of(document, "dataHostingLocation") or None, **_trace(usage)}
        sentence = msg("The API answers for account {account}.", account=str(number))
        if usage.status in (403, 404) and from_elsewhere(usage) is None:
            return ctx.healthy(
                msg(
                    "The API answers for account {account}, but does not report how many of the day's requests are"
                    " used.",
                    account=str(number),
                ),
                phases=account.phases,
                details=details,
                duration_us=account.duration_us,
            )
        if verdict := refused(usage, self._settings.api_version):
            return unwell(ctx, verdict, usage, details=details)
        results = (json_object(usage) or {}).get("results")
        if not isinstance(results, list):
            return unwell(ctx, not_json(usage), usage, details=details)
        known = _usage(results)
        measures: dict[str, Measure] = {}
        if known is not None:
            used, limit = known
            measures = quota(max(limit - used, 0), limit)
            if verdict := used_up(used, limit):
                return unwell(ctx, verdict, usage, measures=measures, details=details)
            sentence = msg(
                "The API answers for account {account}. Used: {used} of the day's {limit} requests.",
                account=str(number),
                used=used,
                limit=limit,
            )
        return ctx.healthy(
            sentence,
            measures=measures,
            phases=account.phases,
            details=details,
            duration_us=account.duration_us,
        )


def refused(reply: Reply, version: str) -> Verdict | None:
    """The verdict on an answer by its status and HubSpot's own codes; None for 2xx."""
    return refusal(reply, lambda given: _refused(given, version))


def _refused(reply: Reply, version: str) -> Verdict | None:
    document = json_object(reply)
    match reply.status:
        case 403:
            sentence = msg("The token lacks the permission for this (403).")
            if scopes := _scopes(document):
                sentence = msg(
                    "The token lacks the permission for this (403). Missing scopes: {scopes}.", scopes=scopes
                )
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
        case 404:
            sentence = msg(
                "HubSpot has no such API call (404). Check the version {version} and the address.",
                version=version,
            )
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        case 429:
            return _too_many(reply, code_of(document, "policyName"))
    category = code_of(document, "category")
    if known := judged(reply, HUBSPOT, {str(reply.status), f"{reply.status} {category}"}, code=category):
        return known
    return Verdict(
        Outcome.ERROR,
        Reason.HTTP_STATUS,
        msg("{vendor} answered {answer}.", vendor="HubSpot", answer=answered(reply, category)),
    )


def _too_many(reply: Reply, policy: str) -> Verdict:
    if policy == "DAILY":
        sentence = msg(
            "The day's requests are used up (429). They are renewed at midnight in the account's time zone."
        )
        return Verdict(Outcome.ERROR, Reason.QUOTA, sentence)
    wait = asked_wait(reply)
    return throttled(_WAITS.get(policy) if wait is None else wait)


def _usage(results: list[Any]) -> tuple[int, int] | None:
    """What is used and what is allowed, where HubSpot knows."""
    for one in results:
        if not isinstance(one, dict) or one.get("fetchStatus") not in _KNOWN_STATES:
            continue
        used, limit = count(one.get("currentUsage")), count(one.get("usageLimit"))
        if used is not None and limit:
            return used, limit
    return None


def _scopes(document: dict[str, Any] | None) -> Items | None:
    """The scopes that are missing, for a sentence."""
    errors = document.get("errors") if document else None
    first = errors[0] if isinstance(errors, list) and errors else None
    context = first.get("context") if isinstance(first, dict) else None
    if not isinstance(context, dict):
        return None
    scopes = context.get("requiredScopes") or context.get("requiredGranularScopes")
    named = (
        [code for scope in scopes if (code := code_of({"scope": scope}, "scope"))] if isinstance(scopes, list) else []
    )
    return Items(tuple(named[:_SCOPES_NAMED])) if named else None


def _trace(reply: Reply) -> dict[str, str | int | float | bool | None]:
    return dict(request_id((json_object(reply) or {}).get("correlationId")))


KIND = ProbeKind(
    name="hubspot",
    title=Text("HubSpot"),
    group=KindGroup.GIFTS,
    summary=msg("Your account's API and how much of the day's requests is used."),
    measures=QUOTA,
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Copy the token from the private app again (Settings → Integrations → Private Apps) and enter it in"
            " Porchlight."
        ),
        Reason.FORBIDDEN: msg(
            "Add the scope to the private app (Settings → Integrations → Private Apps), then enter the app's token"
            " in Porchlight."
        ),
        Reason.QUOTA: msg(
            "Find out which app uses the requests (Settings → Integrations → Private Apps → Logs). They renew at"
            " midnight in the account's time zone."
        ),
        Reason.CONFIGURATION: msg(
            "Compare the account with the Hub ID in HubSpot's menu, and the API version with HubSpot's documentation."
        ),
    },
    notes=KindNotes(
        calls="`GET /account-info/{version}/details`, `GET /account-info/{version}/api-usage/daily/private-apps`",
        never="contacts, deals, any object",
        permissions=msg("Needs a private app, without any scope."),
        red_light=msg(
            "Turns red when HubSpot rejects the token, the token belongs to another account, the day's"
            " requests are used up, or the API fails or can't be reached."
        ),
        simulator="porchlight.demo.hubspot",
    ),
    settings=HubSpotSettings,
    build=HubSpotProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
