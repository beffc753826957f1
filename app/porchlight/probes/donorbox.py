"""Kind ``donorbox``: the list of campaigns, one of them, discarded but for its shape. No donor is ever read.

The API is a paid add-on; its limit of requests is not published.
"""

from typing import Annotated

from pydantic import Field

from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, no_reply, not_json, throttled, unwell
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import json_array, refusal
from porchlight.probes.vendor.credentials import basic, key_form, key_of
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

CREDENTIAL = key_form(
    msg("API key"),
    clicks("Donorbox", "Account", "API & Zapier Integration"),
    "https://github.com/donorbox/donorbox-api",
)


class DonorboxSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "donorbox"``."""

    login: Annotated[
        str, Described(msg("Login"), msg("The e-mail address that the key belongs to."), example="office@example.org")
    ] = Field(pattern=r"^[^\s:]{1,254}$")
    credential: Annotated[CredentialName, CREDENTIAL] = "donorbox"
    base_url: BaseUrl = "https://donorbox.org/api/v1"


class DonorboxProbe:
    """Asks for one campaign."""

    def __init__(self, component: Component, settings: DonorboxSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        reply = await ctx.http.exchange(
            "GET",
            f"{self._settings.base_url}/campaigns?per_page=1",
            headers=basic(self._settings.login, key.value),
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if verdict := _verdict(reply):
            return unwell(ctx, verdict, reply)
        return ctx.healthy(
            msg("The API answers and accepts the key."), phases=reply.phases, duration_us=reply.duration_us
        )

    async def close(self) -> None:
        """See Probe."""


def _verdict(reply: Reply) -> Verdict | None:
    if verdict := refusal(reply, _refused):
        return verdict
    campaigns = json_array(reply)
    if campaigns is None or not all(isinstance(one, dict) and "id" in one for one in campaigns):
        return not_json(reply)
    return None


def _refused(reply: Reply) -> Verdict | None:
    match reply.status:
        case 401:
            sentence = msg(
                "Donorbox rejected the login and key (401). The key was replaced, or the API add-on has ended."
            )
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403:
            sentence = msg("Donorbox refused the key (403). The account may have no API add-on.")
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
        case 404:
            return Verdict(
                Outcome.ERROR, Reason.CONFIGURATION, msg("There is no Donorbox API at this address (404).")
            )
        case 429:
            return throttled(asked_wait(reply))
    return None


KIND = ProbeKind(
    name="donorbox",
    title=Text("Donorbox"),
    group=KindGroup.GIFTS,
    summary=msg("Whether the API behind your donation form answers and accepts your key."),
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Copy the API key from Donorbox again (Account → API & Zapier) and check that the login is its owner's."
        ),
        Reason.FORBIDDEN: msg(
            "Check in Donorbox whether the paid API add-on is still active (Account → API & Zapier)."
        ),
    },
    notes=KindNotes(
        calls="`GET /campaigns?per_page=1`; nothing of it is kept",
        never="donations, donors",
        permissions=msg("Needs Donorbox's API add-on and its key."),
        red_light=msg("Turns red when Donorbox rejects the login or the key, or the API fails or can't be reached."),
        simulator="porchlight.demo.donorbox",
    ),
    settings=DonorboxSettings,
    build=DonorboxProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
