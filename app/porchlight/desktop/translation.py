"""The language of the windows: the user's, else the system's, else English."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from porchlight.language.catalogue import ENGLISH, chosen, locale_of
from porchlight.language.current import follow_system, use
from porchlight.language.render import Renderer
from porchlight.settings.schema import Language

_installed: list[QTranslator] = []
"""Qt keeps no reference to them."""


def speak(app: QCoreApplication, language: Language) -> None:
    """From now on; what is open is opened again by whoever calls."""
    system = QLocale.system().uiLanguages()
    follow_system(system)
    code = chosen(None if language is Language.SYSTEM else language.value, system)
    show_in(app, Renderer(code, locale=locale_of(code, system)))


def show_in(app: QCoreApplication, renderer: Renderer) -> None:
    """Write all windows with ``renderer``, in its direction. Qt's own dialogs speak by Qt's translations."""
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    use(renderer)
    QLocale.setDefault(QLocale(str(renderer.locale)))
    if renderer.language != ENGLISH:
        translator = QTranslator(app)
        if translator.load(
            f"qtbase_{renderer.language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            app.installTranslator(translator)
            _installed.append(translator)
    direction = Qt.LayoutDirection
    QGuiApplication.setLayoutDirection(direction.RightToLeft if renderer.right_to_left else direction.LeftToRight)
