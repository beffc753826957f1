"""Icon, tooltip and menu of the tray as a value, so that they are updated only when it changes."""

from dataclasses import dataclass

from porchlight.desktop.formatting import moment
from porchlight.desktop.icons import OF_OVERALL, OF_STATUS, Mark
from porchlight.desktop.verdict_texts import troubled, verdict, what_is_wrong
from porchlight.language.current import tr, tr_plural
from porchlight.model.snapshot import ComponentView, Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


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

    @property
    def menu(self) -> tuple[object, ...]:
        """Its part in the menu."""
        return self.status_line, self.troubles, self.paused, self.silenced


def mark_of(snapshot: Snapshot) -> Mark:
    """The one mark of everything."""
    if snapshot.paused_until_ms is not None:
        return Mark.PAUSED
    return OF_OVERALL[snapshot.overall]


def appearance_of(
    snapshot: Snapshot,
    notices: tuple[str, ...] = (),
    silenced: str = "",
    opening: "Callable[[], str] | None" = None,
) -> Appearance:
    """What the tray shows for a snapshot; ``notices`` are troubles of Porchlight itself, in sentences, ``silenced``:
    until when no alert is sent, if it is so, ``opening``: the state of the paths of gifts, where there are any."""
    trouble = troubled(snapshot)
    mark = mark_of(snapshot)
    lines = [_headline(snapshot, trouble), *notices]
    if opening is not None and snapshot.paused_until_ms is None and not snapshot.lost_sight:
        lines = [opening(), *(lines if trouble else notices)]
    if snapshot.offline and not snapshot.lost_sight:
        lines.append(tr("This computer is offline."))
    if mark is Mark.HEALTHY and notices:  # a fault of the monitor itself never shows as green
        mark = Mark.DEGRADED
    if silenced:
        lines.append(f"{silenced}.")
    return Appearance(
        mark=mark,
        tooltip="\n".join(["Porchlight", *lines]),
        status_line=lines[0],
        troubles=tuple((view.component.id, what_is_wrong(view), OF_STATUS[view.state.status]) for view in trouble),
        paused=snapshot.paused_until_ms is not None,
        silenced=silenced,
    )


def _headline(snapshot: Snapshot, trouble: list[ComponentView]) -> str:
    if snapshot.paused_until_ms is not None:
        until = moment(snapshot.paused_until_ms, snapshot.at_ms)
        return tr("Paused until {until}.", until=until)
    if snapshot.lost_sight:
        overall = verdict(snapshot).title
        if not trouble:
            return overall
        return overall + " " + tr("Last known: {trouble}.", trouble=_list(trouble))
    if trouble:
        return tr_plural("{n} problem: {trouble}.", "{n} problems: {trouble}.", len(trouble), trouble=_list(trouble))
    return verdict(snapshot).title


def _list(trouble: list[ComponentView]) -> str:
    named = "; ".join(what_is_wrong(view) for view in trouble[:3])
    more = len(trouble) - 3
    return f"{named}; " + tr_plural("{n} more", "{n} more", more) if more > 0 else named
