"""What to do about a component in trouble: the next step, its cause if known, and ways to get help."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from porchlight import __version__
from porchlight.desktop.component_facts import ComponentFacts
from porchlight.desktop.context import AppContext
from porchlight.desktop.diagnostics import diagnostics_text
from porchlight.desktop.opening import open_page
from porchlight.desktop.texts import advice, red_light
from porchlight.desktop.theme import TextRole, Theme, set_primary
from porchlight.desktop.tokens import CARD_RADIUS
from porchlight.desktop.widgets.basic import MarkLabel, Text, clear
from porchlight.desktop.widgets.flow_layout import FlowLayout
from porchlight.insight import diagnosis_texts
from porchlight.insight.forecasts import Forecast
from porchlight.insight.recommendation_texts import Kind
from porchlight.insight.sentences import expected, of_slower_answers
from porchlight.insight.support_text import SupportCase, support_text
from porchlight.language.current import rendered, tr
from porchlight.language.english import english
from porchlight.language.text import Day, ResponseTime, msg
from porchlight.model.diagnosis import Diagnosis, Step
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import KEY_REASONS, Reason, Status
from porchlight.zones import local_zone


class WhereSteps(QWidget):
    """Hidden while empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Diagnosis | None = None
        self._sentence = Text(theme, TextRole.NAME, wrap=True).selectable()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 4)
        layout.setSpacing(5)
        layout.addWidget(self._sentence)
        layout.addLayout(self._lines)
        self.hide()

    def show_diagnosis(self, found: Diagnosis | None) -> None:
        """None: nothing is known, or nothing is wrong."""
        self.setVisible(found is not None)
        if found is None or found == self._shown:
            return
        self._shown = found
        self._sentence.setText(rendered(diagnosis_texts.sentence(found)))
        clear(self._lines)
        for step in found.steps:
            self._lines.addWidget(self._line(step))

    def _line(self, step: Step) -> QWidget:
        mark = MarkLabel(self._theme, 14)
        if step.good is None:
            mark.set_mark(Mark.UNKNOWN, tr("unknown"))
        elif step.good:
            mark.set_mark(Mark.HEALTHY, tr("working"))
        else:
            mark.set_mark(Mark.ERROR, tr("failing"))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(
            Text(
                self._theme, TextRole.SECONDARY, rendered(diagnosis_texts.line(step)), colour="secondary", wrap=True
            ),
            1,
        )
        return row


