"""Kind ``mailchimp``: the Marketing API's ping, then the audience's name and counts where a list id is given.

Neither call reads a member. Mailchimp allows 10 connections at once and sends no rate headers; at very high volume
it answers 403 or 429 without a body (Mailchimp, "API limits").
"""

import re
from typing import Annotated

from pydantic import Field

from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.headers import basic_login
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, json_object, judge_status, no_reply, not_json, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.refusals.vendors import MAILCHIMP
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import BaseUrl, CredentialName
from porchlight.probes.vendor.answers import first_named, judged, of_any_vendor
from porchlight.probes.vendor.credentials import key_form
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import origin_of

CONNECTIONS_AT_ONCE = 10
KEY_NOT_WHOLE = msg(
    "The API key is incomplete. It should end in its data centre, such as {example}.", example="-us19"
)
_DATA_CENTRE = re.compile(r"-(?P<dc>[a-z]{2}\d{1,3})$")
_FIELDS = "id,name,stats.member_count,stats.unsubscribe_count"


CREDENTIAL = key_form(
    msg("API key"),
    clicks("Mailchimp", "Profile", "Extras", "API keys"),
    "https://mailchimp.com/help/about-api-keys/",
    pattern=f".*{_DATA_CENTRE.pattern}",
    shape=KEY_NOT_WHOLE,
    example="…-us19",
)


class MailchimpSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "mailchimp"``."""

    credential: Annotated[CredentialName, CREDENTIAL] = "mailchimp"
    list_id: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,32}$")] | None,
        Described(
            msg("Audience ID"),
            msg("Mailchimp shows it under Audience → Settings → Audience name and defaults."),
            example="abc123def4",
        ),
    ] = None
    contacts_limit: Annotated[
        Annotated[int, Field(gt=0)] | None,
        Described(
            msg("Contacts in your plan"), msg("You are warned before the audience outgrows it."), example=10000
        ),
    ] = None
    base_url: BaseUrl | None = None
    """Without it, taken from the key's end (``…-us19``)."""


class MailchimpProbe:
    """Asks ping, then the audience."""

    def __init__(self, component: Component, settings: MailchimpSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        key = (await ctx.secrets.get(self._settings.credential)).strip()
        base_url = self._settings.base_url or key_address(key)
        if base_url is None:
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, KEY_NOT_WHOLE)
        headers = authorization(key)
        ping = await ctx.http.exchange("GET", f"{base_url}/3.0/ping", headers=headers)
        if isinstance(ping, NoReply):
            return no_reply(ctx, ping)
        if verdict := judge_reply(ping):
            return unwell(ctx, verdict, ping)
        document = json_object(ping)
        if document is None or "health_status" not in document:
            return unwell(ctx, not_json(ping), ping)
        if self._settings.list_id is None:
            return ctx.healthy(
                msg("The API answers and accepts the key."), phases=ping.phases, duration_us=ping.duration_us
            )
        url = f"{base_url}/3.0/lists/{self._settings.list_id}?fields={_FIELDS}"
        audience = await ctx.http.exchange("GET", url, headers=headers)
        if isinstance(audience, NoReply):
            return no_reply(ctx, audience)
        return self._judge_audience(ctx, ping, audience)

    async def close(self) -> None:
        """See Probe."""

    def _judge_audience(self, ctx: CheckContext, ping: Reply, audience: Reply) -> Result:
        if audience.status == 404:
            sentence = msg("There is no audience with the ID {id} in this account.", id=self._settings.list_id or "")
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), audience)
        if verdict := judge_reply(audience):
            return unwell(ctx, verdict, audience)
        document = json_object(audience)
        stats = document.get("stats") if document else None
        if document is None or not isinstance(stats, dict):
            return unwell(ctx, not_json(audience), audience)
        measures = {
            name: Measure(stats[key], Unit.COUNT)
            for name, key in (("members", "member_count"), ("unsubscribed", "unsubscribe_count"))
            if isinstance(stats.get(key), int)
        }
        if self._settings.contacts_limit is not None and "members" in measures:
            # Unsubscribed contacts count against a plan too, cleaned ones do not (Mailchimp, "About Your Contacts").
            contacts = sum(measures[name].value for name in ("members", "unsubscribed") if name in measures)
            measures["contacts"] = Measure(contacts, Unit.COUNT, limit=self._settings.contacts_limit)
        measures["audience_time"] = Measure(round(audience.duration_us / 1000, 1), Unit.MILLISECONDS)
        name = quote(document.get("name"), NAME)
        called = first_named([name])
        members = measures.get("members")
        sentence = msg("The audience “{name}” answers.", name=called)
        if members:
            sentence = msg_plural(
                "The audience “{name}” has {n} member.",
                "The audience “{name}” has {n} members.",
                int(members.value),
                name=called,
            )
        return ctx.healthy(
            sentence,
            measures=measures,
            phases=ping.phases,
            details={"audience": name},
            duration_us=ping.duration_us,
        )


