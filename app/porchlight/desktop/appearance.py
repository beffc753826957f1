"""Icon, tooltip and menu of the tray as a value, so that they are updated only when it changes."""

from collections.abc import Mapping

from porchlight.dataclass import dataclass
from porchlight.desktop.verdict_texts import component_verdict, overall_verdict, troubled, what_is_wrong
from porchlight.model.mark import Mark
from porchlight.model.result import EMPTY
from porchlight.model.snapshot import Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from porchlight.settings.gift_paths import PathSettings


@dataclass(frozen=True, slots=True)
class Appearance:
    """All that icon, tooltip and menu show."""

    mark: Mark
    tooltip: str
    status_line: str
    troubles: tuple[tuple[str, str, Mark], ...]
    """Component id, text, mark."""
    paused: bool
    silenced: str = ""
    """Until when all alerts are silenced, if they are."""
    muted: bool = False
    """Whether some alerts or all are held back now."""

    @property
    def menu(self) -> tuple[object, ...]:
        """Its part in the menu."""
        return self.mark, self.status_line, self.troubles, self.paused, self.silenced


def appearance_of(
    snapshot: Snapshot,
    notices: tuple[str, ...] = (),
    silenced: str = "",
    paths: "Mapping[str, PathSettings]" = EMPTY,
    *,
    muted: str = "",
) -> Appearance:
    """What the tray shows for a snapshot; ``notices`` are troubles of Porchlight itself, in sentences, ``silenced``:
    until when no alert is sent, if it is so; ``muted``: the same, or which alerts are not, and how long still."""
    found = overall_verdict(snapshot, paths, unwell=bool(notices))
    lines = ["Porchlight", found.title, found.detail, *notices, f"{muted}." if muted else ""]
    return Appearance(
        mark=found.mark,
        tooltip="\n".join(line for line in lines if line),
        status_line=found.title,
        troubles=tuple(
            (view.component.id, what_is_wrong(view), component_verdict(view, snapshot).mark)
            for view in troubled(snapshot)
        ),
        paused=snapshot.paused_until_ms is not None,
        silenced=silenced,
        muted=bool(muted),
    )
