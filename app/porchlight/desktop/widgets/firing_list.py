"""What fires about a component: how grave, since when, how it stands, and the buttons for it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.alert_words import severity_word, state_of
from porchlight.desktop.context import AppContext
from porchlight.desktop.icons import Mark
from porchlight.desktop.not_now import silenced
from porchlight.desktop.theme import TextRole
from porchlight.desktop.time_words import moment
from porchlight.desktop.tokens import CARD_RADIUS, GAP
from porchlight.desktop.widgets.alert_menus import snooze_menu
from porchlight.desktop.widgets.alert_table import SEVERITY_MARKS
from porchlight.desktop.widgets.mark_label import MarkLabel
from porchlight.desktop.widgets.not_now_line import NotNowLine
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import rule_name, translate
from porchlight.model.alert import Alert


class FiringList(QWidget):
    """Hidden while nothing fires and nothing is silenced."""

    def __init__(self, context: AppContext, component_id: str) -> None:
        super().__init__()
        self._context = context
        self._component_id = component_id
        self._rows: dict[str, _Row] = {}
        self._silenced = NotNowLine(context.theme)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._silenced)

    def refresh(self) -> None:
        """Show what is so now; rows that stay keep the focus."""
        firing = {alert.id: alert for alert in self._context.firing(self._component_id)}
        for alert_id in self._rows.keys() - firing.keys():
            row = self._rows.pop(alert_id)
            row.hide()
            row.deleteLater()
        for alert_id, alert in firing.items():
            if alert_id not in self._rows:
                row = self._rows[alert_id] = _Row(self._context, alert)
                self._layout.insertWidget(self._layout.count() - 1, row)
            self._rows[alert_id].tell(alert)
        silence = silenced(self._context, self._component_id)
        self._silenced.tell(silence)
        self.setVisible(bool(firing or silence.said))


class _Row(QFrame):
    """One alert."""

    def __init__(self, context: AppContext, alert: Alert) -> None:
        super().__init__()
        self._context = context
        self._alert = alert
        theme = context.theme
        mark = MarkLabel(theme, 18)
        mark.set_mark(SEVERITY_MARKS[alert.severity], severity_word(alert.severity))
        title = Text(theme, TextRole.NAME, rule_name(alert.rule, context.rule_names().get(alert.rule, alert.rule)))
        self._state = Text(theme, TextRole.SECONDARY)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(self._state)
        self._acknowledge = QPushButton(translate("Alerts", "Acknowledge"))
        self._acknowledge.clicked.connect(lambda: context.commands.acknowledge([alert.id]))
        self._snooze = QPushButton(translate("Alerts", "Snooze") + " ▾")
        self._snooze.setAccessibleName(translate("Alerts", "Snooze"))
        self._menu = snooze_menu(
            lambda seconds: context.commands.snooze([alert.id], seconds)
        )  # a button does not own its menu
        self._snooze.setMenu(self._menu)
        self._unsnooze = QPushButton(translate("Alerts", "End snooze"))
        self._unsnooze.clicked.connect(lambda: context.commands.unsnooze([alert.id]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(GAP)
        layout.addWidget(mark)
        layout.addSpacing(2)
        layout.addLayout(words, 1)
        for button in (self._acknowledge, self._snooze, self._unsnooze):
            layout.addWidget(button)
        theme.changed.connect(self.update)
        self.tell(alert)

    def tell(self, alert: Alert) -> None:
        """Say how it stands."""
        now_ms = self._context.now_ms()
        self._alert = alert
        since = translate("Alerts", "Since %1").replace("%1", moment(alert.pending_ms, now_ms))
        self._state.setText(f"{since} · {state_of(alert, now_ms)}")
        snoozed = alert.snoozed_until_ms is not None and alert.snoozed_until_ms > now_ms
        self._acknowledge.setVisible(alert.acknowledged_ms is None)
        self._snooze.setVisible(not snoozed)
        self._unsnooze.setVisible(snoozed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grave = SEVERITY_MARKS[self._alert.severity] is Mark.ERROR
        painter.setPen(self._context.theme.colour("background"))
        painter.setBrush(self._context.theme.colour("tint_error" if grave else "tint_warning"))
        painter.drawRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
        painter.end()
