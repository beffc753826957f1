"""Incidents, as a list and as a timeline of all components."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QToolButton, QToolTip, QVBoxLayout, QWidget

from porchlight.desktop.formatting import axis_moment, axis_ticks, exact_moment, moment
from porchlight.desktop.texts import incident_event_word, incident_span, meaning, status_word
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.basic import MarkLabel, Text
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.incident import Incident
from porchlight.model.mark import OF_STATUS
from porchlight.model.status import Status


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
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_incidents(self, incidents: Sequence[Incident], now_ms: int, names: dict[str, str] | None = None) -> None:
        """Show these; ``names`` of components (by id) where there are several."""
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
            self._layout.addWidget(Text(self._theme, TextRole.TEXT, tr("None."), colour="secondary"))
        shown = incidents if self._all else incidents[: self._most]
        for incident in shown:
            self._layout.addWidget(self._line(incident))
            if incident.id in self._open:
                self._layout.addWidget(self._timeline(incident))
        if len(shown) < len(incidents):
            more = QToolButton(autoRaise=True)
            more.setText(tr_plural("{n} earlier…", "{n} earlier…", len(incidents) - len(shown)))
            more.clicked.connect(self._show_all)
            self._layout.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.changed.emit()

    def _line(self, incident: Incident) -> QWidget:
        line = _Line(incident.id)
        line.toggled.connect(self._toggle)
        mark = MarkLabel(self._theme, 16)
        mark.set_mark(OF_STATUS[incident.status], status_word(incident.status))
        what = meaning(incident.reason) if incident.reason else rendered(incident.sentence)
        what = what.removesuffix(".")
        name = self._names.get(incident.component, "")
        event = f"{name}: {what[:1].lower()}{what[1:]}" if name else what
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


_LANE, _AXIS, _NAMES = 26, 22, 150


class IncidentTimeline(QWidget):
    """From a time on until now."""

    chosen = Signal(str)
    """The id of the component whose lane was clicked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: dict[str, str] = {}
        self._incidents: tuple[Incident, ...] = ()
        self._since_ms = self._now_ms = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_incidents(
        self, names: Mapping[str, str], incidents: Sequence[Incident], since_ms: int, now_ms: int
    ) -> None:
        """Lanes in the order of ``names`` (component id: name)."""
        self._names = dict(names)
        self._incidents = tuple(one for one in incidents if one.component in self._names)
        self._since_ms, self._now_ms = since_ms, now_ms
        self.setAccessibleName(
            tr_plural("{n} incident on the timeline", "{n} incidents on the timeline", len(self._incidents))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(700, _AXIS + _LANE * max(len(self._names), 1))

    def event(self, event: QEvent) -> bool:
        """See QWidget."""
        if isinstance(event, QHelpEvent):
            incident = self._incident_at(event.pos())
            if incident is not None:
                what = meaning(incident.reason) if incident.reason else rendered(incident.sentence)
                text = f"{self._names[incident.component]}: {what} {incident_span(incident, self._now_ms)}"
                QToolTip.showText(event.globalPos(), f"{exact_moment(incident.began_ms)}\n{text}", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        lane = int(event.position().y() // _LANE)
        if 0 <= lane < len(self._names):
            self.chosen.emit(list(self._names)[lane])

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        painter.setFont(font(TextRole.SECONDARY))
        metrics = QFontMetricsF(font(TextRole.SECONDARY))
        for lane, name in enumerate(self._names.values()):
            painter.setPen(self._theme.colour("text"))
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAMES - 12)
            where = QRect(0, lane * _LANE, _NAMES - 8, _LANE)
            painter.drawText(
                QStyle.visualRect(self.layoutDirection(), self.rect(), where), Qt.AlignmentFlag.AlignVCenter, text
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(QRectF(self._left, lane * _LANE + 5, self._room, _LANE - 10), 3, 3)
        for incident in self._incidents:
            token = "degraded" if incident.needs_attention or incident.status is not Status.ERROR else "error"
            painter.setBrush(self._theme.colour(token))
            painter.drawRoundedRect(self._box(incident), 2, 2)
        painter.end()

    def _paint_axis(self, painter: QPainter) -> None:
        painter.setFont(font(TextRole.TICK))
        bottom = _LANE * len(self._names)
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

    def _box(self, incident: Incident) -> QRectF:
        lane = list(self._names).index(incident.component)
        left = self._x(incident.began_ms)
        width = max(self._x(incident.ended_ms or self._now_ms) - left, 4.0)
        return QRectF(min(left, self._left + self._room - width), lane * _LANE + 5, width, _LANE - 10)

    def _incident_at(self, place: QPoint) -> Incident | None:
        near = [
            one
            for one in self._incidents
            if self._box(one).adjusted(-4, -5, 4, 5).contains(float(place.x()), float(place.y()))
        ]
        return near[-1] if near else None
