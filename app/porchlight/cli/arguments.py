"""argparse in the user's language: helps are messages that are rendered when somebody reads them."""

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_error
from porchlight.intake.text import SENTENCE, clean_line


def marked(message: str) -> str:
    """A message that is rendered later. Babel extracts the messages of these calls."""
    return message


_ARGPARSE = {
    "positional arguments": marked("Arguments"),
    "options": marked("Options"),
    "show this help message and exit": marked("show this help and exit"),
}
"""What argparse says by itself, and how we say it."""


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, tr("Usage:") + " " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Wrong use ends with the code of sysexits.h, not argparse's 2, which means "critical" here."""

    def __init__(self, **options: Any) -> None:
        """See ArgumentParser."""
        super().__init__(**{"formatter_class": _Formatter, **options})

    def format_help(self) -> str:
        """See ArgumentParser."""
        self.description, self.epilog = _localised(self.description), _localised(self.epilog)
        for group in self._action_groups:
            group.title = _localised(group.title)
        for action in self._actions:
            listed = action._choices_actions if isinstance(action, argparse._SubParsersAction) else ()
            for one in (action, *listed):
                one.help = _localised(one.help)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """See ArgumentParser."""
        fault = clean_line(_fault(message), SENTENCE)
        print_error(f"{self.prog}: {fault}", tr("Try “{command} --help”.", command=self.prog))
        self.exit(exit_codes.USAGE)


def _localised(text: str | None) -> str | None:
    """The translation of a message."""
    if not text or text == argparse.SUPPRESS:
        return text
    from porchlight.language.text import Text

    return rendered(Text(_ARGPARSE.get(text, text)))


def _fault(message: str) -> str:
    """What is wrong: argparse gives it as an English sentence. What is not known here stays as it is."""
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return tr("Missing: {names}.", names=found[1])
    if found := re.fullmatch(r"one of the arguments (.+) is required", message):
        return tr("Missing: one of {names}.", names=", ".join(found[1].split()))
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message):
        return tr("Not expected here: {arguments}.", arguments=found[1])
    if found := re.fullmatch(r"ambiguous option: (.+?) could match (.+)", message):
        return tr("“{option}” could mean several options: {options}.", option=found[1], options=found[2])
    if not (found := re.fullmatch(r"argument (\S+?): (.+)", message, re.DOTALL)):
        return message
    option, problem = found[1], found[2]
    if problem.startswith("expected"):
        return tr("{option} needs a value.", option=option)
    if found := re.fullmatch(r"ignored explicit argument (.+)", problem):
        return tr("{option} takes no value.", option=option)
    if found := re.fullmatch(r"invalid choice: (.+) \(choose from (.+)\)", problem, re.DOTALL):
        value = _unquoted(found[1])
        known = [_unquoted(one) for one in found[2].split(", ")]
        if option.startswith("-"):
            choices = ", ".join(known)
            return tr("“{value}” is not a value of {option}. Choose from: {choices}.", value=value, option=option,
                      choices=choices)  # fmt: skip
        return not_found(value, known)
    return tr("{option}: {problem}", option=option, problem=problem)


def not_found(name: str, known: Iterable[str], close: Sequence[str] | None = None) -> str:
    """The nearest of what there is are offered (``close``, where that is known already), else all of it."""
    from difflib import get_close_matches

    known = list(known)
    close = get_close_matches(name, known, n=3, cutoff=0.5) if close is None else close
    if close:
        return tr("Not found: “{name}”. Did you mean {suggestions}?", name=name, suggestions=one_of(close))
    if not known:
        return tr("Not found: “{name}”.", name=name)
    return tr("Not found: “{name}”. Choose from: {choices}.", name=name, choices=", ".join(known))


def one_of(names: Iterable[str]) -> str:
    """Names of which one is meant: "“a” or “b”"."""
    from porchlight.cli.language import renderer
    from porchlight.language.cldr import cldr

    written: str = cldr("lists").format_list([quoted(name) for name in names], style="or", locale=renderer().locale)
    return written


def quoted(name: str) -> str:
    """A name in the language's quotation marks."""
    return tr("“{name}”", name=name)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "'\"" and text[-1] == text[0] else text
