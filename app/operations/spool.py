"""Runs that wait to be taken in: one file each in a folder beside the history.

Whoever ran something leaves a file, whether or not Porchlight runs; the one that does takes it in at once, the next
one at its start. A file goes only when its run is in the history, where the same run counts once.
"""

import json
import os
import tempfile
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

from app.model.operation import Operation
from app.redaction import Redactor

MOST_WAITING = 10_000
"""Files beyond which nothing more is left: nobody has taken them for months."""
_LARGEST = 65_536
_ENDING = ".json"


def spool_folder(data_dir: str) -> str:
    """Where runs wait."""
    return os.path.join(data_dir, "operations")


def leave(data_dir: str, operation: Operation) -> None:
    """Leave a run and let the Porchlight that runs know. Raises OSError."""
    folder = spool_folder(data_dir)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if len(os.listdir(folder)) >= MOST_WAITING:
        raise OSError(f"{MOST_WAITING:,} runs wait there already")
    named = replace(operation, name=Redactor().text(operation.name), id=operation.id or uuid.uuid4().hex)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(named), file)
        os.replace(temporary, os.path.join(folder, f"{named.id}{_ENDING}"))
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    from app.alerts.knock import knock
    from app.alerts.orders import orders_folder

    knock(orders_folder(data_dir))


def anything_waits(data_dir: str) -> bool:
    """Whether there is a file at all: quick, so that it may be asked again and again."""
    try:
        with os.scandir(spool_folder(data_dir)) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def waiting(data_dir: str) -> dict[str, Operation | None]:
    """The runs that wait, by their files; None for what cannot be read as one."""
    folder = spool_folder(data_dir)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(_ENDING))
    except OSError:
        return {}
    return {path: _read(path) for path in (os.path.join(folder, name) for name in names)}


def taken(paths: Iterable[str]) -> None:
    """These are in the history."""
    for path in paths:
        with suppress(OSError):
            os.unlink(path)


def _read(path: str) -> Operation | None:
    try:
        with open(path, encoding="utf-8") as file:
            return _operation(json.loads(file.read(_LARGEST)))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _operation(values: dict[str, Any]) -> Operation:
    def count(name: str) -> int | None:
        value = values.get(name)
        return None if value is None else max(int(value), 0)

    return Operation(
        name=str(values["name"])[:200],
        began_ms=int(values["began_ms"]),
        duration_ms=max(float(values["duration_ms"]), 0.0),
        ok=bool(values["ok"]),
        processed=count("processed"),
        failed=count("failed"),
        id=str(values["id"])[:64],
        source=str(values.get("source", ""))[:64],
        subject=str(values.get("subject", ""))[:200],
        expected_ms=None if values.get("expected_ms") is None else max(float(values["expected_ms"]), 1.0),
    )
