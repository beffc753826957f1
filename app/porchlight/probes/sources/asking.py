"""One request to another monitor: bounded, never redirected to another host, its refusals in one plain sentence."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, TypeVar

from pydantic import field_validator

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson
from porchlight.language.text import Size, msg
from porchlight.model.result import EMPTY, Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import require_http_url
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.headers import require_header_name
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.http import Auth, SentAs, authorization
from porchlight.probes.http_reasons import Verdict, judge_status, no_reply, not_json, unreadable, unwell
from porchlight.probes.shared_settings import CredentialName, HeaderName, UserName, VerifyCertificate
from porchlight.settings.describe import Described, HoldsLogin

BODY_CAP = 4 * 1024 * 1024
"""Bytes of an answer; some ten thousand monitors."""
_MOST_VALUES = 200_000
"""Objects and lists in an answer: 4 MiB of nothing else hold seven times as many, which take 250 MiB."""


class SourceSettings(SendsCredential):
    """What every source has: its address, and what it requires before it answers."""

    url: Annotated[
        str,
        Described(
            msg("Address"),
            msg("The base address, without the path of its API."),
            example="http://monitor.example.org",
        ),
        HoldsLogin(user="auth_user", also={"auth": "basic"}),
    ]
    credential: CredentialName | None = None
    auth: SentAs = Auth.BEARER
    auth_user: UserName = ""
    auth_header: HeaderName = "X-API-Key"
    verify: VerifyCertificate = True

    @field_validator("auth_header")
    @classmethod
    def _header_has_a_name(cls, value: str) -> str:
        return require_header_name(value)

    @field_validator("url")
    @classmethod
    def _url_is_plain(cls, value: str) -> str:
        return require_http_url(value).rstrip("/")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, as JSON."""

    reply: Reply
    document: object


_T = TypeVar("_T")
Explain = Callable[[Reply], Verdict | None]
"""The source's own way of refusing; None: the usual text for the status."""


async def credentials_of(ctx: CheckContext, settings: SourceSettings) -> Mapping[str, str]:
    """The headers that authorise the request. Raises SecretError."""
    if settings.credential is None:
        return EMPTY
    secret = (await ctx.secrets.get(settings.credential)).strip()
    return authorization(settings, settings.credential, secret)


async def ask(
    ctx: CheckContext,
    settings: SourceSettings,
    path: str,
    headers: Mapping[str, str],
    explain: Explain = lambda reply: None,
) -> Reply | Result:
    """A whole answer with a good status, or the result where there is none. No redirect is followed, so that the
    credential stays at its host."""
    reply = await ctx.http.exchange(
        "GET", f"{settings.url}{path}", secret_headers=headers, verify=settings.verify, body_cap=BODY_CAP
    )
    if isinstance(reply, NoReply):
        return no_reply(ctx, reply)
    if verdict := judge_status(reply):
        if verdict.reason is not Reason.BOT_PROTECTION:
            verdict = explain(reply) or _usual(reply) or verdict
        return unwell(ctx, verdict, reply)
    if reply.truncated:
        sentence = msg("The answer is larger than {size}. Narrow down what it asks for.", size=Size(BODY_CAP))
        return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONTENT, sentence), reply)
    return reply


async def ask_json(
    ctx: CheckContext,
    settings: SourceSettings,
    path: str,
    headers: Mapping[str, str],
    explain: Explain = lambda reply: None,
) -> Answer | Result:
    """As ``ask``, with its JSON."""
    reply = await ask(ctx, settings, path, headers, explain)
    if isinstance(reply, Result):
        return reply
    if reply.body.count(b"{") + reply.body.count(b"[") > _MOST_VALUES:
        sentence = msg(
            "The answer contains more than {count} objects and lists. Narrow down what it asks for.",
            count=_MOST_VALUES,
        )
        return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONTENT, sentence), reply)
    try:
        document = await beside_loop(ctx, reply, reply.document)
    except NotJson:
        return unwell(ctx, not_json(reply), reply)
    return Answer(reply, document)


def misshapen(ctx: CheckContext, reply: Reply, source: str) -> Result:
    """The result of JSON of an unexpected shape."""
    sentence = msg("This is not an answer of {source}, or not of a version that Porchlight knows.", source=source)
    return unwell(ctx, unreadable(reply) or Verdict(Outcome.ERROR, Reason.CONTENT, sentence), reply)


def _usual(reply: Reply) -> Verdict | None:
    if reply.status == HTTPStatus.NOT_FOUND:
        sentence = msg("There is no such API at this address (404). Check the address.")
        return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)
    return None
