"""The language of the windows: the user's, else the system's, else English."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from porchlight.language.catalogue import ENGLISH, chosen, locale_of
from porchlight.language.current import use
from porchlight.language.render import Renderer
from porchlight.settings.schema import Language

_installed: list[QTranslator] = []
"""Qt keeps no reference to them."""


def speak(app: QCoreApplication, language: Language) -> None:
    """From now on; what is open is opened again by whoever calls. Qt's own dialogs speak by Qt's translations."""
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    system = QLocale.system().uiLanguages()
    code = chosen(None if language is Language.SYSTEM else language.value, system)
    written_by = locale_of(code, system)
    use(Renderer(code, locale=written_by))
    QLocale.setDefault(QLocale(written_by))
    if code != ENGLISH:
        translator = QTranslator(app)
        if translator.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)
            _installed.append(translator)
