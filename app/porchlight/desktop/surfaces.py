"""All that is shown: the tray's face, the panel, the windows, notifications. Made when first wanted."""

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QToolTip

from porchlight.desktop.alert_channel import DesktopChannel
from porchlight.desktop.desk import Desk
from porchlight.desktop.face import face_of
from porchlight.desktop.not_now import silenced
from porchlight.desktop.notifier import Handover, Notice
from porchlight.desktop.offline_notice import OfflineNotice
from porchlight.desktop.places import Places
from porchlight.desktop.platform.autostart import Autostart
from porchlight.desktop.translation import speak
from porchlight.desktop.tray import Tray
from porchlight.desktop.words import translate
from porchlight.model.audit import Action, Actor
from porchlight.settings.file import LoadedSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from porchlight.desktop.panel import Panel
    from porchlight.desktop.windows.component import ComponentWindow
    from porchlight.desktop.windows.credential import CredentialWindow
    from porchlight.desktop.windows.guide import GuideWindow
    from porchlight.desktop.windows.main import MainWindow
    from porchlight.desktop.windows.settings.window import SettingsWindow
    from porchlight.desktop.windows.window import Window

_TRAY_MAY_COME_MS = 3000
"""At login the desktop's tray is often there a moment after us."""
_MOST_NAMED = 3
"""Parts that fail and are named; the log has them all."""
_TOLD_FOR_MS = 1_800_000
"""How long a failure of our own is shown."""


