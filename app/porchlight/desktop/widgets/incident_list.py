"""Incidents in lines: what it was, how long, when. A click tells the timeline."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from porchlight.desktop.icons import OF_STATUS
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.time_words import exact_moment, moment
from porchlight.desktop.widgets.mark_label import MarkLabel
from porchlight.desktop.widgets.text import Text
from porchlight.desktop.words import incident_event_word, incident_span, meaning, sentence, status_word, translate
from porchlight.model.incident import Incident


class IncidentList(QWidget):
    """The newest first; shows ``most`` of them, and the rest when asked."""

    changed = Signal()
    """Its height is another one."""

    def __init__(self, theme: Theme, *, most: int = 6) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self._shown: tuple[Incident, ...] | None = None
        self._all = False
        self._open: set[str] = set()
        self._now_ms = 0
        self._names: dict[str, str] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_incidents(self, incidents: Sequence[Incident], now_ms: int, names: dict[str, str] | None = None) -> None:
        """Show these; ``names`` of components (by id) where several are meant."""
        self._now_ms, self._names = now_ms, names or {}
        if self._shown != tuple(incidents):
            self._shown = tuple(incidents)
            self._build()

    def _build(self) -> None:
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        incidents = self._shown or ()
        if not incidents:
            self._layout.addWidget(
                Text(self._theme, TextRole.TEXT, translate("Incidents", "None."), colour="secondary")
            )
        shown = incidents if self._all else incidents[: self._most]
        for incident in shown:
            self._layout.addWidget(self._line(incident))
            if incident.id in self._open:
                self._layout.addWidget(self._timeline(incident))
        if len(shown) < len(incidents):
            more = QToolButton(autoRaise=True)
            more.setText(translate("Incidents", "%n earlier …", "", len(incidents) - len(shown)))
            more.clicked.connect(self._show_all)
            self._layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.changed.emit()

    def _line(self, incident: Incident) -> QWidget:
        line = _Line(incident.id)
        line.toggled.connect(self._toggle)
        mark = MarkLabel(self._theme, 16)
        mark.set_mark(OF_STATUS[incident.status], status_word(incident.status))
        what = meaning(incident.reason) if incident.reason else incident.sentence
        what = what.removesuffix(".")
        name = self._names.get(incident.component, "")
        told = f"{name}: {what[:1].lower()}{what[1:]}" if name else what
        text = f"{told}, {incident_span(incident, self._now_ms)}"
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(mark)
        layout.addWidget(Text(self._theme, TextRole.TEXT, text, wrap=True), 1)
        when = Text(self._theme, TextRole.SECONDARY, moment(incident.began_ms, self._now_ms))
        when.setToolTip(exact_moment(incident.began_ms))
        layout.addWidget(when)
        line.setAccessibleName(f"{text}, {when.text()}")
        line.setToolTip(translate("Incidents", "Click for what happened when"))
        return line

    def _timeline(self, incident: Incident) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(24, 0, 0, 4)
        layout.setSpacing(2)
        for event in incident.timeline:
            said = sentence(event.sentence, event.reason, event.status)
            text = f"{exact_moment(event.at_ms)}  {incident_event_word(event.kind)}: {said}"
            layout.addWidget(Text(self._theme, TextRole.SECONDARY, text, wrap=True).selectable())
        return box

    def _toggle(self, incident_id: str) -> None:
        self._open ^= {incident_id}
        self._build()

    def _show_all(self) -> None:
        self._all = True
        self._build()


class _Line(QWidget):
    """A line that can be clicked, and opened from the keyboard."""

    toggled = Signal(str)

    def __init__(self, incident_id: str) -> None:
        super().__init__()
        self._id = incident_id
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.toggled.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggled.emit(self._id)
        else:
            super().keyPressEvent(event)
