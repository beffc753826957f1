"""Kind ``classy``: the Classy (GoFundMe Pro) API: a token, then the cheapest call without donor data.

The call asks for one campaign's id, status and time of change; supporters and transactions are never read. The API
gives no read-only credentials, so only the HTTP client's guard prevents writing.
"""

import re
from typing import Annotated

from pydantic import Field

from porchlight.intake.numbers import whole
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import (
    Verdict,
    asked_wait,
    header_number,
    json_object,
    judge_status,
    no_reply,
    not_json,
    throttled,
    unwell,
)
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName, TokenUrl
from porchlight.probes.vendor.answers import QUOTA, count, no_token, of_any_vendor, quota, refusal
from porchlight.probes.vendor.credentials import client_form, client_of
from porchlight.probes.vendor.oauth import TokenRefused, TokenSource
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import origin_of

_ABOUT_THE_CLIENT = re.compile("client|secret|credential", re.IGNORECASE)
"""In a 400 for a token request: Classy does not document its answer to a wrong id or secret."""
_CALL = "campaigns?per_page=1&fields=id,status,updated_at"


CREDENTIAL = client_form(
    clicks("GoFundMe Pro", "Apps & Integrations", "API"),
    "https://developers.gofundme.com/pro/overview/authentication",
)

_NUMBER = Described(
    msg("Organisation's number"), msg("The number in the address of your Classy pages."), example=6789
)
CountedOrganization = Annotated[
    Annotated[int, Field(ge=1)] | None,
    _NUMBER,
]
"""Of a kind that counts gifts in Classy beside other places."""
CountsWith = Annotated[
    str | None,
    Described(
        msg("Classy credential"), msg("The name of the client ID and secret in the keyring."), example="classy"
    ),
    CREDENTIAL,
]
"""The same kind's credential for it."""


class ClassySettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "classy"``."""

    organization_id: Annotated[
        int,
        _NUMBER,
    ] = Field(ge=1)
    credential: Annotated[CredentialName, CREDENTIAL] = "classy"
    base_url: BaseUrl = "https://api.classy.org/2.0"
    """``https://pro.gofundme.com/api/2.0`` serves the same."""
    token_url: TokenUrl = "https://api.classy.org/oauth2/auth"  # noqa: S105 - an address
    """Only api.classy.org issues tokens."""


class ClassyProbe:
    """Keeps a token between checks."""

    def __init__(self, component: Component, settings: ClassySettings) -> None:
        self._settings = settings
        self._tokens = TokenSource(settings.token_url)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        client = client_of(await ctx.secrets.get(self._settings.credential), CREDENTIAL)
        if isinstance(client, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, client)
        url = f"{self._settings.base_url}/organizations/{self._settings.organization_id}/{_CALL}"
        reply = await self._tokens.get(ctx, client, url)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if isinstance(reply, TokenRefused):
            verdict = refusal(reply.reply, token_refused, known=no_token) or not_json(reply.reply)
            return unwell(ctx, verdict, reply.reply)
        return self._judge(ctx, reply)

    async def close(self) -> None:
        """See Probe."""
        self._tokens.forget()

    def _judge(self, ctx: CheckContext, reply: Reply) -> Result:
        measures = _quota(reply)
        if verdict := refused(reply, str(self._settings.organization_id)):
            return unwell(ctx, verdict, reply, measures=measures)
        document = json_object(reply)
        if document is None or not isinstance(document.get("data"), list):
            return unwell(ctx, not_json(reply), reply, measures=measures)
        if (total := count(document.get("total"))) is not None:
            measures["campaigns"] = Measure(total, Unit.COUNT)
        return ctx.healthy(
            msg("The API answers for organisation {id}.", id=str(self._settings.organization_id)),
            measures=measures,
            phases=reply.phases,
            duration_us=reply.duration_us,
        )


def refused(reply: Reply, organization: str) -> Verdict | None:
    """The verdict on an answer by its status; None for 2xx."""
    verdict = judge_status(reply)
    if verdict is None or verdict.reason is Reason.BOT_PROTECTION:
        return verdict
    if found := of_any_vendor(reply):
        return found
    match reply.status:
        case 401:
            sentence = msg("A new token was rejected too (401). The credential may have been revoked.")
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403:
            sentence = msg("The credential is not allowed to see organisation {id} (403).", id=organization)
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
        case 404:
            sentence = msg("There is no organisation {id} at this address (404).", id=organization)
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        case 429:
            return throttled(_wait(reply))
    return verdict


def token_refused(reply: Reply) -> Verdict | None:
    """The verdict on a refused token that is about the client."""
    if reply.status == 401 or (reply.status == 400 and _ABOUT_THE_CLIENT.search(reply.text())):
        sentence = msg("Classy rejected the client ID and secret ({status}).", status=str(reply.status))
        return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
    return None


def _quota(reply: Reply) -> dict[str, Measure]:
    """The allowance a minute, from ``X-RateLimit-*``."""
    limit, remaining = (header_number(reply, f"x-ratelimit-{name}") for name in ("limit", "remaining"))
    return quota(remaining, limit) if limit and remaining is not None else {}


def _wait(reply: Reply) -> int | None:
    """The seconds that a 429 asks for, from its header or its body."""
    return asked_wait(reply) or whole((json_object(reply) or {}).get("retry_after"), least=1, most=3600)


KIND = ProbeKind(
    name="classy",
    title=Text("Classy (GoFundMe Pro)"),
    group=KindGroup.GIFTS,
    summary=msg("The API that your sync reads donations and supporters from."),
    measures={
        "campaigns": Measured(msg("Campaigns"), Unit.COUNT),
        **QUOTA,
    },
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Create new application credentials in Classy (Settings → Apps & Extensions) and enter them in"
            " Porchlight and in the sync."
        ),
        Reason.FORBIDDEN: msg(
            "Compare the organisation ID with the one in your Classy address, and check that the application"
            " belongs to this organisation."
        ),
        Reason.THROTTLED: msg(
            "Classy allows 1,800 requests a minute per application. If the sync is running, wait until it ends."
        ),
        Reason.CONFIGURATION: msg("Compare the organisation ID with the one in your Classy address."),
    },
    notes=KindNotes(
        calls=(
            "`POST /oauth2/auth` (client credentials, once per token life, again 60 s before its end and once on a"
            " 401); `GET /organizations/{id}/campaigns?per_page=1&fields=id,status,updated_at`"
        ),
        never="supporters, transactions, `/apps/{id}` (its answer holds the client secret)",
        permissions=msg(
            "Needs an application of your organisation. Classy offers no read-only ones, but Porchlight"
            " never changes anything."
        ),
        red_light=msg(
            "Turns red when Classy rejects the credentials, they don't give access to your organisation, or"
            " the API fails or can't be reached."
        ),
        simulator="porchlight.demo.classy",
    ),
    settings=ClassySettings,
    build=ClassyProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: {
        settings.credential: (origin_of(settings.base_url), origin_of(settings.token_url))
    },
)
