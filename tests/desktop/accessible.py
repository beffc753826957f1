"""A window as a screen reader sees it: Qt's own tree, which every system's interface shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Node:
    """What is read aloud of one thing, and whether the keyboard gets there."""

    role: QAccessible.Role
    name: str
    description: str
    focusable: bool
    checked: bool
    kind: str


def nodes(window: QWidget) -> list[Node]:
    """All that can be seen, in the order in which it is read aloud."""
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    return list(_walk(root))


def _walk(one: QAccessibleInterface) -> Iterator[Node]:
    state = one.state()
    if state.invisible:
        return
    thing = one.object()
    kind = type(thing).__name__ if thing is not None else ""
    text = QAccessible.Text
    name, description = one.text(text.Name), one.text(text.Description)
    yield Node(one.role(), name, description, bool(state.focusable), bool(state.checked), kind)
    if one.role() in (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.ComboBox):
        return  # their cells and items are of the model
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None and child.isValid():
            yield from _walk(child)
