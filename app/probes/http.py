"""Kind ``http``: a website or an HTTP service of any sort."""

from base64 import b64encode
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from app.comparison import WORDS, Operator, Scalar, holds, pattern_fault
from app.intake.documents import NotJson, dump_json, parse_json
from app.intake.text import quote
from app.model.component import Component
from app.model.result import Measure, Result, SubResult, Unit
from app.model.status import Outcome, Reason
from app.probes.addresses import is_local_address, require_http_url, shown_address
from app.probes.certificate_days import certificate_facts, days_left, ends_soon
from app.probes.context import CheckContext
from app.probes.exchange import NoReply, Reply
from app.probes.health_payload import HealthPayload, parse_health_payload
from app.probes.http_reasons import judge_status, no_reply
from app.probes.kind import ProbeKind
from app.settings.schema import ComponentSettings


class Method(StrEnum):
    """Methods that change nothing."""

    GET = "GET"
    HEAD = "HEAD"


class Auth(StrEnum):
    """How a credential is sent."""

    BASIC = "basic"
    BEARER = "bearer"
    HEADER = "header"


class HttpSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "http"``."""

    url: str
    method: Method = Method.GET
    headers: Mapping[str, str] = Field(default_factory=dict)
    expect_status: tuple[Annotated[int, Field(ge=100, le=599)], ...] = ()
    """Empty: any 2xx."""
    expect_text: str | None = None
    json_pointer: str | None = None
    """RFC 6901, such as ``/queue/length``."""
    json_operator: Operator = Operator.EQUALS
    json_value: Scalar = None
    follow_redirects: bool = True
    credential: str | None = None
    auth: Auth = Auth.BEARER
    auth_user: str = ""
    auth_header: str = "X-API-Key"
    health_payload: bool = True
    """Whether a health payload in the answer is taken at its word."""
    certificate_days: Annotated[int, Field(ge=0)] = 14
    """Days before the certificate's end at which it is said."""
    verify: bool = True

    @field_validator("url")
    @classmethod
    def _url_is_plain(cls, value: str) -> str:
        return require_http_url(value)

    @field_validator("json_pointer")
    @classmethod
    def _pointer_begins_with_slash(cls, value: str | None) -> str | None:
        if value and not value.startswith("/"):
            raise ValueError('a JSON pointer such as "/queue/length" is wanted')
        return value

    @model_validator(mode="after")
    def _pattern_can_be_used(self) -> "HttpSettings":
        fault = pattern_fault(str(self.json_value)) if self.json_operator is Operator.REGEX else None
        if fault is not None:
            raise ValueError(f"the pattern of json_value cannot be used: {fault}")
        return self

    @model_validator(mode="after")
    def _head_has_no_body(self) -> "HttpSettings":
        if self.method is Method.HEAD and (self.expect_text is not None or self.json_pointer is not None):
            raise ValueError('method "HEAD" brings no body to look into; use "GET"')
        return self


