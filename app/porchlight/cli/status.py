"""``porchlight status``: the last stored statuses, with their age, in one read. Imports as little as possible."""

from __future__ import annotations

import time

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_json, print_line
from porchlight.model.status import OverallStatus, Status, overall_status
from porchlight.runtime.stored_status import read_statuses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from porchlight.insight.verdict import Watched
    from porchlight.runtime.stored_status import StoredStatus


def status(history_path: str, *, as_json: bool) -> int:
    """Print it; the exit code is the overall status."""
    now_ms = time.time_ns() // 1_000_000
    found = read_statuses(history_path, now_ms)
    overall = overall_status((one["status"], one["critical"]) for one in found)
    if as_json:
        print_json(_document(found, overall, now_ms))
    else:
        _print_status(found, now_ms)
    return exit_codes.OF_STATUS[overall]


def _document(found: list[StoredStatus], overall: OverallStatus, now_ms: int) -> dict[str, object]:
    """The keys of the sync's own ``status --json`` keep their names and meanings; the others are ours."""
    statuses = [one["status"] for one in found]
    checked = max((one["checked_ms"] or 0 for one in found), default=0)
    return {
        "status": overall.value,
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
        "components": [
            {
                "name": one["name"],
                "component": one["component"],
                "kind": one["kind"],
                "enabled": one["enabled"],
                "critical": one["critical"],
                "lastCheck": _iso(one["checked_ms"]),
                "status": one["status"].value,
                "since": _iso(one["since_ms"]),
                "reason": one["reason"],
                "message": one["message"],
            }
            for one in found
        ],
    }


def _print_status(found: list[StoredStatus], now_ms: int) -> None:
    if not found:
        print_line(tr("Nothing is known yet. Run “porchlight health” once, or leave “porchlight watch” running."))
        return
    from porchlight.cli.columns import in_columns
    from porchlight.insight.verdict import NOTHING_SPECIAL, of_component, of_everything
    from porchlight.language.text import Duration
    from porchlight.model.labels import MARKS, OVERALL_MARKS

    watched = [_watched(one) for one in found]
    verdict = of_everything(watched, NOTHING_SPECIAL)
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
    for stored, one in zip(found, watched, strict=True):
        now = of_component(one, NOTHING_SPECIAL)
        since = tr("for {duration}", duration=Duration(max((now_ms - stored["since_ms"]) / 1000, 0)))
        rows.append((one.name, rendered(MARKS[now.mark]), since, rendered(now.title)))
    print_line(*(f"  {line}" for line in in_columns(rows)))


def _watched(one: StoredStatus) -> Watched:
    from porchlight.insight.verdict import Watched
    from porchlight.model.status import Reason

    return Watched(
        one["component"],
        one["name"],
        one["status"],
        next((reason for reason in Reason if reason == one["reason"]), None),
        one["message"],
        one["critical"],
        one["checked_ms"],
        one["since_ms"],
    )


def _iso(unix_ms: int | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond."""
    if not unix_ms:
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(unix_ms // 1000)) + f".{unix_ms % 1000:03d}Z"
