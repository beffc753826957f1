"""Kind ``mailchimp_transactional``: Mailchimp Transactional (Mandrill), which sends receipts one by one.

``users/info`` is a POST by the vendor's design and only reads: it reports reputation, hourly quota and the backlog of
mails that wait because the quota is used up. Errors are known by their name: the status is 500 for a bad key too.
"""

import json
import re
from typing import Annotated, Any

from porchlight.language.text import Text, msg, msg_plural
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
from porchlight.probes.refusals.vendors import MAILCHIMP_TRANSACTIONAL
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import answered, code_of, count, judged, refusal, texts_of
from porchlight.probes.vendor.credentials import key_form, key_of
from porchlight.settings.credential_form import clicks
from porchlight.settings.origins import to_url

MARKETING_KEY = msg("The stored key belongs to Mailchimp's Marketing API. Transactional has its own keys.")
_MARKETING = re.compile(r"[0-9a-f]{32}-[a-z]{2}\d{1,3}")


CREDENTIAL = key_form(
    msg("API key"),
    clicks("Mailchimp Transactional", "Settings", "SMTP & API Info"),
    "https://mandrillapp.com/settings",
    pattern=f"(?!{_MARKETING.pattern}$).+",
    shape=msg("This key belongs to Mailchimp's Marketing API. Transactional has its own keys."),
)


class MailchimpTransactionalSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "mailchimp_transactional"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "mailchimp-transactional"
    base_url: BaseUrl = "https://mandrillapp.com/api/1.0"


class MailchimpTransactionalProbe:
    """Asks for the account's sending figures."""

    def __init__(self, component: Component, settings: MailchimpTransactionalSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = key_of(await ctx.secrets.get(self._settings.credential))
        if isinstance(key, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, key)
        if _MARKETING.fullmatch(key.value):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, MARKETING_KEY)
        reply = await ctx.http.exchange(
            "POST",
            f"{self._settings.base_url}/users/info.json",
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            content=json.dumps({"key": key.value}).encode(),
            read_only_post=True,
        )
        return no_reply(ctx, reply) if isinstance(reply, NoReply) else _judge(ctx, reply)

    async def close(self) -> None:
        """See Probe."""


def _judge(ctx: CheckContext, reply: Reply) -> Result:
    if verdict := refusal(reply, _refused):
        return unwell(ctx, verdict, reply)
    document = json_object(reply)
    if document is None or ("reputation" not in document and document.get("status") != "error"):
        return unwell(ctx, not_json(reply), reply)
    if document.get("status") == "error":
        return unwell(ctx, _named(document, reply), reply)
    measures = {
        name: Measure(figure, Unit.COUNT)
        for name in ("reputation", "hourly_quota", "backlog")
        if (figure := count(document.get(name))) is not None
    }
    waiting = count(document.get("backlog")) or 0
    if waiting:
        sentence = msg_plural(
            "The hourly quota is used up. {n} e-mail is waiting to be sent.",
            "The hourly quota is used up. {n} e-mails are waiting to be sent.",
            waiting,
        )
        verdict = Verdict(Outcome.DEGRADED, Reason.QUOTA, sentence)
        return unwell(ctx, verdict, reply, measures=measures)
    return ctx.healthy(
        msg("The API answers and accepts the key. No e-mail is waiting."),
        measures=measures,
        phases=reply.phases,
        duration_us=reply.duration_us,
    )


def _refused(reply: Reply) -> Verdict | None:
    document = json_object(reply)
    if document is not None and document.get("status") == "error":
        return _named(document, reply)
    if reply.status == 429:
        return throttled(asked_wait(reply))
    return None


def _named(document: dict[str, Any], reply: Reply) -> Verdict:
    """The verdict on an error document, whatever its status."""
    name = code_of(document, "name")
    if known := judged(reply, MAILCHIMP_TRANSACTIONAL, {name} - {""} or {"-"}, texts_of(document), name):
        return known
    sentence = msg("{vendor} answered {answer}.", vendor="Mailchimp Transactional", answer=answered(reply, name))
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)


KIND = ProbeKind(
    name="mailchimp_transactional",
    title=Text("Mailchimp Transactional"),
    group=KindGroup.GIFTS,
    summary=msg("Receipts and single e-mails (Mandrill): the key, and e-mail waiting to be sent."),
    measures={
        "backlog": Measured(msg("Waiting e-mail"), Unit.COUNT),
        "reputation": Measured(msg("Reputation"), Unit.COUNT),
        "hourly_quota": Measured(msg("Hourly quota"), Unit.COUNT),
    },
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Create a new key in Mailchimp Transactional (Settings → SMTP & API Info) and enter it in Porchlight."
        ),
        Reason.SECRET_MISSING: msg(
            "Copy the key from Mailchimp Transactional (Settings → SMTP & API Info) and enter it in Porchlight. A"
            " key for campaigns is another one."
        ),
        Reason.ACCOUNT: msg("Check the account's billing in Mailchimp: no receipts are sent until it is settled."),
        Reason.QUOTA: msg(
            "Receipts will arrive late. The hourly quota grows with your reputation; ask Mailchimp's support to"
            " raise it before a big day."
        ),
    },
    notes=KindNotes(
        calls="`POST /users/info.json`, a POST that only reads",
        never="e-mails, recipients, sending",
        permissions=msg("Any key of the account will do. Keys for Mailchimp's audiences don't work here."),
        red_light=msg(
            "Turns red when the key is rejected, the account isn't paid, or the API fails or can't be"
            " reached. Waiting e-mail is only a warning."
        ),
        simulator="porchlight.demo.mailchimp_transactional",
    ),
    settings=MailchimpTransactionalSettings,
    build=MailchimpTransactionalProbe,
    is_local=lambda settings: is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.base_url),
)
