"""What the answers of vendors have in common: refusals, figures and ids to tell the support. Pure.

Nothing of an answer gets into a sentence but short words of its own codes: texts of vendors may repeat a key.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.intake.documents import NotJson
from app.model.result import Measure, Unit
from app.model.status import Outcome, Reason
from app.probes.context import Detail
from app.probes.exchange import Reply
from app.probes.http_reasons import Verdict, is_html, judge_status

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_. -]{0,59}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_.:-]{4,80}")
_MOST = 2**53
"""Above this, JSON's numbers are not exact: no allowance is as large."""


def refusal(reply: Reply, own: Callable[[Reply], Verdict | None]) -> Verdict | None:
    """The verdict on an answer by its status, in the vendor's ``own`` ways where it has any; None for 2xx."""
    verdict = judge_status(reply)
    return None if verdict is None else from_elsewhere(reply) or own(reply) or verdict


def from_elsewhere(reply: Reply) -> Verdict | None:
    """The verdict on a refusal that is not the vendor's own word: a bot wall, a redirect, a web page."""
    verdict = judge_status(reply)
    if verdict is not None and (verdict.outcome is Outcome.UNKNOWN or 300 <= reply.status < 400):
        return verdict
    if reply.status in (401, 403) and is_html(reply):
        sentence = f"A web page refused it ({reply.status}): something in front did, which never looked at the key."
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
    """A whole number that is not negative, where it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        return None
    return int(value) if value == int(value) else None


def quota(remaining: int, limit: int) -> dict[str, Measure]:
    """An allowance of calls as measures. Rules and forecasts read ``quota_used``, in percent for every vendor."""
    return {
        "quota_limit": Measure(limit, Unit.COUNT),
        "quota_remaining": Measure(remaining, Unit.COUNT),
        "quota_used": Measure(round(100 * (1 - min(remaining / limit, 1)), 1), Unit.PERCENT, limit=100),
    }


def used_up(used: int, limit: int, *, what: str) -> Verdict | None:
    """The verdict where nothing of an allowance is left though this call still got through; ``what``: of what."""
    if used < limit:
        return None
    return Verdict(Outcome.DEGRADED, Reason.QUOTA, f"All {limit:,} {what} are used.")


def code_of(document: Mapping[str, Any] | None, *names: str) -> str:
    """The first of these fields that is a short code, such as ``INVALID_SESSION_ID``; else nothing."""
    for name in names:
        value = document.get(name) if document else None
        if isinstance(value, str) and _CODE.fullmatch(value):
            return value
    return ""


def told(code: str) -> str:
    """A code as the end of a sentence's clause, or nothing."""
    return f", “{code}”" if code else ""


def request_id(value: object) -> Mapping[str, Detail]:
    """What the vendor's support asks for, as details of a result."""
    return {"request_id": value} if isinstance(value, str) and _REQUEST_ID.fullmatch(value) else {}
