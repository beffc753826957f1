"""Incidents, as a list and as a timeline of the components that had one."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QToolButton, QToolTip, QVBoxLayout, QWidget

from porchlight.desktop.formatting import axis_moment, axis_ticks, exact_moment, moment
from porchlight.desktop.incident_lanes import Lane, lane_text, lanes_of
from porchlight.desktop.texts import incident_event_word, incident_span, status_word, what_happened
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.basic import MarkLabel, Text, clear
from porchlight.insight.missed_gifts import METHOD, missed_text
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.gifts import MissedGifts
from porchlight.model.incident import Incident
from porchlight.model.mark import OF_STATUS


class IncidentList(QWidget):
    """The newest first; shows ``most`` of them, and the rest when asked."""

    changed = Signal()
    """Its height has changed."""

    def __init__(self, theme: Theme, *, most: int = 6) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self._shown: tuple[Incident, ...] | None = None
        self._all = False
        self._open: set[str] = set()
        self._now_ms = 0
        self._names: dict[str, str] = {}
        self._missed: dict[str, MissedGifts] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_incidents(
        self,
        incidents: Sequence[Incident],
        now_ms: int,
        names: dict[str, str] | None = None,
        missed: Mapping[str, MissedGifts] = MappingProxyType({}),
    ) -> None:
        """Show these; ``names`` of components (by id) where there are several; ``missed``: by the id of an incident,
        the gifts that it probably cost."""
        self._now_ms, self._names = now_ms, names or {}
        if (self._shown, self._missed) != (tuple(incidents), missed):
            self._shown, self._missed = tuple(incidents), dict(missed)
            self._build()

    def _build(self) -> None:
        clear(self._layout)
        incidents = self._shown or ()
        if not incidents:
            self._layout.addWidget(Text(self._theme, TextRole.TEXT, tr("None."), colour="secondary"))
        shown = incidents if self._all else incidents[: self._most]
        for incident in shown:
            self._layout.addWidget(self._line(incident))
            if incident.id in self._missed:
                self._layout.addWidget(self._cost(self._missed[incident.id]))
            if incident.id in self._open:
                self._layout.addWidget(self._timeline(incident))
        if len(shown) < len(incidents):
            more = QToolButton(autoRaise=True)
            more.setText(tr_plural("{n} earlier…", "{n} earlier…", len(incidents) - len(shown)))
            more.clicked.connect(self._show_all)
            self._layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.changed.emit()

    def _line(self, incident: Incident) -> QWidget:
        line = IncidentLine(incident.id)
        line.toggled.connect(self._toggle)
        mark = MarkLabel(self._theme, 16)
        mark.set_mark(OF_STATUS[incident.status], status_word(incident.status))
        what = what_happened(incident.reason, incident.sentence).removesuffix(".")
        name = self._names.get(incident.component, "")
        within = what if what.startswith("Porchlight") else f"{what[:1].lower()}{what[1:]}"
        event = f"{name}: {within}" if name else what
        text = f"{event}, {incident_span(incident, self._now_ms)}"
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(mark)
        layout.addWidget(Text(self._theme, TextRole.TEXT, text, wrap=True), 1)
        when = Text(self._theme, TextRole.SECONDARY, moment(incident.began_ms, self._now_ms))
        when.setToolTip(exact_moment(incident.began_ms))
        layout.addWidget(when)
        line.setAccessibleName(f"{text}, {when.text()}")
        line.setToolTip(tr("Click to see what happened when"))
        return line

    def _cost(self, missed: MissedGifts) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(24, 0, 0, 0)
        text = Text(self._theme, TextRole.SECONDARY, rendered(missed_text(missed)), wrap=True).selectable()
        text.setToolTip(rendered(METHOD))
        text.setAccessibleDescription(rendered(METHOD))
        layout.addWidget(text)
        return box

    def _timeline(self, incident: Incident) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(24, 0, 0, 4)
        layout.setSpacing(2)
        for event in incident.timeline:
            cause = rendered(event.sentence)
            text = f"{exact_moment(event.at_ms)}  {incident_event_word(event.kind)}: {cause}"
            layout.addWidget(Text(self._theme, TextRole.SECONDARY, text, wrap=True).selectable())
        return box

    def _toggle(self, incident_id: str) -> None:
        self._open ^= {incident_id}
        self._build()

    def _show_all(self) -> None:
        self._all = True
        self._build()


_LINE = 24
"""px of what is clicked, at least (WCAG 2.2, 2.5.8)."""


class IncidentLine(QWidget):
    """A line that can be clicked, and opened from the keyboard."""

    toggled = Signal(str)

    def __init__(self, incident_id: str) -> None:
        super().__init__()
        self._id = incident_id
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(_LINE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.toggled.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggled.emit(self._id)
        else:
            super().keyPressEvent(event)


_LANE, _AXIS, _NAMES = 26, 22, 150


class IncidentTimeline(QWidget):
    """From a time on until now: a lane for each component that had an incident, or for each tag where those are
    many. A click on a tag shows its components. Up, Down and Enter do the same from the keyboard."""

    chosen = Signal(str)
    """The id of the component whose lane was clicked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: dict[str, str] = {}
        self._tags: Mapping[str, tuple[str, ...]] = {}
        self._opened: set[str] = set()
        self._lanes: list[Lane] = []
        self._current: int | None = None
        self._incidents: tuple[Incident, ...] = ()
        self._since_ms = self._now_ms = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Incidents"))
        theme.changed.connect(self.update)

    def show_incidents(
        self,
        names: Mapping[str, str],
        incidents: Sequence[Incident],
        since_ms: int,
        now_ms: int,
        tags: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        """Lanes in the order of ``names`` (component id: name)."""
        self._names, self._tags = dict(names), tags
        self._incidents = tuple(one for one in incidents if one.component in self._names)
        self._since_ms, self._now_ms = since_ms, now_ms
        self.setAccessibleName(
            tr_plural("{n} incident on the timeline", "{n} incidents on the timeline", len(self._incidents))
        )
        self._lay_out()

    def lane_texts(self) -> list[str]:
        """What stands beside each lane."""
        return [lane_text(lane, self._names) for lane in self._lanes]

    def _lay_out(self) -> None:
        troubled = {one.component for one in self._incidents}
        self._lanes = lanes_of(self._names, troubled, self._tags, self._opened)
        if self._current is not None:
            self._current = min(self._current, len(self._lanes) - 1) if self._lanes else None
        self.updateGeometry()
        self.update()

    def _choose(self, number: int) -> None:
        lane = self._lanes[number]
        if lane.tag is None:
            self.chosen.emit(lane.components[0])
        else:
            self._opened ^= {lane.tag}
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and self._lanes:
            start = -step if self._current is None and step > 0 else self._current or 0
            self._current = min(max(start + step, 0), len(self._lanes) - 1)
            self.setAccessibleDescription(lane_text(self._lanes[self._current], self._names))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current is not None:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(700, _AXIS + _LANE * max(len(self._lanes), 1))

    def event(self, event: QEvent) -> bool:
        """See QWidget."""
        if isinstance(event, QHelpEvent):
            incident = self._incident_at(event.pos())
            if incident is not None:
                what = what_happened(incident.reason, incident.sentence)
                text = f"{self._names[incident.component]}: {what} {incident_span(incident, self._now_ms)}"
                QToolTip.showText(event.globalPos(), f"{exact_moment(incident.began_ms)}\n{text}", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        lane = int(event.position().y() // _LANE)
        if 0 <= lane < len(self._lanes):
            self._choose(lane)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        painter.setFont(font(TextRole.SECONDARY))
        metrics = QFontMetricsF(font(TextRole.SECONDARY))
        if not self._lanes and self._now_ms:  # before that, nobody has looked
            painter.setPen(self._theme.colour("secondary"))
            room = self.rect().adjusted(0, 0, 0, -_AXIS)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tr("No incidents in this period."))
        for lane, one in enumerate(self._lanes):
            painter.setPen(self._theme.colour("text"))
            indent = 14 if one.tag is None and any(other.tag is not None for other in self._lanes) else 0
            text = metrics.elidedText(lane_text(one, self._names), Qt.TextElideMode.ElideRight, _NAMES - 12 - indent)
            where = QRect(indent, lane * _LANE, _NAMES - 8 - indent, _LANE)
            painter.drawText(
                QStyle.visualRect(self.layoutDirection(), self.rect(), where), Qt.AlignmentFlag.AlignVCenter, text
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(QRectF(self._left, lane * _LANE + 5, self._room, _LANE - 10), 3, 3)
            if lane == self._current and self.hasFocus():
                painter.setPen(self._theme.colour("accent"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(0.5, lane * _LANE + 1, self.width() - 1, _LANE - 2), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        for incident in self._incidents:
            token = "error" if incident.is_outage else "degraded"
            painter.setBrush(self._theme.colour(token))
            for box in self._boxes(incident):
                painter.drawRoundedRect(box, 2, 2)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        painter.setFont(font(TextRole.TICK))
        bottom = _LANE * max(len(self._lanes), 1)
        since, until = self._since_ms / 1000, self._now_ms / 1000
        if until <= since:
            return
        spacing, ticks = axis_ticks(since, until, max((self.width() - _NAMES) // 110, 2))
        for tick in ticks:
            x = self._x(tick * 1000)
            painter.setPen(self._theme.colour("grid"))
            painter.drawLine(round(x), 0, round(x), bottom)
            painter.setPen(self._theme.colour("secondary"))
            text = axis_moment(tick, spacing, until - since)
            painter.drawText(QRectF(x - 60, bottom + 3, 120, _AXIS - 3), Qt.AlignmentFlag.AlignHCenter, text)

    @property
    def _left(self) -> float:
        """Where time begins: it goes from left to right in every language, beside the names."""
        return 0.0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else float(_NAMES)

    @property
    def _room(self) -> float:
        return float(self.width() - _NAMES)

    def _x(self, at_ms: float) -> float:
        share = (at_ms - self._since_ms) / max(self._now_ms - self._since_ms, 1)
        return self._left + min(max(share, 0.0), 1.0) * self._room

    def _boxes(self, incident: Incident) -> list[QRectF]:
        """In its own lane and that of its tag."""
        left = self._x(incident.began_ms)
        width = max(self._x(incident.ended_ms or self._now_ms) - left, 4.0)
        left = min(left, self._left + self._room - width)
        return [
            QRectF(left, number * _LANE + 5, width, _LANE - 10)
            for number, lane in enumerate(self._lanes)
            if incident.component in lane.components
        ]

    def _incident_at(self, place: QPoint) -> Incident | None:
        near = [
            one
            for one in self._incidents
            if any(box.adjusted(-4, -5, 4, 5).contains(QPointF(place)) for box in self._boxes(one))
        ]
        return near[-1] if near else None
