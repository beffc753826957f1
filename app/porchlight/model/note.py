"""Note: what somebody did at a moment ("new form went live"), shown in the charts. Kept as lines of the activity
list, which is only ever added to: a note that was taken back has a line for that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass  # noqa: TID251 - it is ordered

from porchlight.model.audit import Action, AuditEntry


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One moment (Unix ms, UTC) and one short sentence."""

    at_ms: int
    text: str
    component: str = ""
    """The id of the component that it is about; empty: all."""


def notes_of(entries: Iterable[AuditEntry], component_id: str) -> list[Note]:
    """The notes in a part of the activity list, in any order, about a component or about all; in order of time."""
    counts: Counter[Note] = Counter()
    for entry in entries:
        if entry.action in (Action.NOTE, Action.NOTE_REMOVED) and entry.subject in ("", component_id):
            counts[Note(entry.at_ms, entry.detail, entry.subject)] += 1 if entry.action is Action.NOTE else -1
    return sorted(note for note, count in counts.items() if count > 0)
