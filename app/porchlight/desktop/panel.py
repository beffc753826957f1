"""The status panel: the verdict, what needs a person, then everything else in rows. Opens at the tray's icon."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from porchlight.desktop.context import AppContext
from porchlight.desktop.floating import Floating
from porchlight.desktop.formatting import ago, span
from porchlight.desktop.not_now import NotNow, muted
from porchlight.desktop.path_layout import SMALL
from porchlight.desktop.placement import kept_on_screen, panel_place
from porchlight.desktop.span_menu import span_menu
from porchlight.desktop.theme import TextRole
from porchlight.desktop.tokens import EDGE, GAP, WINDOW_RADIUS
from porchlight.desktop.tray import Tray
from porchlight.desktop.verdict_texts import component_verdict, gravest_first, overall_verdict, troubled
from porchlight.desktop.widgets.alerts import NotNowLine
from porchlight.desktop.widgets.away_card import AwayCard
from porchlight.desktop.widgets.basic import MarkLabel, SearchLine, Text
from porchlight.desktop.widgets.component_rows import Heading, Row, RowsView
from porchlight.desktop.widgets.days_over import DaysOver
from porchlight.desktop.widgets.gift_path import GiftPath
from porchlight.desktop.widgets.important_day_row import ImportantDayRow
from porchlight.desktop.widgets.trouble_cards import TroubleCards
from porchlight.desktop.windows.window import CHECK_KEY, FIND_KEY, QUIT_KEY, SETTINGS_KEY, add_keys
from porchlight.insight.gift_lines import gift_lines
from porchlight.insight.verdict import paths_of
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.mark import Mark
from porchlight.model.snapshot import ComponentView, Snapshot

WIDTH = 400
_SEARCH_FROM = 12
_GROUPS_FROM = 12
_MOST_CARDS = 4
_MOST_OF_SCREEN = 0.9
_AGE_MS = 1000
_REOPEN = 0.35
"""Seconds: a click on the icon closes an open panel by taking its focus; that same click must not open it again."""


class Panel(Floating):
    """Closed by Esc, by focus elsewhere, and by whatever is opened from it."""

    def __init__(self, context: AppContext, tray: Tray) -> None:
        super().__init__(context.theme, "panel", WINDOW_RADIUS)
        self._context = context
        self._tray = tray
        self._left_at = 0.0
        self._width = WIDTH
        self._checking_all = False
        self._notices: tuple[str, ...] = ()
        self._troubles = TroubleCards(context)
        self._troubles.details_wanted.connect(self._open)
        self._troubles.credential_wanted.connect(self._enter_credential)
        self._troubles.settings_wanted.connect(self._open_settings)
        theme = context.theme
        self._mark = MarkLabel(theme, 34)
        self._title = Text(theme, TextRole.VERDICT, wrap=True)
        self._detail = Text(theme, TextRole.TEXT, colour="secondary", wrap=True)
        self._age = Text(theme, TextRole.SECONDARY)
        self._silenced = NotNowLine(theme)
        self._silenced_some = Text(theme, TextRole.SECONDARY, wrap=True)
        self._notice = Text(theme, TextRole.SECONDARY, wrap=True)
        self._notice.hide()
        self.away = AwayCard(theme)
        """What happened while nobody looked."""
        self._gifts = Text(theme, TextRole.TEXT, wrap=True)
        """The pulse of gifts."""
        self._day = ImportantDayRow(theme)
        self._day.rehearsal_wanted.connect(context.rehearsal_wanted)
        self._day.rehearsal_wanted.connect(self.close)
        self._over = DaysOver(context)
        self._over.changed.connect(self._refresh_if_open)
        self._search = SearchLine(tr("Search components"))
        self._search.textChanged.connect(self.refresh)
        self._path = GiftPath(theme, SMALL)
        self._path.chosen.connect(self._open)
        self._rows = RowsView(theme)
        self._rows.chosen.connect(self._open)
        self._rows.pointed_at.connect(self._context.pointed_at)
        self._rows.setFixedWidth(WIDTH - 4)  # its height depends on it, also before it was first shown
        self._check = QPushButton(tr("Check now"))
        self._check.clicked.connect(self._check_all)
        self._pause = QPushButton()
        self._pause_menu: QMenu | None = None
        self._beside: QRect | None = None
        self._more = QPushButton("···")
        self._more.setFlat(True)
        self._more.setAccessibleName(tr("More"))
        self._more_menu = self._build_more()
        self._more.setMenu(self._more_menu)
        self._window = QPushButton(tr("Open Porchlight"))
        self._window.clicked.connect(self._open_window)
        self._resume = QPushButton(tr("Resume"))
        self._resume.clicked.connect(context.commands.resume)
        add_keys(
            self,
            {
                SETTINGS_KEY: lambda: context.settings_wanted.emit(""),
                QUIT_KEY: tray.quit_wanted.emit,
                CHECK_KEY: self._check.click,
                FIND_KEY: self._seek,
                "Ctrl+W": self.close,
            },
        )
        self._lay_out()
        self._ages = QTimer(self, interval=_AGE_MS)
        self._ages.timeout.connect(self._show_age)
        context.bridge.changed.connect(self._refresh_if_open)
        context.bridge.alerts_changed.connect(self._refresh_if_open)
        context.commands.checked.connect(self._all_checked)

    def toggle(self, beside: QRect | None = None) -> None:
        """The action of a click on the tray's icon, or on something else that it opens beside."""
        if self.isVisible():
            self.close()
        elif time.monotonic() - self._left_at > _REOPEN:
            self.open(beside)

    def open(self, beside: QRect | None = None) -> None:
        """Show it by the icon, or beside something else, with the focus in it."""
        self._beside = beside
        self.refresh()
        self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        self._over.read()
        (self._search if self._search.isVisible() else self._check).setFocus(Qt.FocusReason.PopupFocusReason)
        self._ages.start()

    def _seek(self) -> None:
        self._search.setVisible(bool(self._context.snapshot.views))
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_notices(self, notices: tuple[str, ...]) -> None:
        """Troubles of Porchlight itself, in sentences."""
        if notices != self._notices:
            self._notices = notices
            self._notice.show_text(" ".join(notices))
            self._refresh_if_open()

    def show_away(self, title: str, lines: Sequence[str]) -> None:
        """What happened while nobody looked."""
        self.away.show_lines(title, lines)
        self._refresh_if_open()

    def refresh(self) -> None:
        """Show the current state."""
        snapshot, now_ms = self._context.snapshot, self._context.now_ms()
        self._show_verdict(snapshot)
        self._show_path(snapshot)
        self._show_cards(snapshot, now_ms)
        self._show_rows(snapshot, now_ms)
        self._day.show_next(snapshot)
        self._show_gifts(snapshot)
        self._show_footer(snapshot)
        self._show_age()
        if self.isVisible():
            self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See QWidget."""
        if event.key() == Qt.Key.Key_Escape:
            if self._search.text():
                self._search.clear()
            else:
                self.close()
            return
        if event.key() == Qt.Key.Key_Down and not self._rows.hasFocus():
            self._rows.setFocus(Qt.FocusReason.TabFocusReason)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """See QWidget."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow()
        if left and not self._menu_open():
            self.close()

    def hideEvent(self, event: QHideEvent) -> None:
        """See QWidget."""
        self._left_at = time.monotonic()
        self._ages.stop()

    # -- inside

    def _build_more(self) -> QMenu:
        menu = QMenu(self._more)
        menu.addAction(self._tray.strip)
        menu.addAction(tr("Settings…"), lambda: self._context.settings_wanted.emit(""))
        menu.addAction(tr("Quit Porchlight"), self._tray.quit_wanted.emit)
        return menu

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        if self._context.demo:
            texts.addWidget(Text(self._context.theme, TextRole.SECONDARY, tr("Demo: nothing here is real.")))
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        texts.addSpacing(2)
        texts.addWidget(self._age)
        texts.addWidget(self._silenced)
        texts.addWidget(self._silenced_some)
        texts.addWidget(self._notice)
        mark = QVBoxLayout()
        mark.addWidget(self._mark)
        mark.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, EDGE, EDGE, 10)
        head.setSpacing(14)
        head.addLayout(mark)
        head.addLayout(texts, 1)
        searching = QHBoxLayout()
        searching.setContentsMargins(14, 0, 14, 0)
        searching.addWidget(self._search)
        self._troubles.setContentsMargins(14, 0, 14, 0)
        self.away.setContentsMargins(14, 10, 14, 0)
        self._day.setContentsMargins(EDGE, 10, EDGE, 0)
        self._over.setContentsMargins(EDGE, 10, EDGE, 0)
        self._gifts.setContentsMargins(EDGE, 10, EDGE, 0)
        path = self._path_place = QWidget()
        around = QVBoxLayout(path)
        around.setContentsMargins(14, 8, 14, 6)
        around.addWidget(self._path)
        inside = QWidget()
        body = self._body = QVBoxLayout(inside)
        body.setContentsMargins(1, 0, 1, GAP)
        body.setSpacing(0)
        body.addWidget(self._troubles)
        body.addWidget(self.away)
        body.addWidget(self._day)
        body.addWidget(self._over)
        body.addWidget(self._gifts)
        body.addWidget(path)
        body.addWidget(self._rows)
        body.addStretch(1)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._scroll.setMinimumHeight(0)
        self._scroll.setWidget(inside)
        self._inside = inside
        self._foot = _Foot(self._context)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(14, 10, 14, 10)
        foot.setSpacing(6)
        foot.addWidget(self._check)
        foot.addWidget(self._pause)
        foot.addWidget(self._resume)
        foot.addStretch(1)
        foot.addWidget(self._more)
        foot.addWidget(self._window)
        layout = self._whole = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(searching)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)
        self.setFixedWidth(WIDTH)

    def _show_verdict(self, snapshot: Snapshot) -> None:
        found = overall_verdict(snapshot, self._context.paths(), unwell=bool(self._notices))
        self._mark.set_mark(found.mark, found.title)
        self._title.setText(found.title)
        self._detail.show_text(found.detail)
        self.setAccessibleName(f"{found.title} {found.detail}")

    def _show_path(self, snapshot: Snapshot) -> None:
        """The worst path of a gift; the window has the others."""
        paths = self._context.paths()
        worst = next((paths[one.id] for one in paths_of(snapshot, paths)), None)
        self._path.show_path(None if self._search.text() else worst, snapshot)
        self._path_place.setVisible(not self._path.isHidden())

    def _show_cards(self, snapshot: Snapshot, now_ms: int) -> None:
        found = [] if self._search.text() else troubled(snapshot)
        self._troubles.show_views(snapshot, found, now_ms, most=_MOST_CARDS)

    def _show_rows(self, snapshot: Snapshot, now_ms: int) -> None:
        carded = {card.component_id for card in self._troubles.cards}
        views = [view for view in gravest_first(snapshot) if view.component.id not in carded]
        sought = self._search.text().strip().casefold()
        if sought:
            views = [view for view in views if _matches(view, sought)]
        self._search.setVisible(len(snapshot.views) >= _SEARCH_FROM)
        items: list[Heading | Row] = []
        for heading, members in _groups(views, tr("Other"), by_tag=len(views) >= _GROUPS_FROM and not sought):
            text = heading
            if not heading:
                well = sum(component_verdict(view, snapshot).mark is Mark.HEALTHY for view in members)
                text = (
                    tr_plural("{n} working normally", "{n} working normally", well)
                    if well == len(members) and not sought
                    else ""
                )
            if text:
                items.append(Heading(text))
            items += [
                Row(view, component_verdict(view, snapshot), self._context.bridge.recent.of(view.component.id))
                for view in members
            ]
        if sought and not views:
            items.append(Heading(tr("No components match.")))
        self._rows.show_items(items, now_ms)

    def _show_gifts(self, snapshot: Snapshot) -> None:
        lines = [] if self._search.text() else gift_lines(snapshot)
        self._gifts.show_text("\n".join(rendered(line) for line in lines))

    def _show_footer(self, snapshot: Snapshot) -> None:
        paused = snapshot.paused_until_ms is not None
        self._pause.setVisible(not paused)
        self._resume.setVisible(paused)
        if self._pause_menu is None:
            self._pause_menu = span_menu(self._pause, tr("Pause"), self._context.commands.pause)
            self._pause.setText(tr("Pause") + " ▾")
            self._pause.setAccessibleName(tr("Pause"))
            self._pause.setMenu(self._pause_menu)
        enabled = [view for view in snapshot.views.values() if view.component.enabled]
        waiting = sum(view.checking for view in enabled)
        if self._checking_all and waiting:
            self._check.setText(f"{len(enabled) - waiting} / {len(enabled)}")
        else:
            self._check.setText(tr("Check now"))
        self._check.setEnabled(bool(enabled) and not self._checking_all)

    def _show_age(self) -> None:
        held = muted(self._context)
        self._silenced.update_line(held if held.end is not None else NotNow())
        self._silenced_some.show_text("" if held.end is not None else held.text)
        snapshot, now_ms = self._context.snapshot, self._context.now_ms()
        enabled = [view for view in snapshot.views.values() if view.component.enabled]
        checked = [view.state.checked_ms for view in enabled if view.state.checked_ms]
        if not checked:
            self._age.show_text("")
            return
        text = tr("Checked {when}", when=ago(max(checked), now_ms))
        due = min(
            (view.state.checked_ms + view.component.interval * 1000 for view in enabled if view.state.checked_ms),
            default=0.0,
        )
        if due > now_ms and snapshot.paused_until_ms is None:
            text += " · " + tr("next in {duration}", duration=span((due - now_ms) / 1000))
        self._age.show_text(text)

    def _refresh_if_open(self) -> None:
        if self.isVisible():
            self.refresh()

    def _place(self) -> None:
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        main = QGuiApplication.primaryScreen().availableGeometry()
        screens.sort(key=lambda screen: screen != main)
        # Layouts would notice another text only after the next turn of the loop.
        for card in (*self._troubles.cards, self.away):
            card.updateGeometry()
        if not self.isVisible():
            for part in self.findChildren(QWidget):  # sizes are right only once the style was applied
                part.ensurePolished()
        # As usual, or as wide as the buttons below need it in a language with long words.
        self._width = max(WIDTH, self._foot.minimumSizeHint().width() + 2)
        self.setFixedWidth(self._width)
        most = round(min(screen.height() for screen in screens) * _MOST_OF_SCREEN)
        wanted, rest = self._fit(self._width - 2)
        if rest + wanted > most:
            wanted, rest = self._fit(self._width - 2 - self._scroll.verticalScrollBar().sizeHint().width())
        self.setFixedHeight(max(min(rest + wanted, most), 200))
        if not self.isVisible():
            anchor = self._beside or self._tray.icon.geometry()
            self.move(panel_place(self.size(), anchor, self._cursor(), screens))
        else:  # it may have grown
            self.move(kept_on_screen(self.geometry(), screens))

    def _fit(self, width: int) -> tuple[int, int]:
        """Give what scrolls this width: its height, and that of all else."""
        self._inside.setFixedWidth(width)
        self._rows.setFixedWidth(width - 2)
        self._body.invalidate()
        wanted = self._body.heightForWidth(width)
        if wanted < 0:  # no text in it wraps
            wanted = self._body.sizeHint().height()
        self._inside.setMinimumHeight(wanted)  # else: that of its texts where they are as narrow as can be
        self._whole.invalidate()
        return wanted, self._whole.heightForWidth(self._width)  # without the rows, whose height the layout ignores

    @staticmethod
    def _cursor() -> QPoint | None:
        return QCursor.pos()

    def _menu_open(self) -> bool:
        menus = [self._pause_menu, self._more_menu, *(card.menu for card in self._troubles.cards)]
        return any(menu is not None and menu.isVisible() for menu in menus)

    def _check_all(self) -> None:
        self._checking_all = True
        self._check.setEnabled(False)
        self._context.commands.check_now()

    def _all_checked(self) -> None:
        self._checking_all = False
        self._refresh_if_open()

    def _open(self, component_id: str) -> None:
        self.close()
        self._context.component_wanted.emit(component_id)

    def _open_window(self) -> None:
        self.close()
        self._context.window_wanted.emit()

    def _enter_credential(self, component_id: str) -> None:
        self.close()
        self._context.credential_wanted.emit(component_id)

    def _open_settings(self, component_id: str) -> None:
        self.close()
        self._context.settings_wanted.emit(component_id)


class _Foot(QWidget):
    """The bar below: a separate surface, with a line above it."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._theme = context.theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        painter.setPen(self._theme.colour("border"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()


def _matches(view: ComponentView, sought: str) -> bool:
    component = view.component
    return any(sought in text.casefold() for text in (component.name, component.id, component.kind, *component.tags))


def _groups(views: list[ComponentView], others: str, *, by_tag: bool) -> list[tuple[str, list[ComponentView]]]:
    """By the first tag, in the order of the settings, those without one last; or all as one group without a name."""
    if not by_tag or not any(view.component.tags for view in views):
        return [("", views)] if views else []
    groups: dict[str, list[ComponentView]] = {}
    for view in views:
        groups.setdefault(view.component.tags[0] if view.component.tags else "", []).append(view)
    rest = groups.pop("", [])
    named = [(tag[:1].upper() + tag[1:], members) for tag, members in groups.items()]
    return [*named, (others, rest)] if rest else named
