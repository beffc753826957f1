"""``porchlight status``: the last stored statuses, with their age, in one read. Imports as little as possible."""

from __future__ import annotations

import time

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_json, print_line
from porchlight.model.mark import Mark
from porchlight.model.situation import (
    Going,
    counts_paths,
    going_through,
    mark_of,
    overall_known,
    situation_of,
)
from porchlight.model.status import OverallStatus, Reason, Status
from porchlight.runtime.stored_status import read_stored, stored_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from porchlight.insight.paths import PathState
    from porchlight.insight.verdict import Watched
    from porchlight.runtime.stored_status import StoredPath, StoredStatus, StoredSurroundings

_STATUSES = {
    Mark.HEALTHY: OverallStatus.HEALTHY,
    Mark.DEGRADED: OverallStatus.DEGRADED,
    Mark.ERROR: OverallStatus.CRITICAL,
    Mark.UNKNOWN: OverallStatus.UNKNOWN,
    Mark.PAUSED: OverallStatus.UNKNOWN,
}
"""For programs, which know no fifth one: what is paused is not known."""


class _Seen:
    """A stored status, as far as the mark depends on it."""

    __slots__ = ("checked_ms", "critical", "known", "paused_until_ms", "status")

    def __init__(self, one: StoredStatus) -> None:
        self.status = one["status"]
        self.critical = one["critical"]
        self.checked_ms = one["checked_ms"]
        self.paused_until_ms = one["paused_until_ms"]
        self.known = one["known"]


def status(history_path: str, *, as_json: bool) -> int:
    """Print it; the exit code is the overall status."""
    now_ms = time.time_ns() // 1_000_000
    found, around = read_stored(history_path, now_ms)
    mark = _mark(found, around)
    if as_json:
        print_json(_document(found, around, mark, now_ms))
    else:
        _print_status(found, around, now_ms)
    return exit_codes.OF_STATUS[_STATUSES[mark]]


def _mark(found: list[StoredStatus], around: StoredSurroundings) -> Mark:
    """The mark that every surface shows, found without loading any language."""
    seen = [_Seen(one) for one in found]
    situation = situation_of(seen, paused=around.paused_until_ms is not None, offline=around.offline)
    goings = [going for path in around.paths for going in _halves(path, found) if going is not None]
    worst = max(goings) if goings and counts_paths(situation) else None
    return mark_of(situation, overall_known(seen, offline=around.offline), unwell=around.unwell, worst=worst)


def _halves(path: StoredPath, found: list[StoredStatus]) -> tuple[Going, Going | None]:
    """How well gifts are received, and how well they are passed on, where something does that."""
    known = {one["component"]: (one["status"], _reason(one)) for one in found}
    received = going_through(known[one] for one in path["taken_by"] if one in known)
    passed_on = going_through(known[one] for one in path["passed_on_by"] if one in known)
    return Going.UNKNOWN if received is None else received, passed_on


def _reason(one: StoredStatus) -> Reason | None:
    return next((reason for reason in Reason if reason == one["reason"]), None)


def _document(found: list[StoredStatus], around: StoredSurroundings, mark: Mark, now_ms: int) -> dict[str, object]:
    """The keys of the sync's own ``status --json`` keep their names and meanings; the others are ours."""
    statuses = [one["status"] for one in found]
    checked = max((one["checked_ms"] or 0 for one in found), default=0)
    return {
        "status": _STATUSES[mark].value,
        "mark": mark.value,
        "pausedUntil": _iso(around.paused_until_ms),
        "offline": around.offline,
        "lastCheck": _iso(checked),
        "age": round((now_ms - checked) / 1000, 1) if checked else None,
        "summary": {
            "total": len(found),
            "healthy": statuses.count(Status.HEALTHY),
            "degraded": statuses.count(Status.DEGRADED),
            "errors": statuses.count(Status.ERROR),
            "criticalErrors": sum(one["critical"] and one["status"] is Status.ERROR for one in found),
            "unknown": statuses.count(Status.UNKNOWN),
            "disabled": statuses.count(Status.DISABLED),
        },
        "paths": [_path(path, found) for path in around.paths],
        "components": [
            {
                "name": one["name"],
                "component": one["component"],
                "kind": one["kind"],
                "enabled": one["enabled"],
                "critical": one["critical"],
                "lastCheck": _iso(one["checked_ms"]),
                "status": one["status"].value,
                "pausedUntil": _iso(one["paused_until_ms"]),
                "since": _iso(one["since_ms"]),
                "reason": one["reason"],
                "message": one["message"],
            }
            for one in found
        ],
    }


def _path(path: StoredPath, found: list[StoredStatus]) -> dict[str, object]:
    received, passed_on = _halves(path, found)
    return {
        "path": path["path"],
        "name": path["name"],
        "goesTo": path["goes_to"],
        "status": max(received, passed_on or Going.WELL).status.value,
        "received": received.status.value,
        "passedOn": None if passed_on is None else passed_on.status.value,
    }


def _print_status(found: list[StoredStatus], stored: StoredSurroundings, now_ms: int) -> None:
    if not found:
        print_line(tr("Nothing is known yet. Run “porchlight health” once, or leave “porchlight watch” running."))
        return
    from porchlight.cli.columns import in_columns
    from porchlight.insight.verdict import Surroundings, of_component, of_everything
    from porchlight.language.text import Duration
    from porchlight.model.labels import MARKS, OVERALL_MARKS

    watched = [_watched(one) for one in found]
    around = Surroundings(stored.paused_until_ms, stored.offline, stored.unwell)
    verdict = of_everything(watched, around, _path_states(watched, stored))
    checked = max((one["checked_ms"] or 0 for one in found), default=0)
    state = OVERALL_MARKS[verdict.mark]
    if checked:
        age = Duration(max((now_ms - checked) / 1000, 0))
        print_line(tr("{status}, as of {age} ago", status=state, age=age))
    else:
        print_line(tr("{status}, not checked yet", status=state))
    # Indented, as a name from outside would else begin a line of ours.
    print_line(*(f"  {rendered(text)}" for text in (verdict.title, verdict.detail) if text), "")
    rows = []
    for one_stored, one in zip(found, watched, strict=True):
        now = of_component(one, around)
        since = tr("for {duration}", duration=Duration(max((now_ms - one_stored["since_ms"]) / 1000, 0)))
        rows.append((one.name, rendered(MARKS[now.mark]), since, rendered(now.title)))
    print_line(*(f"  {line}" for line in in_columns(rows)))


def _path_states(watched: list[Watched], stored: StoredSurroundings) -> list[PathState]:
    if not stored.paths:
        return []
    from porchlight.insight.verdict import path_states
    from porchlight.settings.gift_paths import PathSettings

    paths = {
        one["path"]: PathSettings.model_construct(
            name=one["name"],
            taken_by=tuple(one["taken_by"]),
            passed_on_by=tuple(one["passed_on_by"]),
            goes_to=one["goes_to"],
        )
        for one in stored.paths
    }
    return path_states(watched, paths)


def _watched(one: StoredStatus) -> Watched:
    from porchlight.insight.verdict import Watched

    return Watched(
        one["component"],
        one["name"],
        one["status"],
        _reason(one),
        stored_sentence(one),
        one["critical"],
        one["checked_ms"],
        one["since_ms"],
        one["paused_until_ms"],
        one["known"],
    )


def _iso(unix_ms: int | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond."""
    if not unix_ms:
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(unix_ms // 1000)) + f".{unix_ms % 1000:03d}Z"
