"""The last run of Porchlight ended unexpectedly: a card with its report to copy, until it is dismissed."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.dismissible_card import DismissibleCard
from porchlight.language.current import tr
from porchlight.language.text import Moment
from porchlight.runtime.last_run import Crash


class CrashCard(DismissibleCard):
    """Hidden where the last run ended properly."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._copy = QPushButton(tr("Copy report"))
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch(1)
        self.texts.addSpacing(6)
        self.texts.addLayout(row)
        self.dismissed.connect(self.hide)

    def show_crash(self, crash: Crash) -> None:
        """Show it."""
        began = tr(
            "It had been running since {began}. It is watching again now, and its history is kept.",
            began=Moment(crash.began_ms),
        )
        sent = tr("Nothing was sent to anyone. If this happens again, send the report to whoever helps you.")
        self.show_lines(tr("Porchlight ended unexpectedly"), (began, sent))

        def copy() -> None:
            QGuiApplication.clipboard().setText(crash.report)
            self._copy.setText(tr("Copied"))

        self._copy.clicked.connect(copy)
