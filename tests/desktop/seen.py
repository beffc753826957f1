"""What a user sees of a window and can use in it: found by its kind, its text or its name for screen readers."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

_W = TypeVar("_W", bound=QWidget)


def every(place: QWidget, kind: type[_W]) -> list[_W]:
    """All widgets of that kind that can be seen in a place."""
    return [one for one in place.findChildren(kind) if one.isVisibleTo(place)]


def the(place: QWidget, kind: type[_W]) -> _W:
    """The one widget of that kind in a place, whether or not it is hidden."""
    (found,) = place.findChildren(kind)
    return found


def has(place: QWidget, kind: type[QWidget]) -> bool:
    """Whether a widget of that kind can be seen in a place."""
    return bool(every(place, kind))


def texts(place: QWidget) -> str:
    """All labels that can be seen in a place, a line each."""
    labels = [place] if isinstance(place, QLabel) else every(place, QLabel)
    return "\n".join(one.text() for one in labels)


def buttons(place: QWidget) -> dict[str, QAbstractButton]:
    """The buttons that can be seen, by their text."""
    return {one.text(): one for one in every(place, QAbstractButton)}


def button(place: QWidget, name: str) -> QAbstractButton:
    """The button of that text or name, seen or not; ▾ after the text does not count."""
    for one in sorted(place.findChildren(QAbstractButton), key=lambda one: not one.isVisibleTo(place)):
        if name in (one.text().removesuffix(" ▾"), one.accessibleName()):
            return one
    raise LookupError(name)


def choice(place: QWidget, name: str) -> QComboBox:
    """The list of that name from which one chooses."""
    return next(one for one in place.findChildren(QComboBox) if one.accessibleName() == name)


def search(place: QWidget, name: str = "") -> QLineEdit:
    """The line in which one searches, by its name where there are several."""
    found = [one for one in place.findChildren(QLineEdit) if one.placeholderText() == "Search"]
    return next(one for one in found if name in one.accessibleName())


def secret(place: QWidget) -> QLineEdit:
    """The first line for a secret, or for the address that is one."""
    return next(one for one in every(place, QLineEdit) if one.toolTip() == "Stored in this computer's keyring.")
