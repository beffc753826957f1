"""Who did what, the newest first."""

from collections.abc import Mapping, Sequence

from porchlight.desktop.formatting import exact_moment
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.row_table import Head, Line, LineTable
from porchlight.insight.activity import about
from porchlight.language.current import rendered, tr
from porchlight.model.audit import Actor, AuditEntry
from porchlight.model.labels import ACTIONS


class ActivityTable(LineTable):
    """Read only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            (Head(tr("When"), 220), Head(tr("Who"), 120, rank=1), Head(tr("What"), 280), Head(tr("About"), 0)),
            stretched=3,
            marked=0,
            name=tr("Activity"),
        )


def activity_lines(entries: Sequence[AuditEntry], names: Mapping[str, str]) -> list[Line]:
    """In their order; ``names`` of components by id."""
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: Mapping[str, str]) -> Line:
    who = tr("You") if entry.actor is Actor.USER else tr("Porchlight")
    texts = (exact_moment(entry.at_ms), who, rendered(ACTIONS[entry.action]), rendered(about(entry, names)))
    identifier = f"{entry.at_ms} {entry.action} {entry.subject} {entry.detail}"
    return Line(identifier, texts, None, "", (entry.at_ms, None, None, None))
