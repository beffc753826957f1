"""A day of all components side by side, a lane each, or one for each tag where those are many."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGridLayout, QStyle, QToolTip, QWidget

from porchlight.desktop.day_lanes import DayLanes, DayState, Spell, TimeView
from porchlight.desktop.formatting import axis_moment, axis_ticks, clock
from porchlight.desktop.incident_lanes import Lane, lane_text, lanes_of, tag_word
from porchlight.desktop.texts import status_word, what_happened
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.widgets.basic import Text
from porchlight.language.current import tr, tr_plural
from porchlight.model.status import Status

_LANE, _AXIS, _NAMES, _INDENT = 26, 24, 170, 14
_NEAR = 3
"""px beside a spell that still count as on it: an outage of a minute is thin."""
_DRAG = 6
_LOOKS = {
    DayState.WELL: ("healthy", 6, Qt.BrushStyle.SolidPattern),
    DayState.NOT_WATCHED: ("unknown", 12, Qt.BrushStyle.BDiagPattern),
    DayState.ASLEEP: ("unknown", 6, Qt.BrushStyle.BDiagPattern),
    DayState.UNKNOWN: ("unknown", 12, Qt.BrushStyle.SolidPattern),
    DayState.DEGRADED: ("degraded", 12, Qt.BrushStyle.SolidPattern),
    DayState.ERROR: ("error", 18, Qt.BrushStyle.SolidPattern),
}
"""Colour, height and pattern: recognisable without colour too."""
ZOOM_STEP = 1.5
"""How much more or less one press of a key, a button or the wheel shows."""


class DayTimeline(QAbstractScrollArea):
    """Ctrl and the wheel, + and −, or a drag over a span zoom; 0 shows the whole day. The arrow keys go from lane to
    lane and from state to state, Page Up and Page Down from day to day; Enter opens what a click does."""

    chosen = Signal(str, object)
    """A component's id and the moment (Unix ms) that was clicked; None for its name."""
    day_wanted = Signal(int)
    """−1: the day before, 1: the day after."""
    read_out = Signal(str)
    """What is under the mouse or was reached by the keys, in a sentence."""
    zoomed = Signal(bool)
    """Whether less than the whole day is seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: dict[str, str] = {}
        self._day = DayLanes(0, 1, {}, {}, {})
        self._view = TimeView(0.0, 1.0)
        self._lanes: list[Lane] = []
        self._opened: set[str] = set()
        self._current: tuple[int, int] | None = None
        """The lane, and the spell in it, that the keys have reached."""
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_AXIS + 4 * _LANE)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_LANE)
        self.setAccessibleName(tr("All components in one day"))
        theme.changed.connect(self.viewport().update)

    def show_day(self, names: dict[str, str], day: DayLanes) -> None:
        """Show this one; ``names`` by component id. The zoom stays while the day does."""
        if (day.since_ms, day.until_ms) != (self._day.since_ms, self._day.until_ms):
            self._current = None
            self._view = TimeView(day.since_ms, day.until_ms)
            self.zoomed.emit(False)
        self._names, self._day = names, day
        troubled = sum(any(one.state >= DayState.DEGRADED for one in spells) for spells in day.spells.values())
        self.setAccessibleName(
            tr_plural(
                "All components in one day: {n} had trouble", "All components in one day: {n} had trouble", troubled
            )
        )
        self._lay_out()

    @property
    def seen(self) -> TimeView:
        """The part of the day that is seen."""
        return self._view

    def lane_texts(self) -> list[str]:
        """What stands beside each lane."""
        return [lane_text(lane, self._names) for lane in self._lanes]

    def place_of(self, lane: int, at_ms: float) -> QPoint:
        """Where a moment of a lane is, within the viewport."""
        return QPoint(round(self._x(at_ms)), round(self._top(lane) + _LANE / 2))

    def zoom(self, factor: float, at_ms: float | None = None) -> None:
        """Show so much more of the day (below 1: less); ``at_ms`` stays where it is, else what the keys reached, else
        the middle."""
        if at_ms is None:
            spell = self._current_spell
            at_ms = (self._view.since + self._view.until) / 2 if spell is None else self._middle(spell)
        self._show_view(self._view.zoomed(factor, at_ms, self._whole))

    def reset(self) -> None:
        """The whole day."""
        self._show_view(self._whole)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        if key in steps:
            self._step(*steps[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1 / ZOOM_STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(ZOOM_STEP)
        elif key is Qt.Key.Key_0:
            self.reset()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.day_wanted.emit(-1 if key is Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current is not None:
            spell = self._current_spell
            self._choose(self._current[0], None if spell is None else spell.since_ms)
        else:
            event.ignore()

    def _step(self, down: int, along: int) -> None:
        """To another lane, at about the same time, or to another spell of this one."""
        if not self._lanes:
            return
        if self._current is None:
            lane, place = 0, 0
        else:
            lane, place = self._current
            at = self._middle(spell) if (spell := self._current_spell) else self._view.since
            lane = min(max(lane + down, 0), len(self._lanes) - 1)
            spells = self._spells(lane)
            if down:
                place = next((number for number, one in enumerate(spells) if one.until_ms > at), len(spells) - 1)
            place = min(max(place + along, 0), len(spells) - 1)
        self._current = lane, place
        self._scroll_to(lane)
        spell = self._current_spell
        if spell is not None:
            view = self._view
            if spell.until_ms <= view.since or spell.since_ms >= view.until:
                self._show_view(view.moved(self._middle(spell) - (view.since + view.until) / 2, self._whole))
            text = self.text_of(lane, spell)
            self.setAccessibleDescription(text)
            self.read_out.emit(text)
        self.viewport().update()

    def _scroll_to(self, lane: int) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height() - _AXIS
        bar.setValue(min(max(bar.value(), (lane + 1) * _LANE - room), lane * _LANE))

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        place = event.position()
        if self._pressed is not None:
            far = abs(place.x() - self._pressed.x()) > _DRAG
            self._dragged = place if far or self._dragged is not None else None
            self.viewport().update()
            return
        lane, spell = self._at(place)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor if lane is None else Qt.CursorShape.PointingHandCursor)
        self.read_out.emit("" if lane is None or spell is None else self.text_of(lane, spell))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        self.viewport().update()
        if pressed is None:
            return
        if dragged is not None:
            since, until = sorted((self._moment(pressed.x()), self._moment(event.position().x())))
            if until > since:
                self._show_view(TimeView(since, until).zoomed(1.0, (since + until) / 2, self._whole))
            return
        lane, spell = self._at(event.position())
        if lane is not None:
            self._choose(lane, None if spell is None else self._moment(event.position().x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """See QWidget: with Ctrl it zooms, with Shift it moves along the day."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        sideways = event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (-turned / 120), self._moment(event.position().x()))
        elif sideways:
            self._show_view(self._view.moved(-turned / 1200 * (self._view.until - self._view.since), self._whole))
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """See QAbstractScrollArea."""
        if isinstance(event, QHelpEvent):
            lane, spell = self._at(QPointF(event.pos()))
            if lane is not None:
                text = lane_text(self._lanes[lane], self._names) if spell is None else self.text_of(lane, spell)
                QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self.read_out.emit("")
        return super().viewportEvent(event)

    # -- what is where

    @property
    def _whole(self) -> TimeView:
        return TimeView(self._day.since_ms, self._day.until_ms)

    @property
    def _current_spell(self) -> Spell | None:
        if self._current is None:
            return None
        spells = self._spells(self._current[0])
        return spells[min(self._current[1], len(spells) - 1)] if spells else None

    @staticmethod
    def _middle(spell: Spell) -> float:
        return (spell.since_ms + spell.until_ms) / 2

    def _spells(self, lane: int) -> tuple[Spell, ...]:
        one = self._lanes[lane]
        return self._day.spells[one.components[0]] if one.tag is None else self._day.groups[one.tag]

    def text_of(self, lane: int, spell: Spell) -> str:
        """What a lane was like at a time, in a sentence."""
        tag = self._lanes[lane].tag
        name = self._names.get(spell.component, spell.component) if tag is None or spell.component else tag_word(tag)
        since, until = clock(spell.since_ms), clock(spell.until_ms)
        return tr("{name}, {since}–{until}: {what}", name=name, since=since, until=until, what=_what(spell))

    def _choose(self, number: int, at_ms: float | None) -> None:
        lane = self._lanes[number]
        if lane.tag is None:
            self.chosen.emit(lane.components[0], None if at_ms is None else round(at_ms))
        else:
            self._opened ^= {lane.tag}
            self._lay_out()

    def _lay_out(self) -> None:
        self._lanes = lanes_of(self._day.spells, self._day.spells, self._day.tags, self._opened)
        if self._current is not None and self._current[0] >= len(self._lanes):
            self._current = None
        self._set_scrolling()
        self.viewport().update()

    def _set_scrolling(self) -> None:
        room = self.viewport().height() - _AXIS
        self.verticalScrollBar().setPageStep(max(room, _LANE))
        self.verticalScrollBar().setRange(0, max(len(self._lanes) * _LANE - room, 0))

    def _show_view(self, view: TimeView) -> None:
        self._view = view
        self.zoomed.emit(view != self._whole)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        self._set_scrolling()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(700, _AXIS + _LANE * max(len(self._lanes), 4))

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    @property
    def _left(self) -> float:
        """Where time begins: it goes from left to right in every language, beside the names."""
        return 0.0 if self._mirrored else float(_NAMES)

    @property
    def _room(self) -> float:
        return float(max(self.viewport().width() - _NAMES, 1))

    def _x(self, at_ms: float) -> float:
        return self._left + (at_ms - self._view.since) / (self._view.until - self._view.since) * self._room

    def _moment(self, x: float) -> float:
        share = min(max((x - self._left) / self._room, 0.0), 1.0)
        return self._view.since + share * (self._view.until - self._view.since)

    def _top(self, lane: int) -> int:
        return _AXIS + lane * _LANE - self.verticalScrollBar().value()

    def _at(self, place: QPointF) -> tuple[int | None, Spell | None]:
        """The lane, and the worst spell near the place; None for the spell beside a name."""
        lane = int((place.y() - _AXIS + self.verticalScrollBar().value()) // _LANE)
        if place.y() < _AXIS or not 0 <= lane < len(self._lanes):
            return None, None
        if not self._left <= place.x() <= self._left + self._room:
            return lane, None
        since, until = self._moment(place.x() - _NEAR), self._moment(place.x() + _NEAR)
        near = [one for one in self._spells(lane) if one.since_ms < until and one.until_ms > since]
        return lane, max(near, key=lambda one: one.state, default=None)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = min(self.viewport().height(), self._top(len(self._lanes)))
        self._paint_axis(painter, bottom)
        painter.setClipRect(0, _AXIS, self.viewport().width(), self.viewport().height())
        for lane in range(len(self._lanes)):
            if _AXIS - _LANE < self._top(lane) < self.viewport().height():
                self._paint_lane(painter, lane)
        if self._pressed is not None and self._dragged is not None:
            band = self._theme.colour("accent")
            band.setAlphaF(0.22)
            left, right = sorted((self._pressed.x(), self._dragged.x()))
            painter.fillRect(QRectF(left, _AXIS, right - left, bottom - _AXIS), band)
        painter.end()

    def _paint_axis(self, painter: QPainter, bottom: int) -> None:
        painter.setFont(font(TextRole.TICK))
        since, until = self._view.since / 1000, self._view.until / 1000
        spacing, ticks = axis_ticks(since, until, max(int(self._room / 80), 2))
        for tick in ticks:
            x = self._x(tick * 1000)
            painter.setPen(self._theme.colour("grid"))
            painter.drawLine(round(x), _AXIS, round(x), bottom)
            left = min(max(x - 40, 0.0), self.viewport().width() - 80.0)
            side = Qt.AlignmentFlag.AlignRight if left < x - 40 else Qt.AlignmentFlag.AlignHCenter
            side = Qt.AlignmentFlag.AlignLeft if left > x - 40 else side
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(
                QRectF(left, 0, 80, _AXIS),
                side | Qt.AlignmentFlag.AlignVCenter,
                axis_moment(tick, spacing, until - since),
            )

    def _paint_lane(self, painter: QPainter, number: int) -> None:
        lane, top = self._lanes[number], self._top(number)
        painter.setFont(font(TextRole.SECONDARY))
        painter.setPen(self._theme.colour("text"))
        indent = 5 + (_INDENT if lane.tag is None and self._day.groups else 0)
        room = _NAMES - 10 - indent
        text = QFontMetricsF(painter.font()).elidedText(
            lane_text(lane, self._names), Qt.TextElideMode.ElideRight, room
        )
        where = QRect(indent, top, room, _LANE)
        whole = self.viewport().rect()
        where = QStyle.visualRect(self.layoutDirection(), whole, where)
        side = Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, text)
        painter.save()
        painter.setClipRect(QRectF(self._left, max(top, _AXIS), self._room, _LANE), Qt.ClipOperation.IntersectClip)
        for spell in sorted(self._spells(number), key=lambda one: one.state):
            if spell.until_ms > self._view.since and spell.since_ms < self._view.until:
                _set_look(painter, self._theme, spell.state)
                painter.drawRect(self._box(spell, top))
        painter.restore()
        if self.hasFocus() and self._current is not None and self._current[0] == number:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0.5, top + 0.5, whole.width() - 1, _LANE - 1), 4, 4)
            current = self._current_spell
            if current is not None:
                painter.setPen(self._theme.colour("text"))
                painter.drawRect(self._box(current, top).adjusted(-1.5, -1.5, 1.5, 1.5))

    def _box(self, spell: Spell, top: int) -> QRectF:
        left, right = self._x(spell.since_ms), self._x(spell.until_ms)
        least = 3.0 if spell.state >= DayState.DEGRADED else 0.0
        high = _LOOKS[spell.state][1]
        return QRectF(left, top + (_LANE - high) / 2, max(right - left, least), high)


