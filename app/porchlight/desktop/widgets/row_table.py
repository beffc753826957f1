"""What all tables share: whole rows without a grid, sorted by their headers, with widths that are remembered and
names that are never pushed out; copied, opened and acted on alike. The styles frame the one cell with the focus,
which means nothing in a table of whole rows. A bar at the beginning of the row shows the same."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from porchlight.dataclass import dataclass
from porchlight.desktop.accessibility import announce
from porchlight.desktop.icons import mark_icon
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.language.current import tr
from porchlight.model.mark import Mark

_BAR: Final = 3
_LEAST: Final = 160
"""px of the column that gets what the others leave."""
PAGE: Final = 200
"""Rows that a long list reads at once; the next ones when it is scrolled to its end."""
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class RowDelegate(QStyledItemDelegate):
    """Draws a cell without a frame, all cells of the row under the mouse alike, and the first one of the keyboard's
    row with a bar."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._view = table
        self._under_mouse = -1
        table.setMouseTracking(True)
        # Where whole rows are selected, Qt redraws whole rows; but it calls one cell alone the one under the mouse.
        table.entered.connect(lambda index: self._hover(index.row()))
        table.viewportEntered.connect(lambda: self._hover(-1))

    def _hover(self, row: int) -> None:
        self._under_mouse = row

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """See QStyledItemDelegate."""
        super().initStyleOption(option, index)
        option.state &= ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        if index.row() == self._under_mouse and self._view.viewport().underMouse():
            option.state |= QStyle.StateFlag.State_MouseOver

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """See QStyledItemDelegate."""
        super().paint(painter, option, index)
        view = option.widget
        if not isinstance(view, QAbstractItemView) or not view.hasFocus():
            return
        if index.column() == 0 and index.row() == view.currentIndex().row():
            bar = QRect(option.rect.topLeft(), option.rect.bottomLeft())
            bar.setWidth(_BAR)
            painter.fillRect(
                QStyle.visualRect(view.layoutDirection(), option.rect, bar),
                view.palette().color(QPalette.ColorRole.Accent),
            )


def show_whole_rows(table: QTableView) -> None:
    """Let a table that has its model be read, selected and walked through by rows; Tab leaves it."""
    table.setItemDelegate(RowDelegate(table))
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    # Where only the place moves and the selection does not, Qt redraws the one cell and not the row's first.
    table.selectionModel().currentRowChanged.connect(lambda: table.viewport().update())


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its title, and how many px it wants (at least, where it gets what others leave). Where there is no
    room for all, the column with the highest ``rank`` gives way first, and tooltips show what it holds; those of
    rank 0 stay."""

    title: str
    width: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``texts`` of its columns, the ``mark`` before the one that shows its state, ``tip`` in full. ``keys``
    are what columns are sorted by; None (or none at all): by the text. ``spoken`` is read aloud instead of a
    column's text, ``warned`` is a column that is not as it should be."""

    id: str
    texts: tuple[str, ...]
    mark: Mark | None
    tip: str
    keys: tuple[float | None, ...] = ()
    spoken: Mapping[int, str] = field(default_factory=dict)
    warned: int | None = None


class _Lines(QAbstractTableModel):
    """Lines as they are sorted."""

    def __init__(self, theme: Theme, heads: Sequence[Head], marked: int, named: int | None) -> None:
        super().__init__()
        self._theme = theme
        self._heads = heads
        self._marked = marked
        self._named = named
        self._given: list[Line] = []
        self._by: tuple[int, bool] | None = None
        self.lines: list[Line] = []
        self.left_out: list[int] = []
        """The columns that there is no room for."""

    @property
    def sorted(self) -> bool:
        """Whether a person wants another order than the given one."""
        return self._by is not None

    @property
    def given(self) -> list[Line]:
        """In the order in which they were given."""
        return self._given

    def show(self, lines: list[Line]) -> None:
        """Show these."""
        self._given = lines
        shown, before = self._in_order(lines), len(self.lines)
        root = QModelIndex()
        if len(shown) > before:
            self.beginInsertRows(root, before, len(shown) - 1)
            self.lines = shown
            self.endInsertRows()
        elif len(shown) < before:
            self.beginRemoveRows(root, len(shown), before - 1)
            self.lines = shown
            self.endRemoveRows()
        self.lines = shown
        self.redraw()

    def redraw(self) -> None:
        """The same lines look different."""
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(self._heads) - 1))

    def order_by(self, column: int, descending: bool) -> None:
        """Sort from now on; a negative column: in the given order."""
        self._by = (column, descending) if column >= 0 else None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role in (_Role.DisplayRole, _Role.ToolTipRole):
            return self._heads[section].title
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return line.texts[column]
            case _Role.ToolTipRole:
                return self._tip(line, line.texts[column])
            case _Role.DecorationRole if column == self._marked and line.mark is not None:
                return mark_icon(line.mark, self._theme.tokens)
            case _Role.FontRole if column == self._named:
                return font(TextRole.NAME)
            case _Role.ForegroundRole if column == line.warned:
                return self._theme.colour("degraded_text")
            case _Role.ForegroundRole if self._named is not None and column != self._named:
                return self._theme.colour("secondary")
            case _Role.AccessibleTextRole:
                return line.spoken.get(column)
        return None

    def _tip(self, line: Line, text: str) -> str:
        """The text in full, and what there is no room for."""
        tip = line.tip if text in line.tip else text
        hidden = (f"{self._heads[column].title}: {line.texts[column]}" for column in self.left_out)
        return "\n".join([tip, *(one for one in hidden if not one.endswith(": "))])

    def _in_order(self, lines: list[Line]) -> list[Line]:
        if self._by is None:
            return list(lines)
        column, descending = self._by
        empty = [line for line in lines if not line.texts[column]]
        full = [line for line in lines if line.texts[column]]
        full.sort(key=lambda line: _sort_key(line, column), reverse=descending)
        return [*full, *empty]