def key_address(key: str) -> str | None:
    """The data centre of an API key, by its end; None for an incomplete key."""
    match = _DATA_CENTRE.search(key)
    return f"https://{match['dc']}.api.mailchimp.com" if match else None


def api_origin(base_url: str | None) -> str:
    """Where a key is sent: the data centre named by its end, or the address of the settings."""
    return "https://api.mailchimp.com" if base_url is None else origin_of(base_url)


def authorization(key: str) -> dict[str, str]:
    """The headers that a request to the API needs."""
    return {"Authorization": basic_login("porchlight", key)}


def judge_reply(reply: Reply) -> Verdict | None:
    """The verdict on an answer of the API, by Mailchimp's own refusals; None for a good one."""
    verdict = judge_status(reply)
    if verdict is None or verdict.reason is Reason.BOT_PROTECTION:
        return verdict
    if reply.status == 403 and not reply.body.strip():
        sentence = msg("It answered with an empty refusal (403), as Mailchimp does after too many requests.")
        return Verdict(Outcome.DEGRADED, Reason.THROTTLED, sentence)
    document = json_object(reply)
    title = quote(document.get("title") if document else None, 80)
    by_title = judged(reply, MAILCHIMP, {_text_of(title)}, code=title) if title else None
    if found := by_title or of_any_vendor(reply) or judged(reply, MAILCHIMP, {str(reply.status)}, code=title):
        return found
    if not title:
        return verdict
    named = msg("{problem} Mailchimp calls it “{title}”.", problem=verdict.sentence, title=title)
    return Verdict(verdict.outcome, verdict.reason, named)


def _text_of(title: str) -> str:
    """A title of Mailchimp's error document (RFC 7807) in the table's form: "UserDisabled" is "user disabled"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title).lower().strip(" .")


KIND = ProbeKind(
    name="mailchimp",
    title=Text("Mailchimp"),
    group=KindGroup.GIFTS,
    summary=msg("The API, and the audience that your e-mail goes to."),
    measures={
        "members": Measured(msg("Members"), Unit.COUNT),
        "unsubscribed": Measured(msg("Unsubscribed"), Unit.COUNT),
        "contacts": Measured(msg("Contacts"), Unit.COUNT),
        "audience_time": Measured(msg("Audience request"), Unit.MILLISECONDS),
    },
    advice={
        **VENDOR,
        Reason.AUTH: msg(
            "Create a new key in Mailchimp (profile → Extras → API keys) and enter it in Porchlight and in the sync."
        ),
        Reason.SECRET_MISSING: msg(
            "Copy the whole key from Mailchimp (profile → Extras → API keys) and enter it in Porchlight."
        ),
        Reason.FORBIDDEN: msg(
            "This key's user lacks a permission. Check the user's role in Mailchimp (Account → Users), or use"
            " another user's key."
        ),
        Reason.ACCOUNT: msg(
            "A new key won't help. Log in to Mailchimp as the account's owner: it says what is wrong with the"
            " account or the user."
        ),
        Reason.THROTTLED: msg(
            "Mailchimp allows 10 connections at once. If the sync is running, wait until it ends; otherwise find"
            " out what else uses the account."
        ),
        Reason.CONFIGURATION: msg(
            "Copy the audience ID from Mailchimp again (Audience → Settings → Audience name and defaults)."
        ),
    },
    notes=KindNotes(
        calls=(
            "`GET /3.0/ping`; with `list_id`: `GET"
            " /3.0/lists/{id}?fields=id,name,stats.member_count,stats.unsubscribe_count`"
        ),
        never="members, campaigns, anything that writes",
        permissions=msg("Any API key of the account will do."),
        red_light=msg(
            "Turns red when Mailchimp rejects the key, the account or its user is disabled, the audience is"
            " gone, or the API fails or can't be reached."
        ),
        simulator="porchlight.demo.mailchimp",
    ),
    settings=MailchimpSettings,
    build=MailchimpProbe,
    limit=CONNECTIONS_AT_ONCE,
    is_local=lambda settings: settings.base_url is not None and is_local_address(settings.base_url),
    address=lambda settings: shown_address(settings.base_url) if settings.base_url else "api.mailchimp.com",
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: {settings.credential: (api_origin(settings.base_url),)},
)
