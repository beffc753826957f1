"""Values of somebody's settings as people see them: on one line, without secrets, cut. Pure.

A name or a value of a file from elsewhere may hold line ends, escapes of terminals and mark-up; what is shown here is
plain text only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from porchlight.intake.text import clean_line, cut
from porchlight.language.text import Text, msg
from porchlight.redaction import MASK, Redactor
from porchlight.settings.exposed import is_secret, secret_arguments
from porchlight.settings.origins import UNREADABLE, origin_of
from porchlight.settings.rules import ActionKind, ActionSettings

_LONGEST_NAME: Final = 100
_LONGEST: Final = 160


def shown_name(name: str) -> str:
    """A table's or a key's name."""
    return cut(clean_line(_visible(name)), _LONGEST_NAME)


def shown_value(section: str, key: str, value: object) -> str:
    """The value at ``key`` of a table of ``section``; a secret is masked, its host is not."""
    return cut(_shown(section, key, value), _LONGEST)


def shown_program(program: Sequence[str]) -> str:
    """A program with its arguments; what may be a secret among them is masked."""
    masked = {number for number, _ in secret_arguments(program)}
    parts = (MASK if number in masked else clean_line(_visible(one)) for number, one in enumerate(program))
    return cut(" ".join(parts), _LONGEST)


def shown_action(item: ActionSettings) -> Text:
    """What a recovery action would do, for people: what follows "would"."""
    match item.kind:
        case ActionKind.SERVICE:
            command = " ".join(item.command)
            return msg("restart the service “{service}” ({command})", service=item.service or "", command=command)
        case ActionKind.PROGRAM:
            return msg("run {program}", program=shown_program(item.program))
        case ActionKind.WEBHOOK if item.url:
            return msg("call {address}", address=shown_value("actions", "url", item.url))
        case ActionKind.WEBHOOK:
            return msg("call the address in the keyring called “{credential}”", credential=item.credential or "")


def _shown(section: str, key: str, value: Any) -> str:
    if isinstance(value, str):
        if is_secret(section, key, str(value)):
            origin = origin_of(str(value))
            return MASK if origin == UNREADABLE else f"{origin}/{MASK}"
        text = clean_line(_visible(str(value)))
        return Redactor().text(text) if "@" not in text or "://" in text else text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return ", ".join(
            f"{shown_name(name)} = {_shown(section, f'{key}.{name}', item)}" for name, item in value.items()
        )
    if section == "actions" and key == "program" and isinstance(value, list | tuple):
        return shown_program([str(one) for one in value])
    if isinstance(value, list | tuple):
        return ", ".join(_shown(section, f"{key}.{number}", item) for number, item in enumerate(value))
    return clean_line(str(value))


def _visible(text: str) -> str:
    """Line ends made visible, so that nothing looks like a line of ours."""
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
