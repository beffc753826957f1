"""Runs that wait to be taken in: one file each in a folder beside the history.

A job leaves a file, whether or not Porchlight runs; a running one takes it in at once, otherwise the next one at its
start. A file is deleted only when its run is in the history, where the same run counts once; one without a run is
renamed to ``<name>.rejected``.
"""

import os
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace

from porchlight.dataclass import dataclass
from porchlight.intake.documents import dump_json
from porchlight.intake.files import is_file_id, owned_folder, private_folder, put_whole
from porchlight.intake.operations import fitted, operation_of
from porchlight.intake.pieces import Unfit, put_aside, read_object
from porchlight.language.text import Text
from porchlight.model.operation import Operation
from porchlight.redaction import Redactor

MOST_WAITING = 10_000
"""Files beyond which nothing more is left: nobody has taken them for months."""
_LARGEST = 65_536
_ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of the spool: its run, or why it has none."""

    path: str
    run: Operation | None
    fault: Text | None = None


def spool_folder(data_dir: str) -> str:
    """Where runs wait."""
    return os.path.join(data_dir, "operations")


def leave(data_dir: str, operation: Operation) -> None:
    """Leave a run, validated, and wake the running Porchlight. Raises OSError."""
    folder = spool_folder(data_dir)
    owned_folder(data_dir)
    private_folder(folder)
    if len(os.listdir(folder)) >= MOST_WAITING:
        raise OSError(f"{MOST_WAITING:,} runs wait there already")
    named = fitted(operation, Redactor().text)
    named = replace(named, id=named.id or uuid.uuid4().hex)
    file_name = named.id if is_file_id(named.id) else uuid.uuid4().hex
    put_whole(os.path.join(folder, f"{file_name}{_ENDING}"), dump_json(asdict(named)).encode())
    from porchlight.operations.wakeup import commands_folder, wake_up

    wake_up(commands_folder(data_dir))


def anything_waits(data_dir: str) -> bool:
    """Whether there is a run at all: quick, so that it may be called often."""
    try:
        with os.scandir(spool_folder(data_dir)) as entries:
            return any(entry.name.endswith(_ENDING) for entry in entries)
    except OSError:
        return False


def waiting(data_dir: str, now_ms: int) -> list[Waiting]:
    """What waits, in the order of the files' names."""
    folder = spool_folder(data_dir)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
    except OSError:
        return []
    found = (_read(os.path.join(folder, name), now_ms) for name in names[:MOST_WAITING])
    return [one for one in found if one is not None]


def taken(paths: Iterable[str]) -> None:
    """These are in the history."""
    for path in paths:
        with suppress(OSError):
            os.unlink(path)


def rejected(found: Iterable[Waiting]) -> Sequence[Waiting]:
    """Put aside files without a run; return them."""
    return [one for one in found if one.run is None and put_aside(one.path)]


def _read(path: str, now_ms: int) -> Waiting | None:
    """None: another process has taken it meanwhile."""
    try:
        return Waiting(path, operation_of(read_object(path, _LARGEST), now_ms))
    except FileNotFoundError:
        return None
    except Unfit as unfit:
        return Waiting(path, None, unfit.text)
