"""The light: an icon in the system's tray with its tooltip and menu. Shown before anything else is loaded: words for
people, and what of Qt the menu needs, come with the first state that it shows."""

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from porchlight.desktop.icons import tray_icon
from porchlight.desktop.light import Light
from porchlight.desktop.platform.tray_host import TrayHost
from porchlight.model.mark import Mark

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from porchlight.desktop.appearance import Appearance

_LOOK_AGAIN_MS = 3000
_MISSED = 4
"""Looks without a light until it is believed: a panel that is restarted is back before that."""
_MOST_NAMED = 8
"""Malfunctions with an entry; nobody reads a longer menu."""


class Tray(QObject):
    """The icon and its commands."""

    panel_wanted = Signal()
    window_wanted = Signal()
    component_wanted = Signal(str)
    check_wanted = Signal()
    pause_wanted = Signal(float)
    """For how many seconds."""
    resume_wanted = Signal()
    silence_wanted = Signal(float)
    """All alerts, for how many seconds: checks go on."""
    unsilence_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()
    menu_opens = Signal()
    appeared = Signal()
    """The light can be seen now; before it could not."""
    vanished = Signal()
    """Nobody can see the light any more."""

    def __init__(self, parent: QObject | None = None, *, demo: bool = False) -> None:
        super().__init__(parent)
        self._host = TrayHost(self)
        self._missed = 0
        self.light = Light.SEEN
        """Where the light is; believed after a few looks."""
        self._demo = demo
        self._appearance: Appearance | None = None
        self._icon = QSystemTrayIcon(tray_icon(Mark.UNKNOWN, demo=demo), self)
        self._icon.setToolTip("Porchlight")
        self._icon.activated.connect(self._activated)
        self._menu: QMenu | None = None
        self._looking = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._look_for_tray)

    @cached_property
    def strip(self) -> "QAction":
        """Whether the strip is shown: an entry of every menu that has what this one has."""
        from PySide6.QtGui import QAction

        from porchlight.language.current import tr

        return QAction(tr("Keep a small strip on top"), self, checkable=True)

    @property
    def available(self) -> bool:
        """Whether this desktop has a tray."""
        return self._host.present

    @property
    def icon(self) -> QSystemTrayIcon:
        """For placing the panel and for notifications of last resort."""
        return self._icon

    def begin(self) -> None:
        """Show the light, without any results yet; keep looking whether it is seen."""
        self._icon.show()
        self._host.follow()
        if not self.available:
            self._missed, self.light = _MISSED, Light.GONE
        self._looking.start()

    def show(self, appearance: "Appearance") -> None:
        """Show the state; does nothing where it is shown already."""
        before, self._appearance = self._appearance, appearance
        if before == appearance:
            return
        if before is None or (before.mark, before.muted) != (appearance.mark, appearance.muted):
            self._icon.setIcon(tray_icon(appearance.mark, demo=self._demo, muted=appearance.muted))
        if before is None or before.tooltip != appearance.tooltip:
            # Some trays read it as mark-up, and an ampersand belongs to a name.
            tooltip = appearance.tooltip
            if self._demo:
                from porchlight.language.current import tr

                tooltip = f"{tr('Demo: nothing here is real.')}\n{tooltip}"
            self._icon.setToolTip(tooltip.replace("<", "‹").replace(">", "›"))
        if before is None or before.menu != appearance.menu:
            self._build_menu(appearance)

    def retranslate(self) -> None:
        """Rebuild everything in another language."""
        appearance, self._appearance = self._appearance, None
        if appearance is not None:
            self.show(appearance)

    def end(self) -> None:
        """Remove the light."""
        self._looking.stop()
        self._icon.hide()

    def _build_menu(self, appearance: "Appearance") -> None:
        from PySide6.QtWidgets import QMenu

        from porchlight.desktop.plain import literal
        from porchlight.desktop.span_menu import SHORTEST_SILENCE, span_menu
        from porchlight.language.current import tr

        menu = self._menu
        if menu is None:
            menu = self._menu = QMenu()
            menu.aboutToShow.connect(self.menu_opens)
        menu.clear()
        if self._demo:
            menu.addAction(tr("Demo: nothing here is real.")).setEnabled(False)
        status = menu.addAction(tray_icon(appearance.mark), literal(appearance.status_line))
        status.triggered.connect(self.panel_wanted)
        if appearance.troubles:
            menu.addSeparator()
        for component_id, text, mark in appearance.troubles[:_MOST_NAMED]:
            action = menu.addAction(tray_icon(mark), literal(text))
            action.triggered.connect(lambda _=False, wanted=component_id: self.component_wanted.emit(wanted))
        menu.addSeparator()
        menu.addAction(tr("Open Porchlight")).triggered.connect(self.window_wanted)
        menu.addAction(tr("Check now")).triggered.connect(self.check_wanted)
        if appearance.paused:
            menu.addAction(tr("Resume")).triggered.connect(self.resume_wanted)
        else:
            menu.addMenu(span_menu(menu, tr("Pause"), self.pause_wanted.emit))
        if appearance.silenced:
            menu.addMenu(literal(appearance.silenced)).addAction(tr("End silence")).triggered.connect(
                self.unsilence_wanted
            )
        else:
            menu.addMenu(span_menu(menu, tr("Silence alerts"), self.silence_wanted.emit, shortest=SHORTEST_SILENCE))
        menu.addSeparator()
        self.strip.setText(tr("Keep a small strip on top"))
        menu.addAction(self.strip)
        menu.addAction(tr("Settings…")).triggered.connect(self.settings_wanted)
        quit_text = tr("Quit the demo") if self._demo else tr("Quit Porchlight")
        menu.addAction(quit_text).triggered.connect(self.quit_wanted)
        if self._icon.contextMenu() is None:
            self._icon.setContextMenu(menu)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            if (
                sys.platform != "darwin"
            ):  # there a click opens the menu, as is the custom; its first line opens the panel
                self.panel_wanted.emit()
        elif reason in (
            QSystemTrayIcon.ActivationReason.DoubleClick,
            QSystemTrayIcon.ActivationReason.MiddleClick,
        ):
            self.window_wanted.emit()

    def _look_for_tray(self) -> None:
        light = self._host.light(self._icon)
        if light is not Light.SEEN:
            self._missed += 1
            if self._missed >= _MISSED and light is not self.light:
                self.light = light
                self.vanished.emit()
            return
        before, self._missed, self.light = self.light, 0, light
        if before is Light.GONE:
            self._icon.hide()  # shown before there was a tray, it would not appear in this one
            self._icon.show()
        if before is not Light.SEEN:
            self.appeared.emit()