def _sort_key(line: Line, column: int) -> tuple[float, str]:
    key = line.keys[column] if line.keys else None
    if key is not None:
        return key, ""
    plain = unicodedata.normalize("NFKD", line.texts[column].casefold())
    return 0.0, "".join(one for one in plain if not unicodedata.combining(one))


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a long list: how many rows come before it, and how many it has at most."""

    skip: int
    most: int
    turn: int


class Reading:
    """How far a long list has been read."""

    def __init__(self) -> None:
        self._have = self._turn = 0

    def restart(self) -> None:
        """Another list is read from now on."""
        self._have = 0
        self._turn += 1

    def again(self) -> Span:
        """All that was read before."""
        return Span(0, max(self._have, PAGE), self._turn)

    def further(self) -> Span:
        """The next page."""
        return Span(self._have, PAGE, self._turn)

    def outdated(self, span: Span) -> bool:
        """Whether it is of another list by now, or was read meanwhile."""
        return span.turn != self._turn or span.skip not in (0, self._have)

    def took(self, span: Span, found: int) -> bool:
        """``found`` rows were read; whether there may be more."""
        if found:
            self._have = span.skip + span.most
        return found > 0


class LineTable(QTableView):
    """Rows that are shown again and again: the selection and the keyboard's place stay. Whoever owns it fills the
    context menu and reads further pages."""

    chosen_changed = Signal()
    """A person has selected other rows."""
    opened = Signal(str)
    """The id of the row that was double-clicked, or entered from the keyboard."""
    pointed_at = Signal(str)
    """The id of the row that the pointer or the keyboard is on."""
    menu_wanted = Signal(QMenu)
    """To be filled with what can be done with the selected rows."""
    more_wanted = Signal()
    """The list is at its end, and there is more of it."""

    def __init__(
        self,
        theme: Theme,
        heads: Sequence[Head],
        *,
        stretched: int,
        marked: int,
        name: str,
        named: int | None = None,
    ) -> None:
        """``stretched`` gets what the others leave; ``marked`` has the marks, ``named`` the names of what rows are
        about, which stand out."""
        super().__init__()
        self._heads = tuple(heads)
        self._stretched = stretched
        self._widths: dict[int, int] = {}
        """As people made them."""
        self._more = self._showing = self._fitting = False
        self._absent: set[int] = set()
        self._lines = _Lines(theme, self._heads, marked, named)
        self.setModel(self._lines)
        show_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._resized)
        self.setAccessibleName(name)
        self.selectionModel().selectionChanged.connect(self._choose)
        self.activated.connect(lambda index: self.opened.emit(self._lines.lines[index.row()].id))
        self.entered.connect(self._point)
        self.selectionModel().currentRowChanged.connect(self._point)
        self.verticalScrollBar().valueChanged.connect(self._ask_for_more)
        self.verticalScrollBar().rangeChanged.connect(self._ask_for_more)
        theme.changed.connect(self._lines.redraw)

    def _point(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.lines):
            self.pointed_at.emit(self.lines[index.row()].id)

    # -- the rows

    @property
    def lines(self) -> list[Line]:
        """From the top."""
        return self._lines.lines

    @property
    def chosen_ids(self) -> list[str]:
        """Of the selected rows, from the top."""
        return [self.lines[row].id for row in sorted(index.row() for index in self.selectionModel().selectedRows())]

    def show_lines(self, lines: list[Line], *, more: bool = False) -> None:
        """Show these and no others; ``more``: there are further ones to be read."""
        self._more = more
        if lines == self._lines.given:
            return
        self._show(lines)

    def add_lines(self, lines: list[Line], *, more: bool) -> None:
        """The next page."""
        known = {line.id for line in self._lines.given}
        self._more = more
        self._show([*self._lines.given, *(line for line in lines if line.id not in known)])

    def leave_out(self, column: int) -> None:
        """Have no such column."""
        self._absent.add(column)
        self._fit()

    def _show(self, lines: list[Line]) -> None:
        chosen, at = set(self.chosen_ids), self.currentIndex().row()
        here = self.lines[at].id if 0 <= at < len(self.lines) else ""
        self._showing = True
        self._lines.show(lines)
        self._choose_again(chosen, here)
        self._showing = False
        self.viewport().update()
        if self._more and self._lines.sorted:  # only all of them can be sorted
            self._ask()

    def _choose(self) -> None:
        if not self._showing:
            self.chosen_changed.emit()

    def _choose_again(self, chosen: set[str], here: str) -> None:
        selection, model = self.selectionModel(), self.model()
        flag = QItemSelectionModel.SelectionFlag
        selection.clear()
        for row, line in enumerate(self.lines):
            if line.id == here:
                selection.setCurrentIndex(model.index(row, 0), flag.NoUpdate)
            if line.id in chosen:
                selection.select(model.index(row, 0), flag.Select | flag.Rows)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._lines.order_by(column, order is Qt.SortOrder.DescendingOrder)
        self._show(self._lines.given)

    def _ask_for_more(self) -> None:
        bar = self.verticalScrollBar()
        if self._more and self.isVisible() and bar.value() == bar.maximum():
            self._ask()

    def _ask(self) -> None:
        self._more = False  # until that has been read
        self.more_wanted.emit()

    # -- the columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See QWidget."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """See QWidget: now the style of the titles is known."""
        super().showEvent(event)
        self._fit()

    @property
    def kept_as(self) -> str:
        """The name under which that is remembered: tables of one kind in different places have one of their own."""
        return self.objectName() or type(self).__name__

    def kept(self) -> str:
        """What a person has made of the columns, to be restored."""
        header = self.horizontalHeader()
        order = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return json.dumps([self._widths, header.sortIndicatorSection(), order])

    def restore(self, kept: str) -> None:
        """Take over what ``kept`` returned; anything else is ignored."""
        try:
            widths, section, descending = json.loads(kept)
            self._widths = {int(column): int(width) for column, width in widths.items()}
        except (ValueError, TypeError, AttributeError):
            return
        if isinstance(section, int) and section < len(self._heads):
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self.horizontalHeader().setSortIndicator(section, order)
        self._fit()

    def _resized(self, column: int, _: int, width: int) -> None:
        """A person drags the edge of a title: never so far that the title is cut."""
        if self._fitting:
            return
        self._widths[column] = max(width, self._title_width(column))
        self._fit()

    def _title_width(self, column: int) -> int:
        return self.horizontalHeader().sectionSizeFromContents(column).width()

    def _fit(self) -> None:
        """Give every column its room, and at least that of its title; names are never pushed out."""
        if self._fitting:
            return
        header, room = self.horizontalHeader(), self.viewport().width()
        titles = [self._title_width(column) for column in range(len(self._heads))]
        wanted = [
            max(self._widths.get(column, head.width), titles[column]) for column, head in enumerate(self._heads)
        ]
        wanted[self._stretched] = max(_LEAST, self._heads[self._stretched].width, titles[self._stretched])
        shown = [column for column in range(len(self._heads)) if column not in self._absent]
        while sum(wanted[column] for column in shown) > room:
            least = max(shown, key=lambda column: self._heads[column].rank)
            if self._heads[least].rank == 0:
                break
            shown.remove(least)
        over = sum(wanted[column] for column in shown) - room
        for column in sorted(shown, key=lambda column: titles[column] - wanted[column]):
            if over > 0 and column != self._stretched:
                less = min(over, wanted[column] - titles[column])
                wanted[column] -= less
                over -= less
        wanted[self._stretched] += max(-over, 0)
        self._fitting = True
        for column in range(len(self._heads)):
            self.setColumnHidden(column, column not in shown)
            if column in shown:
                header.resizeSection(column, wanted[column])
        self._fitting = False
        self._lines.left_out = [
            column for column in range(len(self._heads)) if column not in shown and column not in self._absent
        ]

    # -- commands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """See QWidget: by the mouse or the menu key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        if not self.indexAt(at).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu)
        if menu.actions():
            menu.addSeparator()
        copy = menu.addAction(tr("Copy"), self.copy_rows)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        menu.popup(self.viewport().mapToGlobal(at))

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, as a spreadsheet takes them."""
        chosen = set(self.chosen_ids)
        if not chosen:
            return
        rows = ("\t".join(line.texts) for line in self.lines if line.id in chosen)
        QGuiApplication.clipboard().setText("\n".join(rows))
        show_note(self, tr("Copied"), self.visualRect(self.currentIndex()).bottomLeft())


def show_note(place: QAbstractItemView, text: str, at: QPoint) -> None:
    """One word on what was just done, also for those who do not see it."""
    QToolTip.showText(place.viewport().mapToGlobal(at), text, place)
    announce(place, text)
