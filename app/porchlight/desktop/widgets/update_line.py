"""One quiet line in the main window: asks once whether to look for newer releases, later announces one."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from porchlight import __version__
from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_page
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Link, Text
from porchlight.language.current import rendered, tr
from porchlight.model.errors import PorchlightError


class UpdateLine(QWidget):
    """Hidden while there is neither a question nor news."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._page = ""
        self.message = Text(context.theme, TextRole.SECONDARY, wrap=True)
        self.yes = Link(tr("Yes"))
        self.yes.clicked.connect(lambda: self._decide(True))
        self.no = Link(tr("No"))
        self.no.clicked.connect(lambda: self._decide(False))
        self.open = Link(tr("See what's new"))
        self.open.clicked.connect(lambda: open_page(self._page))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.message, 1)
        for button in (self.yes, self.no, self.open):
            layout.addWidget(button)
        self.hide()

    def refresh(self) -> None:
        """Show the current state."""
        if not self._context.editing.path:  # the demo asks for nothing
            self.hide()
            return
        settings, newer = self._context.settings, self._context.newer_release
        asking = bool(settings.components) and not settings.updates.decided and not settings.desktop.viewer
        if newer is not None:
            news = tr(
                "Porchlight {newer} is available. You have {current}.", newer=newer.version, current=__version__
            )
            self.message.setText(news)
            self._page = newer.page
        elif asking:
            self.message.setText(
                tr(
                    "Check for new versions once a day? Porchlight sends nothing but its own version "
                    "and installs nothing."
                )
            )
        for button, wanted in (
            (self.yes, newer is None),
            (self.no, newer is None),
            (self.open, newer is not None and bool(newer.page)),
        ):
            button.setVisible(wanted)
            button.setAccessibleName(f"{button.text()}: {self.message.text()}")
        self.setVisible(newer is not None or asking)

    def _decide(self, wanted: bool) -> None:
        editing = self._context.editing
        try:
            before = editing.read_section("updates")
            editing.put_section("updates", {**before, "check": wanted}, expected=before)
        except PorchlightError as error:
            self.message.setText(rendered(error.text))
            return
        self.hide()
