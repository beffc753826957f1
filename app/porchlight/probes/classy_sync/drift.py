"""Kind ``audience_drift``: whether the supporters who want mail are in the Mailchimp audience.

Counts alone are compared, never addresses. People who unsubscribed or were cleaned at Mailchimp count as known, and
stay opted in with the sync; other people in the audience do not concern the sync. So only too few are reported: the
sync to Mailchimp once stopped after 65 of 5,254 supporters, and nothing showed it.
"""

from typing import Annotated, Final

from pydantic import Field, field_validator

from porchlight.dataclass import dataclass
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Number, Share, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.databases.address import (
    database_origin,
    is_local_database,
    require_database_url,
    shown_database,
)
from porchlight.probes.databases.dialect import Fault
from porchlight.probes.databases.session import Database, OpenSession
from porchlight.probes.http_reasons import Verdict, json_object, no_reply, not_json, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.mailchimp import (
    CONNECTIONS_AT_ONCE,
    CREDENTIAL,
    KEY_NOT_WHOLE,
    api_origin,
    authorization,
    judge_reply,
    key_address,
)
from porchlight.probes.shared_settings import BaseUrl, CredentialName, DatabaseUrl, Organizations, is_server
from porchlight.settings.credential_form import PASSWORD
from porchlight.settings.describe import Described, HoldsLogin, OnlyWhere
from porchlight.settings.origins import Destinations

_FIELDS: Final = "name,stats.member_count,stats.unsubscribe_count,stats.cleaned_count"
_COUNTS: Final = ("member_count", "unsubscribe_count", "cleaned_count")
_GRAVE_SHARE: Final = 0.1
"""Of the supporters; more of them missing is an error."""


class DriftSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "audience_drift"``."""

    url: Annotated[DatabaseUrl, HoldsLogin("database_credential")]
    """Of the sync's database, as for kind ``database``, without the password."""
    database_credential: Annotated[
        str | None,
        Described(
            msg("Database credential"),
            msg("The name of the database's password in the keyring."),
            example="sync-database",
        ),
        PASSWORD,
        OnlyWhere("url", is_server),
    ] = None
    credential: Annotated[CredentialName, CREDENTIAL] = "mailchimp"
    list_id: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9]{1,32}$"),
        Described(
            msg("Audience ID"),
            msg("Mailchimp shows it under Audience → Settings → Audience name and defaults."),
            example="abc123def4",
        ),
    ]
    organizations: Organizations = ()
    """The sync's own numbers of those whose supporters go to this audience; none: all active ones."""
    allowance_percent: Annotated[
        float,
        Field(ge=0, le=100),
        Described(
            msg("May be missing"),
            msg("How many of the supporters who want e-mail may be missing in the audience."),
            unit="%",
        ),
    ] = 2.0
    allowance_least: Annotated[
        int,
        Field(ge=0),
        Described(
            msg("May be missing, at least"), msg("This many may be missing, no matter how few supporters there are.")
        ),
    ] = 10
    base_url: BaseUrl | None = None
    """Of Mailchimp; without it, taken from the key's end (``…-us19``)."""

    @field_validator("url")
    @classmethod
    def _url_is_known(cls, value: str) -> str:
        return require_database_url(value)


@dataclass(frozen=True, slots=True)
class _Audience:
    name: str
    members: int
    left: int
    """Unsubscribed or cleaned."""


