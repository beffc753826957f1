"""Everything that is shown: the tray's icon, the panel, the windows, notifications. Made when first needed."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from porchlight.desktop.ahead import Ahead
from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.appearance import appearance_of
from porchlight.desktop.away import Away
from porchlight.desktop.context import AppContext
from porchlight.desktop.left_notices import LeftNotice
from porchlight.desktop.light import Light, system_of
from porchlight.desktop.not_now import muted, silenced
from porchlight.desktop.notifier import Handover, Notice, OfflineNotice
from porchlight.desktop.platform.autostart import Autostart
from porchlight.desktop.reach import Reach, Toasts, guides
from porchlight.desktop.translation import speak
from porchlight.desktop.tray import Tray
from porchlight.desktop.windows.places import Places
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.language.text import Text, msg
from porchlight.model.alert import AlertState
from porchlight.model.audit import Action
from porchlight.model.important_day import ImportantDay
from porchlight.runtime.last_run import Crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from porchlight.desktop.panel import Panel
    from porchlight.desktop.strip import Strip
    from porchlight.desktop.windows.main import MainWindow
    from porchlight.desktop.windows.settings.window import SettingsWindow
    from porchlight.desktop.windows.window import Window

_W = TypeVar("_W", bound="Window")
_MAIN, _SETTINGS, _GUIDE, _CREDENTIAL, _COMPONENT = "main", "settings", "guide", "credential", "component-"
_REHEARSAL = "rehearsal"
"""Names of windows; a component's ends with its id."""
_STRIP = "strip"
"""Whether it is wanted."""
_STRIP_KEY = "F6"
"""Leads from a window to the strip, as to the next pane elsewhere."""
_TRAY_MAY_COME_MS = 3000
"""At login the desktop's tray often appears a moment after us."""
_MOST_NAMED = 3
"""Parts that fail and are named; the log has them all."""
_COUNT_EVERY_MS = 20_000
"""While alerts are muted, the minutes that are left."""
_PROBLEM = msg("Porchlight itself has a problem. See the log for details.")
_SHOWN_FOR_MS = 1_800_000
"""How long a failure of our own is shown."""


