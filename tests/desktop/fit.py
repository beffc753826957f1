"""Whether what a window shows can be read: nothing cut, and nothing that no catalogue holds."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QWidget,
)

_Tip = Qt.ItemDataRole.ToolTipRole


def cut_texts(window: QWidget) -> list[str]:
    """What cannot be read whole: of which widget, its text, and how much is missing."""
    return [f"{type(one).__name__}: {what}" for one in _seen(window) for what in _cut(one, window)]


def shown_texts(window: QWidget) -> Iterator[str]:
    """All that is written in a window, on its tabs and headings, in its lists and its tooltips, and its names for
    screen readers."""
    yield window.windowTitle()
    yield from (action.text() for menu in window.findChildren(QMenu) for action in menu.actions())
    for one in _seen(window):
        yield from filter(None, (one.toolTip(), one.accessibleName(), one.accessibleDescription()))
        match one:
            case QLabel() | QAbstractButton():
                yield one.text()
            case QTabBar():
                yield from (one.tabText(place) for place in range(one.count()))
            case QComboBox():
                yield from (one.itemText(place) for place in range(one.count()))
            case QLineEdit() | QPlainTextEdit():
                yield one.placeholderText()
            case QHeaderView() if one.orientation() is Qt.Orientation.Horizontal:
                yield from (
                    str(one.model().headerData(place, one.orientation()) or "") for place in range(one.count())
                )
            case QTableView():
                yield from _cells(one)


def _seen(window: QWidget) -> list[QWidget]:
    return [window, *(one for one in window.findChildren(QWidget) if one.isVisibleTo(window))]


def _cells(view: QTableView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 30)):
        for column in range(model.columnCount()):
            for role in (Qt.ItemDataRole.DisplayRole, _Tip, Qt.ItemDataRole.AccessibleTextRole):
                if isinstance(text := model.index(row, column).data(role), str):
                    yield text


def _cut(one: QWidget, window: QWidget) -> Iterator[str]:
    if isinstance(one, QLabel | QAbstractButton) and one.text() and (lost := _outside(one, window)):
        yield f"“{one.text()}” lies {lost}"
    match one:
        case QLabel() if one.text():
            if one.wordWrap():
                if (high := one.heightForWidth(one.width())) > one.height() + 1:
                    yield f"“{one.text()}” needs {high} px of height, has {one.height()}"
                if (wide := _widest_word(one)) > one.contentsRect().width() + 1:
                    yield f"“{one.text()}” has a word of {wide} px in {one.contentsRect().width()}"
            elif not _fits(one.sizeHint(), one.size()):
                yield f"“{one.text()}” needs {one.sizeHint().toTuple()}, has {one.size().toTuple()}"
        case QCheckBox() | QRadioButton() | QAbstractButton() if one.text() and not one.toolTip().startswith(
            one.text()
        ):
            if not _fits(one.minimumSizeHint().boundedTo(one.sizeHint()), one.size()):
                yield f"“{one.text()}” needs {one.sizeHint().toTuple()}, has {one.size().toTuple()}"
        case QComboBox() if one.currentText():
            option = QStyleOptionComboBox()
            one.initStyleOption(option)
            room = one.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
            )
            wide = one.fontMetrics().horizontalAdvance(one.currentText())
            if wide > room.width() + 1 and one.toolTip() != one.currentText():
                yield f"“{one.currentText()}” needs {wide} px, has {room.width()}"
        case QTabBar():
            for place in range(one.count()):
                if one.isTabVisible(place) and one.elideMode() is not Qt.TextElideMode.ElideNone:
                    wide = one.fontMetrics().horizontalAdvance(one.tabText(place))
                    if wide > one.tabRect(place).width() and not one.tabToolTip(place):
                        yield f"“{one.tabText(place)}” needs {wide} px, has {one.tabRect(place).width()}"
        case QLineEdit() if not one.text() and one.placeholderText():
            wide, room_ = one.fontMetrics().horizontalAdvance(one.placeholderText()), one.width() - 18
            if wide > room_ and one.placeholderText() not in one.toolTip():
                yield f"“{one.placeholderText()}” needs {wide} px, has {room_}"
        case QHeaderView() if one.orientation() is Qt.Orientation.Horizontal:
            for place in range(one.count()):
                if one.isSectionHidden(place):
                    continue
                text = str(one.model().headerData(place, one.orientation()) or "")
                wide = one.sectionSizeFromContents(place).width()
                tip = one.model().headerData(place, one.orientation(), _Tip)
                if text and wide > one.sectionSize(place) and tip != text:
                    yield f"“{text}” needs {wide} px, has {one.sectionSize(place)}"
        case QTableView():
            model = one.model()
            for row in range(min(model.rowCount(), 30)):
                for column in range(model.columnCount()):
                    index = model.index(row, column)
                    text, tip = str(index.data() or ""), str(index.data(_Tip) or "")
                    wide = one.sizeHintForIndex(index).width()
                    if text and not one.isColumnHidden(column) and wide > one.columnWidth(column) and text not in tip:
                        yield f"“{text}” needs {wide} px, has {one.columnWidth(column)}"


def _outside(one: QWidget, window: QWidget) -> str:
    """By how much it sticks out of what it is in; not of what can be scrolled that way."""
    at = one
    box = QRect(QPoint(), one.size())
    while at is not window and (parent := at.parentWidget()) is not None:
        box.translate(at.pos())
        at = parent
        area = at.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is at:
            off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if not isinstance(area, QScrollArea) or area.horizontalScrollBarPolicy() is not off:
                return ""
            right = box.right() - at.width() + 1
            return f"{max(right, -box.left())} px outside of what scrolls" if right > 1 or box.left() < -1 else ""
        if not at.rect().adjusted(-1, -1, 1, 1).contains(box):
            return (
                f"{box.toTuple() if hasattr(box, 'toTuple') else box} in {at.size().toTuple()} of {type(at).__name__}"
            )
    return ""


def _fits(wanted: QSize, given: QSize) -> bool:
    return wanted.width() <= given.width() + 1 and wanted.height() <= given.height() + 1


def _widest_word(label: QLabel) -> int:
    metrics = label.fontMetrics()
    return max((metrics.horizontalAdvance(word) for word in re.split(r"[\s/\-–—]", label.text())), default=0)
