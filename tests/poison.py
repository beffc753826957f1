"""Files that nobody can read as what they should be: each kind of badness once, for every folder that takes files."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

Put = Callable[[Path], object]
"""Makes the piece at a path."""


def text(content: str) -> Put:
    return lambda path: path.write_bytes(content.encode("utf-8", "surrogatepass"))


def sparse(size: int) -> Put:
    def put(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return put


def link_to(target: str) -> Put:
    return lambda path: path.symlink_to(target)


def unreadable(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0)


ANY_KIND: dict[str, Put] = {
    "nothing": text(""),
    "half": text('{"id": "'),
    "deep": text("[" * 60_000),
    "deep objects": text('{"a":' * 60_000),
    "list": text("[1]"),
    "string": text('"run"'),
    "null": text("null"),
    "not a number": text('{"began_ms": NaN, "seconds": NaN}'),
    "endless digits": text('{"began_ms": ' + "9" * 50_000 + "}"),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00\xd8" * 100),
    "NULs": lambda path: path.write_bytes(b"\0" * 1000),
    "a gigabyte": sparse(2**30),
    "folder": Path.mkdir,
}
if sys.platform != "win32":
    ANY_KIND |= {
        "FIFO": lambda path: os.mkfifo(path),
        "link to nothing": link_to("/nowhere/at/all"),
        "link to a device": link_to("/dev/zero"),
        "link to itself": lambda path: path.symlink_to(path.name),
        "unreadable": unreadable,
    }
