"""The renderer of what is written to files: in the language of the settings, as of a moment."""

from datetime import tzinfo

from porchlight.language.catalogue import chosen, locale_of
from porchlight.language.current import system_languages
from porchlight.language.render import Renderer
from porchlight.settings.schema import Language


def renderer_of(language: Language, zone: tzinfo, now_ms: int) -> Renderer:
    """Times are written in ``zone``, as seen from ``now_ms`` (Unix ms, UTC)."""
    system = system_languages()
    code = chosen(None if language is Language.SYSTEM else language.value, system)
    return Renderer(code, locale=locale_of(code, system), zone=zone, now_ms=lambda: now_ms)