class DriftProbe:
    """Counts in the database, then asks Mailchimp for its counts."""

    def __init__(self, component: Component, settings: DriftSettings) -> None:
        self._settings = settings
        self._statement = _statement(settings)
        self._database = Database(settings.url, self._look, component.timeout)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        password = await ctx.secrets.get(settings.database_credential) if settings.database_credential else None
        key = (await ctx.secrets.get(settings.credential)).strip()
        base_url = settings.base_url or key_address(key)
        if base_url is None:
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, KEY_NOT_WHOLE)
        supporters = await self._database.read(password, name=f"database {ctx.component.id}")
        if isinstance(supporters, Fault):
            return ctx.unwell(supporters.outcome, supporters.reason, supporters.sentence)
        url = f"{base_url}/3.0/lists/{settings.list_id}?fields={_FIELDS}"
        reply = await ctx.http.exchange("GET", url, headers=authorization(key))
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        audience = self._audience(reply)
        if isinstance(audience, Verdict):
            return unwell(ctx, audience, reply)
        return self._judge(ctx, supporters, audience)

    async def close(self) -> None:
        """See Probe."""

    def _look(self, session: OpenSession) -> int:
        """Runs in a thread. Raises what the driver raises."""
        return int(session.ask(self._statement))

    def _audience(self, reply: Reply) -> _Audience | Verdict:
        if reply.status == 404:
            sentence = msg("There is no audience with the ID {id} in this account.", id=self._settings.list_id)
            return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        if verdict := judge_reply(reply):
            return verdict
        document = json_object(reply)
        stats = document.get("stats") if document else None
        if document is None or not isinstance(stats, dict):
            return not_json(reply)
        counts = [stats.get(name, 0) for name in _COUNTS]
        if "member_count" not in stats or not all(isinstance(count, int) for count in counts):
            return not_json(reply)
        members, unsubscribed, cleaned = counts
        return _Audience(quote(document.get("name"), NAME), members, unsubscribed + cleaned)

    def _judge(self, ctx: CheckContext, supporters: int, audience: _Audience) -> Result:
        settings = self._settings
        missing = max(supporters - audience.members - audience.left, 0)
        allowed = max(settings.allowance_percent / 100 * supporters, settings.allowance_least)
        measures = {
            "supporters": Measure(supporters, Unit.COUNT),
            "members": Measure(audience.members, Unit.COUNT),
            "missing": Measure(missing, Unit.COUNT, limit=allowed),
        }
        details = {"audience": audience.name}
        if missing <= allowed:
            sentence = msg(
                "{supporters} supporters are subscribed; the audience has {members} members.",
                supporters=Number(supporters),
                members=Number(audience.members),
            )
            return ctx.healthy(sentence, measures=measures, details=details)
        outcome = Outcome.ERROR if missing > _GRAVE_SHARE * supporters else Outcome.DEGRADED
        sentence = msg(
            "{missing} of {supporters} subscribed supporters are missing from the audience “{audience}”, which has"
            " {members} members.",
            missing=Number(missing),
            supporters=Number(supporters),
            audience=audience.name,
            members=Number(audience.members),
        )
        return ctx.unwell(outcome, Reason.CONTENT, sentence, measures=measures, details=details)


def _statement(settings: DriftSettings) -> str:
    """One count; only whole numbers are put into it. Addresses are compared as Mailchimp does, without case."""
    numbers = ", ".join(str(int(number)) for number in settings.organizations)
    only = f" AND o.id IN ({numbers})" if numbers else ""
    return (
        "SELECT COUNT(DISTINCT LOWER(TRIM(s.email_address))) FROM supporters s "  # noqa: S608
        "JOIN organizations o ON o.id = s.organization_id "
        f"WHERE o.status = 'active'{only} AND s.email_opt_in = TRUE AND TRIM(s.email_address) <> ''"
    )


def _is_local(settings: DriftSettings) -> bool:
    return settings.base_url is not None and is_local_address(settings.base_url) and is_local_database(settings.url)


def _address(settings: DriftSettings) -> str:
    return f"{shown_database(settings.url)} and Mailchimp"


def _credentials(settings: DriftSettings) -> tuple[str, ...]:
    database = (settings.database_credential,) if settings.database_credential else ()
    return (settings.credential, *database)


def _destinations(settings: DriftSettings) -> Destinations:
    mailchimp, database = api_origin(settings.base_url), database_origin(settings.url)
    if settings.database_credential is None:
        return {settings.credential: (mailchimp,)}
    if settings.database_credential == settings.credential:
        return {settings.credential: (mailchimp, database)}
    return {settings.credential: (mailchimp,), settings.database_credential: (database,)}


KIND = ProbeKind(
    name="audience_drift",
    title=msg("Supporters in Mailchimp"),
    group=KindGroup.CLASSY_SYNC,
    summary=msg("Whether the audience has the supporters who want e-mail."),
    measures={
        "supporters": Measured(msg("Supporters"), Unit.COUNT),
        "members": Measured(msg("Members"), Unit.COUNT),
        "missing": Measured(msg("Missing"), Unit.COUNT),
    },
    advice={
        Reason.TIMEOUT: msg(
            "The database or Mailchimp did not answer in time. Check which of the two is in trouble."
        ),
        Reason.AUTH: msg(
            "The database password or the Mailchimp key was rejected; the message says which. Enter the current one"
            " in Porchlight."
        ),
        Reason.CONTENT: msg("Check whether the sync to Mailchimp succeeded, then let it sync all supporters once."),
    },
    notes=KindNotes(
        calls=(
            "one `COUNT` over `supporters`; `GET"
            " /3.0/lists/{id}?fields=name,stats.member_count,stats.unsubscribe_count,stats.cleaned_count`"
        ),
        never="addresses, members",
        permissions=msg("Needs a database login that can only read, and any Mailchimp API key."),
        red_light=msg(
            "Turns red when more than {share} of the supporters who want e-mail are missing from the audience.",
            share=Share(_GRAVE_SHARE, 0),
        ),
        simulator="porchlight.demo.mailchimp",
    ),
    settings=DriftSettings,
    build=DriftProbe,
    limit=CONNECTIONS_AT_ONCE,
    timeout=15.0,
    is_local=_is_local,
    address=_address,
    credentials=_credentials,
    destinations=_destinations,
)
