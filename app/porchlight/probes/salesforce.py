"""Kind ``salesforce``: a token by client credentials, then the organisation's limits. No record is ever read.

Everything is sent to the My Domain host alone: the address that comes with a token is not followed, so that a token
cannot be sent elsewhere. Where the run-as user may not see the limits, the list of resources is asked instead.
"""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from porchlight.language.english import unfit
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import ApiUrl, is_local_address, shown_address
from porchlight.net.exchange import NoReply, Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http_reasons import Verdict, asked_wait, json_object, no_reply, not_json, throttled, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.refusals.vendors import SALESFORCE_API, SALESFORCE_TOKEN
from porchlight.probes.shared_advice import VENDOR
from porchlight.probes.shared_settings import CredentialName
from porchlight.probes.vendor.answers import (
    QUOTA,
    answered,
    code_of,
    count,
    from_elsewhere,
    json_array,
    judged,
    of_any_vendor,
    quota,
    refusal,
    used_up,
)
from porchlight.probes.vendor.credentials import Client, client_form, client_of
from porchlight.probes.vendor.oauth import TokenRefused, TokenSource
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_VERSION = re.compile(r"\d{2,3}\.\d")
_API_USAGE = re.compile(r"\bapi-usage=(?P<used>\d{1,12})/(?P<limit>\d{1,12})")
_NOT_MY_DOMAIN = ("login.salesforce.com", "test.salesforce.com")
_REQUESTS = "DailyApiRequests"
_COUNTED = {
    "DailyBulkApiBatches": "bulk_batches",
    "DailyAsyncApexExecutions": "async_apex",
    "SingleEmail": "single_emails",
    "MassEmail": "mass_emails",
}
_STORED = {"DataStorageMB": "data_storage", "FileStorageMB": "file_storage"}
_NO_API = "API_DISABLED_FOR_ORG"
_BYTES_IN_MB = 1024 * 1024


CREDENTIAL = client_form(
    clicks("Salesforce", "Setup", "External Client App Manager", "Settings", "OAuth Settings"),
    "https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm",
    id_title=msg("Consumer key"),
    secret_title=msg("Consumer secret"),
)


class SalesforceSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "salesforce"``."""

    my_domain: Annotated[
        ApiUrl,
        Described(
            msg("My Domain address"),
            msg("Salesforce shows it under Setup → My Domain."),
            example="https://example.my.salesforce.com",
        ),
    ]
    credential: Annotated[CredentialName, CREDENTIAL] = "salesforce"
    api_version: Annotated[
        Annotated[str, Field(pattern=r"^\d{2,3}\.\d$")] | None,
        Described(msg("API version"), msg("Default: the newest one of your organisation."), example="67.0"),
    ] = None

    @field_validator("my_domain")
    @classmethod
    def _is_my_domain(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.hostname in _NOT_MY_DOMAIN or parts.path:
            raise unfit(
                msg(
                    "Please write your My Domain address, such as {example}.",
                    example="https://example.my.salesforce.com",
                )
            )
        return value


class Organization:
    """One organisation's API: its token and its newest version, kept between checks."""

    def __init__(self, my_domain: str, credential: str, api_version: str | None = None) -> None:
        self._my_domain = my_domain
        self._credential = credential
        self._asked_version = api_version
        self._version = api_version
        self._tokens = TokenSource(f"{my_domain}/services/oauth2/token")

    async def get(self, ctx: CheckContext, path: str) -> Reply | Result:
        """The answer to a GET below the version's resources, whatever its status, or the result of a check that got
        none."""
        client = client_of(await ctx.secrets.get(self._credential), CREDENTIAL)
        if isinstance(client, Text):
            return ctx.unwell(Outcome.ERROR, Reason.SECRET_MISSING, client)
        version = self._version or await self._newest(ctx)
        if isinstance(version, Result):
            return version
        self._version = version
        return await self._ask(ctx, client, f"{self._my_domain}/services/data/v{version}/{path}")

    def refused(self, reply: Reply) -> Verdict | None:
        """The verdict on an answer by its status; None for 2xx."""
        verdict = refusal(reply, self._refused, known=_known)
        if verdict is not None and reply.status == 404:
            self._version = self._asked_version
        return verdict

    def close(self) -> None:
        """Forget the token."""
        self._tokens.forget()

    async def _newest(self, ctx: CheckContext) -> str | Result:
        """The newest version, from the list that needs no credential and gets none."""
        url = f"{self._my_domain}/services/data/"
        reply = await ctx.http.exchange("GET", url, headers={"Accept": "application/json"})
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if verdict := refusal(reply, _list_refused, known=_known):
            return unwell(ctx, verdict, reply)
        listed = [one.get("version") for one in json_array(reply) or () if isinstance(one, dict)]
        versions = [version for version in listed if isinstance(version, str) and _VERSION.fullmatch(version)]
        return max(versions, key=float) if versions else unwell(ctx, not_json(reply), reply)

    async def _ask(self, ctx: CheckContext, client: Client, url: str) -> Reply | Result:
        reply = await self._tokens.get(ctx, client, url)
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        if isinstance(reply, TokenRefused):
            verdict = refusal(
                reply.reply, _failed, known=lambda given: _known(given) or _token_refused(given)
            ) or not_json(reply.reply)
            return unwell(ctx, verdict, reply.reply)
        return reply

    def _refused(self, reply: Reply) -> Verdict | None:
        code = _error_code(reply)
        match reply.status:
            case 401:
                sentence = msg("A new token was rejected too (401). The run-as user may have been frozen.")
                return Verdict(Outcome.ERROR, Reason.AUTH, sentence)
            case 403:
                sentence = msg(
                    "The run-as user is not allowed to use the API ({answer}).", answer=answered(reply, code)
                )
                return Verdict(Outcome.ERROR, Reason.FORBIDDEN, sentence)
            case 404:
                answer = answered(reply, code)
                sentence = msg("There is no API at this address ({answer}).", answer=answer)
                if self._version:
                    sentence = msg(
                        "There is no API version {version} at this address ({answer}).",
                        version=self._version,
                        answer=answer,
                    )
                return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
        return _failed(reply)


