"""The first-run guide: add the systems that matter, one by one and each tested, or look at the demo first."""

from itertools import groupby

from PySide6.QtCore import QProcess, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.icons import app_icon
from porchlight.desktop.platform.autostart import Autostart, start_command
from porchlight.desktop.texts import kind_word
from porchlight.desktop.theme import TextRole, set_primary
from porchlight.desktop.widgets.added_list import AddedList
from porchlight.desktop.widgets.basic import SearchLine, Text
from porchlight.desktop.widgets.choice_card import ChoiceCard
from porchlight.desktop.windows.import_page import ImportPage
from porchlight.desktop.windows.places import Places
from porchlight.desktop.windows.settings.component_editor import ComponentEditor
from porchlight.desktop.windows.settings.kinds import KindChoice, kind_choices, place_on_the_way
from porchlight.desktop.windows.window import Window
from porchlight.language.current import rendered, tr
from porchlight.settings.environment import without_secrets

_EDGE = 32
_SELF_KINDS = ("plugins", "self")
"""Kinds that watch Porchlight, for later: the settings have them."""


class GuideWindow(Window):
    """Three steps: welcome, add (as often as wanted), done."""

    ended = Signal()

    def __init__(self, context: AppContext, places: Places, autostart: Autostart) -> None:
        super().__init__(places, "guide", QSize(720, 600))
        self._context = context
        self._autostart = autostart
        self._added: dict[str, tuple[int, str]] = {}
        """By id, where it stands on the way of a gift, and its name."""
        self._unchecked: set[str] = set()
        """Ids of what was added and is not watched yet."""
        self._editor: ComponentEditor | None = None
        self.setWindowTitle(tr("Welcome – Porchlight"))
        self._pages = QStackedWidget()
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(_EDGE, 26, _EDGE, 22)
        layout.addWidget(self._pages)
        self._welcome = self._build_welcome()
        self._choose = self._build_choose()
        self._done = self._build_done()
        for page in (self._welcome, self._choose, self._done):
            self._pages.addWidget(page)
        context.bridge.changed.connect(self._show_added)

    def choose(self) -> None:
        """The page with the kinds."""
        self._drop_editor()
        self._show_added()
        self.done_button.setVisible(bool(self._added))
        self._pages.setCurrentWidget(self._choose)
        self.search.clear()
        next(iter(self.cards.values())).setFocus()

    def step_back(self) -> None:
        """See Window."""
        page = self._pages.currentWidget()
        if page is self._choose:
            self._pages.setCurrentWidget(self._welcome)
        elif page is self._done:
            self.choose()
        else:
            super().step_back()

    def seek(self) -> None:
        """See Window: the search is on the page with the kinds."""
        if self._pages.currentWidget() in (self._welcome, self._done):
            self.choose()
        super().seek()

    def _seek(self, text: str) -> None:
        """Show the matching ones."""
        found = False
        for heading, choices in self._groups:
            fitting = [choice.name for choice in choices if choice.fits(text)]
            found = found or bool(fitting)
            heading.setVisible(bool(fitting))
            for choice in choices:
                self.cards[choice.name].setVisible(choice.name in fitting)
        nothing = tr(
            "Nothing matches “{sought}”. Try another word; any web address can be watched as a website.",
            sought=text.strip(),
        )
        self._no_match.show_text("" if found else nothing)

    def _add_first(self) -> None:
        """Enter in the search: the form of the first that matches."""
        choices = [choice for _, choices in self._groups for choice in choices]
        first = next((choice for choice in choices if choice.fits(self.search.text())), None)
        if self.search.text().strip() and first is not None:
            self.add(first)

    def add(self, choice: KindChoice) -> None:
        """The form of a kind."""
        self._drop_editor()
        editor = self._editor = ComponentEditor(self._context, choice.name, choice.model, None, {}, try_first=True)
        editor.save_button.setText(tr("Add"))
        editor.cancel.setText(tr("Back"))
        editor.saved.connect(self._saved)
        editor.left.connect(self.choose)
        self._pages.addWidget(editor)
        self._pages.setCurrentWidget(editor)

    def take_over(self) -> None:
        """The page that reads a Classy Sync folder."""
        page = self.import_page = ImportPage(self._context)
        page.left.connect(lambda: self._leave_import(page))
        page.imported.connect(lambda: self._imported(page))
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    @property
    def editor(self) -> ComponentEditor | None:
        """The form that is open."""
        return self._editor

    # -- inside

    def _build_welcome(self) -> QWidget:
        theme = self._context.theme
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        sign = QLabel()
        sign.setAccessibleName("Porchlight")
        sign.setPixmap(app_icon().pixmap(QSize(56, 56), self.devicePixelRatioF()))
        layout.addWidget(sign)
        layout.addWidget(Text(theme, TextRole.VERDICT, tr("Welcome to Porchlight")))
        text = tr(
            "Porchlight watches the systems that carry your gifts. It tells you which one has a "
            "problem, why, and what to do. It only reads, and what it learns stays on this computer."
        )
        layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        layout.addSpacing(10)
        self.begin = ChoiceCard(
            theme,
            tr("Set up my services"),
            tr("Donation page, Classy, Mailchimp, database and more. We test each one before adding it."),
        )
        self.begin.clicked.connect(self.choose)
        self.classy_sync = ChoiceCard(
            theme,
            tr("I use Classy Sync"),
            tr("Import everything it uses from its folder. You see the list before anything is added."),
        )
        self.classy_sync.clicked.connect(self.take_over)
        self.demo = ChoiceCard(
            theme,
            tr("Look around first"),
            tr("A demo with made-up services. Your own systems are not touched."),
        )
        self.demo.clicked.connect(self._start_demo)
        layout.addWidget(self.begin)
        layout.addWidget(self.classy_sync)
        layout.addWidget(self.demo)
        self._demo_text = Text(theme, TextRole.SECONDARY, wrap=True)
        self._demo_text.hide()
        layout.addWidget(self._demo_text)
        layout.addStretch(1)
        return page

    def _build_choose(self) -> QWidget:
        theme = self._context.theme
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Text(theme, TextRole.VERDICT, tr("What should Porchlight watch?")))
        self._lists = [AddedList(theme), AddedList(theme)]
        layout.addWidget(self._lists[0])
        self.cards: dict[str, ChoiceCard] = {}
        self.search = SearchLine(tr("Search what Porchlight can watch"))
        self.search.setPlaceholderText(tr("Search, for example mail, Stripe or disk"))
        self.search.textChanged.connect(self._seek)
        self.search.returnPressed.connect(self._add_first)
        layout.addWidget(self.search)
        self._no_match = Text(theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._no_match.hide()
        layout.addWidget(self._no_match)
        kinds = QWidget()
        listed = QVBoxLayout(kinds)
        listed.setContentsMargins(0, 0, 12, 0)
        listed.setSpacing(8)
        wanted_here = [choice for choice in kind_choices() if choice.name not in _SELF_KINDS]
        self._groups: list[tuple[Text, list[KindChoice]]] = []
        for group, found in groupby(wanted_here, key=lambda choice: choice.group):
            choices = list(found)
            heading = Text(theme, TextRole.HEADING, rendered(group.label))
            listed.addWidget(heading)
            self._groups.append((heading, choices))
            for choice in choices:
                card = self.cards[choice.name] = ChoiceCard(theme, choice.title, choice.text)
                card.clicked.connect(lambda _=False, wanted=choice: self.add(wanted))
                listed.addWidget(card)
        listed.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(kinds)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its cards have it, and it follows them
        layout.addWidget(scroll, 1)
        self.done_button = QPushButton(tr("Done"))
        set_primary(self.done_button)
        self.done_button.clicked.connect(self._show_done)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(self._back())
        foot.addWidget(self.done_button)
        layout.addLayout(foot)
        return page

    def _build_done(self) -> QWidget:
        theme = self._context.theme
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Text(theme, TextRole.VERDICT, tr("Porchlight is on.")))
        text = tr(
            "Find it in the system tray: green when all is well, with another colour and shape when "
            "something needs you. Click it to see what."
        )
        layout.addWidget(Text(theme, TextRole.TEXT, text, colour="secondary", wrap=True))
        layout.addSpacing(6)
        layout.addWidget(self._lists[1])
        layout.addSpacing(6)
        self.login = QCheckBox(tr("Start when I log in"))
        self.login.setChecked(True)
        self.login.setEnabled(self._autostart.available)
        layout.addWidget(self.login)
        layout.addStretch(1)
        self.end_button = QPushButton(tr("Done"))
        set_primary(self.end_button)
        self.end_button.clicked.connect(self._end)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(self._back())
        foot.addWidget(self.end_button)
        layout.addLayout(foot)
        return page

    def _back(self) -> QPushButton:
        button = QPushButton(tr("Back"))
        button.clicked.connect(self.step_back)
        return button

    def _saved(self, component_id: str) -> None:
        if self._editor is not None:
            values = self._editor.form.values
            kind = str(values.get("kind"))
            self._take_in(component_id, str(values.get("name") or kind_word(kind)), kind)
        self.choose()

    def _take_in(self, component_id: str, name: str, kind: str) -> None:
        self._added[component_id] = place_on_the_way(kind), name
        self._unchecked.add(component_id)

    def _show_added(self) -> None:
        """The state of what was added; each is checked as soon as it is watched."""
        views = self._context.snapshot.views
        watched = {one for one in self._unchecked if one in views}
        self._unchecked -= watched
        if unknown := [one for one in watched if views[one].state.checked_ms is None]:
            self._context.commands.check_now(unknown)
        in_order = sorted(self._added, key=lambda one: self._added[one][0])
        for one in self._lists:
            one.show_components({key: self._added[key][1] for key in in_order}, views)

    def _show_done(self) -> None:
        self._show_added()
        self._pages.setCurrentWidget(self._done)
        self.end_button.setFocus()

    def _leave_import(self, page: ImportPage) -> None:
        self._pages.setCurrentWidget(self._welcome)
        self._pages.removeWidget(page)
        page.deleteLater()

    def _imported(self, page: ImportPage) -> None:
        for component_id, name, kind in page.components():
            self._take_in(component_id, name, kind)
        self._leave_import(page)
        self.choose()

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._pages.removeWidget(self._editor)
            self._editor.deleteLater()
            self._editor = None

    def _start_demo(self) -> None:
        program, *arguments = start_command()
        with without_secrets():
            begun, _ = QProcess.startDetached(program, [*arguments, "tray", "--demo"], "")
        # This window stays: it is where one goes on after the demo.
        self._demo_text.show_text(
            tr("The demo opens in its own window, with an icon of its own.")
            if begun
            else tr("The demo could not be started.")
        )

    def _end(self) -> None:
        wanted = self.login.isChecked()
        if self._autostart.available and self._autostart.enabled() is not wanted:
            self._context.spawn(self._switch_login(wanted), "start at login")
        self.ended.emit()
        self.close()

    async def _switch_login(self, wanted: bool) -> None:
        """Touches no part of this window, which is closed meanwhile."""
        try:
            await self._autostart.enable(wanted)
        except OSError:
            self._context.note.emit(tr("The system did not let Porchlight change what starts at login."))
