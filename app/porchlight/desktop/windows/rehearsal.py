"""The rehearsal of an important day: everything is checked once, and a checklist shows what is not ready yet."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_place
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.widgets.save_dialog import save_dialog
from porchlight.desktop.widgets.work_line import WorkLine
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.window import Window
from porchlight.insight.rehearsal import Point, checklist
from porchlight.intake.files import put_whole
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.language.text import Day
from porchlight.model.important_day import ImportantDay
from porchlight.model.labels import MARKS
from porchlight.threads import in_thread


class RehearsalWindow(Window):
    """For one important day."""

    def __init__(self, context: AppContext, places: Places, day: ImportantDay) -> None:
        super().__init__(places, "rehearsal", QSize(640, 560))
        self._context = context
        self._day = day
        theme = context.theme
        self.setWindowTitle(tr("Checklist for {name}", name=day.name))
        self._result = Text(theme, TextRole.TEXT, wrap=True)
        self._points: tuple[Point, ...] = ()
        self._work = WorkLine(theme)
        self._check = QPushButton(tr("Rehearse again"))
        self._check.clicked.connect(self.look_again)
        printing = QPushButton(tr("Print…"))
        printing.setToolTip(tr("Opens the checklist in your browser, which can print it."))
        printing.clicked.connect(self.print_out)
        save = QPushButton(tr("Save…"))
        save.clicked.connect(self.ask)
        close = QPushButton(tr("Close"))
        set_primary(close)
        close.clicked.connect(self.close)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        head = QVBoxLayout()
        head.setContentsMargins(20, 18, 20, 4)
        head.setSpacing(4)
        head.addWidget(Text(theme, TextRole.VERDICT, tr("Checklist for {name}", name=day.name), wrap=True))
        begins = tr("It begins on {day}.", day=Day(day.from_ms))
        head.addWidget(Text(theme, TextRole.TEXT, begins, colour="secondary"))
        head.addWidget(self._result)
        head.addWidget(self._work)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 16)
        foot.addWidget(self._check)
        foot.addStretch(1)
        foot.addWidget(printing)
        foot.addWidget(save)
        foot.addWidget(close)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(foot)
        context.commands.checked.connect(self._rehearsed)
        context.bridge.changed.connect(self._refresh)
        self.look_again()

    def look_again(self) -> None:
        """See Window."""
        self._check.setEnabled(False)
        self._context.commands.check_now()
        self._refresh()

    def print_out(self) -> None:
        """Open it in the browser."""
        path = os.path.join(self._context.data_folder, "checklist.html")
        self._work.follow(tr("Preparing the checklist…"), self._context.spawn(self._open(path), "checklist", self))

    def ask(self) -> QFileDialog:
        """Ask for a file and write it."""
        dialog = save_dialog(self, tr("Save checklist"), f"{self._day.id}.html", f"{tr('Web page')} (*.html)")
        dialog.fileSelected.connect(self.save)
        dialog.open()
        return dialog

    def save(self, path: str) -> None:
        """Write it to a file."""
        self._work.follow(tr("Saving the checklist…"), self._context.spawn(self._save(path), "checklist", self))

    async def _save(self, path: str) -> None:
        if await self._write(path, private=False):
            saved = tr("Checklist saved to {path}.", path=path)
            self._work.show_text(saved, tr("Open"), lambda: open_place(path))

    async def _open(self, path: str) -> None:
        if await self._write(path, private=True) and not open_place(path):
            self._work.show_text(tr("No browser could be opened. Save the checklist instead."))

    async def _write(self, path: str, *, private: bool) -> bool:
        page = self._context.program.checklist_page(self._day).encode()
        try:
            await in_thread(lambda: put_whole(path, page, private=private), name="checklist")
        except OSError as error:
            why = error.strerror or type(error).__name__
            self._work.show_text(tr("The checklist could not be saved: {why}. Choose another folder.", why=why))
            return False
        return True

    def _rehearsed(self) -> None:
        self._check.setEnabled(True)
        self._refresh()

    def _refresh(self) -> None:
        points = checklist(self._day, self._context.snapshot, self._context.alerting_settings())
        if points != self._points:
            self._points = points
            self._scroll.setWidget(self._list(points))
            self._result.setText(_result(points))

    def _list(self, points: Sequence[Point]) -> QWidget:
        theme, inside = self._context.theme, QWidget()
        layout = QGridLayout(inside)
        layout.setContentsMargins(20, 6, 20, 6)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(9)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(len(points), 1)
        for row, point in enumerate(points):
            mark = MarkLabel(theme, 18)
            mark.set_mark(point.mark, rendered(MARKS[point.mark]))
            texts = QVBoxLayout()
            texts.setSpacing(1)
            texts.addWidget(Text(theme, TextRole.NAME, rendered(point.title), wrap=True))
            texts.addWidget(Text(theme, TextRole.TEXT, rendered(point.detail), colour="secondary", wrap=True))
            layout.addWidget(mark, row, 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(texts, row, 1)
        return inside


def _result(points: Sequence[Point]) -> str:
    open_points = sum(not point.ready for point in points)
    if not open_points:
        return tr("Everything is ready.")
    return tr_plural(
        "{n} of {total} points is not ready yet.",
        "{n} of {total} points are not ready yet.",
        open_points,
        total=len(points),
    )
