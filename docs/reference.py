"""Whole pages of the documentation that are made from the code: every command, and what to do about every fault."""

import argparse
import os
from collections.abc import Iterator

from porchlight.cli.command_line import parser
from porchlight.desktop.texts import meaning
from porchlight.insight.advice import next_step
from porchlight.language.english import english
from porchlight.model.status import Reason
from porchlight.runtime.kinds import known_kinds

_CODES = {
    "401": Reason.AUTH,
    "403": Reason.FORBIDDEN,
    "429": Reason.THROTTLED,
    "500, 502": Reason.HTTP_STATUS,
    "503": Reason.UNAVAILABLE,
}
_MADE = "<!-- Made from the code by `make docs`. -->\n\n"


def commands() -> str:
    """Every command with its options, as ``--help`` prints them."""
    os.environ["COLUMNS"] = "100"  # argparse wraps its lines to the terminal's
    parts = [
        _MADE + "# Commands\n\nWhat `porchlight COMMAND --help` prints. What programs may rely on is on"
        " [its own page](command-line.md).\n"
    ]
    parts += [f"\n## `{one.prog}`\n\n```text\n{one.format_help().rstrip()}\n```\n" for one in _commands(parser())]
    return "".join(parts)


def _commands(of: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in dict.fromkeys(action.choices.values()):
                yield from _commands(one)


def what_now() -> str:
    """What to do about each fault, by kind."""
    parts = [
        _MADE
        + "# What now?\n\nThe light is red and names a reason: find your service and the reason here. In Porchlight"
        " the same advice stands at the top of the component's window.\n"
    ]
    parts.append("\n| a service answers with | look for |\n| --- | --- |\n")
    parts += [f"| {code} | {meaning(reason)} |\n" for code, reason in _CODES.items()]
    for kind in known_kinds():
        reasons = [reason for reason in Reason if reason in kind.advice]
        if reasons:
            parts.append(f"\n## {english(kind.title)}\n")
            parts += [_answer(f"{english(kind.title)}: {_asked(one)}", one, kind.name) for one in reasons]
    parts.append("\n## Any service\n")
    parts += [_answer(f"{meaning(reason)} What now?", reason, "") for reason in Reason]
    return "".join(parts)


def _asked(reason: Reason) -> str:
    text = meaning(reason).removesuffix(".")
    return f"{text[:1].lower()}{text[1:]}. What now?"


def _answer(question: str, reason: Reason, kind: str) -> str:
    return f"\n### {question}\n\n{english(next_step(reason, kind))}\n"


PAGES = {"commands.md": commands, "what-now.md": what_now}
