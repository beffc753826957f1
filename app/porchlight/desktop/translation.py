"""Which language the windows speak: the user's, else the system's, else English."""

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from porchlight.resource_files import resource
from porchlight.settings.schema import Language

_installed: list[QTranslator] = []
"""Qt keeps no reference to them."""


def speak(app: QCoreApplication, language: Language) -> None:
    """From now on; windows are notified by QEvent.LanguageChange."""
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    code = chosen(language, QLocale.system().uiLanguages())
    if language is not Language.SYSTEM:
        QLocale.setDefault(QLocale(code))
    else:
        QLocale.setDefault(QLocale.system())
    if code != "en":
        _install(app, f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    # English has a file too, for its plurals.
    _install(app, f"porchlight_{code}", str(resource("translations")))


def chosen(language: Language, system: list[str]) -> str:
    """The code of a language that we have."""
    if language is not Language.SYSTEM:
        return language.value
    known = {one.value for one in Language if one is not Language.SYSTEM}
    for name in system:
        code = name.replace("_", "-").split("-")[0].lower()
        if code in known:
            return code
    return Language.ENGLISH.value


def _install(app: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(os.path.join(folder, f"{name}.qm")):
        app.installTranslator(translator)
        _installed.append(translator)
