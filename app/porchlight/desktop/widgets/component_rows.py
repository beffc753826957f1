"""Components as rows: mark, name, its sentence, the last hour, the response time. Only visible rows are painted; each
group has a heading."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from porchlight.dataclass import dataclass
from porchlight.desktop.formatting import response
from porchlight.desktop.history import Point
from porchlight.desktop.icons import mark_pixmap
from porchlight.desktop.texts import mark_word
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.desktop.tokens import EDGE, GAP
from porchlight.desktop.verdict_texts import ShownVerdict
from porchlight.desktop.widgets.sparkline import draw_sparkline
from porchlight.language.current import tr
from porchlight.model.snapshot import ComponentView

_MARK, _SPARK, _TIME = 18, 72, 62
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a group of rows."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One component with its last hour."""

    view: ComponentView
    verdict: ShownVerdict
    points: tuple[Point, ...]

    @property
    def sentence(self) -> str:
        """The sentence on it."""
        return self.verdict.title

    @property
    def time(self) -> str:
        """Its response time, or that it is being checked."""
        if self.view.checking:
            return tr("checking")
        return response(self.view.state.duration_us) if self.view.state.duration_us else ""


class RowsModel(QAbstractListModel):
    """Headings and rows."""

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Heading | Row] = []

    def show(self, items: list[Heading | Row]) -> None:
        """Show these; the view is rebuilt only where components or headings have changed."""
        if [_key(item) for item in items] != [_key(item) for item in self._items]:
            self.beginResetModel()
            self._items = items
            self.endResetModel()
            return
        before, self._items = self._items, items
        for number, (old, new) in enumerate(zip(before, items, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number), self.index(number))

    @property
    def items(self) -> list[Heading | Row]:
        """All, in their order."""
        return self._items

    def item(self, index: _Index) -> Heading | Row:
        """The item at an index."""
        return self._items[index.row()]

    def rowCount(self, parent: _Index | None = None) -> int:
        """See QAbstractItemModel."""
        return len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """See QAbstractItemModel: for screen readers and the search by typing."""
        item = self.item(index)
        if isinstance(item, Heading):
            return item.text if role == Qt.ItemDataRole.DisplayRole else None
        view = item.view
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return view.component.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{view.component.name}, {mark_word(item.verdict.mark)}: {item.sentence} {item.time}"
            case Qt.ItemDataRole.ToolTipRole:
                return item.sentence
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """See QAbstractItemModel."""
        if isinstance(self.item(index), Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _key(item: Heading | Row) -> str:
    return f"# {item.text}" if isinstance(item, Heading) else item.view.component.id


class RowsView(QListView):
    """As high as its rows; its parent scrolls."""

    chosen = Signal(str)
    """The id of the component that was clicked, or entered from the keyboard."""

    pointed_at = Signal(str)
    """The id of the component that the pointer or the keyboard is on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rows = RowsModel()
        self.setModel(self.rows)
        self._delegate = _RowDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Components"))
        self.clicked.connect(self._choose)
        self.entered.connect(self._point)
        self.selectionModel().currentChanged.connect(self._point)
        theme.changed.connect(self._redraw)

    def show_items(self, items: list[Heading | Row], now_ms: int) -> None:
        """Show these rows."""
        self._delegate.now_ms = now_ms
        self.rows.show(items)
        self._fit()
        self.viewport().update()

    def wanted_height(self, width: int) -> int:
        """Of all rows together at a width."""
        return sum(self._delegate.height(item, width) for item in self.rows.items)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See QWidget."""
        over = self.indexAt(event.position().toPoint())
        clickable = over.isValid() and isinstance(self.rows.item(over), Row)
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def event(self, event: QEvent) -> bool:
        """See QWidget: another width needs another height."""
        done = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return done

    def _fit(self) -> None:
        height = self.wanted_height(self.width())
        if height != self.height():
            self.setFixedHeight(max(height, 1))
        self.scheduleDelayedItemsLayout()

    def _redraw(self) -> None:
        self._fit()
        self.viewport().update()

    def _point(self, index: QModelIndex) -> None:
        item = self.rows.item(index) if index.isValid() else None
        if isinstance(item, Row):
            self.pointed_at.emit(item.view.component.id)

    def _choose(self, index: QModelIndex) -> None:
        item = self.rows.item(index)
        if isinstance(item, Row):
            self.chosen.emit(item.view.component.id)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: RowsView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self.now_ms = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, self.height(self._view.rows.item(index), width))

    def height(self, item: Heading | Row, width: int) -> int:
        if isinstance(item, Heading):
            return QFontMetrics(font(TextRole.HEADING)).height() + 16
        metrics = QFontMetrics(font(TextRole.SECONDARY))
        lines = 2 if metrics.horizontalAdvance(item.sentence) > self._text_width(width) else 1
        return QFontMetrics(font(TextRole.NAME)).height() + lines * metrics.height() + 2 * GAP + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = self._view.rows.item(index)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(item, Heading):
            painter.setFont(font(TextRole.HEADING))
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(
                rect.adjusted(EDGE, 8, -EDGE, -2),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                item.text,
            )
        else:
            self._paint_row(painter, rect, item, option.state)
        painter.restore()

    def _placed(self, row: QRect, part: QRect) -> QRect:
        """Where a part of a row is in the direction that is written."""
        return QStyle.visualRect(self._view.layoutDirection(), row, part)

    @property
    def _side(self) -> Qt.AlignmentFlag:
        mirrored = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        flag = Qt.AlignmentFlag
        return (flag.AlignRight if mirrored else flag.AlignLeft) | flag.AlignAbsolute

    def _text_width(self, width: int) -> int:
        return width - 2 * EDGE - _MARK - 14 - _SPARK - _TIME - 2 * GAP

    def _paint_row(self, painter: QPainter, rect: QRect, row: Row, state: QStyle.StateFlag) -> None:
        theme, view = self._theme, row.view
        for flag, ground in (
            (QStyle.StateFlag.State_MouseOver, "surface"),
            (QStyle.StateFlag.State_Selected, "selection"),
        ):
            if state & flag:
                painter.fillRect(rect, theme.colour(ground))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
        ratio = self._view.devicePixelRatioF()
        pixmap = mark_pixmap(row.verdict.mark, _MARK, ratio, theme.tokens)
        mark = QRect(rect.left() + EDGE, rect.top() + (rect.height() - _MARK) // 2, _MARK, _MARK)
        painter.drawPixmap(self._placed(rect, mark).topLeft(), pixmap)
        left, width = rect.left() + EDGE + _MARK + 14, self._text_width(rect.width())
        name_font, text_font = font(TextRole.NAME), font(TextRole.SECONDARY)
        name_height = QFontMetrics(name_font).height()
        painter.setFont(name_font)
        painter.setPen(theme.colour("text"))
        name = QFontMetrics(name_font).elidedText(view.component.name, Qt.TextElideMode.ElideRight, width)
        top = rect.top() + GAP
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._placed(rect, QRect(left, top, width, name_height)), self._side | centre, name)
        painter.setFont(text_font)
        painter.setPen(theme.colour("secondary"))
        metrics = QFontMetrics(text_font)
        room = rect.bottom() - GAP - (top + name_height)
        text = row.sentence
        if metrics.horizontalAdvance(text) > 2 * width - 20:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 2 * width - 30)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setAlignment(self._side)
        sentence = self._placed(rect, QRect(left, top + name_height + 1, width, room + 4))
        painter.drawText(QRectF(sentence), text, option)
        spark = self._placed(rect, QRect(left + width + GAP, rect.top() + (rect.height() - 22) // 2, _SPARK, 22))
        line = theme.colour("secondary")
        failure = theme.colour("error")
        failure.setAlphaF(0.28)
        draw_sparkline(painter, QRectF(spark), row.points, self.now_ms, view.component.interval, line, failure)
        painter.setPen(theme.colour("accent" if view.checking else "secondary"))
        painter.drawText(
            self._placed(rect, QRect(rect.right() - EDGE - _TIME, rect.top(), _TIME, rect.height())),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            row.time,
        )
