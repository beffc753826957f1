"""One component in full: its state and since when, figures, the chart, the days, phases, what to do."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from porchlight.desktop.component_facts import ComponentFacts, read_facts
from porchlight.desktop.context import AppContext
from porchlight.desktop.formatting import span
from porchlight.desktop.plain import title
from porchlight.desktop.span_menu import span_menu
from porchlight.desktop.texts import mark_word, status_word
from porchlight.desktop.theme import TextRole
from porchlight.desktop.tokens import COLUMN_GAP, WINDOW_EDGE
from porchlight.desktop.verdict_texts import component_verdict
from porchlight.desktop.widgets.advice_card import AdviceCard
from porchlight.desktop.widgets.alerts import FiringList, silence_menu
from porchlight.desktop.widgets.availability_strip import AvailabilityStrip
from porchlight.desktop.widgets.basic import Chip, MarkLabel, Text, clear
from porchlight.desktop.widgets.days_over import DaysOver
from porchlight.desktop.widgets.figures import Figures, component_figures
from porchlight.desktop.widgets.gift_chart import GiftChart
from porchlight.desktop.widgets.incidents import IncidentList
from porchlight.desktop.widgets.page_pictures import PagePictures
from porchlight.desktop.widgets.performance_table import JobRuns
from porchlight.desktop.widgets.phase_bar import PhaseBar
from porchlight.desktop.widgets.response_chart import ResponseChart
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.window import Window
from porchlight.language.current import tr
from porchlight.model.component import Component
from porchlight.model.errors import HistoryError
from porchlight.model.gifts import GiftHours, MissedGifts
from porchlight.model.snapshot import ComponentView
from porchlight.model.status import Status
from porchlight.runtime.gifts import read_gift_hours, read_missed_gifts
from porchlight.runtime.pictures import page_pictures

_FACTS_EVERY_MS = 60_000
_SIZE = QSize(980, 860)


class _Scroll(QScrollArea):
    """Never narrower than what it holds, so that nothing is cut at its side."""

    def minimumSizeHint(self) -> QSize:
        """See QWidget."""
        hint, inside = super().minimumSizeHint(), self.widget()
        bar = self.verticalScrollBar().sizeHint().width()
        return hint if inside is None else QSize(inside.minimumSizeHint().width() + bar, hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject: what it holds needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ComponentWindow(Window):
    """Opened from panel, menu, main window or a notification; each component has a separate one.

    It may be made ahead, before anybody knows of which component it will be: see ``build_on``.
    """

    def __init__(self, context: AppContext, places: Places, component_id: str = "") -> None:
        """``component_id``: empty for one that is made ahead."""
        super().__init__(places, "", _SIZE)
        self.component_id = ""
        self._context = context
        self._view: ComponentView | None = None
        self._missed_changes = False
        """While nobody saw it."""
        self.facts: ComponentFacts | None = None
        self._missed: Mapping[str, MissedGifts] = {}
        self._slices = self._build()
        self._facts_timer = QTimer(self, interval=_FACTS_EVERY_MS)
        self._facts_timer.timeout.connect(self.read)
        context.theme.changed.connect(self.update)
        if component_id:
            self.show_component(component_id)

    def build_on(self) -> bool:
        """One slice of what any component's window needs, where it is made ahead; whether there are more."""
        for _ in self._slices:
            return True
        return False

    def show_component(self, component_id: str) -> None:
        """Be the window of this component from now on. Once only: no answer about another one can be on its way."""
        while self.build_on():
            pass
        self.component_id = component_id
        for part in (self.advice_card, self.chart, self._firing):
            part.component_id = component_id
        self._over.pulse = component_id
        self._more.setMenu(self._build_more())
        self.put_in_place(f"component-{component_id}")
        self._context.bridge.changed.connect(self._refresh)
        self._context.bridge.alerts_changed.connect(self._firing.refresh)
        self.chart.answered.connect(self.read)  # what is seen first is read first
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget: one that was made ahead has rested."""
        super().showEvent(event)
        self._facts_timer.start()
        if self._missed_changes:
            self._refresh()
        if self.facts is not None and self._context.now_ms() - self.facts.at_ms > _FACTS_EVERY_MS:
            self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """See QWidget."""
        super().hideEvent(event)
        self._facts_timer.stop()

    def look_again(self) -> None:
        """See Window."""
        if self._check.isEnabled():
            self._check.click()
        self.read()

    # -- building

    def _build(self) -> Iterator[None]:
        """In slices, since all of it holds the loop for longer than it may be held."""
        theme = self._context.theme
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_head())
        # From the outside in: with each new parent Qt styles again all that is in a widget.
        scroll = _Scroll(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(scroll, 1)
        inside = QWidget()
        scroll.setWidget(inside)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        self._first = QVBoxLayout()
        """What to do, while there is trouble; then the alerts that fire."""
        self._first.setContentsMargins(WINDOW_EDGE, 0, WINDOW_EDGE, 0)
        self._first.setSpacing(10)
        whole.addLayout(self._first)
        self._firing = FiringList(self._context)
        self._firing.setContentsMargins(0, 0, 0, 6)
        self._first.addWidget(self._firing)
        self._figures = Figures(theme)
        whole.addWidget(self._figures)
        body = QVBoxLayout()
        body.setContentsMargins(WINDOW_EDGE, 14, WINDOW_EDGE, 18)
        body.setSpacing(8)
        whole.addLayout(body, 1)
        yield
        self._figures.show_figures(component_figures("", None, None))
        yield
        self._over = DaysOver(self._context)
        self._gifts = GiftChart(theme)
        self.chart = ResponseChart(self._context)
        body.addWidget(self._over)
        body.addWidget(self._gifts)
        body.addWidget(self.chart, 1)
        body.addSpacing(4)
        yield
        body.addWidget(Text(theme, TextRole.HEADING, tr("Last 90 days")))
        self._strip = AvailabilityStrip(theme)
        body.addWidget(self._strip)
        self._runs = JobRuns(theme)
        body.addWidget(self._runs)
        self._pictures = PagePictures(theme)
        body.addWidget(self._pictures)
        body.addSpacing(8)
        yield
        self.advice_card = AdviceCard(self._context)
        body.addLayout(self._build_below())

    def _build_head(self) -> QHBoxLayout:
        theme = self._context.theme
        self._mark = MarkLabel(theme, 34)
        self._name = Text(theme, TextRole.VERDICT)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self._since = Text(theme, TextRole.TEXT, colour="secondary", wrap=True).selectable()
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self._name)
        names.addLayout(self._chips)
        names.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addLayout(names)
        texts.addWidget(self._since)
        self._check = QPushButton(tr("Check now"))
        self._check.clicked.connect(lambda: self._context.commands.check_now([self.component_id]))
        self._pause = QPushButton()
        self._pause.clicked.connect(self._resume)
        self._pause_menu = span_menu(self._pause, tr("Pause"), self._pause_for)
        self._more = QPushButton("···")
        self._more.setAccessibleName(tr("More"))
        head = QHBoxLayout()
        head.setContentsMargins(WINDOW_EDGE, 18, WINDOW_EDGE, 14)
        head.setSpacing(14)
        head.addWidget(self._mark)
        head.addLayout(texts, 1)
        for button in (self._check, self._pause, self._more):
            head.addWidget(button)
        return head

    def _build_more(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Copy diagnostics"), self.advice_card.copy_diagnostics)
        silence = silence_menu(self._context, self.component_id, "")
        silence.setTitle(tr("Silence alerts"))
        silence.setParent(menu, silence.windowFlags())
        menu.addMenu(silence)
        edit = menu.addAction(tr("Edit…"), lambda: self._context.settings_wanted.emit(self.component_id))
        edit.setVisible(not self._context.viewer)
        self._key_action = menu.addAction(
            tr("Enter new key…"), lambda: self._context.credential_wanted.emit(self.component_id)
        )
        menu.addSeparator()
        menu.addAction(tr("Save chart as image…"), self.chart.files.save_picture)
        menu.addAction(tr("Save data as CSV…"), self.chart.files.save_csv)
        return menu

    def _build_below(self) -> QHBoxLayout:
        theme = self._context.theme
        left = QVBoxLayout()
        left.setSpacing(8)
        self._phases_title = Text(theme, TextRole.HEADING, tr("Where the time goes"))
        self._phases = PhaseBar(theme)
        left.addWidget(self._phases_title)
        left.addWidget(self._phases)
        left.addSpacing(6)
        left.addWidget(Text(theme, TextRole.HEADING, tr("Incidents")))
        self._incidents = IncidentList(theme, most=4)
        left.addWidget(self._incidents)
        left.addStretch(1)
        self._below = QHBoxLayout()
        self._below.setSpacing(COLUMN_GAP)
        self._below.addLayout(left, 1)
        self._below.addWidget(self.advice_card, 1)
        return self._below

    # -- the current state

    def _refresh(self) -> None:
        view = self._context.snapshot.views.get(self.component_id)
        if view is None:
            self.close()
            return
        self._missed_changes = self._view is not None and not self.isVisible()
        if self._missed_changes:
            return
        before, self._view = self._view, view
        if before is not None and before.state.status is not view.state.status:
            self._context.after_writing(self.read, self)
        self.setWindowTitle(title(f"{view.component.name} – Porchlight"))
        found = component_verdict(view, self._context.snapshot)
        self._mark.set_mark(found.mark, mark_word(found.mark))
        self._name.setText(view.component.name)
        self._since.setText(self._headline(view, found.title))
        if before is None or before.component != view.component:
            self._show_chips(view)
            self.chart.show_component(view.component)
        self._check.setEnabled(view.component.enabled and not view.checking)
        self._check.setText(tr("Checking…") if view.checking else tr("Check now"))
        self._show_pause(view)
        phases = view.result.phases if view.result else {}
        self._phases.show_phases(phases)
        self._phases_title.setVisible(bool(phases))
        self.advice_card.show_view(view)
        self._place_advice(view)
        self._show_figures()
        self._firing.refresh()
        self._key_action.setVisible(self._context.has_credential(self.component_id))

    def _place_advice(self, view: ComponentView) -> None:
        """In trouble what to do stands above everything else; else below, with what may come."""
        first = view.state.status in (Status.ERROR, Status.DEGRADED)
        if first and self._first.indexOf(self.advice_card) < 0:
            self._first.insertWidget(0, self.advice_card)
        elif not first and self._below.indexOf(self.advice_card) < 0:
            self._below.addWidget(self.advice_card, 1)

    def _headline(self, view: ComponentView, sentence: str) -> str:
        """How long it has been so, where it is known to be so still."""
        state, snapshot, now_ms = view.state, self._context.snapshot, self._context.now_ms()
        if view.paused_until_ms is not None or snapshot.paused_until_ms is not None or not snapshot.is_known(view):
            return sentence
        if state.checked_ms is None and state.status is Status.UNKNOWN:
            return sentence
        lasted = span((now_ms - state.since_ms) / 1000)
        text = tr("{status} for {lasted}.", status=status_word(state.status), lasted=lasted)
        if state.suspected:
            text += " " + tr("Checking again after a failure.")
        return f"{text} {sentence}"

    def _show_chips(self, view: ComponentView) -> None:
        clear(self._chips)
        tags = [tr("critical")] if view.component.critical else []
        for word in (*tags, *view.component.tags[:4]):
            self._chips.addWidget(Chip(self._context.theme, word))

    def _show_pause(self, view: ComponentView) -> None:
        if not view.component.enabled:
            self._pause.setMenu(None)  # type: ignore[arg-type]
            self._pause.setText(tr("Resume"))
            self._pause.setAccessibleName("")  # its text
        elif self._pause.menu() is None:
            self._pause.setText(tr("Pause") + " ▾")
            self._pause.setAccessibleName(tr("Pause"))
            self._pause.setMenu(self._pause_menu)

    def _pause_for(self, seconds: float) -> None:
        self._context.commands.pause_component(self.component_id, seconds)

    def _resume(self) -> None:
        if self._pause.menu() is None:  # a click that opened the menu is one too
            self._context.commands.resume_component(self.component_id)

    # -- figures

    def read(self) -> None:
        """Query the history for figures, days and incidents."""
        now_ms = self._context.now_ms()
        component_id = self.component_id
        component = self._view.component if self._view is not None else Component(component_id, component_id, "")
        self._context.ask_history(
            self,
            lambda reader: read_facts(reader, component, now_ms),
            self._show_facts,
            f"figures of {component_id}",
        )
        settings = self._context.settings
        self._context.ask_history(
            self,
            lambda reader: (
                read_gift_hours(reader, settings, component_id, now_ms),
                read_missed_gifts(reader, settings),
            ),
            self._show_gifts,
            f"gifts of {component_id}",
        )
        self._context.spawn(self._read_pictures(), f"pictures of {component_id}", self)

    async def _read_pictures(self) -> None:
        self._pictures.show_pictures(await page_pictures(self._context.data_folder, self.component_id))

    def _show_gifts(self, found: tuple[GiftHours | None, Mapping[str, MissedGifts]] | HistoryError) -> None:
        if isinstance(found, HistoryError):
            return
        hours, self._missed = found
        self._gifts.show_hours(hours)
        if hours is not None:  # others count no gifts
            self._over.read()
        self._show_incidents()

    def _show_facts(self, facts: ComponentFacts | HistoryError) -> None:
        if isinstance(facts, HistoryError):
            return  # the chart shows that there is no history
        self.facts = facts
        self.chart.show_usual(facts.baseline)
        self.advice_card.show_facts(facts)
        self._strip.show_days(facts.days)
        self._runs.show_rows(facts.runs, facts.at_ms)
        self._show_incidents()
        self._show_figures()

    def _show_incidents(self) -> None:
        if self.facts is not None:
            self._incidents.show_incidents(self.facts.incidents, self.facts.at_ms, missed=self._missed)

    # -- links

    def _show_figures(self) -> None:
        kind = self._view.component.kind if self._view is not None else ""
        result = self._view.result if self._view is not None else None
        self._figures.show_figures(component_figures(kind, result, self.facts))
