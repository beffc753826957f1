"""The light, or notifications, cannot be seen: a card with what to do on this system, until it is dismissed."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from porchlight.desktop.reach import Guide
from porchlight.desktop.theme import TextRole, Theme
from porchlight.desktop.widgets.basic import Text
from porchlight.desktop.widgets.dismissible_card import DismissibleCard
from porchlight.language.current import rendered, tr


class ReachCard(DismissibleCard):
    """Hidden while all can be seen. The steps are folded, but for the first time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.guide: Guide | None = None
        """What is shown."""
        self._steps = Text(theme, TextRole.TEXT, wrap=True).selectable()
        self._toggle = QPushButton()
        self._toggle.clicked.connect(lambda: self._unfold(wanted=self._steps.isHidden()))
        row = QHBoxLayout()
        row.addWidget(self._toggle)
        row.addStretch(1)
        self.texts.addSpacing(4)
        self.texts.addWidget(self._steps)
        self.texts.addSpacing(4)
        self.texts.addLayout(row)

    def show_guide(self, guide: Guide | None, *, unfolded: bool = False) -> None:
        """Show this one; None: nothing. ``unfolded``: with its steps."""
        if guide is None:
            self.guide = None
            self.hide()
            return
        if guide == self.guide:
            return
        self.guide = guide
        self.show_lines(rendered(guide.title), (rendered(guide.meaning),))
        self._steps.setText("\n".join(f"{n}. {rendered(step)}" for n, step in enumerate(guide.steps, 1)))
        self._unfold(wanted=unfolded)

    def _unfold(self, *, wanted: bool) -> None:
        self._steps.setVisible(wanted)
        self._toggle.setText(tr("Hide the steps") if wanted else tr("Show the steps"))
