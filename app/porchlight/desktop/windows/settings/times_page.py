"""The times page of the settings: when alerts wait, and days that matter more or less than others."""

from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QPushButton

from porchlight.desktop.formatting import day_word, exact_moment, span
from porchlight.desktop.texts import rule_name
from porchlight.desktop.windows.settings.adjustments import AdjustmentsField
from porchlight.desktop.windows.settings.fields import Choices
from porchlight.desktop.windows.settings.form import SettingsForm
from porchlight.desktop.windows.settings.item_editor import ItemEditor
from porchlight.desktop.windows.settings.page import ListPage
from porchlight.language.current import tr, tr_plural
from porchlight.settings.rules import WEEK, CalendarSettings, MaintenanceSettings, QuietHours, Weekday

_QUIET = {"from": "22:00", "to": "07:00"}
_LATER = ("zone",)


class TimesPage(ListPage):
    """Quiet hours, maintenance windows, the calendar."""

    def _fill(self) -> None:
        alerting = self._context.alerting_settings()
        quiet = alerting.alerts.quiet_hours
        edit = QPushButton(tr("Set up…") if quiet is None else tr("Edit"))
        edit.setAccessibleName(tr("Set up quiet hours"))
        edit.clicked.connect(self._edit_quiet_hours)
        buttons = [edit]
        set_elsewhere = self._context.settings.policy.locks("alerts", "quiet_hours")
        if quiet is not None:
            remove = QPushButton(tr("Remove"))
            remove.setAccessibleName(tr("Remove quiet hours"))
            remove.clicked.connect(lambda: self._take_out("alerts", ["quiet_hours"], tr("Quiet hours were removed.")))
            buttons.append(remove)
        for button in buttons if set_elsewhere else ():
            self._show_locked(button)
        self._head(
            tr("Quiet hours"),
            tr(
                "This desktop shows no notifications during quiet hours. Alerts that are resolved by then are not"
                " shown at all."
            ),
            *buttons,
        )
        if quiet is not None:
            text = _daily(quiet)
            if quiet.let_critical_through:
                text += " · " + tr("critical alerts are still shown")
            self._row(text, "")
        self._gap()
        add_maintenance = self._add_button(tr("Add maintenance"))
        add_maintenance.clicked.connect(partial(self.edit_maintenance, None))
        self._head(
            tr("Maintenance"),
            tr("Planned, repeating times when checks continue and no alerts are sent."),
            add_maintenance,
        )
        for name, window in alerting.maintenance.items():
            title = window.name or name
            row = self._buttons(
                title, partial(self.edit_maintenance, name), partial(self._remove, "maintenance", name, title)
            )
            self._lock("maintenance", name, *row)
            self._row(title, f"{_daily(window)} · {self._reach(window.components, window.rules)}", *row)
        self._gap()
        add_days = self._add_button(tr("Add days"))
        add_days.clicked.connect(partial(self.edit_calendar, None))
        self._head(
            tr("Important days"),
            tr(
                "Giving Tuesday, a gala, a planned change: rules and checks can be stricter or "
                "looser on these days. The day before, Porchlight checks everything once and sends "
                "you the result."
            ),
            add_days,
        )
        for name, item in alerting.calendar.items():
            title = item.name or name
            rehearse = QPushButton(tr("Rehearse…"))
            rehearse.setAccessibleName(tr("Rehearse {name}", name=title))
            rehearse.clicked.connect(partial(self._rehearse, name))
            row = self._buttons(
                title, partial(self.edit_calendar, name), partial(self._remove, "calendar", name, title)
            )
            self._lock("calendar", name, *row)
            self._row(title, self._calendar_text(item), rehearse, *row)

    def _rehearse(self, name: str) -> None:
        if (day := self._context.program.important_day(name)) is not None:
            self._context.rehearsal_wanted.emit(day)

    def edit_maintenance(self, name: str | None, _: bool = False) -> None:
        """Open the form of a maintenance window, or of a new one (None)."""
        found = None if name is None else self._read("maintenance", name)
        values = {"from": "02:00", "to": "03:00"} if found is None else found
        form = SettingsForm(
            self._context.theme,
            MaintenanceSettings,
            values,
            choices=self._choices(),
            later=_LATER,
            locked=self._context.locked("maintenance", name),
        )
        self._open(
            ItemEditor(
                self._context,
                "maintenance",
                tr("Maintenance"),
                form,
                name,
                found,
                default_name=tr("Maintenance"),
                taken=self._context.alerting_settings().maintenance.keys(),
            )
        )

    def edit_calendar(self, name: str | None, _: bool = False) -> None:
        """Open the form of a calendar span, or of a new one (None)."""
        found = None if name is None else self._read("calendar", name)
        rules = self._choices()["rules"]
        form = SettingsForm(
            self._context.theme,
            CalendarSettings,
            found or {},
            choices={"components": self._choices()["components"]},
            fields={"rules": AdjustmentsField(rules, self._context.channel_names())},
            later=_LATER,
            locked=self._context.locked("calendar", name),
        )
        self._open(
            ItemEditor(
                self._context,
                "calendar",
                tr("Important days"),
                form,
                name,
                found,
                default_name=tr("Special days"),
                taken=self._context.alerting_settings().calendar.keys(),
            )
        )

    # -- inside

    def _edit_quiet_hours(self) -> None:
        found = self._read("alerts", "quiet_hours")
        form = SettingsForm(self._context.theme, QuietHours, found or _QUIET, later=_LATER)
        self._open(
            ItemEditor(
                self._context,
                "alerts",
                tr("Quiet hours"),
                form,
                "quiet_hours",
                found,
                default_name="quiet_hours",
            )
        )

    def _remove(self, section: str, name: str, title: str, _: bool = False) -> None:
        self._take_out(section, [name], tr("“{name}” was removed.", name=title))

    def _choices(self) -> Choices:
        rules = self._context.alerting_settings().rules
        return {
            "components": self._context.component_names(),
            "rules": {one: rule_name(one, rule.name or one) for one, rule in rules.items()},
        }

    def _reach(self, components: tuple[str, ...], rules: tuple[str, ...]) -> str:
        choices = self._choices()
        names = [choices["components"].get(one, one) for one in components]
        names += [f"“{choices['rules'].get(one, one)}”" for one in rules]
        return ", ".join(names) or tr("everything")

    def _calendar_text(self, item: CalendarSettings) -> str:
        parts = [" – ".join(dict.fromkeys((_day(item.from_), _day(item.to))))]
        if item.interval is not None:
            parts.append(tr("checked every {duration}", duration=span(item.interval)))
        if item.rules:
            parts.append(tr_plural("{n} rule adjusted", "{n} rules adjusted", len(item.rules)))
        return " · ".join(parts)


def _day(value: Any) -> str:
    if hasattr(value, "hour"):
        return exact_moment(value.timestamp() * 1000)
    return day_word(value)


def _daily(item: QuietHours | MaintenanceSettings) -> str:
    locale = QLocale()
    clock = [
        locale.toString(QTime(one.hour, one.minute), QLocale.FormatType.ShortFormat) for one in (item.from_, item.to)
    ]
    text = " – ".join(clock)
    if set(item.days) != set(WEEK):
        order = list(Weekday)
        names = [locale.standaloneDayName(order.index(day) + 1, QLocale.FormatType.ShortFormat) for day in item.days]
        text += f" · {', '.join(names)}"
    return f"{text} · {item.zone}" if item.zone else text
