"""Kind ``http``: a website or an HTTP service of any sort."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Final, Protocol

from pydantic import BeforeValidator, Field, field_validator, model_validator

from porchlight.comparison import Operator, Scalar, dates_as_text, expectation, holds, pattern_fault, value_text
from porchlight.intake.documents import NotJson, dump_json
from porchlight.intake.text import NAME, for_search, quote
from porchlight.language.english import english, unfit
from porchlight.language.text import Size, Text, msg, sentences
from porchlight.model.component import Component
from porchlight.model.errors import SecretError
from porchlight.model.kind import KindGroup
from porchlight.model.result import EMPTY, Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import host_in, is_local_address, require_http_url, shown_address
from porchlight.net.exchange import BODY_CAP, NoReply, Reply
from porchlight.net.headers import (
    basic_login,
    header_fault,
    is_secret_header,
    require_header_name,
    require_header_value,
)
from porchlight.net.malformed import shown_coding
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.certificate_days import CERTIFICATE_MEASURES, Judged, certificate_facts, recalled
from porchlight.probes.context import CheckContext
from porchlight.probes.credential_policy import SendsCredential
from porchlight.probes.health_payload import LONGEST_PLAIN_REPORT, parse_health_payload
from porchlight.probes.http_reasons import NOT_JSON, Verdict, is_json, judge_status, no_reply, unreadable, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_settings import (
    CertificateDays,
    CredentialName,
    HeaderName,
    RejectText,
    UserName,
    VerifyCertificate,
)
from porchlight.settings.describe import Described, HoldsLogin, OnlyWhere
from porchlight.settings.origins import to_url

_NOTHING: Final = object()


class Method(StrEnum):
    """Methods that change nothing."""

    GET = "GET"
    HEAD = "HEAD"


class Auth(StrEnum):
    """How a credential is sent."""

    BASIC = "basic"
    BEARER = "bearer"
    HEADER = "header"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case Auth.BASIC:
                return msg("User name and password")
            case Auth.BEARER:
                return msg("Token")
            case Auth.HEADER:
                return msg("Header")


class SentCredential(Protocol):
    """The settings by which a credential is sent."""

    @property
    def auth(self) -> Auth: ...
    @property
    def auth_user(self) -> str: ...
    @property
    def auth_header(self) -> str: ...


SentAs = Annotated[Auth, Described(msg("Sent as"), msg("How the credential is sent."))]


class HttpSettings(SendsCredential):
    """``[components.<id>]`` with ``kind = "http"``."""

    url: Annotated[
        str,
        Described(
            msg("Address"),
            msg("The page or service to call, without a password: that goes into the keyring."),
            example="https://give.example.org/",
        ),
        HoldsLogin(user="auth_user", also={"auth": "basic"}),
    ]
    method: Annotated[Method, Described(msg("Method"), msg("HEAD requests no content."))] = Method.GET
    headers: Annotated[
        Mapping[str, str],
        Described(
            msg("Headers"),
            msg("Additional headers. Secrets belong in the credential."),
            example={"Accept-Language": "en"},
        ),
    ] = Field(default_factory=dict)
    expect_status: Annotated[
        tuple[Annotated[int, Field(ge=100, le=599)], ...],
        Described(msg("Expected codes"), msg("Default: any 2xx."), example=[200, 204]),
    ] = ()
    expect_text: Annotated[
        str | None, Described(msg("Expected text"), msg("Must be in the first 1 MiB of the page."), example="Donate")
    ] = None
    reject_text: RejectText = ()
    json_pointer: Annotated[
        Annotated[str, Field(max_length=1000)] | None,
        Described(
            msg("JSON value"),
            msg("Where the value is in the answer: a JSON pointer (RFC 6901)."),
            example="/queue/length",
        ),
    ] = None
    json_operator: Annotated[
        Operator, Described(msg("Condition"), msg("How the JSON value is compared.")), OnlyWhere("json_pointer", bool)
    ] = Operator.EQUALS
    json_value: Annotated[
        Scalar,
        BeforeValidator(dates_as_text),
        Described(msg("Compared with"), msg("Without a value, the pointer only has to lead somewhere."), example=100),
        OnlyWhere("json_pointer", bool),
    ] = None
    follow_redirects: Annotated[
        bool, Described(msg("Follow redirects"), msg("Up to 10. Credentials never follow to another host."))
    ] = True
    credential: CredentialName | None = None
    auth: SentAs = Auth.BEARER
    auth_user: UserName = ""
    auth_header: HeaderName = "X-API-Key"
    health_payload: Annotated[
        bool, Described(msg("Use health report"), msg("If the answer is a health report, its verdict decides."))
    ] = True
    certificate_days: CertificateDays = None
    verify: VerifyCertificate = True

    @field_validator("url")
    @classmethod
    def _url_is_plain(cls, value: str) -> str:
        return require_http_url(value)

    @field_validator("headers")
    @classmethod
    def _headers_can_be_sent(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        if fault := header_fault(value):
            raise ValueError(english(fault))
        return value

    @field_validator("auth_header")
    @classmethod
    def _header_has_a_name(cls, value: str) -> str:
        return require_header_name(value)

    @field_validator("json_pointer")
    @classmethod
    def _pointer_begins_with_slash(cls, value: str | None) -> str | None:
        if value and not value.startswith("/"):
            raise unfit(msg("Please write a JSON pointer such as {example}.", example='"/queue/length"'))
        return value

    def sends_secret(self) -> bool:
        """See SendsCredential."""
        return super().sends_secret() or any(map(is_secret_header, self.headers))

    @model_validator(mode="after")
    def _pattern_can_be_used(self) -> "HttpSettings":
        fault = pattern_fault(str(self.json_value)) if self.json_operator is Operator.REGEX else None
        if fault is not None:
            raise unfit(msg("{key}: {problem}", key="json_value", problem=fault))
        return self

    @model_validator(mode="after")
    def _head_has_no_body(self) -> "HttpSettings":
        looks = self.expect_text is not None or self.reject_text or self.json_pointer is not None
        if self.method is Method.HEAD and looks:
            raise unfit(msg("The method HEAD brings no body to look into. Use GET."))
        return self


class HttpProbe:
    """Asks once, follows redirects if the settings allow it, and compares the answer with what is expected."""

    def __init__(self, component: Component, settings: HttpSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings = self._settings
        secret_headers: Mapping[str, str] = EMPTY
        if settings.credential is not None:
            secret = await ctx.secrets.get(settings.credential)
            secret_headers = authorization(settings, settings.credential, secret)
        reply = await ctx.http.exchange(
            settings.method,
            settings.url,
            headers=settings.headers,
            secret_headers=secret_headers,
            follow_redirects=settings.follow_redirects,
            verify=settings.verify,
            body_cap=BODY_CAP,
        )
        if isinstance(reply, NoReply):
            return no_reply(ctx, reply)
        host, now_ms = host_in(reply.url), ctx.clock.now_ms()
        certificates = recalled(ctx.position).seen(host, reply.tls, now_ms)
        certificate = certificates.judged(host, reply.tls, settings.certificate_days, now_ms)
        found = await beside_loop(ctx, reply, lambda: self._judge(ctx, reply, certificate))
        if certificates.stored == found.position:
            return found  # always without encryption; a copy is a twentieth of a check's cost
        return replace(found, position=certificates.stored)

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, reply: Reply, certificate: Judged) -> Result:
        measures = {**_measures(reply), **certificate.measures}
        text = reply.text() if self._looks_into(reply) else ""
        payload = None
        if self._settings.health_payload and text:
            payload = parse_health_payload(reply.headers.get("content-type", ""), text)
        sub_results = payload.sub_results if payload else ()

        def judged(verdict: Verdict) -> Result:
            return unwell(ctx, verdict, reply, measures=measures, details=_details(reply), sub_results=sub_results)

        if fault := self._status_fault(reply) or self._content_fault(reply, text):
            if payload and payload.outcome is Outcome.ERROR:
                both = msg("{problem} {report}", problem=fault.sentence, report=payload.sentence())
                fault = replace(fault, sentence=both)
            return judged(fault)
        unread = unreadable(reply)
        if unread is not None and self._settings.health_payload and is_json(reply) and not _holds_json(reply):
            return judged(replace(unread, outcome=Outcome.DEGRADED))
        if payload and payload.outcome is not Outcome.HEALTHY:
            return judged(Verdict(payload.outcome, Reason.CONTENT, payload.sentence()))
        if certificate.soon is not None:
            return judged(Verdict(Outcome.DEGRADED, Reason.CERTIFICATE_EXPIRING, certificate.soon))
        looked_into = self._settings.expect_text is not None or self._settings.json_pointer is not None
        sentence = msg("Answered {status} as expected.", status=str(reply.status))
        if unread is not None and not looked_into:
            sentence = msg(
                "Answered {status} as expected, in an encoding that Porchlight does not read ({coding}).",
                status=str(reply.status),
                coding=shown_coding(reply.unread_coding),
            )
        return ctx.healthy(
            sentences(sentence, certificate.note or ""),
            measures=measures,
            phases=reply.phases,
            details=_details(reply),
            sub_results=sub_results,
            duration_us=reply.duration_us,
            authentic=looked_into,
        )

    def _status_fault(self, reply: Reply) -> Verdict | None:
        expected = self._settings.expect_status
        if reply.status in expected:
            return None
        verdict = judge_status(reply)
        if verdict is not None:
            return verdict
        if expected:
            sentence = msg(
                "The answer was {status}. Expected: {expected}.",
                status=str(reply.status),
                expected=", ".join(map(str, expected)),
            )
            return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, sentence)
        return None

    def _looks_into(self, reply: Reply) -> bool:
        """Whether the body's text is needed: decoding a MiB takes longer than all else of a check."""
        settings = self._settings
        if settings.method is not Method.GET:
            return False
        if settings.expect_text is not None or settings.reject_text:
            return True
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        is_short_text = kind in ("", "text/plain") and len(reply.body) <= LONGEST_PLAIN_REPORT
        return settings.health_payload and ("json" in kind or is_short_text or b"{" in reply.body.lstrip()[:8])

    def _content_fault(self, reply: Reply, text: str) -> Verdict | None:
        settings = self._settings
        unread = unreadable(reply)
        if settings.expect_text is not None and settings.expect_text not in text:
            if unread is not None:
                return unread
            text = quote(settings.expect_text, 80)
            sentence = msg("The text “{text}” is missing.", text=text)
            if reply.truncated:
                sentence = msg("The text “{text}” is missing in the first {size}.", text=text, size=Size(BODY_CAP))
            return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
        plain = for_search(text) if settings.reject_text else ""
        if rejected := next((one for one in settings.reject_text if for_search(one) in plain), None):
            sentence = msg("The page says “{text}”.", text=quote(rejected, 100))
            return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
        if settings.json_pointer is None:
            return None
        from jsonpointer import EndOfList, JsonPointerException, resolve_pointer

        try:
            document = reply.document()
        except NotJson:
            if unread is not None:
                return unread
            return Verdict(Outcome.ERROR, Reason.CONTENT, NOT_JSON)
        try:
            actual = resolve_pointer(document, settings.json_pointer)
        except (JsonPointerException, ValueError):  # an index of thousands of digits, too
            actual = _NOTHING
        if actual is _NOTHING or isinstance(actual, EndOfList):  # "-" is the position after the last one
            return Verdict(
                Outcome.ERROR, Reason.CONTENT, msg("The answer has no {pointer}.", pointer=settings.json_pointer)
            )
        if not holds(settings.json_operator, actual, settings.json_value):
            shown = quote(actual if isinstance(actual, str) else dump_json(actual), 80) or value_text(actual)
            sentence = msg(
                "{pointer} is {value}. {expectation}",
                pointer=settings.json_pointer,
                value=shown,
                expectation=expectation(settings.json_operator, shown, settings.json_value),
            )
            return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)
        return None


