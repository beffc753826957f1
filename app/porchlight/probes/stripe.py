"""Kind ``stripe``: the account's balance endpoint, the cheapest call that proves a key.

Its amounts are discarded unread; what is reported is that the key works, and whether it is a live or a test key. A
restricted key that may only read the balance is enough.
"""

from typing import Annotated

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
from porchlight.probes.refusals.vendors import STRIPE
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import answered, code_of, judged, refusal, request_id
from porchlight.probes.vendor.credentials import key_form, key_of
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

PUBLISHABLE = msg("The stored key is publishable (pk_…) and can read nothing. Store a restricted key (rk_…).")


CREDENTIAL = key_form(
    msg("Restricted key"),
    clicks("Stripe", "Developers", "API keys", "Create restricted key"),
    "https://dashboard.stripe.com/apikeys",
    pattern="(?!pk_).+",
    shape=msg("This key is publishable (pk_…) and can read nothing. Please use a restricted key (rk_…)."),
    example="rk_live_…",
)


class StripeSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "stripe"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "stripe"
    live: Annotated[bool, Described(msg("Live key"), msg("Expect a live key. Turn it off for a test key."))] = True
    base_url: BaseUrl = "https://api.stripe.com"


class StripeProbe:
    """Asks for the balance and keeps nothing of it."""

    def __init__(self, component: Component, settings: StripeSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        if key.value.startswith("pk_"):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, PUBLISHABLE)
        reply = await ctx.http.exchange("GET", f"{self._settings.base_url}/v1/balance", headers=key.bearer)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        details = request_id(reply.headers.get("request-id"))
        if verdict := self._verdict(reply):
            return unwell(ctx, verdict, reply, details=details)
        sentence = msg("The API answers and accepts the test key.")
        if self._settings.live:
            sentence = msg("The API answers and accepts the live key.")
        return ctx.healthy(
            sentence,
            phases=reply.phases,
            details=details,
            duration_us=reply.duration_us,
        )

    async def close(self) -> None:
        """See Probe."""

    def _verdict(self, reply: Reply) -> Verdict | None:
        if verdict := stripe_verdict(reply):
            return verdict
        document = json_object(reply)
        livemode = document.get("livemode") if document else None
        if document is None or document.get("object") != "balance" or not isinstance(livemode, bool):
            return not_json(reply)
        if livemode is self._settings.live:
            return None
        sentence = msg("This is a test key. A live key is expected.")
        if livemode:
            sentence = msg("This is a live key. A test key is expected.")
        return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)


def stripe_verdict(reply: Reply) -> Verdict | None:
    """The verdict on an answer of any of Stripe's endpoints; None for 2xx."""
    return refusal(reply, _refused, known=known)


def known(reply: Reply) -> Verdict | None:
    """The verdict on an unambiguous code."""
    error = (json_object(reply) or {}).get("error")
    code = code_of(error, "code") if isinstance(error, dict) else ""
    return judged(reply, STRIPE, {code}, code=code) if code else None


def _refused(reply: Reply) -> Verdict:
    answer = _answer(reply)
    return verdict_by_status(reply, msg("The key is not allowed to read the balance ({answer}).", answer=answer))


def _answer(reply: Reply) -> str:
    document = json_object(reply)
    error = document.get("error") if document else None
    return answered(reply, code_of(error, "code", "type") if isinstance(error, dict) else "")


def verdict_by_status(reply: Reply, forbidden: Text) -> Verdict:
    """The verdict on a refusal by its status alone; ``forbidden``: what the key may not do."""
    match reply.status:
        case 401:
            sentence = msg("Stripe rejected the key (401). It was rolled or deleted, or has expired.")
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403:
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, forbidden)
        case 429:
            return throttled(asked_wait(reply))
    sentence = msg("{vendor} answered {answer}.", vendor="Stripe", answer=_answer(reply))
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)


KIND = ProbeKind(
    name="stripe",
    title=Text("Stripe"),
    group=KindGroup.GIFTS,
    summary=msg("Whether the API for card payments answers and accepts your key. No amount is kept."),
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Create a restricted key in Stripe (Developers → API keys) that can only read the balance, and enter it"
            " in Porchlight."
        ),
        Reason.SECRET_MISSING: msg(
            "Copy a secret or restricted key from Stripe (Developers → API keys) and enter it in Porchlight."
        ),
        Reason.FORBIDDEN: msg("Allow the restricted key to read the balance (Stripe: Developers → API keys → Edit)."),
        Reason.ACCOUNT: msg(
            "A new key won't help. Log in to Stripe: its dashboard says what is needed before the account works"
            " again."
        ),
        Reason.CONFIGURATION: msg(
            "Take the key of the right mode from Stripe (Developers → API keys): a live one for real donations, a"
            " test one for a trial."
        ),
    },
    notes=KindNotes(
        calls="`GET /v1/balance`; its amounts are not kept",
        never="charges, customers, any write",
        permissions=msg("Needs a restricted key with Balance: Read."),
        red_light=msg(
            "Turns red when Stripe rejects the key, the key is for the other mode (test or live), or the"
            " API fails or can't be reached."
        ),
        simulator="porchlight.demo.stripe",
    ),
    settings=StripeSettings,
    build=StripeProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
