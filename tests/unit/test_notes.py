"""Notes in the charts, kept in an activity list that is only added to."""

from hypothesis import given
from hypothesis import strategies as st

from porchlight.model.audit import Action, Actor, AuditEntry
from porchlight.model.note import Note, notes_of


def _entry(
    action: Action, at_ms: int = 1000, text: str = "new form went live", component: str = "page"
) -> AuditEntry:
    return AuditEntry(at_ms, Actor.USER, action, component, text)


def test_a_note_is_about_its_component_or_about_all() -> None:
    entries = [_entry(Action.NOTE), _entry(Action.NOTE, 2000, "bank changed", "")]
    assert notes_of(entries, "page") == [Note(1000, "new form went live", "page"), Note(2000, "bank changed")]
    assert notes_of(entries, "other") == [Note(2000, "bank changed")]


@given(st.lists(st.booleans(), max_size=9))
def test_what_was_taken_back_is_gone_and_can_be_brought_back(more: list[bool]) -> None:
    turns = [number % 2 == 0 for number in range(len(more))]  # added, removed, added, …
    entries = [_entry(Action.NOTE if added else Action.NOTE_REMOVED) for added in turns]
    assert bool(notes_of(reversed(entries), "page")) == (len(entries) % 2 == 1)


def test_other_lines_of_the_list_are_no_notes() -> None:
    assert notes_of([_entry(Action.COMPONENT_ADDED)], "page") == []
