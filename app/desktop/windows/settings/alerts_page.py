"""The alerts page of the settings: which rules are on, how grave they are and by what they are told; channels."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop.alert_words import severity_word
from app.desktop.desk import Desk
from app.desktop.theme import TextRole
from app.desktop.widgets.text import Text
from app.desktop.words import rule_name, rule_why
from app.model.alert import Severity
from app.model.errors import PorchlightError
from app.settings.rules import ChannelSettings, RuleSettings


class _Choice(QComboBox):
    """Not changed by the wheel while the page is scrolled over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """See QWidget."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class AlertsPage(QWidget):
    """Each change is written at once, the key that it is about alone."""

    told = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._inside = QWidget()
        self._body = QVBoxLayout(self._inside)
        self._body.setContentsMargins(0, 0, 12, 0)
        self._body.setSpacing(8)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self._build()

    def settings_changed(self) -> None:
        """The file is another one."""
        while (item := self._body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._build()

    # -- building

    def _build(self) -> None:
        theme = self._desk.theme
        alerting = self._desk.alerting_settings()
        self._body.addWidget(Text(theme, TextRole.VERDICT, self.tr("Channels")))
        self._body.addWidget(self._channel_row("desktop", self.tr("This desktop"), None))
        for name, channel in alerting.channels.items():
            self._body.addWidget(self._channel_row(name, name, channel))
        more = self.tr("E-mail, webhooks, Slack, Teams and more are added in the settings file, as [channels.NAME].")
        self._body.addWidget(Text(theme, TextRole.SECONDARY, more, colour="secondary", wrap=True))
        self._body.addSpacing(8)
        self._body.addWidget(Text(theme, TextRole.VERDICT, self.tr("Rules")))
        channels = ["desktop", *alerting.channels]
        for name, rule in alerting.rules.items():
            self._body.addWidget(self._rule_row(name, rule, channels))
        self._body.addStretch(1)

    def _channel_row(self, name: str, title: str, channel: ChannelSettings | None) -> QWidget:
        theme = self._desk.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Text(theme, TextRole.NAME, title))
        kind = channel.kind if channel is not None else self.tr("notifications with buttons")
        line.addWidget(Text(theme, TextRole.SECONDARY, kind, colour="secondary"), 1)
        test = QPushButton(self.tr("Send test"))
        test.setAccessibleName(self.tr("Send a test to %1").replace("%1", title))
        test.setEnabled(channel is None or channel.enabled)
        test.clicked.connect(partial(self._test, name, title))
        line.addWidget(test)
        return row

    def _rule_row(self, name: str, rule: RuleSettings, channels: list[str]) -> QWidget:
        theme = self._desk.theme
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        title = rule_name(name, rule.name or name)
        switch = QCheckBox(title)
        switch.setChecked(rule.enabled)
        switch.toggled.connect(lambda wanted: self._put(name, "enabled", wanted))
        severity = _Choice()
        severity.setAccessibleName(self.tr("Severity of “%1”").replace("%1", title))
        for one in Severity:
            severity.addItem(severity_word(one), one.value)
        severity.setCurrentIndex(severity.findData(rule.severity.value))
        severity.currentIndexChanged.connect(lambda index: self._put(name, "severity", severity.itemData(index)))
        tell = QPushButton(self._told_by(rule.channels))
        tell.setMenu(self._channel_menu(name, rule, channels))
        try_out = QPushButton(self.tr("Last 7 days?"))
        try_out.setToolTip(self.tr("What this rule would have done in the last seven days"))
        try_out.clicked.connect(partial(self._replay, name, rule, title))
        line.addWidget(switch, 1)
        for widget in (severity, tell, try_out):
            line.addWidget(widget)
        layout.addLayout(line)
        why = rule_why(name, rule.why)
        if why:
            said = Text(theme, TextRole.SECONDARY, why, colour="secondary", wrap=True)
            said.setContentsMargins(24, 0, 0, 0)
            layout.addWidget(said)
        return row

    def _channel_menu(self, name: str, rule: RuleSettings, channels: list[str]) -> QMenu:
        menu = QMenu(self)
        for channel in channels:
            action = QAction(self.tr("This desktop") if channel == "desktop" else channel, menu, checkable=True)
            action.setChecked(channel in rule.channels)
            action.toggled.connect(partial(self._choose_channel, name, rule, channel))
            menu.addAction(action)
        return menu

    def _told_by(self, channels: tuple[str, ...]) -> str:
        if not channels:
            return self.tr("Told to nobody") + " ▾"
        first = self.tr("This desktop") if channels[0] == "desktop" else channels[0]
        return (first if len(channels) == 1 else f"{first} + {len(channels) - 1}") + " ▾"

    # -- orders

    def _choose_channel(self, name: str, rule: RuleSettings, channel: str, wanted: bool) -> None:
        kept = [one for one in rule.channels if one != channel]
        self._put(name, "channels", [*kept, channel] if wanted else kept)

    def _put(self, rule: str, key: str, value: object) -> None:
        try:
            self._desk.editing.change_rule(rule, key, value)
        except PorchlightError as error:
            self.told.emit(str(error))
            self.settings_changed()
        else:
            self.told.emit(self.tr("Saved."))

    def _test(self, name: str, title: str) -> None:
        self.told.emit(self.tr("Sending …"))
        self._desk.test_channel(name, partial(self._say_tested, title), self)

    def _say_tested(self, title: str, fault: str | None) -> None:
        self.told.emit(f"{title}: {fault}" if fault else self.tr("“%1” has taken it.").replace("%1", title))

    def _replay(self, name: str, rule: RuleSettings, title: str) -> None:
        self.told.emit(self.tr("Looking …"))
        self._desk.replay(name, rule, lambda said: self.told.emit(f"{title}: {said}"), self)
