"""Kind ``stripe``: the account's balance endpoint, the cheapest call that proves a key.

Its amounts are discarded unread; what is reported is that the key works, and whether it is a live or a test key. A
restricted key that may only read the balance is enough.
"""

from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import ApiUrl, is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, json_object, no_reply, not_json, throttled, unwell
from porchlight.probes.kind import ProbeKind
from porchlight.probes.refusals.vendors import STRIPE
from porchlight.probes.vendor.answers import code_clause, code_of, judged, refusal, request_id
from porchlight.probes.vendor.credentials import key_of
from porchlight.settings.origins import to_url

PUBLISHABLE = "The stored key is a publishable one (pk_…): it can read nothing. A restricted key (rk_…) is needed."


class StripeSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "stripe"``."""

    credential: str = "stripe"
    live: bool = True
    """Whether a live key is expected."""
    base_url: ApiUrl = "https://api.stripe.com"


class StripeProbe:
    """Asks for the balance and keeps nothing of it."""

    def __init__(self, component: Component, settings: StripeSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, str):
            return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, key)
        if key.value.startswith("pk_"):
            return ctx.unwell(Outcome.ERROR, Reason.CONFIGURATION, PUBLISHABLE)
        reply = await ctx.http.exchange("GET", f"{self._settings.base_url}/v1/balance", headers=key.bearer)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        details = request_id(reply.headers.get("request-id"))
        if verdict := self._verdict(reply):
            return unwell(ctx, verdict, reply, details=details)
        mode = "live" if self._settings.live else "test"
        return ctx.healthy(
            f"The API answers and accepts the {mode} key.",
            phases=reply.phases,
            details=details,
            duration_us=reply.duration_us,
        )

    async def close(self) -> None:
        """See Probe."""

    def _verdict(self, reply: Reply) -> Verdict | None:
        if verdict := refusal(reply, _refused, known=_known):
            return verdict
        document = json_object(reply)
        livemode = document.get("livemode") if document else None
        if document is None or document.get("object") != "balance" or not isinstance(livemode, bool):
            return not_json(reply)
        if livemode is self._settings.live:
            return None
        found, wanted = ("live", "test") if livemode else ("test", "live")
        sentence = f"The key is a {found} key where a {wanted} one is expected."
        return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)


def _known(reply: Reply) -> Verdict | None:
    """The verdict on an unambiguous code."""
    error = (json_object(reply) or {}).get("error")
    code = code_of(error, "code") if isinstance(error, dict) else ""
    return judged(reply, STRIPE, {code}, code=code) if code else None


def _refused(reply: Reply) -> Verdict | None:
    document = json_object(reply)
    error = document.get("error") if document else None
    code = code_clause(code_of(error, "code", "type")) if isinstance(error, dict) else ""
    match reply.status:
        case 401:
            sentence = "Stripe rejected the key (401): it was rolled, deleted or has run out."
            return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
        case 403:
            sentence = f"The key may not read the balance (403{code})."
            return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
        case 429:
            return throttled(asked_wait(reply))
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, f"Stripe answered {reply.status}{code}.")


KIND = ProbeKind(
    name="stripe",
    settings=StripeSettings,
    build=StripeProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
