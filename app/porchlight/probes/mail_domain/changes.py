"""Which records changed since the last checks: remembered between checks as the result's position."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json_object
from porchlight.intake.numbers import LATEST_MS, whole
from porchlight.probes.mail_domain.findings import Level, Report

NEWS_MS: Final = 86_400_000
"""How long a change is reported."""


@dataclass(frozen=True, slots=True)
class Known:
    """A subject's records, by their digest, and since when they have been so."""

    digest: str
    since_ms: int | None
    """When they changed; None: they are as first seen."""


def read_known(position: str | None) -> dict[str, Known]:
    """What was remembered; nothing where that cannot be read."""
    if position is None:
        return {}
    try:
        document = parse_json_object(position.encode())
    except NotJson:
        return {}
    found = {}
    for subject, value in document.items():
        if isinstance(value, list) and len(value) == 2 and isinstance(value[0], str):
            found[subject] = Known(value[0], whole(value[1], least=0, most=LATEST_MS))
    return found


def compare(known: Mapping[str, Known], reports: Iterable[Report], now_ms: int) -> dict[str, Known]:
    """What to remember now. Subjects that could not be looked up stay as they were."""
    found = dict(known)
    for report in reports:
        if report.worst is not None and report.worst.level is Level.UNKNOWN:
            continue
        digest = sha256("\n".join(sorted(report.records)).encode()).hexdigest()[:16]
        before = known.get(report.subject)
        if before is None:
            found[report.subject] = Known(digest, None)
        elif before.digest != digest:
            found[report.subject] = Known(digest, now_ms)
    return found


def written(known: Mapping[str, Known]) -> str:
    """As the history keeps it."""
    return dump_json({subject: [one.digest, one.since_ms] for subject, one in known.items()})


def recent(known: Mapping[str, Known], now_ms: int) -> list[tuple[str, int]]:
    """Subjects that changed within a day, and when."""
    return [
        (subject, one.since_ms)
        for subject, one in known.items()
        if one.since_ms is not None and 0 <= now_ms - one.since_ms < NEWS_MS
    ]