class SalesforceProbe:
    """Asks for the limits."""

    def __init__(self, component: Component, settings: SalesforceSettings) -> None:
        self._organization = Organization(settings.my_domain, settings.credential, settings.api_version)

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        limits = await self._organization.get(ctx, "limits")
        if isinstance(limits, Result):
            return limits
        if limits.status == 403 and not _is_of_whole_api(limits):
            return await self._without_limits(ctx)
        return self._judge(ctx, limits)

    async def close(self) -> None:
        """See Probe."""
        self._organization.close()

    async def _without_limits(self, ctx: CheckContext) -> Result:
        reply = await self._organization.get(ctx, "")
        if isinstance(reply, Result):
            return reply
        if verdict := self._organization.refused(reply):
            return unwell(ctx, verdict, reply)
        if json_object(reply) is None:
            return unwell(ctx, not_json(reply), reply)
        return ctx.healthy(
            msg(
                "The API answers, but the run-as user is not allowed to see the limits. It needs the permission"
                " {permission}.",
                permission="View Setup and Configuration",
            ),
            measures=_usage(reply),
            phases=reply.phases,
            duration_us=reply.duration_us,
        )

    def _judge(self, ctx: CheckContext, reply: Reply) -> Result:
        if verdict := self._organization.refused(reply):
            return unwell(ctx, verdict, reply)
        document = json_object(reply)
        requests = _used(document, _REQUESTS) if document else None
        if document is None or requests is None:
            return unwell(ctx, not_json(reply), reply)
        used, limit = requests
        measures = _measures(document, used, limit)
        if verdict := used_up(used, limit):
            return unwell(ctx, verdict, reply, measures=measures)
        return ctx.healthy(
            msg("The API answers. Used: {used} of the day's {limit} requests.", used=used, limit=limit),
            measures=measures,
            phases=reply.phases,
            duration_us=reply.duration_us,
        )


def _known(reply: Reply) -> Verdict | None:
    """The verdict on an unambiguous code, whatever was requested."""
    code = _error_code(reply)
    return judged(reply, SALESFORCE_API, {code}, code=code) if code else None


def _is_of_whole_api(reply: Reply) -> bool:
    """Whether a 403 is for the whole API, and not for the limits alone."""
    if from_elsewhere(reply) is not None or _error_code(reply) == _NO_API:
        return True
    return (_known(reply) or of_any_vendor(reply)) is not None


def _list_refused(reply: Reply) -> Verdict | None:
    if reply.status == 404:
        sentence = msg("There is no Salesforce organisation at this address (404).")
        return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
    return _failed(reply)


def _failed(reply: Reply) -> Verdict:
    """The verdict on a refusal that any call may get."""
    if reply.status == 429:
        return throttled(asked_wait(reply))
    sentence = msg("{vendor} answered {answer}.", vendor="Salesforce", answer=answered(reply, _error_code(reply)))
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)


def _error_code(reply: Reply) -> str:
    """The code in Salesforce's array of errors, or nothing."""
    errors = json_array(reply)
    return code_of(errors[0], "errorCode") if errors and isinstance(errors[0], dict) else ""


def _token_refused(reply: Reply) -> Verdict | None:
    document = json_object(reply)
    code = code_of(document, "error")
    description = document.get("error_description") if document else None
    text = description if isinstance(description, str) else ""
    return judged(reply, SALESFORCE_TOKEN, {str(reply.status), code.lower()} - {""}, text, code)


