"""What an HTTP status means for health: outcome, reason and sentence. Pure, shared by every kind that speaks HTTP.

From the vendors' documented behaviour (docs/integrations.md): 403 may be permission, quota or a bot wall, so the
body and headers decide.
"""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson
from porchlight.intake.numbers import retry_after
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.sentence import Sentence
from porchlight.language.text import Duration, Text, msg
from porchlight.model.result import EMPTY, Measure, Result, SubResult
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import LONGEST_ADDRESS, host_in
from porchlight.net.exchange import NoReply, Reply
from porchlight.net.host_names import ascii_host, same_host
from porchlight.net.malformed import shown_coding
from porchlight.probes.context import CheckContext, Detail

NOT_JSON: Final = msg("The answer is not the JSON that was expected.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an unexpected answer means."""

    outcome: Outcome
    reason: Reason
    sentence: Text | str


def no_reply(ctx: CheckContext, reply: NoReply) -> Result:
    """The result of a check whose exchange brought no answer."""
    return ctx.unwell(Outcome.ERROR, reply.reason, reply.sentence, phases=reply.phases)


def unwell(
    ctx: CheckContext,
    verdict: Verdict,
    reply: Reply,
    *,
    measures: Mapping[str, Measure] = EMPTY,
    details: Mapping[str, Detail] = EMPTY,
    sub_results: tuple[SubResult, ...] = (),
) -> Result:
    """The result of a check with this verdict on its answer."""
    found = ctx.unwell(
        verdict.outcome,
        verdict.reason,
        verdict.sentence,
        measures=measures,
        phases=reply.phases,
        details=details,
        sub_results=sub_results,
        duration_us=reply.duration_us,
    )
    return replace(found, retry_after=asked_wait(reply))


def judge_status(reply: Reply) -> Verdict | None:
    """The verdict on a reply by its status and its kind of body; None for 2xx."""
    if is_bot_wall(reply):
        return Verdict(
            Outcome.UNKNOWN, Reason.BOT_PROTECTION, msg("A bot protection in front of it blocked this check.")
        )
    status = reply.status
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return _redirect(reply)
    if status == HTTPStatus.UNAUTHORIZED:
        return Verdict(Outcome.ERROR, Reason.AUTH, msg("The key or password was rejected (401)."))
    if status == HTTPStatus.FORBIDDEN:
        return Verdict(Outcome.ERROR, Reason.FORBIDDEN, msg("Access was denied: a permission is missing (403)."))
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return Verdict(Outcome.ERROR, Reason.AUTH, msg("The proxy requires a password (407)."))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return throttled(asked_wait(reply))
    answer = f"{status} {status_phrase(status)}".rstrip()
    return Verdict(Outcome.ERROR, Reason.HTTP_STATUS, msg("The answer was {answer}.", answer=answer))


def without_sign_in_page(sentence: str) -> str:
    """The sentence of a verdict ``captive_portal``, once it is known that this network has no sign-in page."""
    problem = sentence.text.places.get("problem") if isinstance(sentence, Sentence) else None
    return english(problem) if isinstance(problem, Text) else sentence


def _maybe_of_the_network(problem: Text) -> Text:
    return msg("{problem} It may be the sign-in page of this network.", problem=problem)


def is_bot_wall(reply: Reply) -> bool:
    """Whether a bot protection answered in place of the service (Cloudflare's challenge)."""
    if "challenge" in reply.headers.get("cf-mitigated", ""):
        return True
    return reply.status in (403, 503) and is_html(reply) and b"Just a moment" in reply.body[:65536]


def is_html(reply: Reply) -> bool:
    """Whether the body is a web page, whatever its content type."""
    if "text/html" in reply.headers.get("content-type", "").lower():
        return True
    begin = reply.body[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin[:15].lower().startswith((b"<!doctype html", b"<html"))


def is_json(reply: Reply) -> bool:
    """Whether the content type is JSON."""
    return "json" in reply.headers.get("content-type", "").lower()


def json_object(reply: Reply) -> dict[str, Any] | None:
    """The body as a JSON object; None where it is not one."""
    try:
        document = reply.document()
    except NotJson:
        return None
    return document if isinstance(document, dict) else None


def not_json(reply: Reply) -> Verdict:
    """The verdict on a 2xx that should have been JSON."""
    if unread := unreadable(reply):
        return unread
    if is_html(reply):
        return Verdict(
            Outcome.UNKNOWN,
            Reason.CAPTIVE_PORTAL,
            _maybe_of_the_network(msg("A web page came instead of data.")),
        )
    return Verdict(Outcome.ERROR, Reason.CONTENT, NOT_JSON)


def unreadable(reply: Reply) -> Verdict | None:
    """The verdict on an answer in a content coding that cannot be decoded, where nothing was found in it; None for
    all others. Only then: some servers name a charset there, or "none", and browsers ignore it."""
    if not reply.unread_coding:
        return None
    coding = shown_coding(reply.unread_coding)
    sentence = msg("It answered in an encoding that Porchlight does not read: {coding}.", coding=coding)
    return Verdict(Outcome.ERROR, Reason.CONTENT, sentence)


def throttled(wait: int | None) -> Verdict:
    """The verdict on a 429; ``wait``: the seconds that it asks for, if any."""
    if wait is None:
        sentence = msg("There were too many requests (429).")
    else:
        sentence = msg("There were too many requests (429). It asks to wait {span}.", span=Duration(wait))
    return Verdict(Outcome.DEGRADED, Reason.THROTTLED, sentence)


def asked_wait(reply: Reply) -> int | None:
    """The seconds that an answer asks to wait (Retry-After), within sane bounds; None where it does not."""
    wait = retry_after(reply.headers.get("retry-after"))
    return None if wait is None else round(wait)


def header_number(reply: Reply, name: str) -> int | None:
    """A header's value if it is a plain number."""
    value = reply.headers.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None


def status_phrase(status: int) -> str:
    """The standard phrase of a status code, or nothing."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _redirect(reply: Reply) -> Verdict:
    target = ascii_host(host_in(reply.headers.get("location", "")[:LONGEST_ADDRESS]))
    if target and not same_host(target, host_in(reply.url)):
        return Verdict(
            Outcome.UNKNOWN,
            Reason.CAPTIVE_PORTAL,
            _maybe_of_the_network(msg("It redirects to {host}.", host=quote(target, NAME))),
        )
    return Verdict(
        Outcome.ERROR,
        Reason.HTTP_STATUS,
        msg("It redirects ({status}) instead of answering.", status=str(reply.status)),
    )
