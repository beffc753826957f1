"""A rule's whole condition: its blocks, and whether all or any of them must hold."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.settings.fields import Choice
from porchlight.desktop.windows.settings.rule.ask_row import new_ask
from porchlight.desktop.windows.settings.rule.block_card import BlockCard
from porchlight.desktop.windows.settings.rule.blocks import About, Block, Blocks, Mode, read, write
from porchlight.language.current import tr

NEW = Block(About.COMPONENT, {"component": "*"}, (new_ask("status"),))
"""The initial value of a new rule, or of one more condition."""


class ConditionEditor(QWidget):
    """``written`` is the condition as in the settings file."""

    changed = Signal()

    def __init__(self, context: AppContext, condition: Mapping[str, Any]) -> None:
        super().__init__()
        self._context = context
        self._shown = dict(condition)
        self.cards: list[BlockCard] = []
        self.mode = Choice(
            {
                Mode.ALL.value: tr("all of these are true"),
                Mode.ANY.value: tr("any of these is true"),
            }
        )
        self.mode.setAccessibleName(tr("How the conditions are combined"))
        self.mode.currentIndexChanged.connect(lambda: self.changed.emit())
        self._mode_line = QWidget()
        line = QHBoxLayout(self._mode_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Text(context.theme, TextRole.TEXT, tr("The rule fires when")))
        line.addWidget(self.mode)
        line.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._more = QPushButton(tr("Add a condition"))
        self._more.clicked.connect(self._add_new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mode_line)
        layout.addLayout(self._list)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_condition(condition)

    @property
    def blocks(self) -> Blocks:
        """The current blocks."""
        return Blocks(Mode(self.mode.currentData()), tuple(card.block for card in self.cards))

    @property
    def written(self) -> dict[str, Any]:
        """As in the settings file; verbatim where nothing was changed."""
        found = write(self.blocks)
        return dict(self._shown) if found == write(read(self._shown)) else found

    def show_condition(self, condition: Mapping[str, Any]) -> None:
        """Show another one."""
        self._shown = dict(condition)
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        found = read(condition) if condition else Blocks(Mode.ALL, (NEW,))
        self.mode.choose(found.mode.value)
        for block in found.blocks:
            self._add(block)
        self._update_cards()

    def check(self) -> bool:
        """Show what is wrong; return whether nothing is."""
        fits = [card.check() for card in self.cards]  # all of them, so that each shows its fault
        return all(fits)

    def _add(self, block: Block) -> None:
        card = BlockCard(self._context, block)
        card.changed.connect(self.changed)
        card.removed.connect(lambda: self._remove(card))
        self.cards.append(card)
        self._list.addWidget(card)

    def _add_new(self) -> None:
        self._add(NEW)
        self._update_cards()
        self.changed.emit()

    def _remove(self, card: BlockCard) -> None:
        self.cards.remove(card)
        self._list.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._update_cards()
        self.changed.emit()

    def _update_cards(self) -> None:
        self._mode_line.setVisible(len(self.cards) > 1)
        for card in self.cards:
            card.let_remove(len(self.cards) > 1)