class Surfaces(QObject):
    """Wires what is wanted to what shows it."""

    quit_wanted = Signal()

    def __init__(
        self,
        app: QApplication,
        tray: Tray,
        desk: Desk,
        data_folder: str,
        autostart: Autostart,
        channel: DesktopChannel,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._tray = tray
        self._desk = desk
        self._data_folder = data_folder
        self._autostart = autostart
        self._places = Places(os.path.join(data_folder, "windows.ini"))
        self._channel = channel
        self._offline_notice = OfflineNotice(lambda: desk.snapshot, self._give)
        self._settings: LoadedSettings | None = None
        self._panel: Panel | None = None
        self._main: MainWindow | None = None
        self._settings_window: SettingsWindow | None = None
        self._guide: GuideWindow | None = None
        self._credential: CredentialWindow | None = None
        self._components: dict[str, ComponentWindow] = {}
        self._failures: dict[str, int] = {}
        self._lost_notices = 0

    def begin(self, settings: LoadedSettings) -> None:
        """Show the light as it is, from now on."""
        tray, desk = self._tray, self._desk
        self._settings = settings
        tray.panel_wanted.connect(self.toggle_panel)
        tray.window_wanted.connect(self.show_window)
        tray.component_wanted.connect(self.show_component)
        tray.check_wanted.connect(self._check_all)
        tray.pause_wanted.connect(desk.pause)
        tray.resume_wanted.connect(desk.resume)
        tray.silence_wanted.connect(self._silence)
        tray.unsilence_wanted.connect(self._unsilence)
        tray.settings_wanted.connect(self.show_settings)
        tray.quit_wanted.connect(self.quit_wanted)
        tray.appeared.connect(self._tray_appeared)
        desk.component_wanted.connect(self.show_component)
        desk.window_wanted.connect(self.show_window)
        desk.settings_wanted.connect(self.show_settings)
        desk.settings_page_wanted.connect(self.show_settings_page)
        desk.credential_wanted.connect(self.enter_credential)
        desk.guide_wanted.connect(self.show_guide)
        desk.note.connect(self._say)
        desk.bridge.changed.connect(self._show_face)
        desk.bridge.alerts_changed.connect(self._show_face)
        desk.bridge.changed.connect(self._offline_notice.look)
        self._channel.opened.connect(self._open_from_notice)
        self._channel.acknowledged.connect(desk.acknowledge)
        self._channel.snoozed.connect(desk.snooze)
        self._channel.handed_over.connect(self._note_handover)
        self._app.installEventFilter(self)
        self._show_face()
        if not settings.components and not settings.problems:
            self.show_guide()
        elif not tray.available:
            QTimer.singleShot(_TRAY_MAY_COME_MS, self, self._do_without_tray)

    def apply(self, settings: LoadedSettings) -> None:
        """Other settings are in force."""
        before, self._settings = self._settings, settings
        if before is None or before.desktop.theme is not settings.desktop.theme:
            self._desk.theme.choose(settings.desktop.theme)
        if before is not None and before.desktop.language is not settings.desktop.language:
            speak(self._app, settings.desktop.language)
            self._make_anew()
        if self._settings_window is not None:
            self._settings_window.settings_changed()
        self._show_face()

    def end(self) -> None:
        """Take it all away."""
        self._tray.end()
        self._app.removeEventFilter(self)
        for window in self._windows():
            window.close()
        if self._panel is not None:
            self._panel.close()

    def tell_failure(self, name: str) -> None:
        """A piece of our own work failed: said, noted, and gone after a while."""
        self._failures[name] = self._desk.now_ms()
        if self._desk.monitoring is not None:
            self._desk.monitoring.audit(Action.MONITOR_UNWELL, "", name, actor=Actor.AUTOMATIC)
        self._show_face()

    def show_malfunctions(self) -> None:
        """A part of Porchlight itself failed, or works again."""
        self._show_face()

    # -- what opens what

    def toggle_panel(self) -> None:
        """What a click on the light does."""
        from porchlight.desktop.panel import Panel

        if self._panel is None:
            self._panel = Panel(self._desk, self._tray)
            self._panel.tell(self.notices())
        self._panel.toggle()

    def show_window(self) -> None:
        """The main window."""
        from porchlight.desktop.windows.main import MainWindow

        if self._main is None:
            self._main = MainWindow(self._desk, self._places)
            self._main.destroyed.connect(self._forget_main)
            self._main.tell(self.notices())
        self._main.come_forward()

    def show_component(self, component_id: str) -> None:
        """A component's window."""
        from porchlight.desktop.windows.component import ComponentWindow

        if component_id not in self._desk.snapshot.views:
            self.show_window()
            return
        window = self._components.get(component_id)
        if window is None:
            window = self._components[component_id] = ComponentWindow(self._desk, self._places, component_id)
            window.destroyed.connect(lambda: self._components.pop(component_id, None))
        window.come_forward()

    def _opening(self) -> "Callable[[], str] | None":
        """How the paths of gifts are; what says it is loaded only where there are any."""
        snapshot, paths = self._desk.snapshot, self._desk.paths()
        if not paths:
            return None
        from porchlight.desktop.path_words import opening

        return lambda: opening(snapshot, paths).title

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

    def _settings_shown(self) -> "SettingsWindow":
        from porchlight.desktop.windows.settings.window import SettingsWindow

        if self._settings_window is None:
            self._settings_window = SettingsWindow(self._desk, self._places, self._autostart, self._data_folder)
            self._settings_window.destroyed.connect(self._forget_settings)
        return self._settings_window

    def show_guide(self) -> None:
        """The first-run guide."""
        from porchlight.desktop.windows.guide import GuideWindow

        if self._guide is None:
            self._guide = GuideWindow(self._desk, self._places, self._autostart)
            self._guide.destroyed.connect(self._forget_guide)
            self._guide.ended.connect(self._guide_ended)
        self._guide.come_forward()

    def enter_credential(self, component_id: str) -> None:
        """The window for a new key."""
        from porchlight.desktop.windows.credential import CredentialWindow

        if self._credential is not None:
            self._credential.close()
        self._credential = CredentialWindow(self._desk, self._places, component_id)
        self._credential.destroyed.connect(self._forget_credential)
        self._credential.come_forward()

    def notices(self) -> tuple[str, ...]:
        """Troubles of Porchlight itself, in sentences."""
        found = []
        now_ms, monitoring = self._desk.now_ms(), self._desk.monitoring
        self._failures = {name: at for name, at in self._failures.items() if now_ms - at < _TOLD_FOR_MS}
        malfunctions = monitoring.malfunctions.current if monitoring is not None else ()
        if self._failures or malfunctions:
            names = ", ".join([*self._failures, *(one.part for one in malfunctions)][:_MOST_NAMED])
            found.append(
                translate("Surfaces", "Porchlight itself is unwell (%1); the log says more.").replace("%1", names)
            )
        if monitoring is not None:
            trouble = monitoring.store.health().error or (monitoring.notice.sentence if monitoring.notice else None)
            if trouble:
                found.append(translate("Surfaces", "Nothing is remembered: %1").replace("%1", trouble))
        if self._settings is not None and self._settings.problems:
            found.append(translate("Surfaces", "In the settings: %1").replace("%1", str(self._settings.problems[0])))
        for channel, why in self._desk.undelivered().items():
            said = translate("Surfaces", "Alerts do not reach “%1”: %2")
            found.append(said.replace("%1", channel).replace("%2", why))
        if self._lost_notices:
            found.append(translate("Surfaces", "%n notification(s) could not be shown.", "", self._lost_notices))
        return tuple(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See QObject: a language may be chosen by the system too."""
        if event.type() == QEvent.Type.LanguageChange and watched is self._app:
            self._tray.retranslate()
        return False

    # -- inside

    def _show_face(self) -> None:
        notices = self.notices()
        self._tray.show(face_of(self._desk.snapshot, notices, silenced(self._desk).said, self._opening()))
        if self._panel is not None:
            self._panel.tell(notices)
        if self._main is not None:
            self._main.tell(notices)

    @staticmethod
    def _say(text: str) -> None:
        """One sentence, where the user looks: at the cursor."""
        QToolTip.showText(QCursor.pos(), text)

    def show_undelivered(self) -> None:
        """Nothing gets through to a channel, or it does again."""
        self._show_face()

    def _silence(self, seconds: float) -> None:
        self._desk.silence(seconds)

    def _unsilence(self) -> None:
        if (end := silenced(self._desk).end) is not None:
            end()

    def _check_all(self) -> None:
        self._desk.check_now()

    def _give(self, notice: Notice) -> None:
        self._desk.spawn(self._show_notice(notice), "notification")

    async def _show_notice(self, notice: Notice) -> None:
        self._note_handover(notice, await self._channel.notifier.show(notice))

    def _note_handover(self, notice: Notice, handover: Handover) -> None:
        if handover is Handover.CONFIRMED:
            if self._lost_notices:
                self._lost_notices = 0
                self._show_face()
            return
        monitoring = self._desk.monitoring
        if monitoring is not None:
            said = (
                translate("Surfaces", "%1 (whether it was seen is not known)")
                if handover is Handover.UNCONFIRMED
                else "%1"
            )
            monitoring.audit(
                Action.NOTIFICATION_LOST,
                notice.component or "",
                said.replace("%1", notice.title),
                actor=Actor.AUTOMATIC,
            )
        if handover is Handover.LOST:
            self._lost_notices += 1
            self._show_face()

    def _open_from_notice(self, component_id: str | None) -> None:
        if component_id is None:
            self.show_window()
        else:
            self.show_component(component_id)

    def _do_without_tray(self) -> None:
        if self._tray.available:
            return
        self.show_window()
        if not self._places.flag("no-tray"):
            self._places.set_flag("no-tray")
            text = translate(
                "Surfaces",
                "This desktop has no tray, so Porchlight lives in this window. "
                "It goes on watching when you close it; start it again to see it.",
            )
            self._give(Notice(translate("Surfaces", "There is no tray here"), text))

    def _tray_appeared(self) -> None:
        self._show_face()

    def _guide_ended(self) -> None:
        self.show_window()

    def _windows(self) -> "list[Window]":
        single = (self._main, self._settings_window, self._guide, self._credential)
        return [window for window in (*single, *self._components.values()) if window is not None]

    def _make_anew(self) -> None:
        """Windows in another language: those that are open are closed and opened again."""
        reopen_main, reopen_settings = self._main is not None, self._settings_window is not None
        components = list(self._components)
        for window in self._windows():
            window.close()
        if self._panel is not None:
            self._panel.close()
            self._panel.deleteLater()
            self._panel = None
        self._tray.retranslate()

        def reopen() -> None:
            for component_id in components:
                self.show_component(component_id)
            if reopen_main:
                self.show_window()
            if reopen_settings:
                self.show_settings()

        QTimer.singleShot(0, self, reopen)

    def _forget_main(self) -> None:
        self._main = None

    def _forget_settings(self) -> None:
        self._settings_window = None

    def _forget_guide(self) -> None:
        self._guide = None

    def _forget_credential(self) -> None:
        self._credential = None
