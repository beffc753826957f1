"""Orders from the command line to a Porchlight that runs: files in a folder beside the history.

Each is written whole (under another name first), taken once, and answered by a file of its own. Whoever may write
into the data folder may order; nobody else can.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from app.alerts.knock import knock


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
    """Leave an order, and knock. Raises OSError."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    _write(os.path.join(folder, f"{order.id}.order"), asdict(order))
    knock(folder)


def take(folder: str) -> Iterator[Order]:
    """The orders that are there, each once; what cannot be read is thrown away."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".order"))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)
        try:
            with open(path, encoding="utf-8") as file:
                order = _order(json.loads(file.read(65536)))
        except (OSError, ValueError, TypeError, KeyError):
            order = None
        with suppress(OSError):
            os.unlink(path)
        if order is not None:
            yield order


def answer(folder: str, order: Order, said: Answer) -> None:
    """Say what became of it. Raises OSError."""
    _write(os.path.join(folder, f"{order.id}.answer"), asdict(said))


def read_answer(folder: str, order: Order) -> Answer | None:
    """What became of it, once that is known."""
    path = os.path.join(folder, f"{order.id}.answer")
    try:
        with open(path, encoding="utf-8") as file:
            found = json.loads(file.read(65536))
    except (OSError, ValueError):
        return None
    with suppress(OSError):
        os.unlink(path)
    return Answer(bool(found["done"]), str(found["sentence"]))


def withdraw(folder: str, order: Order) -> None:
    """Nobody took it."""
    with suppress(OSError):
        os.unlink(os.path.join(folder, f"{order.id}.order"))


def _order(values: dict[str, Any]) -> Order:
    seconds = values["seconds"]
    return Order(
        OrderKind(values["kind"]),
        str(values["target"]),
        None if seconds is None else float(seconds),
        tuple(map(str, values["components"])),
        tuple(map(str, values["rules"])),
        str(values["comment"]),
        str(values["id"]),
    )


def _write(path: str, values: dict[str, Any]) -> None:
    with open(f"{path}.part", "w", encoding="utf-8") as file:
        json.dump(values, file)
    os.replace(f"{path}.part", path)
