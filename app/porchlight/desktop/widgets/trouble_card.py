"""One trouble in full: what is wrong, since when, what to do, and the buttons for it."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import span
from porchlight.desktop.not_now import of_component
from porchlight.desktop.texts import advice, mark_word
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.tokens import CARD_RADIUS, GAP
from porchlight.desktop.verdict_texts import ShownVerdict, component_verdict, what_is_wrong
from porchlight.desktop.widgets.alerts import NotNowLine, not_now_menu
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.desktop.widgets.flow_layout import FlowLayout
from porchlight.language.current import tr
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import KEY_REASONS, Reason, Status


class TroubleCard(QFrame):
    """For one component in trouble; updated when it changes."""

    details_wanted = Signal(str)
    credential_wanted = Signal(str)
    settings_wanted = Signal(str)

    def __init__(self, context: AppContext, view: ComponentView) -> None:
        super().__init__()
        self.component_id = view.component.id
        self._context = context
        theme = self._theme = context.theme
        self._status = view.state.status
        self._mark = MarkLabel(theme, 18)
        self._title = Text(theme, TextRole.NAME, wrap=True)
        self._since = Text(theme, TextRole.SECONDARY)
        self._text = Text(theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._primary = QPushButton()
        set_primary(self._primary)
        self._primary.clicked.connect(self._act)
        self._reason: Reason | None = None
        self._has_credential = context.has_credential(self.component_id)
        self._not_now = NotNowLine(theme)
        self._snooze = QPushButton(tr("Snooze") + " ▾")
        self._snooze.setAccessibleName(tr("Snooze"))
        self.menu = not_now_menu(context, self.component_id, self)
        self._snooze.setMenu(self.menu)
        details = QPushButton(tr("Details"))
        details.clicked.connect(lambda: self.details_wanted.emit(self.component_id))
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title, 1)
        head.addWidget(self._since)
        buttons = FlowLayout(6)
        buttons.addWidget(self._primary)
        buttons.addWidget(self._snooze)
        buttons.addWidget(details)
        body = QVBoxLayout()
        body.setSpacing(2)
        body.addLayout(head)
        body.addWidget(self._text)
        body.addWidget(self._not_now)
        body.addSpacing(7)
        body.addLayout(buttons)
        body.addStretch(1)  # beside a higher one
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(GAP + 2)
        mark = QVBoxLayout()
        mark.addWidget(self._mark)
        mark.addStretch(1)
        layout.addLayout(mark)
        layout.addLayout(body, 1)
        theme.changed.connect(self.update)
        self.update_view(view, component_verdict(view, context.snapshot), view.state.checked_ms or 0)

    def update_view(self, view: ComponentView, verdict: ShownVerdict, now_ms: int) -> None:
        """Show the current state."""
        state = view.state
        self._reason = state.reason
        self._status = state.status
        title = what_is_wrong(view)
        self.setAccessibleName(title)
        self._mark.set_mark(verdict.mark, mark_word(verdict.mark))
        self._title.setText(title)
        self._since.setText(span((now_ms - state.since_ms) / 1000))
        text = verdict.title
        self._text.setText(f"{text} {advice(state.reason, view.component.kind)}" if state.reason else text)
        key = self._has_credential and state.reason in KEY_REASONS
        ours = state.reason in (Reason.CONFIGURATION, Reason.SECRET_MISSING) and not self._context.viewer
        self._primary.setVisible(key or ours)
        not_now = of_component(self._context, self.component_id)
        self._not_now.update_line(not_now)
        self._snooze.setVisible(not_now.end is None)
        self._primary.setText(tr("Enter new key") if key else tr("Fix settings"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("background"))
        painter.setBrush(self._theme.colour("tint_error" if self._status is Status.ERROR else "tint_warning"))
        painter.drawRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
        painter.end()

    def _act(self) -> None:
        if self._has_credential and self._reason in KEY_REASONS:
            self.credential_wanted.emit(self.component_id)
        else:
            self.settings_wanted.emit(self.component_id)
