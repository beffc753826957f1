"""Form fields for more than a line of text: spans, times of day, weekdays, folders, databases."""

from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTimeEdit,
    QWidget,
)

from porchlight.desktop.widgets.basic import Toggle
from porchlight.desktop.widgets.flow_layout import FlowLayout
from porchlight.desktop.windows.settings.fields import ABSENT, Field, show_in
from porchlight.language.current import tr
from porchlight.settings.rules import WEEK
from porchlight.settings.typed import database_address, database_for_people

_MARGIN = 6
"""px before a time: the style sheet's padding does not apply inside it."""


class ClockField(Field):
    """A time of day, to the minute; for the ``default`` nothing is written."""

    def __init__(self, default: time | None = None) -> None:
        self._default = f"{default:%H:%M}" if default is not None else None
        self.edit = _time_edit()
        super().__init__(self.edit)
        self.changed = self.edit.timeChanged

    def value(self) -> Any:
        """See Field: as "22:00"."""
        chosen = self.edit.time().toString("HH:mm")
        return ABSENT if chosen == self._default else chosen

    def show(self, value: Any) -> None:
        """See Field."""
        if isinstance(value, time):
            self.edit.setTime(QTime(value.hour, value.minute))
        else:
            text = value.rjust(5, "0") if isinstance(value, str) else self._default or "00:00"
            self.edit.setTime(QTime.fromString(text, "HH:mm"))


def _time_edit() -> QTimeEdit:
    edit = QTimeEdit()
    edit.setDisplayFormat(QLocale().timeFormat(QLocale.FormatType.ShortFormat))
    edit.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
    return edit


def date_format() -> str:
    """A day as the user writes it; the year in full, since a day may be far away."""
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return short if "yyyy" in short else short.replace("yy", "yyyy")


class MomentField(Field):
    """A day, or a day and a time; without a change it is written as before."""

    def __init__(self) -> None:
        self._whole = _Moment()
        self._shown: tuple[Any, Any] | None = None
        super().__init__(self._whole)
        self.changed = self._whole.changed

    def value(self) -> Any:
        """See Field."""
        now = self._whole.value()
        if self._shown is not None and now == self._shown[1]:
            return self._shown[0]
        return now

    def show(self, value: Any) -> None:
        """See Field."""
        self._shown = None
        if isinstance(value, date):  # a datetime is one
            self._whole.show_value(value)
            self._shown = value, self._whole.value()
        else:
            self._whole.show_value(date.today())  # noqa: DTZ011 - a day as people here mean it


class _Moment(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.day = QDateEdit()
        self.day.setDisplayFormat(date_format())
        self.day.setCalendarPopup(True)
        self.timed = QCheckBox(tr("at"))
        self.clock = _time_edit()
        self.clock.setEnabled(False)
        self.timed.toggled.connect(self.clock.setEnabled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.day, self.timed, self.clock):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setFocusProxy(self.day)
        for signal in (self.day.dateChanged, self.timed.toggled, self.clock.timeChanged):
            signal.connect(lambda: self.changed.emit())

    def setAccessibleName(self, name: str) -> None:
        """See QWidget: the parts are what is read aloud."""
        super().setAccessibleName(name)
        self.day.setAccessibleName(name)
        self.clock.setAccessibleName(f"{name}: {tr('time')}")

    def value(self) -> date | datetime:
        day, clock = self.day.date(), self.clock.time()
        found = date(day.year(), day.month(), day.day())
        return datetime.combine(found, time(clock.hour(), clock.minute())) if self.timed.isChecked() else found

    def show_value(self, value: date | datetime) -> None:
        self.day.setDate(QDate(value.year, value.month, value.day))
        timed = isinstance(value, datetime)
        self.timed.setChecked(timed)
        if isinstance(value, datetime):
            self.clock.setTime(QTime(value.hour, value.minute))


class WeekdaysField(Field):
    """Days of the week; all of them where nothing is written."""

    def __init__(self) -> None:
        self._days = _Days()
        super().__init__(self._days)
        self.changed = self._days.changed

    def value(self) -> Any:
        """See Field."""
        chosen = self._days.chosen()
        return ABSENT if len(chosen) == len(WEEK) else chosen

    def show(self, value: Any) -> None:
        """See Field."""
        self._days.choose([day.value for day in WEEK] if value is ABSENT else value)


class _Days(QWidget):
    """A toggle for each day, from the first one of the week where the user lives."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        names, short = QLocale(), QLocale.FormatType.ShortFormat
        first = names.firstDayOfWeek().value
        self._toggles: dict[str, Toggle] = {}
        layout = FlowLayout(4)
        for number in (*range(first, 8), *range(1, first)):
            toggle = Toggle(names.standaloneDayName(number, short))
            toggle.setToolTip(names.standaloneDayName(number))
            toggle.toggled.connect(lambda _: self.changed.emit())
            self._toggles[WEEK[number - 1].value] = toggle
            layout.addWidget(toggle)
        self.setLayout(layout)
        self.setFocusProxy(next(iter(self._toggles.values())))

    def setAccessibleName(self, name: str) -> None:
        """See QWidget: each day is read aloud with what it is for."""
        super().setAccessibleName(name)
        for toggle in self._toggles.values():
            toggle.setAccessibleName(f"{name}: {toggle.toolTip()}")

    def chosen(self) -> list[str]:
        return [day.value for day in WEEK if self._toggles[day.value].isChecked()]

    def choose(self, days: object) -> None:
        wanted = days if isinstance(days, list | tuple) else []
        for day, toggle in self._toggles.items():
            toggle.setChecked(day in wanted)


class _LineWithButton(QWidget):
    """A line, and a button beside it that fills it in."""

    def __init__(self, placeholder: str, button: QPushButton) -> None:
        super().__init__()
        self.line = QLineEdit(placeholderText=placeholder)
        self.line.setToolTip(placeholder)
        self.line.setMinimumWidth(260)
        self.button = button
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        layout.addWidget(button)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        """See QWidget: the line is what is read aloud."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)


class FolderField(Field):
    """Empty: the default folder, which is shown as a hint."""

    def __init__(self, otherwise: str) -> None:
        self._otherwise = otherwise
        whole = _LineWithButton(otherwise, QPushButton(tr("Choose…")))
        whole.button.clicked.connect(self._ask)
        self.line = whole.line
        super().__init__(whole)
        self.changed = self.line.textChanged

    def value(self) -> Any:
        """See Field."""
        return self.line.text().strip() or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        show_in(self.line, value if isinstance(value, str) else "")

    def _ask(self) -> None:
        dialog = QFileDialog(self.widget, tr("Choose a folder"), self.line.text() or self._otherwise)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()


class DatabaseField(Field):
    """The address of a database, or the path of a SQLite file, typed or chosen."""

    def __init__(self, placeholder: str) -> None:
        whole = _LineWithButton(placeholder, QPushButton(tr("Browse…")))
        whole.button.clicked.connect(self._ask)
        self.line = whole.line
        super().__init__(whole)
        self.changed = self.line.textChanged

    def value(self) -> Any:
        """See Field: the address, also of a file."""
        return database_address(self.line.text()) or ABSENT

    def show(self, value: Any) -> None:
        """See Field."""
        show_in(self.line, database_for_people(value) if isinstance(value, str) else "")

    def _ask(self) -> None:
        dialog = QFileDialog(self.widget, tr("Choose a database file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()
