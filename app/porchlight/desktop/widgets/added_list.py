"""What the guide was given, in the order in which a gift passes through it, each with its state."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from porchlight.desktop.texts import status_word
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import MarkLabel, Text, clear
from porchlight.language.current import rendered, tr
from porchlight.model.mark import OF_STATUS, Mark
from porchlight.model.snapshot import ComponentView


class AddedList(QWidget):
    """Hidden while it is empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[str, tuple[MarkLabel, Text, Text]] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 4)
        self._lines.setSpacing(4)
        self.hide()

    def show_components(self, names: Mapping[str, str], views: Mapping[str, ComponentView]) -> None:
        """``names``: by id, in their order. What is in no view yet is about to be watched."""
        if list(names) != list(self._rows):
            clear(self._lines)
            self._rows = {one: self._row() for one in names}
        for one, name in names.items():
            mark, title, sentence = self._rows[one]
            view = views.get(one)
            if view is None or view.state.checked_ms is None:
                mark.set_mark(Mark.UNKNOWN, tr("Checking…"))
                sentence.setText(tr("Checking…"))
            else:
                mark.set_mark(OF_STATUS[view.state.status], status_word(view.state.status))
                sentence.setText(rendered(view.state.sentence))
            title.setText(name)
        self.setVisible(bool(names))

    def _row(self) -> tuple[MarkLabel, Text, Text]:
        mark = MarkLabel(self._theme, 18)
        title = Text(self._theme, TextRole.NAME)
        sentence = Text(self._theme, TextRole.SECONDARY, colour="secondary", wrap=True)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(mark)
        line.addWidget(title)
        line.addWidget(sentence, 1)
        self._lines.addWidget(row)
        return mark, title, sentence
