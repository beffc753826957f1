"""What vendors' answers have in common: refusals, figures and ids for the support. Pure.

Only short codes of an answer get into a sentence: vendors' texts may repeat a key.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from porchlight.intake.documents import NotJson
from porchlight.intake.text import NAME, quote
from porchlight.language.text import Text, msg
from porchlight.model.result import Measure, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import Reply
from porchlight.net.refusals import Refusal, find
from porchlight.probes.context import Detail
from porchlight.probes.http_reasons import Verdict, is_html, json_object, judge_status
from porchlight.probes.kind import Measured
from porchlight.probes.refusals.vendors import OAUTH, VENDOR

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_. -]{0,59}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{4,80}")
_MOST = 2**53
"""Above this, JSON's numbers are not exact: no allowance is as large."""


_TEXT_FIELDS: Final = frozenset(
    {"message", "detail", "details", "title", "error", "errors", "error_description", "description", "text", "msg"}
)
"""Fields of a refusal that hold texts for people."""
_NO_NAME: Final = msg("(no name)")
_DEEPEST: Final = 4
_MOST_TEXTS: Final = 20


def refusal(
    reply: Reply,
    by_vendor: Callable[[Reply], Verdict | None],
    *,
    known: Callable[[Reply], Verdict | None] = lambda reply: None,
) -> Verdict | None:
    """The verdict on an answer by its status; None for 2xx. The vendor's unambiguous codes (``known``) come first,
    then the texts of all vendors, then its other refusals (``by_vendor``)."""
    verdict = judge_status(reply)
    if verdict is None:
        return None
    return from_elsewhere(reply) or known(reply) or of_any_vendor(reply) or by_vendor(reply) or verdict


def of_any_vendor(reply: Reply) -> Verdict | None:
    """The verdict on a refusal whose text is about the account, this computer's address, or the moment."""
    document = json_object(reply)
    return judged(reply, VENDOR, {str(reply.status)}, texts_of(document), code_of(document, "code", "error", "title"))


def judged(
    reply: Reply, table: Sequence[Refusal], codes: Collection[str], text: str = "", code: str = ""
) -> Verdict | None:
    """The verdict by a table of refusals; ``code`` is given beside the status."""
    row = find(table, codes, text)
    if row is None:
        return None
    return Verdict(row.outcome, row.reason, row.explained(answer=answered(reply, code)))


def no_token(reply: Reply) -> Verdict | None:
    """The verdict on a refused token for one of OAuth's own reasons, other than the credential."""
    code = code_of(json_object(reply), "error")
    return judged(reply, OAUTH, {code.lower()}, code=code) if code else None


def texts_of(document: object) -> str:
    """A refusal's texts for people, for matching; never to be repeated."""
    return " / ".join(islice(_texts(document, _DEEPEST, wanted=False), _MOST_TEXTS))


def _texts(value: object, deep: int, *, wanted: bool) -> Iterator[str]:
    if isinstance(value, str) and wanted:
        yield value[:500]
    elif isinstance(value, dict) and deep:
        for key, one in value.items():
            yield from _texts(one, deep - 1, wanted=str(key).lower() in _TEXT_FIELDS)
    elif isinstance(value, list) and deep:
        for one in value[:_MOST_TEXTS]:
            yield from _texts(one, deep - 1, wanted=wanted)


def from_elsewhere(reply: Reply) -> Verdict | None:
    """The verdict on a refusal that is not the vendor's own: a bot wall, a redirect, a web page."""
    verdict = judge_status(reply)
    if verdict is not None and (verdict.outcome is Outcome.UNKNOWN or 300 <= reply.status < 400):
        return verdict
    if reply.status in (401, 403) and is_html(reply):
        sentence = msg(
            "A web page in front of it refused the request ({status}), without checking the key.",
            status=str(reply.status),
        )
        return Verdict(Outcome.UNKNOWN, Reason.BOT_PROTECTION, sentence)
    return None


def json_array(reply: Reply) -> list[Any] | None:
    """The body as a JSON array; None where it is not one."""
    try:
        document = reply.document()
    except NotJson:
        return None
    return document if isinstance(document, list) else None


def count(value: object) -> int | None:
    """A whole number that is not negative, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        return None
    return int(value) if value == int(value) else None


QUOTA: Final[Mapping[str, Measured]] = {
    "quota_remaining": Measured(msg("Quota left"), Unit.COUNT),
    "quota_limit": Measured(msg("Quota"), Unit.COUNT),
    "quota_used": Measured(msg("Quota used"), Unit.PERCENT),
}
"""What ``quota`` measures."""


def quota(remaining: int, limit: int) -> dict[str, Measure]:
    """An allowance of calls as measures. Rules and forecasts read ``quota_used``, in percent for every vendor."""
    return {
        "quota_limit": Measure(limit, Unit.COUNT),
        "quota_remaining": Measure(remaining, Unit.COUNT),
        "quota_used": Measure(round(100 * (1 - min(remaining / limit, 1)), 1), Unit.PERCENT, limit=100),
    }


def used_up(used: int, limit: int) -> Verdict | None:
    """The verdict where the day's requests are used up though this one still got through."""
    if used < limit:
        return None
    sentence = msg("All of the day's {limit} requests are used.", limit=limit)
    return Verdict(Outcome.DEGRADED, Reason.QUOTA, sentence)


def code_of(document: Mapping[str, Any] | None, *names: str) -> str:
    """The first of these fields that is a short code, such as ``INVALID_SESSION_ID``; else nothing."""
    for name in names:
        value = document.get(name) if document else None
        if isinstance(value, str) and _CODE.fullmatch(value):
            return value
    return ""


def first_named(names: Iterable[str]) -> Text | str:
    """The first of these that is a name, as a place of a sentence; where none is, words for that."""
    return next((quote(name, NAME) for name in names if name), _NO_NAME)


def answered(reply: Reply, code: str) -> str:
    """The status of an answer with the vendor's own code, as a place of a sentence: ``403, “User Disabled”``."""
    return f"{reply.status}, “{code}”" if code else str(reply.status)


def request_id(value: object) -> Mapping[str, Detail]:
    """The id for the vendor's support, as details of a result."""
    return {"request_id": value} if isinstance(value, str) and _REQUEST_ID.fullmatch(value) else {}