class AdviceCard(QFrame):
    """A separate surface with round corners."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.component_id = ""
        self._view: ComponentView | None = None
        self._facts: ComponentFacts | None = None
        self.setAccessibleName(tr("What to do"))
        self._build()

    def show_view(self, view: ComponentView) -> None:
        """For the current state."""
        self._view = view
        self._show(view)

    def show_facts(self, facts: ComponentFacts) -> None:
        """With the facts of its history."""
        self._facts = facts
        if self._view is not None:
            self._show(self._view)

    def copy_diagnostics(self) -> None:
        """Everything known, for a helper."""
        now_ms, word = self._context.now_ms(), self._context.vendor_report(self.component_id)
        if self._view is not None:
            QGuiApplication.clipboard().setText(diagnostics_text(self._view, self._facts, now_ms, word))
            self._context.note.emit(tr("Diagnostics copied to the clipboard."))

    # -- building

    def _build(self) -> None:
        theme = self._context.theme
        card = QVBoxLayout(self)
        card.setContentsMargins(16, 13, 16, 14)
        card.setSpacing(4)
        self._advice_title = Text(theme, TextRole.NAME, wrap=True)
        self._advice = Text(theme, TextRole.TEXT, colour="secondary", wrap=True).selectable()
        self._sentence = Text(theme, TextRole.SECONDARY, wrap=True).selectable()
        self._vendor_status = Text(theme, TextRole.TEXT, wrap=True).selectable()
        buttons = FlowLayout(6)
        self._key = QPushButton(tr("Enter new key"))
        set_primary(self._key)
        self._key.clicked.connect(lambda: self._context.credential_wanted.emit(self.component_id))
        self._fix = QPushButton(tr("Fix settings"))
        set_primary(self._fix)
        self._fix.clicked.connect(lambda: self._context.settings_wanted.emit(self.component_id))
        self.allow = QPushButton(tr("Allow this address"))
        self.allow.clicked.connect(lambda: self._context.allow_destination(self.component_id))
        self._copy = QPushButton(tr("Copy diagnostics"))
        self._copy.clicked.connect(self.copy_diagnostics)
        self._vendor = QPushButton(tr("Open vendor's status page"))
        self._vendor.clicked.connect(self._open_vendor)
        self._support = QPushButton(tr("Copy text for support"))
        self._support.clicked.connect(self._copy_for_support)
        for button in (self._key, self._fix, self.allow, self._copy, self._support, self._vendor):
            buttons.addWidget(button)
        card.addWidget(Text(theme, TextRole.HEADING, tr("What to do")))
        card.addWidget(self._advice_title)
        card.addWidget(self._advice)
        card.addWidget(self._sentence)
        card.addWidget(self._vendor_status)
        card.addSpacing(6)
        card.addLayout(buttons)
        self.where = WhereSteps(theme)
        card.addWidget(self.where)
        card.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("surface"))
        painter.drawRoundedRect(self.rect(), CARD_RADIUS, CARD_RADIUS)
        painter.end()

    # -- texts

    def _show(self, view: ComponentView) -> None:
        state = view.state
        parent = self._context.snapshot.suppressed_by(self.component_id)
        needs_key = self._context.has_credential(self.component_id) and state.reason in KEY_REASONS
        self._key.setVisible(needs_key)
        ours = state.reason in (Reason.CONFIGURATION, Reason.SECRET_MISSING) and not self._context.viewer
        self._fix.setVisible(ours and not needs_key)
        elsewhere = self._context.elsewhere(self.component_id) if state.reason is Reason.CONFIGURATION else None
        self.allow.setVisible(elsewhere is not None and not self._context.viewer)
        self._vendor.setVisible(bool(self._context.vendor_page(self.component_id)))
        troubled = state.reason is not None and state.status is Status.ERROR
        self.where.show_diagnosis(self._context.diagnosis(self.component_id) if troubled else None)
        self._support.setVisible(troubled)
        word = self._context.vendor_report(self.component_id)
        self._vendor_status.show_text("" if word is None else rendered(word.sentence()))
        if state.reason is None or state.status in (Status.HEALTHY, Status.DISABLED):
            self._show_outlook(view)
            return
        if parent is not None:
            name = self._context.snapshot.views[parent].component.name
            self._advice_title.setText(tr("Check {name} first: this component depends on it.", name=name))
        else:
            self._advice_title.setText(rendered(state.sentence))
        self._advice.setText(advice(state.reason, view.component.kind))
        self._sentence.show_text(rendered(state.sentence) if parent is not None else "")

    def _show_outlook(self, view: ComponentView) -> None:
        """It works: whether it will, and when its light would turn red."""
        self._sentence.show_text(red_light(view.component.kind))
        if self._show_recommendation():
            return
        trend = self._facts.trend if self._facts is not None else None
        if trend is None or not trend.significant or trend.per_week < 0:
            self._advice_title.setText(tr("Nothing needs doing."))
            self._advice.setText(tr("Working normally. If that changes, you'll find the next step here."))
            return
        sentences = [rendered(of_slower_answers(trend))]
        found = self._facts.forecast if self._facts is not None else None
        if isinstance(found, Forecast):
            event = msg(
                "At this rate it will pass your limit of {limit} around {day}.",
                limit=ResponseTime(found.limit),
                day=Day(found.at_ms),
            )
            sentences.append(rendered(expected(event, found)))
        sentences.append(tr("Nothing to do today. If it continues, ask whoever runs it."))
        self._advice_title.setText(tr("It is getting slower."))
        self._advice.setText(" ".join(sentences))

    def _show_recommendation(self) -> bool:
        """The most urgent one, unless it is about a trend: that is shown here in more detail."""
        found = self._facts.recommendations if self._facts is not None else ()
        first = next((one for one in found if one.kind not in (Kind.NOT_WELL, Kind.GETS_SLOWER)), None)
        if first is None:
            return False
        texts = first.texts.about(self._context.component_names()[self.component_id])
        self._advice_title.setText(rendered(texts.what))
        self._advice.setText(f"{rendered(texts.evidence)} {rendered(texts.step)}")
        return True

    # -- links

    def _copy_for_support(self) -> None:
        view, now_ms = self._view, self._context.now_ms()
        if view is None:
            return
        word = self._context.vendor_report(self.component_id)
        case = SupportCase(
            name=view.component.name,
            kind=view.component.kind,
            address=self._context.address(self.component_id),
            sentence=view.state.sentence,
            since_ms=view.state.since_ms,
            now_ms=now_ms,
            result=view.result,
            diagnosis=self._context.diagnosis(self.component_id),
            vendor_status=english(word.sentence()) if word is not None and word.is_known else "",
            version=__version__,
        )
        text = self._context.redacted(support_text(case, local_zone()))
        QGuiApplication.clipboard().setText(text)
        self._context.note.emit(tr("Copied to the clipboard. Paste it into a message to the vendor's support team."))

    def _open_vendor(self) -> None:
        if self._view is not None:
            open_page(self._context.vendor_page(self.component_id))
