"""Orders from the command line to a Porchlight that runs: files in a folder beside the history.

Each is written whole (under another name first), taken once, and answered by a file of its own. Whoever may write
into the data folder may order; nobody else can. What holds no order is put aside as ``<name>.rejected``.
"""

import os
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final

from porchlight.alerts.wakeup import wake_up
from porchlight.intake.documents import NotJson, dump_json, parse_json_object
from porchlight.intake.files import own_folder, private_folder, put_whole
from porchlight.intake.numbers import finite
from porchlight.intake.pieces import Unfit, put_aside, read_piece
from porchlight.intake.text import NAME, SENTENCE, clean_line

_ENDING: Final = ".order"
_LARGEST: Final = 65_536
_MOST_AT_ONCE: Final = 200
"""Orders that are taken in one look; the next look follows at once."""
_MOST_NAMES: Final = 1000
"""Components and rules that one silence may name."""
_SHORTEST, _LONGEST = 1.0, 10 * 366 * 86_400.0
"""Seconds that somebody may want silence for."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
"""An order's id becomes the name of files."""


class OrderKind(StrEnum):
    """What is wanted."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    UNSNOOZE = "unsnooze"
    SILENCE = "silence"
    UNSILENCE = "unsilence"
    SEND_AGAIN = "send_again"
    NOTE = "note"
    """Something was done that belongs into the activity list: ``comment`` is the action, ``target`` to what."""
    REARM = "rearm"
    """A recovery action that was stopped may run again."""


@dataclass(frozen=True, slots=True)
class Order:
    """``target`` is the id of an alert, a silence or a notification; ``seconds`` for how long, None for no end."""

    kind: OrderKind
    target: str = ""
    seconds: float | None = None
    components: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    comment: str = ""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order, in one sentence."""

    done: bool
    sentence: str


def orders_folder(data_dir: str) -> str:
    """Where orders are left."""
    return os.path.join(data_dir, "orders")


def leave(folder: str, order: Order) -> None:
    """Leave an order, and wake up who takes it. Raises OSError."""
    own_folder(os.path.dirname(folder))
    private_folder(folder)
    _write(os.path.join(folder, f"{order.id}{_ENDING}"), asdict(order))
    wake_up(folder)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that holds no order, and why."""

    name: str
    """Of the file, as it was left."""
    fault: str
    id: str = ""
    """Of the order, where at least that could be read: somebody may wait for an answer."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in the folder."""

    orders: tuple[Order, ...] = ()
    refused: tuple[Refused, ...] = ()
    more: bool = False
    """There are others, to be taken at the next look."""


def take(folder: str) -> Look:
    """Take the orders that are there, each once. Raises nothing; blocks shortly."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
    except OSError:
        return Look()
    orders: list[Order] = []
    refused: list[Refused] = []
    for name in names[:_MOST_AT_ONCE]:
        path = os.path.join(folder, name)
        order_id = ""
        try:
            values = parse_json_object(read_piece(path, _LARGEST))
            order_id = _order_id(values)
            order = _order(values, order_id)
        except FileNotFoundError:  # withdrawn meanwhile
            continue
        except (NotJson, Unfit) as error:
            fault = "it is not JSON" if isinstance(error, NotJson) else str(error)
            if put_aside(path):
                refused.append(Refused(name, fault, order_id))
            continue
        try:
            os.unlink(path)
        except OSError:  # it would be carried out again and again
            put_aside(path)
            refused.append(Refused(name, "it cannot be removed from the folder", order_id))
        else:
            orders.append(order)
    return Look(tuple(orders), tuple(refused), more=len(names) > _MOST_AT_ONCE)


def answer(folder: str, order_id: str, said: Answer) -> None:
    """Say what became of the order with this id. Raises OSError."""
    _write(os.path.join(folder, f"{order_id}.answer"), asdict(said))


def read_answer(folder: str, order: Order) -> Answer | None:
    """What became of it, once that is known."""
    path = os.path.join(folder, f"{order.id}.answer")
    try:
        found = parse_json_object(read_piece(path, _LARGEST))
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        os.unlink(path)
    return Answer(found.get("done") is True, clean_line(str(found.get("sentence", "")), SENTENCE))


def withdraw(folder: str, order: Order) -> None:
    """Nobody took it."""
    with suppress(OSError):
        os.unlink(os.path.join(folder, f"{order.id}{_ENDING}"))


def _order_id(values: Mapping[str, object]) -> str:
    found = values.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise Unfit("its id is none")
    return found


def _order(values: Mapping[str, object], order_id: str) -> Order:
    """Raises Unfit, which names the first field that does not fit."""
    seconds = values.get("seconds")
    try:
        kind = OrderKind(str(values.get("kind")))
    except ValueError:
        raise Unfit("nobody knows what it wants") from None
    span = finite(seconds, least=_SHORTEST, most=_LONGEST)
    if span is None and seconds is not None:
        raise Unfit("nothing can last for so long")
    return Order(
        kind,
        _text(values.get("target", ""), "target", 2 * NAME),
        span,
        _texts(values.get("components", []), "components"),
        _texts(values.get("rules", []), "rules"),
        _text(values.get("comment", ""), "comment", SENTENCE),
        order_id,
    )


def _text(value: object, name: str, most: int) -> str:
    if not isinstance(value, str):
        raise Unfit(f"{name} is no text")
    return clean_line(value, most)


def _texts(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        raise Unfit(f"{name} is no list of names")
    return tuple(_text(one, name, 2 * NAME) for one in value)


def _write(path: str, values: Mapping[str, object]) -> None:
    put_whole(path, dump_json(values).encode())
