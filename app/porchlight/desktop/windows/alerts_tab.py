"""The Alerts tab of the main window: what fired, or what was sent of it."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.basic import add_toggles
from porchlight.desktop.windows.alerts_page import AlertsPage
from porchlight.desktop.windows.outbox_page import OutboxPage
from porchlight.language.current import tr


class AlertsTab(QWidget):
    """Updates while it is visible."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.alerts, self.outbox = AlertsPage(context), OutboxPage(context)
        self._stack = QStackedWidget()
        line = QHBoxLayout()
        line.setSpacing(2)
        for page in (self.alerts, self.outbox):
            self._stack.addWidget(page)
        self._views = add_toggles(self, line, (tr("Alerts"), tr("Outbox")))
        line.addStretch(1)
        self._views.idClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(GAP)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)
        context.bridge.alerts_changed.connect(self._follow)

    def read(self) -> None:
        """Read the history again."""
        (self.outbox if self._stack.currentWidget() is self.outbox else self.alerts).read()

    def _choose(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.read()

    def _follow(self) -> None:
        if self.isVisible():
            self._context.after_writing(self.read, self)
