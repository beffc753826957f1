"""Which kinds of channels there are: the built-in table and the plug-ins of the group ``porchlight.channels``.

Each is imported only when one is set up.
"""

from functools import cache
from importlib import import_module
from typing import Final

from porchlight.alerts.channels.kind import ChannelKind
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.message import DESKTOP
from porchlight.settings.rules import ChannelSettings

GROUP = "porchlight.channels"


BUILT_IN: Final = ("alertmanager", "apprise", "console", "email", "pagerduty", "webhook")
"""Each is a module of this package that declares it as ``KIND``."""


def find_kind(name: str) -> ChannelKind | str:
    """The kind called ``name``, or one sentence on what is wrong."""
    if name in BUILT_IN:
        kind: ChannelKind = import_module(f"porchlight.alerts.channels.{name}").KIND
        return kind
    installed = _plugins()
    found = installed.get(name)
    if found is not None:
        return found
    from difflib import get_close_matches

    known = sorted([*BUILT_IN, *installed])
    close = get_close_matches(name, known, n=1)
    if close:
        return english(msg("There is no kind of channel “{name}”. Did you mean {other}?", name=name, other=close[0]))
    return english(
        msg("There is no kind of channel “{name}”. Use one of {known}.", name=name, known=", ".join(known))
    )


def known_kinds() -> list[str]:
    """The names of all kinds that can be set up: ours, then plug-ins'."""
    return [*BUILT_IN, *_plugins()]


@cache
def _plugins() -> dict[str, ChannelKind | str]:
    from importlib.metadata import entry_points

    found: dict[str, ChannelKind | str] = {}
    for entry in entry_points(group=GROUP):
        if entry.name in BUILT_IN or entry.name == DESKTOP:
            continue
        try:
            kind: object = entry.load()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            found[entry.name] = _unusable(
                entry.name, msg("It cannot be imported ({error}).", error=type(error).__name__)
            )
            continue
        settings: object = getattr(kind, "settings", None)  # a plug-in may have put anything there
        if not isinstance(kind, ChannelKind) or not (
            isinstance(settings, type) and issubclass(settings, ChannelSettings)
        ):
            found[entry.name] = _unusable(entry.name, msg("It does not provide a ChannelKind."))
        else:
            from porchlight.alerts.channels.foreign_kind import walled_kind

            found[entry.name] = walled_kind(kind)
    return found


def _unusable(name: str, problem: Text) -> str:
    return english(msg("The plug-in {plugin} cannot be used. {problem}", plugin=name, problem=problem))
