"""The components in trouble, the worst first: a card each, in as many columns as fit."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.verdict_texts import component_verdict
from porchlight.desktop.widgets.basic import Text, tab_here
from porchlight.desktop.widgets.trouble_card import TroubleCard
from porchlight.language.current import tr_plural
from porchlight.model.snapshot import ComponentView, Snapshot

_GAP = 10


class TroubleCards(QWidget):
    """Hidden while nothing is in trouble."""

    details_wanted = Signal(str)
    credential_wanted = Signal(str)
    settings_wanted = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._columns = 1
        self.cards: list[TroubleCard] = []
        self._more = Text(context.theme, TextRole.SECONDARY, colour="secondary", wrap=True)
        self._more.hide()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._grid)
        layout.addWidget(self._more)
        self.hide()

    def show_views(
        self, snapshot: Snapshot, views: Sequence[ComponentView], now_ms: int, *, most: int, columns: int = 1
    ) -> None:
        """Show cards for the first of a snapshot's views, and how many more there are."""
        wanted = views[:most]
        same = [view.component.id for view in wanted] == [card.component_id for card in self.cards]
        if not same or columns != self._columns:
            self._columns = columns
            for column in range(max(columns, self._grid.columnCount())):
                self._grid.setColumnStretch(column, 1 if column < columns else 0)
            for card in self.cards:
                self._grid.removeWidget(card)
                card.hide()
                card.deleteLater()
            self.cards = [self._card(view) for view in wanted]
            for place, card in enumerate(self.cards):
                alone = self._columns if len(wanted) == 1 else 1
                self._grid.addWidget(card, place // self._columns, place % self._columns, 1, alone)
            tab_here(self, self.cards)
        for card, view in zip(self.cards, wanted, strict=True):
            card.update_view(view, component_verdict(view, snapshot), now_ms)
        more = len(views) - len(wanted)
        self._more.show_text(
            tr_plural("{n} more component needs attention.", "{n} more components need attention.", more)
            if more
            else ""
        )
        self.setVisible(bool(wanted))

    def _card(self, view: ComponentView) -> TroubleCard:
        card = TroubleCard(self._context, view)
        card.details_wanted.connect(self.details_wanted)
        card.credential_wanted.connect(self.credential_wanted)
        card.settings_wanted.connect(self.settings_wanted)
        return card
