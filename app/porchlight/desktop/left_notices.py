"""The notices that are on the screen, in a small file: a Porchlight that was killed leaves buttons that nobody
answers, until the next one takes its notices over."""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import asdict

from porchlight.dataclass import dataclass
from porchlight.intake.documents import NotJson, dump_json, parse_json
from porchlight.intake.files import NotOurs, put_whole, read_owned
from porchlight.intake.text import SENTENCE, clean_line

_MOST = 200


@dataclass(frozen=True, slots=True)
class LeftNotice:
    """One of them, with what another process needs to take it back or to show it again."""

    handle: str
    """By which the system knows it."""
    key: str
    """Under which it is replaced."""
    title: str
    text: str
    component: str
    urgent: bool
    alerts: tuple[str, ...]
    """Those that fire in it."""


def read_left(path: str) -> list[LeftNotice]:
    """What the last run left; what makes no sense is ignored."""
    try:
        document = parse_json(read_owned(path))
    except (OSError, NotOurs, NotJson):
        return []
    found = (_read(one) for one in (document if isinstance(document, list) else [])[:_MOST])
    return [one for one in found if one is not None]


def write_left(path: str, notices: Sequence[LeftNotice]) -> None:
    """Write what is on the screen now; none: there is no file. Without a file a crash leaves what it leaves."""
    with contextlib.suppress(OSError):
        if notices:
            put_whole(path, dump_json([asdict(one) for one in notices[-_MOST:]]).encode())
        else:
            os.unlink(path)


def _read(one: object) -> LeftNotice | None:
    if not isinstance(one, dict):
        return None
    texts = {name: one.get(name) for name in ("handle", "key", "title", "text", "component")}
    alerts = one.get("alerts")
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(alerts, list):
        return None
    clean = {name: clean_line(str(text), SENTENCE) for name, text in texts.items()}
    return LeftNotice(**clean, urgent=one.get("urgent") is True, alerts=tuple(str(alert) for alert in alerts))
