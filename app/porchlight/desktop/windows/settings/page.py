"""What the pages of the settings have in common: an overview and an editor that alternate, and Undo of a removal."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import Text, clear
from porchlight.desktop.windows.draft import discard_first
from porchlight.desktop.windows.settings.editor import Editor
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError
from porchlight.settings.policy import LOCKED

if TYPE_CHECKING:
    from porchlight.settings.edit import Removed


class Page(QWidget):
    """Made from an overview; ``body`` of a list page is refilled when the settings change."""

    reported = Signal(str)
    """One sentence for the user."""
    working = Signal(str, object)
    """What takes a while, and its task."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.editor: Editor | None = None
        self._removed: list[Removed] = []
        self._locked: list[QWidget] = []
        """What is greyed because an organisation sets what it would change."""
        self._undo_text = Text(context.theme, TextRole.TEXT)
        self.undo = QPushButton(tr("Undo"))
        self.undo.clicked.connect(self._bring_back)
        self._undo_bar = QWidget()
        bar = QHBoxLayout(self._undo_bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self._undo_text, 1)
        bar.addWidget(self.undo)
        self._undo_bar.hide()
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def settings_changed(self) -> None:
        """The file is another one."""
        self.refresh()
        if self.editor is not None:
            self.editor.settings_changed()

    def refresh(self) -> None:
        """Show the current state."""

    # -- for subclasses

    def _open(self, editor: Editor) -> None:
        """Show it, instead of the one that is open; that one asks first."""
        discard_first([self.editor] if self.editor is not None else [], self, lambda: self._show_editor(editor))

    def _show_editor(self, editor: Editor) -> None:
        self._close_editor()
        self.editor = editor
        editor.saved.connect(self._saved)
        editor.left.connect(self._close_editor)
        self._stack.addWidget(editor)
        self._stack.setCurrentWidget(editor)

    def _saved(self, identifier: str) -> None:
        self._close_editor()
        self.reported.emit(tr("Saved."))

    def _close_editor(self) -> None:
        if self.editor is not None:
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
            self._stack.setFocus()

    def _read(self, section: str, name: str) -> dict[str, object] | None:
        """Its values in the file; where it cannot be read that is reported, and None."""
        try:
            return self._context.editing.read_item(section, name)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return None

    def _lock(self, section: str, name: str, edit: QPushButton, remove: QPushButton) -> None:
        """Of an item that an organisation sets: what it alone set cannot be edited, and nothing of it removed."""
        if self._context.settings.policy.locks(section, name):
            self._show_locked(remove)
            if not self._context.is_in_file(section, name):
                self._show_locked(edit)

    def _show_locked(self, widget: QWidget) -> None:
        self._locked.append(widget)
        widget.setEnabled(False)
        widget.setToolTip(rendered(LOCKED))
        widget.setAccessibleDescription(rendered(LOCKED))

    def _put(self, section: str, name: str, values: Mapping[str, object], expected: Mapping[str, object]) -> None:
        """Write it; errors are reported."""
        try:
            self._context.editing.put_item(section, name, values, expected=expected)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
        else:
            self.reported.emit(tr("Saved."))

    def _take_out(self, section: str, names: Sequence[str], text: str) -> None:
        """Remove them; ``text`` is shown beside Undo."""
        removed: list[Removed] = []
        try:
            removed.extend(self._context.editing.remove_item(section, name) for name in names)
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
        if removed:
            self._removed = removed
            self._undo_text.setText(text)
            self._undo_bar.show()

    def _bring_back(self) -> None:
        try:
            while self._removed:
                self._context.editing.bring_back(self._removed[-1])
                self._removed.pop()
        except PorchlightError as error:
            self.reported.emit(rendered(error.text))
            return
        self._undo_bar.hide()

    def _add_button(self, name: str) -> QPushButton:
        """What adds something: in its heading, in the same colour on every page. ``name`` is read by screen
        readers."""
        button = QPushButton(tr("Add"))
        button.setAccessibleName(name)
        set_primary(button)
        return button

    def _add_menu(self, name: str) -> tuple[QPushButton, QMenu]:
        """The same where there are several kinds, with its menu."""
        button = self._add_button(name)
        button.setText(tr("Add") + " ▾")
        menu = QMenu(button)
        button.setMenu(menu)
        return button, menu


class ListPage(Page):
    """A page whose overview is a scrolled column of rows; rebuilt with the settings."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, 12, 0)
        self._body.setSpacing(8)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        overview = QWidget()
        layout = QVBoxLayout(overview)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self._top = QVBoxLayout()
        layout.addLayout(self._top)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._undo_bar)
        self._stack.addWidget(overview)
        self.refresh()

    def refresh(self) -> None:
        """See Page."""
        self._locked.clear()
        for place in (self._top, self._body):
            clear(place)
        self._fill()
        self._body.addStretch(1)

    def _fill(self) -> None:
        """Fill the body."""

    def _head(self, title: str, text: str, *buttons: QWidget) -> None:
        """A heading with its buttons, and a sentence on the rows below. The page's first one is not scrolled away."""
        theme = self._context.theme
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Text(theme, TextRole.VERDICT, title), 1)
        for button in buttons:
            line.addWidget(button)
        (self._body if self._top.count() else self._top).addWidget(head)
        if text:
            self._body.addWidget(Text(theme, TextRole.SECONDARY, text, colour="secondary", wrap=True))

    def _row(self, title: str, text: str, *buttons: QWidget) -> None:
        """One row: its name, a line on it, its actions."""
        theme = self._context.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(6)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(Text(theme, TextRole.NAME, title, wrap=True))
        if text:
            texts.addWidget(Text(theme, TextRole.SECONDARY, text, colour="secondary", wrap=True))
        if any(button in self._locked for button in buttons):
            texts.addWidget(Text(theme, TextRole.SECONDARY, rendered(LOCKED), colour="secondary", wrap=True))
        line.addLayout(texts, 1)
        for button in buttons:
            line.addWidget(button)
        self._body.addWidget(row)

    def _gap(self) -> None:
        self._body.addSpacing(12)

    def _buttons(
        self, name: str, edit: Callable[[], object], remove: Callable[[], object]
    ) -> tuple[QPushButton, QPushButton]:
        """Edit and Remove of one row; ``name`` is read by screen readers."""
        made = []
        for text, accessible_name, act in (
            (tr("Edit"), tr("Edit {name}", name=name), edit),
            (tr("Remove"), tr("Remove {name}", name=name), remove),
        ):
            button = QPushButton(text)
            button.setAccessibleName(accessible_name)
            button.clicked.connect(act)
            made.append(button)
        return made[0], made[1]
