"""An important day that is near: its name and when, its rehearsal, and plan B one click away."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Link, Text
from porchlight.language.current import tr
from porchlight.language.text import Day, Until
from porchlight.model.important_day import ImportantDay
from porchlight.model.snapshot import Snapshot


class ImportantDayRow(QWidget):
    """The next one; hidden while none is near."""

    rehearsal_wanted = Signal(object)
    """An ImportantDay."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._day: ImportantDay | None = None
        self._text = Text(theme, TextRole.TEXT, wrap=True)
        self._rehearse = Link(tr("Rehearse"))
        self._rehearse.clicked.connect(lambda: self.rehearsal_wanted.emit(self._day))
        self._plan = Link(tr("Copy plan B"))
        self._plan.clicked.connect(self._copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._rehearse)
        layout.addWidget(self._plan)
        self.hide()

    def show_next(self, snapshot: Snapshot) -> None:
        """Show the next one of a snapshot."""
        day = next(iter(snapshot.important_days), None)
        if day != self._day:
            self._day = day
            self._plan.setText(tr("Copy plan B"))
        if day is not None:
            on = day.is_on(snapshot.at_ms)
            text = tr("{name} until {moment}", name=day.name, moment=Until(day.to_ms))
            if not on:
                text = tr("{name} begins on {day}", name=day.name, day=Day(day.from_ms))
            self._text.setText(text)
            self._rehearse.setVisible(not on)
            self._plan.setVisible(bool(day.plan_b))
        self.setVisible(day is not None)

    def _copy(self) -> None:
        if self._day is not None:
            QGuiApplication.clipboard().setText(self._day.plan_b)
            self._plan.setText(tr("Copied"))
