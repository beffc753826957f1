"""One block of a condition: its subject and its questions, in drop-downs that read as a sentence."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from porchlight.desktop.context import AppContext
from porchlight.desktop.texts import kind_word
from porchlight.desktop.theme import TextRole
from porchlight.desktop.tokens import CARD_RADIUS
from porchlight.desktop.widgets.basic import RemoveButton, Text, clear
from porchlight.desktop.windows.settings.fields import Choice
from porchlight.desktop.windows.settings.rule.ask_row import REPORT_PLACES, AskRow, new_ask
from porchlight.desktop.windows.settings.rule.blocks import (
    COMPONENT_ASKS,
    OPERATION_ASKS,
    About,
    Ask,
    Block,
    write_block,
)
from porchlight.desktop.windows.settings.rule.condition_texts import subject_text
from porchlight.desktop.windows.settings.several import Several
from porchlight.language.current import rendered, tr
from porchlight.settings.problems import value_fault
from porchlight.settings.rules import EACH, read_condition

_REPORT = "report"
_SOME = "some"


class BlockCard(QWidget):
    """``block`` is its current value; ``fault`` what is wrong with it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, context: AppContext, block: Block) -> None:
        super().__init__()
        self._context = context
        self._block = block
        self._names = context.component_names()
        self.rows: list[AskRow] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(12, 10, 8, 10)
        self._body.setSpacing(6)
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        self._body.addLayout(self._head)
        self._asks = QVBoxLayout()
        self._asks.setSpacing(6)
        self._asks.setContentsMargins(24, 0, 0, 0)
        self._body.addLayout(self._asks)
        self._fault = Text(context.theme, TextRole.SECONDARY, colour="error_text", wrap=True)
        self._fault.hide()
        self._build_head()
        self._build_asks()
        self._body.addWidget(self._fault)
        context.theme.changed.connect(self.update)

    @property
    def block(self) -> Block:
        """Its current value."""
        return self._block

    def let_remove(self, allowed: bool) -> None:
        """Whether it may be removed: not the only one."""
        self._remove.setVisible(allowed)

    def check(self) -> bool:
        """Show what is wrong with it; return whether nothing is."""
        try:
            read_condition(write_block(self._block))
        except ValueError as error:
            self._fault.show_text(rendered(value_fault(error)))
            return False
        self._fault.show_text("")
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._context.theme.colour("border"))
        painter.setBrush(self._context.theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()

    # -- building

    def _build_head(self) -> None:
        remove = self._remove = RemoveButton(tr("Remove this condition"))
        remove.clicked.connect(self.removed)
        if self._block.about is About.OTHER:
            condition = json.dumps(self._block.other, ensure_ascii=False)
            self._head.addWidget(
                Text(
                    self._context.theme,
                    TextRole.SECONDARY,
                    tr("This condition can only be edited in the settings file: {condition}", condition=condition),
                    wrap=True,
                ),
                1,
            )
            self._head.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
            return
        self.negation = Choice({"": tr("If"), "not": tr("Unless")})
        self.negation.setAccessibleName(tr("If or unless"))
        self.negation.choose("not" if self._block.negated else "")
        self.negation.currentIndexChanged.connect(
            lambda: self._put(replace(self._block, negated=bool(self.negation.currentData())))
        )
        self.subject = Choice()
        self.subject.setAccessibleName(tr("Applies to"))
        self.subject.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.subject.setMinimumContentsLength(28)
        self._fill_subjects()
        self.subject.currentIndexChanged.connect(self._choose_subject)
        self._some = Several(self._names, tr("choose…"))
        self._some.setAccessibleName(tr("Which components"))
        self._some.choose(self._block.subject.get("component"))
        self._some.changed.connect(self._choose_some)
        self._besides = Several(self._names, tr("no exceptions"))
        self._besides.setAccessibleName(tr("Excluded components"))
        self._besides.choose(self._block.subject.get("besides"))
        self._besides.changed.connect(self._choose_besides)
        for widget in (self.negation, self.subject, self._some, self._besides):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        self._head.addWidget(remove)
        self._show_parts()

    def _fill_subjects(self) -> None:
        names, found = self._names, self.subject
        views = self._context.snapshot.views.values()
        choices: dict[str, str] = {}

        def offer(subject: Mapping[str, Any]) -> None:
            title = subject_text(subject, names)
            choices[_key(subject)] = f"{title[:1].upper()}{title[1:]}"

        offer({"component": EACH})
        offer({"component": EACH, "critical": True})
        offer({"component": EACH, "critical": False})
        for one in names:
            offer({"component": one})
        choices[_SOME] = tr("Each of these components")
        for tag in dict.fromkeys(tag for view in views for tag in view.component.tags):
            offer({"tag": tag})
        for kind in dict.fromkeys(view.component.kind for view in views):
            choices[_key({"kind": kind})] = tr("Any of the kind “{kind}”", kind=kind_word(kind))
        choices[_REPORT] = tr("All components together")
        offer({"operation": EACH})
        for name in self._context.operation_names():
            offer({"operation": name})
        mine = self._subject_key()
        if mine not in choices:
            title = subject_text(_without_besides(self._block.subject), names)
            choices[mine] = f"{title[:1].upper()}{title[1:]}"
        for key, text in choices.items():
            found.addItem(text, key)
        found.choose(mine)

    def _build_asks(self) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        clear(self._asks)
        if self._block.about is About.OTHER:
            return
        keys = self._keys()
        asked = [ask.key for ask in self._block.asks]
        for place, ask in enumerate(self._block.asks):
            others = [key for key in keys if key == ask.key or key not in asked]
            row = AskRow(self._context.theme, ask, others, self._known(ask))
            row.let_remove(len(asked) > 1)
            row.changed.connect(lambda place=place: self._put_ask(place))
            row.removed.connect(lambda place=place: self._remove_ask(place))
            self.rows.append(row)
            self._asks.addWidget(row)
        left = [key for key in keys if key not in asked]
        if left and self._block.about is not About.REPORT:
            more = QPushButton(tr("and…"), flat=True)
            more.setAccessibleName(tr("Add another check"))
            more.clicked.connect(lambda: self._add_ask(left[0]))
            self._asks.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    # -- the selection

    def _keys(self) -> tuple[str, ...]:
        match self._block.about:
            case About.REPORT:
                return ("path",)
            case About.OPERATION:
                return OPERATION_ASKS
        return COMPONENT_ASKS

    def _known(self, ask: Ask) -> list[str]:
        views = self._context.snapshot.views
        if ask.key == "path":
            places = [f"components.{one}.status" for one in views]
            return [*REPORT_PLACES, *places]
        if ask.key != "measure":
            return []
        wanted = self._block.subject.get("component")
        wanted = [wanted] if isinstance(wanted, str) else wanted or []
        found = [
            name
            for one, view in views.items()
            if view.result is not None and (one in wanted or EACH in wanted or not wanted)
            for name in view.result.measures
        ]
        return sorted(dict.fromkeys(found))

    def _subject_key(self) -> str:
        block = self._block
        if block.about is About.REPORT:
            return _REPORT
        component = block.subject.get("component")
        if isinstance(component, list | tuple):
            if len(component) != 1:
                return _SOME
            return _key(_without_besides({**block.subject, "component": component[0]}))
        return _key(_without_besides(block.subject))

    def _show_parts(self) -> None:
        subject = self._block.subject
        about = self._block.about is About.COMPONENT
        self._some.setVisible(about and self.subject.currentData() == _SOME)
        each = about and subject.get("component") in (EACH, [EACH], None)
        self._besides.setVisible(each and bool(self._names))

    def _choose_subject(self) -> None:
        key = str(self.subject.currentData())
        before = self._block
        if key == _REPORT:
            about, subject = About.REPORT, {}
        elif key == _SOME:
            about, subject = About.COMPONENT, {"component": self._some.chosen() or list(self._names)[:1]}
            self._some.choose(subject["component"])
        else:
            subject = json.loads(key)
            about = About.OPERATION if "operation" in subject else About.COMPONENT
        asks = before.asks
        if about is not before.about:
            asks = (new_ask({About.REPORT: "path", About.OPERATION: "failures"}.get(about, "status")),)
            self._besides.choose([])
        self._block = replace(before, about=about, subject=subject, asks=asks)
        self._show_parts()
        self._choose_besides()
        self._build_asks()
        self.changed.emit()

    def _choose_some(self) -> None:
        if self._block.about is About.COMPONENT and self.subject.currentData() == _SOME:
            self._put(replace(self._block, subject={"component": self._some.chosen()}))

    def _choose_besides(self) -> None:
        if self._block.about is not About.COMPONENT:
            return
        subject = _without_besides(self._block.subject)
        if (chosen := self._besides.chosen()) and self._besides.isVisibleTo(self):
            subject["besides"] = chosen
        self._put(replace(self._block, subject=subject))

    def _put_ask(self, place: int) -> None:
        asks = list(self._block.asks)
        before, asks[place] = asks[place], self.rows[place].ask
        self._block = replace(self._block, asks=tuple(asks))
        if before.key != asks[place].key:
            self._build_asks()
        self.changed.emit()

    def _remove_ask(self, place: int) -> None:
        asks = [ask for at, ask in enumerate(self._block.asks) if at != place]
        self._block = replace(self._block, asks=tuple(asks))
        self._build_asks()
        self.changed.emit()

    def _add_ask(self, key: str) -> None:
        self._block = replace(self._block, asks=(*self._block.asks, new_ask(key)))
        self._build_asks()
        self.changed.emit()

    def _put(self, block: Block) -> None:
        self._block = block
        self.changed.emit()


def _key(subject: Mapping[str, Any]) -> str:
    return json.dumps(subject, sort_keys=True)


def _without_besides(subject: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in subject.items() if key != "besides"}
