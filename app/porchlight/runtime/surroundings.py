"""Stores what holds for all components, for commands that only read: pauses, the network, the paths of gifts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from porchlight.intake.documents import dump_json
from porchlight.model.snapshot import Snapshot

if TYPE_CHECKING:
    from porchlight.settings.gift_paths import PathSettings


def surroundings_document(snapshot: Snapshot | None, paths: "Mapping[str, PathSettings]") -> str:
    """As ``stored_status`` reads it. None: nothing is watched any longer, so that nothing is paused."""
    views = snapshot.views.values() if snapshot is not None else ()
    return dump_json(
        {
            "pausedUntil": snapshot.paused_until_ms if snapshot is not None else None,
            "paused": {view.component.id: view.paused_until_ms for view in views if view.paused_until_ms is not None},
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
