"""One line on work that takes a while: what is done, that it goes on, *Cancel*; at its end the result."""

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget
from shiboken6 import isValid

from porchlight.desktop.accessibility import announce
from porchlight.desktop.supervisor import progress_of
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Link, Text
from porchlight.language.current import tr

_WHOLE = 100


class WorkLine(QWidget):
    """Hidden while there is nothing to say. Its bar shows how much is done where the work reports that."""

    _advanced = Signal(int, float)
    """Which piece of work, and the share of it that is done; from any thread."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._task: asyncio.Task[None] | None = None
        self._act: Callable[[], object] | None = None
        self._doing = ""
        self._text = Text(theme, TextRole.SECONDARY, wrap=True).selectable()
        self._text.hide()
        self._bar = QProgressBar(textVisible=False)
        self._number = 0
        """Of the work that is followed: what an earlier one still reports does not count."""
        self._advanced.connect(self._show_share)
        self._bar.setAccessibleName(tr("Working…"))
        self._cancel = Link(tr("Cancel"))
        self._cancel.clicked.connect(self.cancel)
        self._action = Link()
        self._action.clicked.connect(self._do)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4)
        layout.setVerticalSpacing(2)
        layout.addWidget(self._text, 0, 0)
        layout.addWidget(self._cancel, 0, 1)
        layout.addWidget(self._action, 0, 2)
        layout.addWidget(self._bar, 1, 0, 1, 3)
        layout.setColumnStretch(0, 1)
        self._show(busy=False)
        self.hide()

    def follow(self, text: str, task: "asyncio.Task[None] | None", *, stoppable: bool = True) -> None:
        """Show that it is being done, until it ends; None: it cannot be done any more."""
        if task is None:
            return
        self._task, self._doing = task, text
        self._number += 1
        self._bar.setRange(0, 0)  # how long it takes nobody knows yet
        if (progress := progress_of(task)) is not None:
            progress.listen(partial(self._advanced.emit, self._number))
        self._text.show_text(text)
        self._show(busy=True)
        self._cancel.setVisible(stoppable)
        self.show()
        task.add_done_callback(self._ended)

    def show_text(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Show the result, and what can be done with it; empty: nothing."""
        self._text.show_text(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._act = act
        self.setVisible(bool(text))
        if text:
            announce(self, text)

    def cancel(self) -> None:
        """Do not go on."""
        if self._task is not None:
            self._task.cancel()

    def _show_share(self, number: int, share: float) -> None:
        if number == self._number:
            self._bar.setRange(0, _WHOLE)
            self._bar.setValue(round(share * _WHOLE))

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if task is not self._task or not isValid(self):  # other work goes on, or its window is closed
            return
        self._task = None
        self._show(busy=False)
        if task.cancelled():
            self.show_text(tr("Cancelled."))
        elif self._text.text() == self._doing:  # the result is shown elsewhere
            self.show_text("")

    def _show(self, *, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        if busy:
            self._action.hide()

    def _do(self) -> None:
        if self._act is not None:
            self._act()
