"""A desktop's accessibility bus as a screen reader reads it: AT-SPI's messages over D-Bus, without its libraries.

Object paths, interfaces, and the numbers of states are those of at-spi2-core (``atspi-constants.h``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]

from tests.end_to_end.virtual_desktop import VirtualDesktop, wait
from tests.support import need

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
READ_ALOUD = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
"""Qt shows its tree without being asked by a screen reader first."""
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_OF_WINDOW = 1
"""Places are asked for in coordinates of the window."""
_AT_ONCE = 60
"""Questions that are under way together."""
_ROWS = 3
"""Of a table; the others are made alike."""
_PASSWORD_TEXT, _SECRET = 40, "password text"
"""What Qt gives the number of, but names a text like any other."""

Place = tuple[str, str]
"""A program on the bus, and an object of it."""


class State(IntEnum):
    """The ones that matter here."""

    CHECKED = 4
    FOCUSABLE = 11
    FOCUSED = 12
    SELECTED = 23
    SHOWING = 25
    VISIBLE = 30


@dataclass(frozen=True)
class Table:
    """What a table says of itself beside its cells."""

    rows: int
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """What a screen reader knows of one thing."""

    place: Place
    role: str
    name: str
    description: str
    states: frozenset[State]
    size: tuple[int, int]
    table: Table | None
    children: tuple["Node", ...]

    def has(self, state: State) -> bool:
        return state in self.states

    def all(self) -> Iterator["Node"]:
        """This one and all below, in the order in which they are read."""
        yield self
        for child in self.children:
            yield from child.all()

    def __str__(self) -> str:
        return f"{self.role} “{self.name}” ({self.description})"


class AccessibilityBus:
    """Asks the programs on it."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._connection.close()

    def program(self, name: str) -> Place:
        """The program of that name, once it shows itself."""

        def find() -> Place | None:
            (children,) = self._children([_REGISTRY])
            names = self._ask([_get(place, "Accessible", "Name") for place in children])
            return next((place for place, one in zip(children, names, strict=True) if _text(one) == name), None)

        return wait(find)

    def windows(self, program: Place) -> list[Node]:
        """All its windows that can be seen, with all that is in them."""
        (children,) = self._children([program])
        return self._read(children)

    def _read(self, places: Sequence[Place]) -> list[Node]:
        """Level by level, so that many questions are under way at once."""
        seen = [one for one in self._facts(places) if one is not None and one.has(State.VISIBLE)]
        tables = {one.place: self._table(one.place) for one in seen if one.table is not None}
        others = [one.place for one in seen if one.table is None]
        below = dict(zip(others, self._children(others), strict=True))
        below |= {place: cells for place, (_, cells) in tables.items()}
        wanted = [child for children in below.values() for child in children]
        read = {one.place: one for one in self._read(wanted)} if wanted else {}
        return [
            replace(
                one,
                table=tables[one.place][0] if one.place in tables else None,
                children=tuple(read[child] for child in below[one.place] if child in read),
            )
            for one in seen
        ]

    def _facts(self, places: Sequence[Place]) -> Iterator[Node | None]:
        asked = 7
        answers = self._ask(
            [
                message
                for place in places
                for message in (
                    _call(place, "Accessible", "GetState"),
                    _call(place, "Accessible", "GetRole"),
                    _call(place, "Accessible", "GetRoleName"),
                    _get(place, "Accessible", "Name"),
                    _get(place, "Accessible", "Description"),
                    _call(place, "Accessible", "GetInterfaces"),
                    _call(place, "Component", "GetExtents", "u", (_OF_WINDOW,)),
                )
            ]
        )
        for number, place in enumerate(places):
            state, role_number, role, name, description, kinds, extents = answers[
                number * asked : (number + 1) * asked
            ]
            if None in (state, role_number, role, kinds):  # it has gone in the meantime
                yield None
                continue
            bits = state[0][0] | state[0][1] << 32
            states = frozenset(one for one in State if bits >> one & 1)
            size = (extents[0][2], extents[0][3]) if extents else (0, 0)
            role_name = _SECRET if role_number[0] == _PASSWORD_TEXT else role[0]
            table = Table(0, ()) if "org.a11y.atspi.Table" in kinds[0] else None
            yield Node(place, role_name, _text(name), _text(description), states, size, table, ())

    def _children(self, places: Sequence[Place]) -> list[list[Place]]:
        answers = self._ask([_call(place, "Accessible", "GetChildren") for place in places])
        return [[] if found is None else [(one[0], one[1]) for one in found[0]] for found in answers]

    def _table(self, place: Place) -> tuple[Table, list[Place]]:
        rows, columns = (
            0 if count is None else int(count[0][1])
            for count in self._ask([_get(place, "Table", "NRows"), _get(place, "Table", "NColumns")])
        )
        headers = self._ask([_call(place, "Table", "GetColumnDescription", "i", (one,)) for one in range(columns)])
        cells = self._ask(
            [
                _call(place, "Table", "GetAccessibleAt", "ii", (row, column))
                for row in range(min(rows, _ROWS))
                for column in range(columns)
            ]
        )
        texts = tuple("" if header is None else str(header[0]) for header in headers)
        return Table(rows, texts), [(cell[0][0], cell[0][1]) for cell in cells if cell is not None]

    def _ask(self, messages: Sequence[Message]) -> list[Any]:
        """The answers in order; None for an error."""
        answers: list[Any] = []
        for start in range(0, len(messages), _AT_ONCE):
            asked: dict[int, int] = {}
            for number, message in enumerate(messages[start : start + _AT_ONCE]):
                serial = next(self._connection.outgoing_serial)
                asked[serial] = number
                self._connection.send(message, serial=serial)
            got: list[Any] = [None] * len(asked)
            while asked:
                reply = self._connection.receive(timeout=20)
                place = asked.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), None)
                if place is not None and reply.header.message_type is MessageType.method_return:
                    got[place] = reply.body
            answers += got
        return answers


def accessibility_bus(desktop: VirtualDesktop) -> AccessibilityBus:
    """The one of a desktop, which begins it."""
    need("at-spi-bus-launcher", LAUNCHER)
    connection = open_dbus_connection(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    try:
        bus = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        (address,) = connection.send_and_get_reply(new_method_call(bus, "GetAddress"), timeout=20).body
    finally:
        connection.close()
    return AccessibilityBus(address)


def _address(place: Place, interface: str) -> DBusAddress:
    return DBusAddress(place[1], place[0], f"org.a11y.atspi.{interface}")


def _call(
    place: Place, interface: str, method: str, signature: str | None = None, values: tuple[Any, ...] = ()
) -> Message:
    return new_method_call(_address(place, interface), method, signature, values)


def _get(place: Place, interface: str, name: str) -> Message:
    return Properties(_address(place, interface)).get(name)


def _text(answer: Any) -> str:
    return "" if answer is None else str(answer[0][1])