def authorization(settings: SentCredential, credential: str, secret: str) -> dict[str, str]:
    """The header by which the secret of ``credential`` is sent. Raises SecretError where no header can carry it."""
    try:
        match settings.auth:
            case Auth.BASIC:
                return {"Authorization": basic_login(settings.auth_user, secret)}
            case Auth.BEARER:
                return {"Authorization": f"Bearer {require_header_value(secret)}"}
            case Auth.HEADER:
                return {settings.auth_header: require_header_value(secret)}
    except ValueError:  # of UTF-8, too, for a lone surrogate
        name = quote(credential, NAME)
        raise SecretError(
            english(
                msg("The credential “{credential}” holds a character that no header can carry.", credential=name)
            ),
            english(msg("Store it again.")),
            english(msg("In a terminal: {command}", command=f"porchlight secrets set {name}")),
        ) from None


def _measures(reply: Reply) -> dict[str, Measure]:
    measures = {"status": Measure(reply.status), "size": Measure(len(reply.body), Unit.BYTES)}
    if reply.redirects:
        measures["redirects"] = Measure(reply.redirects, Unit.COUNT)
    return measures


def _holds_json(reply: Reply) -> bool:
    try:
        reply.document()
    except NotJson:
        return False
    return True


def _details(reply: Reply) -> Mapping[str, str]:
    return certificate_facts(reply.tls)


KIND = ProbeKind(
    name="http",
    title=msg("Website or service"),
    group=KindGroup.GIFTS,
    summary=msg("Your donation page, or any address that should answer."),
    measures={
        "status": Measured(msg("Status code")),
        "size": Measured(msg("Size"), Unit.BYTES),
        "redirects": Measured(msg("Redirects"), Unit.COUNT),
        **CERTIFICATE_MEASURES,
    },
    advice={
        Reason.TIMEOUT: msg(
            "Open it in a browser. If it is slow there too, tell whoever runs it; if not, allow it more time in its"
            " settings."
        ),
        Reason.TLS: msg("Ask whoever runs it to fix the certificate: visitors see a warning now."),
        Reason.HTTP_STATUS: msg(
            "Open it in a browser, then tell whoever runs it when it happened and what it answered."
        ),
    },
    notes=KindNotes(
        calls="one GET or HEAD of your address, redirects followed",
        permissions=msg("Needs a login or a key only if the address asks for one."),
        red_light=msg(
            "Turns red when the address answers with an unexpected status, lacks the text that you expect,"
            " reports a problem of its own, has a bad certificate or can't be reached."
        ),
        simulator="porchlight.demo.website",
    ),
    settings=HttpSettings,
    build=HttpProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
