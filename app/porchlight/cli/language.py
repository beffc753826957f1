"""The language of the terminal: that of ``--language``, else what the environment asks for.

Nothing of Babel is loaded before the first text for people is written, which ``status --json`` never does. What is
printed for programs stays English.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from porchlight.language.render import Renderer
    from porchlight.language.text import Place, Text
    from porchlight.model.result import Measure

_wanted: list[str | None] = [None]
"""The code of the language that this command line asks for, until it is in use; None: the environment's."""


def begin() -> None:
    """A command line begins: nothing is known of what it asks for."""
    _wanted[:] = [None]


def speak_english() -> None:
    """What follows is for programs."""
    _wanted[:] = ["en"]


class LanguageOption(argparse.Action):
    """``--language``: one of those that we speak."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """See argparse."""
        from porchlight.language.catalogue import LANGUAGES

        if values not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise argparse.ArgumentError(
                None, tr("There is no language “{value}”. Choose from: {known}.", value=str(values), known=known)
            )
        setattr(namespace, self.dest, values)
        _wanted[:] = [str(values)]


def renderer() -> Renderer:
    """Of the language in use."""
    from porchlight.language.current import current, use

    if _wanted:
        from porchlight.language.catalogue import chosen, locale_of, terminal_languages
        from porchlight.language.render import Renderer

        wishes = terminal_languages()
        language = chosen(_wanted.pop(), wishes)
        use(Renderer(language, locale=locale_of(language, wishes)))
    return current()


def rendered(wanted: Text | str) -> str:
    """A text in the language in use."""
    return wanted if type(wanted) is str else renderer()(wanted)


def tr(message: str, /, **places: Place) -> str:
    """A message in the language in use. Babel extracts the messages of these calls."""
    from porchlight.language.text import msg

    return rendered(msg(message, **places))


def tr_plural(one: str, many: str, n: int, /, **places: Place) -> str:
    """A message that counts; ``n`` stands in its place ``{n}``."""
    from porchlight.language.text import msg_plural

    return rendered(msg_plural(one, many, n, **places))


def tr_in(context: str, message: str, /, **places: Place) -> str:
    """A message whose English means several things."""
    from porchlight.language.text import msg_in

    return rendered(msg_in(context, message, **places))


def number(value: float) -> str:
    """A number."""
    return renderer().number(value)


def duration(seconds: float) -> str:
    """A span of time."""
    return renderer().duration(seconds)


def response_time(us: float | None) -> str:
    """A measured time (microseconds)."""
    from porchlight.language.text import ResponseTime

    return "–" if us is None else renderer().place(ResponseTime(us))


def percent(share: float) -> str:
    """A share (0–1) in percent."""
    from porchlight.language.text import Share

    return renderer().place(Share(share))


def amount(measure: Measure) -> str:
    """A measured value with its unit, and with its limit where that says more."""
    from porchlight.language.text import Amount

    return renderer().amount(Amount(measure.value, measure.unit.value, measure.limit))