_LEGEND_COLUMNS = 3


class DayLegend(QWidget):
    """What the looks of a lane mean, in two lines below the lanes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Legend"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for number, state in enumerate(reversed(DayState)):
            row, column = divmod(number, _LEGEND_COLUMNS)
            word = _state_word(state)
            grid.addWidget(_Sample(theme, state), row, 2 * column)
            grid.addWidget(Text(theme, TextRole.SECONDARY, word[:1].upper() + word[1:]), row, 2 * column + 1)
        grid.setColumnStretch(2 * _LEGEND_COLUMNS, 1)


class _Sample(QWidget):
    """A piece of a lane."""

    def __init__(self, theme: Theme, state: DayState) -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self.setFixedSize(22, 18)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        high = _LOOKS[self._state][1]
        _set_look(painter, self._theme, self._state)
        painter.drawRect(QRectF(0.5, (self.height() - high) / 2, self.width() - 1, high))
        painter.end()


def _set_look(painter: QPainter, theme: Theme, state: DayState) -> None:
    token, _, pattern = _LOOKS[state]
    colour = theme.colour(token)
    painter.setBrush(QBrush(colour, pattern))
    painter.setPen(Qt.PenStyle.NoPen if pattern is Qt.BrushStyle.SolidPattern else colour)


def _state_word(state: DayState) -> str:
    match state:
        case DayState.WELL:
            return status_word(Status.HEALTHY)
        case DayState.NOT_WATCHED:
            return tr("not watched")
        case DayState.ASLEEP:
            return tr("this computer was asleep")
        case DayState.UNKNOWN:
            return status_word(Status.UNKNOWN)
        case DayState.DEGRADED:
            return tr("slow, or waiting for you")
        case DayState.ERROR:
            return status_word(Status.ERROR)


def _what(spell: Spell) -> str:
    if spell.state < DayState.DEGRADED:
        return _state_word(spell.state)
    return what_happened(spell.reason, spell.sentence).removesuffix(".")