class HttpProbe:
    """Asks once, follows redirects if told to, and compares the answer with what is expected."""

    def __init__(self, component: Component, settings: HttpSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        headers = dict(settings.headers)
        if settings.credential is not None:
            secret = await ctx.secrets.get(settings.credential)
            headers |= authorization(settings.auth, settings.auth_user, settings.auth_header, secret)
        reply = await ctx.http.exchange(
            settings.method,
            settings.url,
            headers=headers,
            follow_redirects=settings.follow_redirects,
            verify=settings.verify,
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        return self._judge(ctx, reply)

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, reply: Reply) -> Result:
        measures = _measures(ctx, reply)
        text = reply.text() if self._settings.method is Method.GET else ""
        payload = None
        if self._settings.health_payload and text:
            payload = parse_health_payload(reply.headers.get("content-type", ""), text)
        sub_results = payload.sub_results if payload else ()

        def unwell(outcome: Outcome, reason: Reason, sentence: str) -> Result:
            return ctx.unwell(
                outcome,
                reason,
                sentence,
                measures=measures,
                phases=reply.phases,
                details=_details(reply),
                sub_results=sub_results,
                duration_us=reply.duration_us,
            )

        if fault := self._status_fault(reply) or self._content_fault(reply, text):
            outcome, reason, sentence = fault
            if payload and payload.outcome is Outcome.ERROR:
                sentence = f"{sentence.removesuffix('.')}: {_payload_sentence(payload)}"
            return unwell(outcome, reason, sentence)
        if payload and payload.outcome is not Outcome.HEALTHY:
            return unwell(payload.outcome, Reason.CONTENT, f"It says of itself: {_payload_sentence(payload)}")
        days = measures.get("certificate_days")
        if days is not None and (soon := ends_soon(days, self._settings.certificate_days)):
            return unwell(Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING, soon)
        return ctx.healthy(
            f"Answered {reply.status} as expected.",
            measures=measures,
            phases=reply.phases,
            details=_details(reply),
            sub_results=sub_results,
            duration_us=reply.duration_us,
        )

    def _status_fault(self, reply: Reply) -> tuple[Outcome, Reason, str] | None:
        expected = self._settings.expect_status
        if reply.status in expected:
            return None
        verdict = judge_status(reply)
        if verdict is not None:
            return verdict.outcome, verdict.reason, verdict.sentence
        if expected:
            wanted = " or ".join(map(str, expected))
            return Outcome.ERROR, Reason.HTTP_STATUS, f"The answer was {reply.status} where {wanted} is expected."
        return None

    def _content_fault(self, reply: Reply, text: str) -> tuple[Outcome, Reason, str] | None:
        settings = self._settings
        if settings.expect_text is not None and settings.expect_text not in text:
            within = " in the first 1 MiB" if reply.truncated else ""
            return Outcome.ERROR, Reason.CONTENT, f"The text “{quote(settings.expect_text, 80)}” is missing{within}."
        if settings.json_pointer is None:
            return None
        from jsonpointer import JsonPointerException, resolve_pointer

        try:
            actual = resolve_pointer(parse_json(text), settings.json_pointer)
        except NotJson:
            return Outcome.ERROR, Reason.CONTENT, "The answer is not the JSON that was expected."
        except JsonPointerException:
            return Outcome.ERROR, Reason.CONTENT, f"The answer has no {settings.json_pointer}."
        if not holds(settings.json_operator, actual, settings.json_value):
            words = WORDS[settings.json_operator]
            shown = quote(actual if isinstance(actual, str) else dump_json(actual), 80)
            return (
                Outcome.ERROR,
                Reason.CONTENT,
                f"{settings.json_pointer} is {shown}: it {words} {settings.json_value}.",
            )
        return None


def authorization(auth: Auth, user: str, header: str, secret: str) -> dict[str, str]:
    """The header by which ``secret`` is sent; ``user`` is for basic, ``header`` names that of ``Auth.HEADER``."""
    match auth:
        case Auth.BASIC:
            return {"Authorization": f"Basic {b64encode(f'{user}:{secret}'.encode()).decode()}"}
        case Auth.BEARER:
            return {"Authorization": f"Bearer {secret}"}
        case Auth.HEADER:
            return {header: secret}


def _measures(ctx: CheckContext, reply: Reply) -> dict[str, Measure]:
    measures = {"status": Measure(reply.status), "size": Measure(len(reply.body), Unit.BYTES)}
    if reply.redirects:
        measures["redirects"] = Measure(reply.redirects, Unit.COUNT)
    if reply.tls is not None:
        measures["certificate_days"] = days_left(reply.tls, ctx.clock.now_ms())
    return measures


def _details(reply: Reply) -> Mapping[str, str]:
    return certificate_facts(reply.tls)


def _payload_sentence(payload: HealthPayload) -> str:
    troubled: list[SubResult] = payload.troubled()
    if not troubled:
        return f"{payload.outcome.value}."
    parts = [f"{part.name} {part.outcome.value}{f' ({part.sentence})' if part.sentence else ''}" for part in troubled]
    more = f" and {len(parts) - 3} more" if len(parts) > 3 else ""
    return f"{', '.join(parts[:3])}{more}."


KIND = ProbeKind(
    name="http",
    settings=HttpSettings,
    build=HttpProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
)
