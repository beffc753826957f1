"""The path of a gift as a small graph: its components in order, each with its state; a click opens one."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from porchlight.desktop.icons import mark_pixmap
from porchlight.desktop.path_layout import LARGE, PathLayout, PathScale, lay_out_path
from porchlight.desktop.texts import mark_word
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.tokens import BUTTON_RADIUS
from porchlight.desktop.verdict_texts import ShownVerdict, component_verdict
from porchlight.desktop.widgets.basic import tab_here
from porchlight.language.current import tr
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView, Snapshot

_EDGE, _GAP = 12, 9
TYPE_CHECKING = False
if TYPE_CHECKING:
    from porchlight.settings.gift_paths import PathSettings

_TINTS = {Mark.ERROR: "tint_error", Mark.DEGRADED: "tint_warning"}
_TEXTS = {Mark.ERROR: "error_text", Mark.DEGRADED: "degraded_text"}
_EDGES = {Mark.ERROR: "error", Mark.DEGRADED: "degraded"}


class GiftPath(QWidget):
    """Tab and the arrow keys lead from node to node. What comes after a broken one is reached by a broken line."""

    chosen = Signal(str)
    """The id of the component whose node was clicked."""

    def __init__(self, theme: Theme, scale: PathScale = LARGE) -> None:
        super().__init__()
        self._theme = theme
        self._scale = scale
        self._nodes: list[PathNode] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_path(self, path: "PathSettings | None", snapshot: Snapshot) -> None:
        """Show its components in order; hidden where there is no path, or none of them."""
        views = [snapshot.views[one] for one in path.components if one in snapshot.views] if path is not None else []
        self.setVisible(bool(views))
        if path is not None and views:
            self.setAccessibleName(tr("The path of {what}", what=path.name))
            self._show_steps([(view, component_verdict(view, snapshot)) for view in views])

    def _show_steps(self, steps: Sequence[tuple[ComponentView, ShownVerdict]]) -> None:
        if [node.component_id for node in self._nodes] != [view.component.id for view, _ in steps]:
            for node in self._nodes:
                node.hide()
                node.deleteLater()
            self._nodes = [PathNode(self._theme, view.component.id, self._scale, self) for view, _ in steps]
            for node in self._nodes:
                node.chosen.connect(self.chosen)
                node.show()
            tab_here(self, self._nodes)
        for place, (node, (view, verdict)) in enumerate(zip(self._nodes, steps, strict=True)):
            node.show_step(view.component.name, verdict, place + 1, len(steps))
        self.updateGeometry()
        self._place_nodes()

    def hasHeightForWidth(self) -> bool:
        """See QWidget."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See QWidget."""
        return self._lay_out(width).height

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(600, self.heightForWidth(max(self.width(), self.minimumSizeHint().width())))

    def minimumSizeHint(self) -> QSize:
        """See QWidget: a node to a row."""
        return QSize(max((node.sizeHint().width() for node in self._nodes), default=0), self._scale.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        self._place_nodes()

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        broken = False
        for node, arrow in zip(self._nodes, self._lay_out(self.width()).arrows, strict=False):
            broken = broken or node.mark is Mark.ERROR
            pen = QPen(self._theme.colour("error" if broken else "field_border"), 1.6)
            points = [QPointF(x, y) for x, y in arrow]
            painter.setBrush(pen.color())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(_head(points[-2], points[-1]))
            pen.setStyle(Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            for start, end in pairwise(points):
                painter.drawLine(start, end)
        painter.end()

    def _lay_out(self, width: int) -> PathLayout:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        widths = [node.sizeHint().width() for node in self._nodes]
        return lay_out_path(widths, width, self._scale, right_to_left=mirrored)

    def _place_nodes(self) -> None:
        for node, box in zip(self._nodes, self._lay_out(self.width()).boxes, strict=True):
            node.setGeometry(box.x, box.y, box.width, box.height)
        self.update()


def _head(before: QPointF, tip: QPointF) -> QPolygonF:
    """Of an arrow that is level or upright."""
    length = max(abs(tip.x() - before.x()) + abs(tip.y() - before.y()), 1.0)
    along = (tip - before) / length
    across = QPointF(-along.y(), along.x())
    back = tip - along * 7
    return QPolygonF([tip, back + across * 4, back - across * 4])


class PathNode(QAbstractButton):
    """One component: its mark, its name, and in a large path its state in a word. A broken one has a thick edge."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, component_id: str, scale: PathScale, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = scale
        self._size = 20 if scale is LARGE else 16
        self.component_id = component_id
        self.mark = Mark.UNKNOWN
        self._theme = theme
        self._name = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(lambda: self.chosen.emit(self.component_id))
        theme.changed.connect(self.update)

    def show_step(self, name: str, verdict: ShownVerdict, place: int, of: int) -> None:
        """Show the current state; ``place`` among the nodes of the path, from 1."""
        self.mark, self._name = verdict.mark, name
        word = mark_word(self.mark)
        self.setAccessibleName(
            tr("Step {place} of {of}: {name}, {status}", place=place, of=of, name=name, status=word)
        )
        self.setToolTip(f"{name}\n{verdict.title}")
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget: Qt presses a button with Space alone on some systems."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """See QWidget."""
        width = max(QFontMetrics(font(role)).horizontalAdvance(text) for role, text, _ in self._lines())
        whole = self._edge + self._size + self._gap + width + self._edge + 2
        return QSize(min(whole, self._scale.widest), self._scale.height)

    @property
    def _edge(self) -> int:
        return _EDGE if self._scale is LARGE else _EDGE // 2 + 1

    @property
    def _gap(self) -> int:
        return _GAP if self._scale is LARGE else _GAP // 2 + 1

    def _lines(self) -> list[tuple[TextRole, str, str]]:
        """The texts, with their colours."""
        if self._scale is not LARGE:
            return [(TextRole.SECONDARY, self._name, "text")]
        return [
            (TextRole.NAME, self._name, "text"),
            (TextRole.SECONDARY, mark_word(self.mark), _TEXTS.get(self.mark, "secondary")),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2.4 if self.mark is Mark.ERROR else 1.0
        edge = _EDGES.get(self.mark, "field_border")
        ground = _TINTS.get(self.mark, "surface" if self.underMouse() else "background")
        painter.setPen(QPen(self._theme.colour(edge), thick))
        painter.setBrush(self._theme.colour(ground))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, BUTTON_RADIUS, BUTTON_RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), BUTTON_RADIUS, BUTTON_RADIUS)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        top = (self.height() - self._size) // 2
        mark = mark_pixmap(self.mark, self._size, self.devicePixelRatioF(), self._theme.tokens)
        painter.drawPixmap(self.width() - self._edge - self._size if mirrored else self._edge, top, mark)
        room = self.width() - 2 * self._edge - self._size - self._gap
        left = self._edge if mirrored else self._edge + self._size + self._gap
        side = (
            Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        ) | Qt.AlignmentFlag.AlignAbsolute
        lines = self._lines()
        high, above = self.height() / len(lines) - 2, 4.0 if len(lines) > 1 else 1.0
        for number, (role, text, token) in enumerate(lines):
            top_of_text = number * high + above * (1 - number)
            painter.setFont(font(role))
            painter.setPen(self._theme.colour(token))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, top_of_text, room + 2, high), side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
