"""All that is shown: the tray's face, the panel, the windows. Windows are made when they are first wanted."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from app.desktop.desk import Desk
from app.desktop.panel import Panel
from app.desktop.tray import Tray, face_of
from app.desktop.windows.window import Places
from app.model.audit import Action, Actor
from app.settings.file import LoadedSettings


class Surfaces(QObject):
    """Wires what is wanted to what shows it."""

    quit_wanted = Signal()

    def __init__(self, app: QApplication, tray: Tray, desk: Desk, settings_path: str) -> None:
        super().__init__(app)
        self._app = app
        self._tray = tray
        self._desk = desk
        self._settings_path = settings_path
        self._panel: Panel | None = None
        self._failures: list[str] = []
        self._places = Places("/tmp/x/windows.ini")
        self._main: "MainWindow | None" = None
        self._components: dict[str, "ComponentWindow"] = {}

    def begin(self, settings: LoadedSettings) -> None:
        """Show the light as it is, from now on."""
        tray, desk = self._tray, self._desk
        tray.panel_wanted.connect(self.toggle_panel)
        tray.window_wanted.connect(self.show_window)
        tray.component_wanted.connect(self.show_component)
        tray.check_wanted.connect(lambda: desk.check_now())
        tray.pause_wanted.connect(desk.pause)
        tray.resume_wanted.connect(desk.resume)
        tray.settings_wanted.connect(lambda: self.show_settings(""))
        tray.quit_wanted.connect(self.quit_wanted)
        desk.component_wanted.connect(self.show_component)
        desk.window_wanted.connect(self.show_window)
        desk.settings_wanted.connect(self.show_settings)
        desk.bridge.changed.connect(self._show_face)
        self._show_face()

    def end(self) -> None:
        """Hide all of it."""
        self._tray.end()
        if self._panel is not None:
            self._panel.close()

    def close(self) -> None:
        """Let go of the windows."""

    def tell_failure(self, name: str) -> None:
        """A piece of our own work failed."""

    def toggle_panel(self) -> None:
        if self._panel is None:
            self._panel = Panel(self._desk, self._tray)
        self._panel.toggle()

    def show_window(self) -> None:
        """The main window."""
        from app.desktop.windows.main import MainWindow

        if self._main is None:
            self._main = MainWindow(self._desk, self._places)
            self._main.destroyed.connect(self._forget_main)
        self._main.come_forward()

    def _forget_main(self) -> None:
        self._main = None

    def show_component(self, component_id: str) -> None:
        """Its window, made now or brought to the front."""
        from app.desktop.windows.component import ComponentWindow

        window = self._components.get(component_id)
        if window is None:
            window = self._components[component_id] = ComponentWindow(self._desk, self._places, component_id)
            window.destroyed.connect(lambda: self._components.pop(component_id, None))
        window.come_forward()

    def show_settings(self, component_id: str) -> None: ...

    def _show_face(self) -> None:
        self._tray.show(face_of(self._desk.snapshot))
