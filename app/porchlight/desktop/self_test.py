"""The desktop's parts of the self-test: notifications, start at login, the tray, texts, a chart as a picture.

Without a screen Qt draws off-screen. See ``porchlight.self_test`` for the rest.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from porchlight.desktop.platform.libraries import has_screen, missing_packages
from porchlight.self_test.part import Absent, Faulty, Part

if TYPE_CHECKING:
    from porchlight.desktop.application import Application


def parts() -> Sequence[Part]:
    """All of them."""
    windows = _Windows()
    return (
        Part("desktop notifications", _notifications),
        Part("start at login", _autostart),
        Part("windows", windows.make),
        Part("tray", partial(windows.use, _tray)),
        Part("light and notifications in sight", partial(windows.use, _reach)),
        Part("window texts", partial(windows.use, _texts)),
        Part("chart", partial(windows.use, _chart)),
    )


class _Windows:
    """Qt's application: made once, by the first part that needs it."""

    def __init__(self) -> None:
        self._app: Application | None = None
        self._screen = has_screen() and _display_answers()

    def use(self, part: "Callable[[Application, bool], None]") -> None:
        """Use a part that needs it; it gets whether there is a screen."""
        part(self._made(), self._screen)

    def make(self) -> None:
        """Make it."""
        self._made()

    def _made(self) -> "Application":
        if self._app is not None:
            return self._app
        if _left_out("PySide6"):
            raise Absent("Qt is not installed. The command line works without it.")
        if not self._screen:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if missing := missing_packages():
            raise Absent(f"The windows need: sudo apt-get install {' '.join(missing)}")
        from porchlight.desktop.application import Application

        self._app = Application(sys.argv[:1])
        return self._app


def _left_out(package: str) -> bool:
    """Whether it was not installed, as is right where there are no windows. A frozen program has all."""
    return not getattr(sys, "frozen", False) and find_spec(package) is None


def _display_answers() -> bool:
    """Whether the X server named by DISPLAY answers: Qt ends the whole program where it does not."""
    on_x = sys.platform.startswith("linux") and "DISPLAY" in os.environ and not os.environ.get("WAYLAND_DISPLAY")
    if not on_x:
        return True
    with suppress(OSError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
        answers = xcb.xcb_connection_has_error(connection) == 0
        xcb.xcb_disconnect(connection)
        return bool(answers)
    return True


def _notifications() -> None:
    if _left_out("desktop_notifier"):
        raise Absent("desktop-notifier is not installed. The command line works without it.")
    from desktop_notifier import DesktopNotifier
    from desktop_notifier.backends.dummy import DummyNotificationCenter
    from desktop_notifier.main import get_backend_class

    kind = get_backend_class()
    if kind is DummyNotificationCenter:
        raise Absent("This system accepts notifications only from an installed program. The tray shows them instead.")
    try:
        DesktopNotifier(app_name="Porchlight")
    except OSError as error:
        raise Absent("The notification service does not answer. The tray shows alerts instead.") from error


def _reach(app: "Application", screen: bool) -> None:
    """Whether a notification would be shown, and the light be seen."""
    import asyncio

    from porchlight.desktop.light import Light, system_of
    from porchlight.desktop.loop import DesktopLoop
    from porchlight.desktop.platform.reach_probes import this_systems_probe
    from porchlight.desktop.reach import Reach, guides
    from porchlight.language.english import english

    if not screen:
        raise Absent("There is no screen.")
    probe = this_systems_probe()
    with asyncio.Runner(loop_factory=lambda: DesktopLoop(app)) as runner:
        toasts = runner.run(probe.toasts())
    reach = Reach(Light.FOLDED if probe.folded() else Light.SEEN, toasts)
    if found := guides(reach, system_of(sys.platform, os.environ)):
        raise Absent(" ".join(f"{english(one.title)}." for one in found))


def _autostart() -> None:
    from porchlight.desktop.platform.autostart import this_systems

    this_systems().enabled()


def _tray(app: "Application", screen: bool) -> None:
    from porchlight.desktop.tray import Tray

    if not screen:
        raise Absent("There is no screen.")
    tray = Tray(app)
    try:
        tray.begin()
        app.processEvents()
        if not tray.available:
            raise Absent("This desktop has no tray. The window opens instead.")
    finally:
        tray.end()


def _texts(app: "Application", screen: bool) -> None:
    from PySide6.QtCore import QCoreApplication

    from porchlight.desktop.translation import speak
    from porchlight.language.current import tr
    from porchlight.settings.schema import Language

    translated = {}
    for language in (Language.SPANISH, Language.ENGLISH):
        speak(app, language)
        translated[language] = [
            tr("Check now"),
            QCoreApplication.translate("QPlatformTheme", "Cancel"),
        ]
    pairs = zip(translated[Language.SPANISH], translated[Language.ENGLISH], strict=True)
    if any(spanish == english for spanish, english in pairs):
        raise Faulty("The windows are not in Spanish.")


def _chart(app: "Application", screen: bool) -> None:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageWriter

    from porchlight.desktop.chart_columns import Columns
    from porchlight.desktop.chart_data import ChartData
    from porchlight.desktop.theme import Theme
    from porchlight.desktop.widgets.latency_chart import LatencyChart

    since = 1_764_000_000.0  # any moment would do
    times = tuple(since + 60 * minute for minute in range(60))
    values = tuple(40.0 + minute % 7 for minute in range(60))
    chart = LatencyChart(Theme(app))
    try:
        chart.resize(600, 200)
        columns = Columns(times, values, values, values, (1.0,) * len(times))
        chart.show_data(ChartData(since, since + 3600, None, times, values, values, (), (), columns))
        chart.show_range(since, since + 3600)
        picture = chart.picture().toImage()
        written = QByteArray()
        buffer = QBuffer(written)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(b"png")).write(picture):
            raise Faulty("A chart cannot be saved as an image.")
        line = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
        if len(line) < 3:
            raise Faulty("The image of a chart is empty.")
    finally:
        chart.deleteLater()
