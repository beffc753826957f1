"""Settings that are lists: any number of the available ones, or one text per line."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton, QWidget

from porchlight.desktop.plain import literal
from porchlight.desktop.windows.settings.fields import ABSENT, Field

_MOST_NAMED = 3


class Several(QPushButton):
    """A button with a menu of ticks; its text names the selection."""

    changed = Signal()

    def __init__(self, choices: Mapping[str, str], none: str, parent: QWidget | None = None) -> None:
        """``choices``: ids and names; ``none``: its text while nothing is selected."""
        super().__init__(parent)
        self._none = none
        self._actions: dict[str, QAction] = {}
        self._names: dict[str, str] = {}
        self._menu = _Staying(self)
        for identifier, name in choices.items():
            self._add(identifier, name)
        self.setMenu(self._menu)
        self._update_text()

    def chosen(self) -> list[str]:
        """The ids, in the order of the menu."""
        return [identifier for identifier, action in self._actions.items() if action.isChecked()]

    def choose(self, identifiers: object) -> None:
        """Exactly these; missing ones are shown too, so that nothing is lost unnoticed."""
        wanted = [str(one) for one in identifiers] if isinstance(identifiers, list | tuple) else []
        for one in wanted:
            if one not in self._actions:
                self._add(one, one)
        self.blockSignals(True)
        for identifier, action in self._actions.items():
            action.setChecked(identifier in wanted)
        self.blockSignals(False)
        self._update_text()

    def _add(self, identifier: str, name: str) -> None:
        action = self._menu.addAction(literal(name))
        action.setCheckable(True)
        action.toggled.connect(self._update_text)
        self._actions[identifier] = action
        self._names[identifier] = name
        self.setEnabled(True)

    def _update_text(self) -> None:
        names = [self._names[one] for one, action in self._actions.items() if action.isChecked()]
        text = ", ".join(names[:_MOST_NAMED])
        if len(names) > _MOST_NAMED:
            text += f" + {len(names) - _MOST_NAMED}"
        self.setText(literal(f"{text or self._none} ▾"))
        self.setToolTip(", ".join(names) if len(names) > _MOST_NAMED else "")
        self.setEnabled(bool(self._actions))
        self.changed.emit()


class _Staying(QMenu):
    """Stays open while one ticks, since most people tick more than one."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        action: QAction | None = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.toggle()
        else:
            super().mouseReleaseEvent(event)


class SeveralField(Field):
    """Any number of the available ones, such as the components that one depends on."""

    def __init__(self, choices: Mapping[str, str], none: str, default: Sequence[str] = ()) -> None:
        self._default = list(default)
        self.button = Several(choices, none)
        super().__init__(self.button)
        self.changed = self.button.changed

    def value(self) -> Any:
        """See Field."""
        chosen = self.button.chosen()
        return ABSENT if chosen == self._default else chosen

    def show(self, value: Any) -> None:
        """See Field."""
        self.button.choose(self._default if value is ABSENT else [value] if isinstance(value, str) else value)


class LinesField(Field):
    """One text per line, such as a program and its arguments."""

    def __init__(self, placeholder: str) -> None:
        self.edit = QPlainTextEdit(placeholderText=placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(70)
        super().__init__(self.edit)
        self.changed = self.edit.textChanged

    def value(self) -> Any:
        """See Field."""
        return [line for line in self.edit.toPlainText().splitlines() if line.strip()] or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        self.edit.setPlainText("\n".join(map(str, value)) if isinstance(value, list | tuple) else "")
