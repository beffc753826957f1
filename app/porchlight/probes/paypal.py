"""Kind ``paypal``: PayPal's token endpoint, which alone proves client id and secret.

Every other call needs a permission, so each check asks for a token and discards it; PayPal returns the same one until
it expires.
"""

from typing import Annotated
from urllib.parse import urlencode

from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, json_object, no_reply, not_json, throttled, unwell
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import answered, code_of, no_token, refusal, request_id
from porchlight.probes.vendor.credentials import Client, basic, client_form, client_of
from porchlight.probes.vendor.oauth import CLIENT_CREDENTIALS
from porchlight.settings.credential_form import clicks
from porchlight.settings.origins import to_url

CREDENTIAL = client_form(
    clicks("PayPal Developer", "Apps & Credentials", "Live"),
    "https://developer.paypal.com/dashboard/applications/live",
)


class PayPalSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "paypal"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "paypal"
    base_url: BaseUrl = "https://api-m.paypal.com"
    """``https://api-m.sandbox.paypal.com`` for the sandbox."""


class PayPalProbe:
    """Asks for a token."""

    def __init__(self, component: Component, settings: PayPalSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        client = client_of(await ctx.secrets.get(self._settings.credential), CREDENTIAL)
        if isinstance(client, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, client)
        reply = await ask_token(ctx, self._settings.base_url, client)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        details = request_id(reply.headers.get("paypal-debug-id"))
        if verdict := paypal_verdict(reply):
            return unwell(ctx, verdict, reply, details=details)
        document = json_object(reply)
        if document is None or not isinstance(document.get("access_token"), str):
            return unwell(ctx, not_json(reply), reply, details=details)
        return ctx.healthy(
            msg("The API answers and accepts the client ID and secret."),
            phases=reply.phases,
            details=details,
            duration_us=reply.duration_us,
        )

    async def close(self) -> None:
        """See Probe."""


async def ask_token(ctx: CheckContext, base_url: str, client: Client) -> Reply | NoReply:
    """The answer to a request for a token."""
    return await ctx.http.exchange(
        "POST",
        f"{base_url}/v1/oauth2/token",
        headers={**basic(client.id, client.secret), "Content-Type": "application/x-www-form-urlencoded"},
        content=urlencode(CLIENT_CREDENTIALS).encode(),
        read_only_post=True,
    )


def paypal_verdict(reply: Reply) -> Verdict | None:
    """The verdict on an answer of any of PayPal's endpoints; None for 2xx."""
    return refusal(reply, _refused, known=no_token)


def _refused(reply: Reply) -> Verdict | None:
    code = code_of(json_object(reply), "error", "name")
    if code == "invalid_client" or reply.status == 401:
        sentence = msg(
            "PayPal rejected the client ID and secret ({status}). They were revoked, or belong to the sandbox.",
            status=str(reply.status),
        )
        return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
    if reply.status == 403:
        sentence = msg("PayPal refused this application ({answer}).", answer=answered(reply, code))
        return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
    if reply.status == 429:
        return throttled(asked_wait(reply))
    sentence = msg("{vendor} answered {answer}.", vendor="PayPal", answer=answered(reply, code))
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)


KIND = ProbeKind(
    name="paypal",
    title=Text("PayPal"),
    group=KindGroup.GIFTS,
    summary=msg("Whether PayPal answers and accepts your application's credentials."),
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Copy the client ID and secret from PayPal again (Developer Dashboard → Apps & Credentials): Live or"
            " Sandbox, whichever the address is."
        ),
        Reason.FORBIDDEN: msg(
            "Check the application in PayPal (Developer Dashboard → Apps & Credentials): the account may be limited."
        ),
        Reason.ACCOUNT: msg(
            "A new secret won't help. Log in to PayPal: its Resolution Centre says why the account is limited."
        ),
    },
    notes=KindNotes(
        calls="`POST /v1/oauth2/token`, at each check, since every other call needs a permission",
        never="transactions, payouts; the token is thrown away",
        permissions=msg("Needs the client ID and the secret of an application, without further permissions."),
        red_light=msg("Turns red when PayPal rejects the credentials, or the API fails or can't be reached."),
        simulator="porchlight.demo.paypal",
    ),
    settings=PayPalSettings,
    build=PayPalProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
