"""Incidents of all components on one time line: a lane each, so that what fell together is seen together."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.time_words import axis_moment, axis_ticks, exact_moment
from porchlight.desktop.words import incident_span, meaning, translate
from porchlight.model.incident import Incident
from porchlight.model.status import Status

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
        self.setAccessibleName(translate("Timeline", "%n incident(s) on the time line", "", len(self._incidents)))
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
                what = meaning(incident.reason) if incident.reason else incident.sentence
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
            painter.drawText(QRectF(0, lane * _LANE, _NAMES - 8, _LANE), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(QRectF(_NAMES, lane * _LANE + 5, self.width() - _NAMES, _LANE - 10), 3, 3)
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

    def _x(self, at_ms: float) -> float:
        share = (at_ms - self._since_ms) / max(self._now_ms - self._since_ms, 1)
        return _NAMES + min(max(share, 0.0), 1.0) * (self.width() - _NAMES)

    def _box(self, incident: Incident) -> QRectF:
        lane = list(self._names).index(incident.component)
        left = self._x(incident.began_ms)
        width = max(self._x(incident.ended_ms or self._now_ms) - left, 4.0)
        return QRectF(min(left, self.width() - width), lane * _LANE + 5, width, _LANE - 10)

    def _incident_at(self, place: QPoint) -> Incident | None:
        near = [
            one
            for one in self._incidents
            if self._box(one).adjusted(-4, -5, 4, 5).contains(float(place.x()), float(place.y()))
        ]
        return near[-1] if near else None
