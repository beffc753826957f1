"""The language of a surface with one reader: windows, tray, terminal.

``tr`` renders a message at once. It is the one state of this package, set when a surface starts and when its user
chooses another language; what has several readers (channels, reports) takes a ``Renderer``.
"""

from collections.abc import Iterable

from porchlight.language.catalogue import terminal_languages
from porchlight.language.render import Renderer
from porchlight.language.text import Place, Text, msg, msg_in, msg_plural

_current: list[Renderer] = []
_system: list[str] = []


def use(renderer: Renderer) -> None:
    """From now on."""
    _current[:] = [renderer]


def current() -> Renderer:
    """The one in use; English until another one is set."""
    if not _current:
        _current.append(Renderer())
    return _current[0]


def follow_system(languages: Iterable[str]) -> None:
    """What this computer's desktop speaks, first wish first: "as the system", for what is written to files, too."""
    _system[:] = languages


def system_languages() -> list[str]:
    """What "as the system" means: the desktop's languages, without one the terminal's."""
    return _system or terminal_languages()


def rendered(wanted: Text | str) -> str:
    """A text in the language in use."""
    return current()(wanted)


def tr(message: str, /, **places: Place) -> str:
    """A message in the language in use. Babel extracts the messages of these calls."""
    return current()(msg(message, **places))


def tr_plural(one: str, many: str, n: int, /, **places: Place) -> str:
    """A message that counts; ``n`` stands in its place ``{n}``."""
    return current()(msg_plural(one, many, n, **places))


def tr_in(context: str, message: str, /, **places: Place) -> str:
    """A message whose English means several things."""
    return current()(msg_in(context, message, **places))