def _used(document: dict[str, Any], name: str) -> tuple[int, int] | None:
    """The used part of a limit, and the limit."""
    entry = document.get(name)
    if not isinstance(entry, dict):
        return None
    limit, remaining = count(entry.get("Max")), entry.get("Remaining")
    if not limit or isinstance(remaining, bool) or not isinstance(remaining, int) or remaining > limit:
        return None
    return limit - max(remaining, 0), limit


def _usage(reply: Reply) -> dict[str, Measure]:
    """The day's requests, by the header that comes with every answer."""
    usage = _API_USAGE.search(reply.headers.get("sforce-limit-info", ""))
    if usage is None or not (limit := int(usage["limit"])):
        return {}
    return quota(max(limit - int(usage["used"]), 0), limit)


def _measures(document: dict[str, Any], used: int, limit: int) -> dict[str, Measure]:
    """The limits that matter for gifts, each with its maximum."""
    found = quota(max(limit - used, 0), limit)
    for key, name in _COUNTED.items():
        if known := _used(document, key):
            used, limit = known
            found[name] = Measure(used, Unit.COUNT, limit=limit)
    for key, name in _STORED.items():
        if known := _used(document, key):
            used, limit = known
            found[name] = Measure(used * _BYTES_IN_MB, Unit.BYTES, limit=limit * _BYTES_IN_MB)
    return found


KIND = ProbeKind(
    name="salesforce",
    title=Text("Salesforce"),
    group=KindGroup.GIFTS,
    summary=msg("Your organisation's API and its limits: requests, e-mail, storage."),
    measures={
        "bulk_batches": Measured(msg("Bulk API batches"), Unit.COUNT),
        "async_apex": Measured(msg("Asynchronous Apex runs"), Unit.COUNT),
        "single_emails": Measured(msg("Single e-mails"), Unit.COUNT),
        "mass_emails": Measured(msg("Mass e-mails"), Unit.COUNT),
        "data_storage": Measured(msg("Data storage"), Unit.BYTES),
        "file_storage": Measured(msg("File storage"), Unit.BYTES),
        **QUOTA,
    },
    advice={
        **VENDOR,
        Reason.DNS: msg(
            "Check the My Domain address for a typing error (Setup → My Domain). If it is right, check whether"
            " other sites open from this network."
        ),
        Reason.AUTH: msg(
            "Compare the consumer key and secret with the External Client App (Setup → External Client App"
            " Manager), and check that its run-as user is active."
        ),
        Reason.FORBIDDEN: msg(
            "Give the run-as user the permission “API Enabled”, and check that your edition of Salesforce includes"
            " the API."
        ),
        Reason.ACCOUNT: msg(
            "Check in Setup → Users that the run-as user is active and not frozen, and check its login hours. If"
            " the whole organisation is locked, contact Salesforce."
        ),
        Reason.PASSWORD_EXPIRED: msg(
            "Have the run-as user's password renewed in Setup → Users, or let it never expire for a user that only"
            " programs use."
        ),
        Reason.BLOCKED: msg(
            "Add this computer's address to the login IP ranges of the run-as user's profile, or relax the IP rules"
            " of the External Client App."
        ),
        Reason.UNAVAILABLE: msg(
            "It usually passes. If it continues, check Salesforce's status page and tell its support the time and"
            " the code."
        ),
        Reason.QUOTA: msg(
            "Find out in Setup → Company Information which program uses the requests, let it make fewer, or buy more."
        ),
        Reason.CONFIGURATION: msg(
            "Check the External Client App: the client credentials flow must be on and a run-as user chosen. Check"
            " the domain too (Setup → My Domain)."
        ),
    },
    notes=KindNotes(
        calls=(
            "`POST /services/oauth2/token` at the My Domain host (client credentials, once an hour and once on a"
            " 401); `GET /services/data/` without a credential, once; `GET /services/data/vXX.0/limits`, one request"
            " of the day's each"
        ),
        never="records, queries, any other host: the `instance_url` of a token's answer is not followed",
        permissions=msg(
            "Needs an External Client App with the client credentials flow, and a run-as user with API"
            " Enabled. With View Setup and Configuration, Porchlight can also read how many requests are"
            " left."
        ),
        red_light=msg(
            "Turns red when Salesforce rejects the credentials, the run-as user is frozen or lacks API"
            " access, the organisation is locked, this computer's address is blocked, the day's requests"
            " are used up, or the API fails or can't be reached."
        ),
        simulator="porchlight.demo.salesforce",
    ),
    settings=SalesforceSettings,
    build=SalesforceProbe,
    is_local=lambda settings: is_local_address(settings.my_domain),
    address=lambda settings: shown_address(settings.my_domain),
    credentials=lambda settings: (settings.credential,),
    destinations=lambda settings: to_url(settings.credential, settings.my_domain),
)
