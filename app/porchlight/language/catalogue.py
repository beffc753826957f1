"""The languages that we speak, which of them a reader wants, and their messages (gettext)."""

import gettext
import locale as system_locale
import logging
import os
import struct
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from porchlight.resource_files import resource

_log = logging.getLogger(__name__)

DOMAIN: Final = "porchlight"
LANGUAGES: Final = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt_BR": "Português (Brasil)",
    "de": "Deutsch",
}
"""Those with a complete catalogue by their codes, as gettext writes them, with their own names; English is in the
code."""
ENGLISH: Final = "en"
_ENGLISH_LOCALE: Final = "en_001"
"""Dates in the order of most of the world, hours from 0 to 24."""


@cache
def messages(code: str) -> gettext.NullTranslations:
    """The catalogue of a language; what it lacks, and English, is the message itself."""
    if code == ENGLISH:
        return gettext.NullTranslations()
    try:
        return gettext.translation(DOMAIN, str(resource("locale")), [code], fallback=True)
    except (OSError, ValueError, LookupError, struct.error) as error:  # a file that is cut off or no catalogue
        _log.warning("the catalogue of “%s” cannot be read; English is used instead: %s", code, error)
        return gettext.NullTranslations()


def language_of(name: str) -> str | None:
    """The code of our language for a locale's name such as ``es_MX.UTF-8``, ``pt-PT`` or Windows' "Spanish_Spain"."""
    tag = name.replace("-", "_").split(".")[0].split("@")[0]
    language = tag.split("_")[0].lower()
    language = _WINDOWS_NAMES.get(language, language)
    return next((code for code in LANGUAGES if code.split("_")[0] == language), None)


def chosen(wanted: str | None, system: Iterable[str]) -> str:
    """The wanted language, else the first of the ``system``'s that we speak, else English."""
    names = [wanted] if wanted else system
    return next((code for code in map(language_of, names) if code is not None), ENGLISH)


def locale_of(code: str, system: Iterable[str] = ()) -> str:
    """The locale that numbers and dates are written by: the system's region where it is one of this language."""
    if code == ENGLISH:
        return _ENGLISH_LOCALE
    for name in system:
        tag = name.replace("-", "_").split(".")[0].split("@")[0]
        if language_of(tag) == code and len(tag) > len(code.split("_")[0]):
            return tag
    return code


def terminal_languages(environment: Mapping[str, str] = os.environ) -> list[str]:
    """What the environment asks for, first wish first: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, else the system's."""
    if (general := next((environment[key] for key in _VARIABLES if environment.get(key)), "")) in ("C", "POSIX"):
        return []
    wishes = [one for one in environment.get("LANGUAGE", "").split(":") if one] if general else []
    if general:
        return [*wishes, general]
    try:
        return [system_locale.getlocale()[0] or ""]
    except ValueError:  # a locale that Python does not know
        return []


_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_WINDOWS_NAMES: Final = {"english": "en", "spanish": "es", "french": "fr", "portuguese": "pt", "german": "de"}
