"""The line of filters above a table: choices, a span of days, a search."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from porchlight.desktop.formatting import span_of_days
from porchlight.desktop.tokens import GAP
from porchlight.desktop.widgets.basic import SearchLine
from porchlight.language.current import tr_in

_SPANS = (1, 7, 30, 90, 400)
_USUAL_SPAN = 1
_LEAST = 110
"""px of the search."""
_WIDEST = 200
"""px of a choice, whatever the length of its texts; the open list shows them whole."""


class FilterLine(QWidget):
    """``changed`` when the filters change."""

    changed = Signal()

    def __init__(self, search: str) -> None:
        """``search``: what is searched, for screen readers."""
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(GAP)
        self._days = self.add_choice(tr_in("a span of days", "Time"))
        self._days.blockSignals(True)
        for days in _SPANS:
            self._days.addItem(span_of_days(days), days)
        self._days.setCurrentIndex(_USUAL_SPAN)
        self._days.blockSignals(False)
        self._search = SearchLine(search)
        self._search.setMinimumWidth(_LEAST)
        self._search.textChanged.connect(self.changed)
        self._line.addWidget(self._search, 1)

    @property
    def days(self) -> int:
        """How many days to look back."""
        return int(self._days.currentData())

    @property
    def text(self) -> str:
        """What is searched."""
        return self._search.text().strip()

    def add_choice(self, name: str, everything: str = "", items: Mapping[str, str] | None = None) -> QComboBox:
        """Add a choice, before the span; its data are the keys of ``items``, and "" for ``everything``."""
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(_WIDEST)
        if everything:
            box.addItem(everything, "")
        fill(box, items or {})
        box.currentIndexChanged.connect(self.changed)
        self._line.insertWidget(max(self._line.count() - 2, 0), box)
        return box


def fill(box: QComboBox, items: Mapping[str, str]) -> None:
    """Set the choices beside everything; the selection stays. Emits nothing."""
    before = {box.itemData(index): box.itemText(index) for index in range(1, box.count())}
    if before == items:
        return
    box.blockSignals(True)
    chosen = box.currentData()
    while box.count() > 1:
        box.removeItem(1)
    for identifier, name in items.items():
        box.addItem(name, identifier)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)
    view = box.view()
    view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * GAP)
