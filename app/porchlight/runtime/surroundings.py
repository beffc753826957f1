"""Stores what holds for all components, for commands that only read: pauses, the network, the paths of gifts."""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json_object
from porchlight.intake.numbers import LATEST_MS, whole
from porchlight.model.snapshot import Snapshot

if TYPE_CHECKING:
    from porchlight.settings.gift_paths import PathSettings


@dataclass(frozen=True, slots=True)
class Pauses:
    """Those that have not ended by themselves: until when (Unix ms, UTC)."""

    until_ms: int | None = None
    """Of all checks."""
    components: Mapping[str, int] = field(default_factory=dict)


NO_PAUSES = Pauses()


def pauses_of(snapshot: Snapshot) -> Pauses:
    """What a person has paused."""
    views = snapshot.views.values()
    paused = {view.component.id: view.paused_until_ms for view in views if view.paused_until_ms is not None}
    return Pauses(snapshot.paused_until_ms, paused)


def pauses_left(document: str, now_ms: int) -> Pauses:
    """Those that the last run left in its document, whoever wrote into it since."""
    try:
        left = parse_json_object(document).get("left")
    except NotJson:
        return NO_PAUSES
    if not isinstance(left, dict):
        return NO_PAUSES
    paused = left.get("paused")
    given = paused.items() if isinstance(paused, dict) else ()
    components = {one: until_ms for one, value in given if (until_ms := _later(value, now_ms)) is not None}
    return Pauses(_later(left.get("pausedUntil"), now_ms), components)


def _later(value: object, now_ms: int) -> int | None:
    return whole(value, least=now_ms + 1, most=LATEST_MS)


def surroundings_document(
    snapshot: Snapshot | None, paths: "Mapping[str, PathSettings]", left: Pauses = NO_PAUSES
) -> str:
    """As ``stored_status`` reads it. None: nothing is watched any longer, so that nothing is paused. ``left``: what
    the next run pauses again."""
    views = snapshot.views.values() if snapshot is not None else ()
    return dump_json(
        {
            "pausedUntil": snapshot.paused_until_ms if snapshot is not None else None,
            "paused": {view.component.id: view.paused_until_ms for view in views if view.paused_until_ms is not None},
            "left": {"pausedUntil": left.until_ms, "paused": dict(left.components)},
            "offline": snapshot is not None and snapshot.offline,
            "unwell": snapshot is not None and bool(snapshot.malfunctions or snapshot.history_fault),
            "local": [view.component.id for view in views if view.component.local],
            "paths": [
                {
                    "path": path_id,
                    "name": path.name,
                    "takenBy": list(path.taken_by),
                    "passedOnBy": list(path.passed_on_by),
                    "goesTo": path.goes_to,
                }
                for path_id, path in paths.items()
            ],
        }
    )
