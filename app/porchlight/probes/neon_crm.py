"""Kind ``neon_crm``: the organisation's own profile in Neon CRM (API v2), which holds no donor data. Neon allows five
requests at once for an endpoint and organisation; the profile's fields are not documented, so any JSON object but an
error's is accepted."""

from typing import Annotated

from pydantic import Field

from porchlight.language.text import Duration, Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, json_object, no_reply, not_json, unwell
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import refusal
from porchlight.probes.vendor.credentials import basic, key_form, key_of
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

REQUESTS_AT_ONCE = 5
API_VERSION = "2.11"
API = "https://api.neoncrm.com/v2"


CREDENTIAL = key_form(
    msg("API key"),
    clicks("Neon CRM", "Settings", "User Management", "API Access"),
    "https://developer.neoncrm.com/authentication/",
)


class NeonCrmSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "neon_crm"``."""

    org_id: Annotated[
        str,
        Described(
            msg("Organisation ID"), msg("Neon shows it under Settings → Organization Profile."), example="example"
        ),
    ] = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    credential: Annotated[CredentialName, CREDENTIAL] = "neon-crm"
    api_version: Annotated[
        str, Described(msg("API version"), msg("Change it only if the default does not work."), example="2.11")
    ] = Field(API_VERSION, pattern=r"^\d{1,2}(\.\d{1,3})?$")
    base_url: BaseUrl = API
    """``https://trial.neoncrm.com/v2`` for a trial."""


class NeonCrmProbe:
    """Asks for the organisation's profile."""

    def __init__(self, component: Component, settings: NeonCrmSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        reply = await ctx.http.exchange(
            "GET",
            f"{self._settings.base_url}/properties/organizationProfile",
            headers={**basic(self._settings.org_id, key.value), "NEON-API-VERSION": self._settings.api_version},
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if verdict := self._verdict(reply):
            return unwell(ctx, verdict, reply)
        return ctx.healthy(
            msg("The API answers for organisation {id}.", id=self._settings.org_id),
            phases=reply.phases,
            duration_us=reply.duration_us,
        )

    async def close(self) -> None:
        """See Probe."""

    def _verdict(self, reply: Reply) -> Verdict | None:
        forbidden = msg("The key is not allowed to read the organisation's profile (403).")
        settings = self._settings
        if verdict := refused(reply, settings.org_id, settings.api_version, forbidden):
            return verdict
        profile = json_object(reply)
        return None if profile and "errors" not in profile else not_json(reply)


def refused(reply: Reply, org_id: str, version: str, forbidden: Text) -> Verdict | None:
    """The verdict on an answer by its status; None for 2xx. ``forbidden``: what a 403 means for this call."""
    return refusal(reply, lambda given: _refused(given, org_id, version, forbidden))


def _refused(reply: Reply, org_id: str, version: str, forbidden: Text) -> Verdict | None:
    match reply.status:
        case 401:
            sentence = msg("Neon rejected the key for organisation {id} (401). One of the two is wrong.", id=org_id)
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403:
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, forbidden)
        case 404:
            sentence = msg(
                "Neon has no such API call (404). Check the address and the version {version}.", version=version
            )
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        case 429:
            return _too_many(reply)
    return None


def _too_many(reply: Reply) -> Verdict:
    wait = asked_wait(reply)
    if wait is None:
        sentence = msg("There were more than {count} requests at once (429).", count=REQUESTS_AT_ONCE)
    else:
        sentence = msg(
            "There were more than {count} requests at once (429). It asks to wait {span}.",
            count=REQUESTS_AT_ONCE,
            span=Duration(wait),
        )
    return Verdict(Outcome.DEGRADED, Reason.THROTTLED, sentence)


KIND = ProbeKind(
    name="neon_crm",
    title=Text("Neon CRM"),
    group=KindGroup.GIFTS,
    summary=msg("Whether the API answers for your organisation."),
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Copy the organisation ID and API key from Neon again (Settings → User Management → the user's API"
            " access)."
        ),
        Reason.FORBIDDEN: msg(
            "Allow Neon's API user to read the organisation's profile, or create the key for another user."
        ),
        Reason.THROTTLED: msg("Neon answers five requests at once. If a sync is running, wait until it ends."),
    },
    notes=KindNotes(
        calls="`GET /properties/organizationProfile`",
        never="accounts, donations",
        permissions=msg("Needs an API key that can read the organisation's profile."),
        red_light=msg("Turns red when Neon CRM rejects the key, or the API fails or can't be reached."),
        simulator="porchlight.demo.neon_crm",
    ),
    settings=NeonCrmSettings,
    build=NeonCrmProbe,
    limit=REQUESTS_AT_ONCE,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
