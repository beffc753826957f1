"""What a colleague's settings would change here, line by line, before it is done."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.windows.window import room_on_screen, scrolling_body
from porchlight.language.current import rendered, tr, tr_in
from porchlight.settings.plan import Step
from porchlight.settings.sharing import Left, Note, Question, Row, SharedPlan, Why


def why_text(one: Question) -> str:
    """The consequence of a yes, in one sentence."""
    credentials = ", ".join(f"“{name}”" for name in one.credentials)
    text = _why(credentials, ", ".join(one.places))[one.why]
    if one.credentials and one.why is not Why.CREDENTIAL:
        text += " " + tr("The credential {credential} would be sent too.", credential=credentials)
    return text


def left_text(one: Note) -> str:
    """What is not taken over, and why."""
    text = _left(one.key)[one.left]
    return f"{text} {rendered(one.detail)}" if one.detail else text


def _why(credentials: str, address: str) -> dict[Why, str]:
    return {
        Why.CREDENTIAL: tr(
            "The credential {credential} would be sent to {address}.", credential=credentials, address=address
        ),
        Why.PROXY: tr("All checks would go through this proxy, which can read anything that is not encrypted."),
        Why.CONNECTIVITY: tr("Porchlight would contact these addresses to find out whether this computer is online."),
        Why.UNPROTECTED: tr(
            "The connection would no longer be secure: others could read it or impersonate the service."
        ),
        Why.ALERTS: tr("Your alerts would be sent there."),
        Why.HEARTBEAT: tr(
            "Porchlight would call this address regularly, which shows its owner that you are running Porchlight."
        ),
        Why.METRICS: tr("All measurements from this computer would be sent there."),
        Why.SCRAPED: tr("Any program on this computer could read the measurements."),
        Why.RECOVERY: tr("This rule would run a recovery action that is turned on here."),
        Why.OTHER_COMPUTER: tr(
            "Porchlight would look for a file on another computer, which would receive your login."
        ),
        Why.PUBLISHED: tr("You would publish this text in an emergency, and donors would go where it says."),
        Why.UNKNOWN: tr("This version of Porchlight does not know what this does."),
    }


def _left(item: str) -> dict[Left, str]:
    return {
        Left.OFF: tr("{item} will be turned off: it would run something on this computer.", item=item),
        Left.OURS: tr("{item} will not change: it runs something and is turned on here.", item=item),
        Left.PERSONAL: tr("{item} will not be imported: each computer has its own.", item=item),
        Left.FAULTY: tr("{item} will not be imported because of an error:", item=item),
        Left.UNKNOWN: tr("{item} will not be imported: there is no such section.", item=item),
        Left.UNTRUSTED: tr("{item} will not be imported: you did not allow it.", item=item),
    }


_SIZE = QSize(860, 780)
_TABLE_LEAST = 200
_QUESTIONS_HEIGHT = 270
_SIGNS = {Step.ADDED: "+", Step.CHANGED: "~", Step.REMOVED: "−", Step.SAME: "="}


class ImportDialog(QDialog):
    """Nothing is written here: ``take_over`` gets the selected keys once somebody presses Import."""

    def __init__(
        self, theme: Theme, plan: SharedPlan, take_over: Callable[[frozenset[str]], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan = plan
        self._take_over = take_over
        self.boxes: dict[str, QCheckBox] = {}
        """By their name; a name may be anything, so no answer is derived from it."""
        self._asked: list[tuple[Question, QCheckBox]] = []
        self.setWindowTitle(tr("Import settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE.boundedTo(room_on_screen()))
        layout = QVBoxLayout(scrolling_body(self))
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(Text(theme, TextRole.VERDICT, tr("Changes in this file"), wrap=True))
        text = tr("Nothing has changed yet. Porchlight keeps a copy of your current settings.")
        layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        self.table = self._build_table()
        layout.addWidget(self.table, 1)
        if plan.questions:
            layout.addWidget(Text(theme, TextRole.HEADING, tr("Only if you select it")))
            text = tr(
                "Select only what you know to be right. If in doubt, ask whoever sent you the file. "
                "Anything you don't select stays as it is."
            )
            layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
            layout.addWidget(self._build_questions())
        self._add_notes(layout)
        layout.addWidget(self._build_buttons())

    # -- inside

    def _build_table(self) -> QTableWidget:
        rows = self._plan.rows
        table = QTableWidget(len(rows), 3)
        table.setHorizontalHeaderLabels([tr("Setting"), tr("Now"), tr_in("after a change", "Then")])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.setAccessibleName(tr("Changes in this file"))
        table.setMinimumHeight(_TABLE_LEAST)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for number, row in enumerate(rows):
            for column, text in enumerate(_cells(row)):
                table.setItem(number, column, item := QTableWidgetItem(text))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text or tr("(nothing)"))
        return table

    def _build_questions(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(12)
        for one in self._plan.questions:
            column.addLayout(self._build_question(one))
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMaximumHeight(min(_QUESTIONS_HEIGHT, 30 + 64 * len(self._plan.questions)))
        scroll.setMinimumHeight(min(_QUESTIONS_HEIGHT, 30 + 40 * len(self._plan.questions)))
        return scroll

    def _build_question(self, one: Question) -> QHBoxLayout:
        text = why_text(one)
        box = QCheckBox()
        box.setAccessibleName(f"{one.key}: {text}")
        self._asked.append((one, box))
        self.boxes.setdefault(one.key, box)
        if self.boxes[one.key] is not box:  # two questions about one key: both are to be ticked
            self.boxes[f"{one.key} ({one.why.value})"] = box
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Text(self._theme, TextRole.TEXT, text, wrap=True))
        value = f"{one.key} = {one.value}" if one.value else one.key
        texts.addWidget(Text(self._theme, TextRole.SECONDARY, value, colour="secondary", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        return line

    def _add_notes(self, layout: QVBoxLayout) -> None:
        notes = [one for one in self._plan.notes if one.left is not Left.UNTRUSTED]
        if not notes:
            return
        layout.addWidget(Text(self._theme, TextRole.HEADING, tr("Not imported as written")))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for one in notes:
            column.addWidget(Text(self._theme, TextRole.SECONDARY, left_text(one), colour="secondary", wrap=True))
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMaximumHeight(min(120, 24 + 30 * len(notes)))
        layout.addWidget(scroll)

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.leave.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._answered)
        return buttons

    def _answered(self) -> None:
        unticked = {one.key for one, box in self._asked if not box.isChecked()}
        self._take_over(frozenset(one.key for one, _ in self._asked if one.key not in unticked))


def _cells(row: Row) -> tuple[str, str, str]:
    what = f"{_SIGNS[row.step]} {row.table}.{row.key}"
    nothing = tr("(nothing)")
    return what, row.before or ("" if row.step is Step.ADDED else nothing), row.after or nothing