class Surfaces(QObject):
    """Connects requests to the surfaces that show them."""

    quit_wanted = Signal()

    def __init__(
        self,
        app: QApplication,
        tray: Tray,
        context: AppContext,
        autostart: Autostart,
        channel: DesktopChannel,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._tray = tray
        self._context = context
        self._autostart = autostart
        self._places = Places(os.path.join(context.data_folder, "windows.ini"), demo=context.demo)
        self._channel = channel
        self._offline_notice = OfflineNotice(lambda: context.snapshot, self._give)
        self._looks = context.settings.desktop
        self._panel: Panel | None = None
        self._strip: Strip | None = None
        self._away = Away(context, self._places)
        self._windows: dict[str, Window] = {}
        """The open ones, by the name of their place."""
        self._ahead = Ahead(context, self._places, lambda one: _COMPONENT + one in self._windows)
        self._failed_ms: int | None = None
        self._lost_notices = 0
        self._crash: Crash | None = None
        self._system = system_of(sys.platform, os.environ)
        self._reach = Reach()
        self._ended = False
        self._counting = QTimer(self, interval=_COUNT_EVERY_MS)
        self._counting.timeout.connect(self._show_appearance)

    def begin(self) -> None:
        """Show the light from now on."""
        tray, context = self._tray, self._context
        tray.panel_wanted.connect(self.toggle_panel)
        tray.menu_opens.connect(context.theme.attend)
        tray.menu_opens.connect(self._ahead.look)
        tray.window_wanted.connect(self.show_window)
        tray.component_wanted.connect(self.show_component)
        tray.check_wanted.connect(self._check_all)
        tray.pause_wanted.connect(context.commands.pause)
        tray.resume_wanted.connect(context.commands.resume)
        tray.silence_wanted.connect(self._silence)
        tray.unsilence_wanted.connect(self._unsilence)
        tray.settings_wanted.connect(self.show_settings)
        tray.quit_wanted.connect(self._quit)
        tray.appeared.connect(self._show_appearance)
        tray.appeared.connect(self._show_reach)
        tray.vanished.connect(self._do_without_light)
        if context.reach_watch is not None:
            context.reach_watch.changed.connect(self.reach_changed)
        context.component_wanted.connect(self.show_component)
        context.moment_wanted.connect(self.show_component)
        context.window_wanted.connect(self.show_window)
        context.settings_wanted.connect(self.show_settings)
        context.settings_page_wanted.connect(self.show_settings_page)
        context.credential_wanted.connect(self.enter_credential)
        context.guide_wanted.connect(self.show_guide)
        context.rehearsal_wanted.connect(self.show_rehearsal)
        context.note.connect(self._show_note)
        context.supervisor.failed.connect(self._note_failure)
        context.bridge.changed.connect(self._show_appearance)
        context.bridge.alerts_changed.connect(self._show_appearance)
        context.bridge.alerts_changed.connect(self._expect_click)
        context.bridge.changed.connect(self._offline_notice.look)
        self._channel.opened.connect(self._open_from_notice)
        self._channel.acknowledged.connect(self._acknowledge)
        self._channel.snoozed.connect(self._snooze)
        context.bridge.alerts_changed.connect(self._withdraw_notices)
        context.spawn(self._channel.take_over(self._unanswered()), "notices of the last run")
        self._channel.handed_over.connect(self._note_handover)
        self._away.changed.connect(self._show_away)
        self._app.applicationStateChanged.connect(self._note_look)
        tray.strip.setChecked(self._places.flag(_STRIP))
        tray.strip.toggled.connect(self._want_strip)
        if tray.strip.isChecked():
            self._show_strip()
        self._show_appearance()
        if context.demo:
            self.show_window()
        elif not context.settings.components and not context.settings.problems:
            self.show_guide()
        if not tray.light.reachable:
            QTimer.singleShot(_TRAY_MAY_COME_MS, self, self._do_without_light)

    def show_crash(self, crash: Crash) -> None:
        """The last run ended unexpectedly: shown in the main window, and said once."""
        self._crash = crash
        if (window := self._windows.get(_MAIN)) is not None:
            cast("MainWindow", window).crash.show_crash(crash)
        text = tr("It is watching again. Open it to copy a report of what happened.")
        self._give(Notice(tr("Porchlight ended unexpectedly"), text, clicked=self.show_window))

    def open_left(self, left: Sequence[LeftNotice]) -> None:
        """A click on a notification of a run that has ended started this one: its component, where the notices that
        were left are about one alone, else the main window."""
        about = {one.component for one in left}
        self._open_from_notice((about.pop() or None) if len(about) == 1 else None)

    def reach_changed(self, reach: Reach) -> None:
        """The light or the notifications are seen again, or no longer: shown in the main window, a light that Windows
        hides once as a notification too."""
        before, self._reach = self._reach, reach
        if reach.light is Light.SEEN:
            self._places.set_flag(f"dismissed-light-{before.light.value}", wanted=False)
        if reach.toasts is Toasts.SHOWN and before.toasts is not Toasts.QUIET:
            self._places.set_flag(f"dismissed-toasts-{before.toasts.value}", wanted=False)
        if reach.light is Light.FOLDED:
            self._explain_light(reach.light)
        self._show_reach()

    def settings_changed(self) -> None:
        """Other settings are in force."""
        before, self._looks = self._looks, self._context.settings.desktop
        if before.theme is not self._looks.theme:
            self._context.theme.choose(self._looks.theme)
        if before.language is not self._looks.language:
            speak(self._app, self._looks.language)
            self._tray.retranslate()
            self._ahead.renew()
            self._open_again()
        if (window := self._windows.get(_SETTINGS)) is not None:
            cast("SettingsWindow", window).settings_changed()
        self._show_appearance()

    def end(self) -> None:
        """Close everything."""
        self._ended = True
        self._ahead.end()
        self._tray.end()
        self._counting.stop()
        self._app.applicationStateChanged.disconnect(self._note_look)
        for window in list(self._windows.values()):
            window.close_now()
        if self._panel is not None:
            self._panel.close()
        if self._strip is not None:
            self._strip.end()
            self._strip = None

    # -- navigation

    def toggle_panel(self, beside: QRect | None = None) -> None:
        """The action of a click on the light, or on something else that the panel opens beside."""
        from porchlight.desktop.panel import Panel
        from porchlight.desktop.windows.window import add_keys

        if self._panel is None:
            self._context.theme.attend()
            self._panel = Panel(self._context, self._tray)
            self._panel.show_notices(self.notices())
            self._panel.away.dismissed.connect(self._away.dismiss)
            add_keys(self._panel, {_STRIP_KEY: self._go_to_strip})
        self._away.look()
        self._show_away()
        self._panel.toggle(beside)
        self._ahead.look()

    def show_window(self) -> None:
        """The main window."""
        window = self._main_window()
        window.show_notices(self.notices())
        self._away.look()
        self._show_away()
        window.come_forward()
        self._ahead.look()

    def show_component(self, component_id: str, at_ms: int | None = None) -> None:
        """A component's window, at a moment of it or now."""
        from porchlight.desktop.windows.component import ComponentWindow

        if component_id not in self._context.snapshot.views:
            self.show_window()
            return

        def make() -> ComponentWindow:
            made = self._ahead.take(component_id)
            return made or ComponentWindow(self._context, self._places, component_id)

        window = self._opened(_COMPONENT + component_id, make)
        if at_ms is not None:
            window.chart.show_moment(at_ms)
        window.come_forward()

    def show_settings(self, component_id: str = "") -> None:
        """The settings, with the form of a component if one is named."""
        window = self._settings_shown()
        if component_id:
            window.edit(component_id)
        window.come_forward()

    def show_settings_page(self, name: str) -> None:
        """The settings, at one of their pages."""
        window = self._settings_shown()
        window.show_page(name)
        window.come_forward()

    def show_guide(self) -> None:
        """The first-run guide."""
        from porchlight.desktop.windows.guide import GuideWindow

        def make() -> GuideWindow:
            guide = GuideWindow(self._context, self._places, self._autostart)
            guide.ended.connect(self.show_window)
            return guide

        self._opened(_GUIDE, make).come_forward()

    def show_rehearsal(self, day: ImportantDay) -> None:
        """The checklist of an important day, rehearsed now."""
        from porchlight.desktop.windows.rehearsal import RehearsalWindow

        if (before := self._windows.pop(_REHEARSAL, None)) is not None:
            before.close()
        window = self._opened(_REHEARSAL, lambda: RehearsalWindow(self._context, self._places, day))
        window.come_forward()

    def enter_credential(self, component_id: str) -> None:
        """The window for a new key."""
        from porchlight.desktop.windows.credential import CredentialWindow

        if (before := self._windows.pop(_CREDENTIAL, None)) is not None:
            before.close()
        window = self._opened(_CREDENTIAL, lambda: CredentialWindow(self._context, self._places, component_id))
        window.come_forward()

    def notices(self) -> tuple[str, ...]:
        """Troubles of Porchlight itself, in sentences."""
        found = []
        context, now_ms = self._context, self._context.now_ms()
        found += [tr("Porchlight itself: {problem}", problem=one) for one in context.malfunctions()[:_MOST_NAMED]]
        if self._failed_ms is not None and now_ms - self._failed_ms < _SHOWN_FOR_MS:
            found.append(rendered(_PROBLEM))
        if trouble := context.history_trouble():
            found.append(tr("History is not being saved: {trouble}", trouble=trouble))
        if context.settings.problems:
            problem = context.settings.problems[0].window_text
            found.append(tr("Problem in the settings: {problem}", problem=problem))
        for channel, why in context.undelivered().items():
            found.append(tr("Alerts to “{channel}” are failing: {why}", channel=channel, why=why))
        if self._lost_notices:
            found.append(
                tr_plural(
                    "{n} notification could not be shown.",
                    "{n} notifications could not be shown.",
                    self._lost_notices,
                )
            )
        return tuple(found)

    # -- inside

    def _main_window(self) -> "MainWindow":
        from porchlight.desktop.windows.main import MainWindow

        def make() -> MainWindow:
            window = MainWindow(self._context, self._places)
            window.more.insertAction(window.more.actions()[0], self._tray.strip)
            window.away.dismissed.connect(self._away.dismiss)
            window.reach.dismissed.connect(self._dismiss_reach)
            if self._crash is not None:
                window.crash.show_crash(self._crash)
                window.crash.dismissed.connect(self._forget_crash)
            return window

        window = self._opened(_MAIN, make)
        self._show_reach()
        return window

    def _quit(self) -> None:
        """End Porchlight; where a form is half filled in, it is shown, and asks first."""
        window = next((one for one in self._windows.values() if one.drafts), None)
        if window is None:
            self.quit_wanted.emit()
        else:
            from porchlight.desktop.windows.draft import discard_first

            window.come_forward()
            discard_first(window.drafts, window, self._quit)

    def _show_appearance(self) -> None:
        notices = self.notices()
        context = self._context
        held = muted(context).text
        self._tray.show(appearance_of(context.snapshot, notices, silenced(context).text, context.paths(), muted=held))
        if not held:
            self._counting.stop()
        elif not self._counting.isActive():
            self._counting.start()
        if self._panel is not None:
            self._panel.show_notices(notices)
        if self._strip is not None:
            self._strip.show_notices(notices)
        if (window := self._windows.get(_MAIN)) is not None:
            cast("MainWindow", window).show_notices(notices)

    def _forget_crash(self) -> None:
        self._crash = None

    def _expect_click(self) -> None:
        """A notification names a component, and is clicked."""
        if any(one.state is AlertState.FIRING for one in self._context.snapshot.alerts):
            self._ahead.look()

    # -- what happened while nobody looked

    def _note_look(self, state: Qt.ApplicationState) -> None:
        """A window got the focus, or lost it to another program."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._away.look()
        else:
            self._away.note()

    def _show_away(self) -> None:
        title, lines = self._away.title, self._away.lines
        if self._panel is not None:
            self._panel.show_away(title, lines)
        if (window := self._windows.get(_MAIN)) is not None:
            cast("MainWindow", window).away.show_lines(title, lines)

    # -- the strip

    def _want_strip(self, wanted: bool) -> None:
        self._places.set_flag(_STRIP, wanted)
        if wanted:
            self._show_strip()
            self._go_to_strip()
        elif self._strip is not None:
            self._strip.end()
            self._strip = None

    def _show_strip(self) -> None:
        from porchlight.desktop.strip import Strip

        self._context.theme.attend()
        strip = self._strip = Strip(self._context, self._places)
        strip.show_notices(self.notices())
        strip.panel_wanted.connect(lambda: self.toggle_panel(strip.geometry()))
        strip.unwanted.connect(lambda: self._tray.strip.setChecked(False))
        strip.show()

    def _go_to_strip(self) -> None:
        if self._strip is not None:
            self._strip.raise_()
            self._strip.activateWindow()
            self._strip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_note(self, text: str) -> None:
        """One sentence, where the user looks: at the cursor."""
        from PySide6.QtGui import QCursor
        from PySide6.QtWidgets import QToolTip

        self._context.theme.attend()
        QToolTip.showText(QCursor.pos(), text)

    def _note_failure(self) -> None:
        """A task of ours failed: recorded, and shown for a while."""
        self._failed_ms = self._context.now_ms()
        self._context.commands.record(Action.MONITOR_UNWELL, "", _PROBLEM)
        self._show_appearance()

    def _silence(self, seconds: float) -> None:
        self._context.commands.silence(seconds)

    def _unsilence(self) -> None:
        if (end := silenced(self._context).end) is not None:
            end()

    def _acknowledge(self, alert_ids: "tuple[str, ...]") -> None:
        if firing := self._still_firing(alert_ids):
            self._context.commands.acknowledge(firing)

    def _snooze(self, alert_ids: "tuple[str, ...]", seconds: float) -> None:
        if firing := self._still_firing(alert_ids):
            self._context.commands.snooze(firing, seconds)

    def _still_firing(self, alert_ids: "tuple[str, ...]") -> "list[str]":
        """Those of a notification's alerts that a button can still do something about; where there are none, that is
        shown in its place."""
        now_firing = self._firing()
        firing = [one for one in alert_ids if one in now_firing]
        if not firing:
            self._give(Notice(tr("That problem is already over."), tr("There is nothing left to do about it.")))
        return firing

    def _firing(self) -> set[str]:
        return {alert.id for alert in self._context.snapshot.alerts if alert.state is AlertState.FIRING}

    def _unanswered(self) -> set[str]:
        """Those that fire and that nobody has acknowledged or snoozed."""
        alerts = self._context.snapshot.alerts
        answered = {alert.id for alert in alerts if alert.acknowledged_ms or alert.snoozed_until_ms}
        return self._firing() - answered

    def _withdraw_notices(self) -> None:
        self._context.spawn(self._channel.withdraw_over(self._firing()), "notification")

    def _check_all(self) -> None:
        self._context.commands.check_now()

    def _give(self, notice: Notice) -> None:
        self._context.spawn(self._show_notice(notice), "notification")

    async def _show_notice(self, notice: Notice) -> None:
        self._note_handover(notice, await self._channel.notifier.show(notice))

    def _note_handover(self, notice: Notice, handover: Handover) -> None:
        if handover is Handover.CONFIRMED:
            if self._lost_notices:
                self._lost_notices = 0
                self._show_appearance()
            return
        detail: Text | str = notice.title
        if handover is Handover.UNCONFIRMED:
            detail = msg("{notice} (we can't tell whether it was shown)", notice=notice.title)
        self._context.commands.record(Action.NOTIFICATION_LOST, notice.component or "", detail)
        if handover is Handover.LOST:
            self._lost_notices += 1
            self._show_appearance()

    def _open_from_notice(self, component_id: str | None) -> None:
        if component_id is None:
            self.show_window()
        else:
            self.show_component(component_id)

    # -- whether there is a light

    def _show_reach(self) -> None:
        """The card in the main window, and whether that window may be closed."""
        if (found := self._windows.get(_MAIN)) is None:
            return
        window = cast("MainWindow", found)
        window.stay(not self._tray.light.reachable)
        wanted = (one for one in guides(self._reach, self._system) if not self._places.flag(f"dismissed-{one.cause}"))
        guide = next(wanted, None)
        first = guide is not None and not self._places.flag(f"guide-{guide.cause}")
        window.reach.show_guide(guide, unfolded=first)
        if guide is not None and first:
            self._places.set_flag(f"guide-{guide.cause}")

    def _dismiss_reach(self) -> None:
        window = cast("MainWindow", self._windows[_MAIN])
        if (guide := window.reach.guide) is not None:
            self._places.set_flag(f"dismissed-{guide.cause}")
            self._show_reach()

    def _do_without_light(self) -> None:
        """Nobody sees the light: the main window is there instead. Where the system hides the light, that may be for
        a moment only (macOS does so beside a full-screen program), so the window takes nobody's focus."""
        light = self._tray.light
        if self._ended or light.reachable:
            return
        if light is Light.PARKED or any(window.isVisible() for window in self._windows.values()):
            self._keep_reachable()
            self._show_reach()
        else:
            self.show_window()
        self._explain_light(light)

    def _keep_reachable(self) -> None:
        """Where no light leads to Porchlight, the task bar does."""
        if not self._ended and not self._tray.light.reachable and _MAIN not in self._windows:
            self._main_window().showMinimized()

    def _explain_light(self, light: Light) -> None:
        """Once, as a notification."""
        (guide,) = guides(Reach(light), self._system)
        if not self._places.flag(f"notice-{guide.cause}"):
            self._places.set_flag(f"notice-{guide.cause}")
            self._give(Notice(rendered(guide.title), rendered(guide.meaning), clicked=self.show_window))

    def _settings_shown(self) -> "SettingsWindow":
        from porchlight.desktop.windows.settings.window import SettingsWindow

        return self._opened(_SETTINGS, lambda: SettingsWindow(self._context, self._places, self._autostart))

    def _opened(self, name: str, make: "Callable[[], _W]") -> _W:
        """The window of that name, made if it is not open."""
        if (known := self._windows.get(name)) is not None:
            return cast(_W, known)
        from porchlight.desktop.windows.window import add_keys

        self._context.theme.attend()
        window = self._windows[name] = make()
        window.settings_wanted.connect(self.show_settings)
        window.quit_wanted.connect(self._quit)
        add_keys(window, {_STRIP_KEY: self._go_to_strip})

        def forget() -> None:
            if self._windows.get(name) is window:
                del self._windows[name]

        window.destroyed.connect(forget)
        window.destroyed.connect(self._keep_reachable, Qt.ConnectionType.QueuedConnection)
        return window

    def _open_again(self) -> None:
        """Close what is open and reopen it in another language; a form that is half filled in stays as it is."""
        windows = {name: one for name, one in self._windows.items() if not one.drafts}
        self._windows = {name: one for name, one in self._windows.items() if one.drafts}
        for window in windows.values():
            window.close_now()
        if self._panel is not None:
            self._panel.close()
            self._panel.deleteLater()
            self._panel = None
        if self._strip is not None:
            self._strip.refresh()
        self._tray.retranslate()

        def reopen() -> None:
            for name in windows:
                if name.startswith(_COMPONENT):
                    self.show_component(name.removeprefix(_COMPONENT))
            if _MAIN in windows:
                self.show_window()
            if _SETTINGS in windows:
                self.show_settings()

        QTimer.singleShot(0, self, reopen)
