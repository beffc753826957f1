"""Runs that have started and not ended yet: one file each in a folder beside the history, until the run is reported.

A job that is killed, or whose computer is switched off, leaves its start behind: "started, never ended".
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from hashlib import blake2b
from typing import Final

from porchlight.intake.documents import NotJson, dump_json, parse_json_object
from porchlight.intake.files import owned_folder, private_folder, put_whole
from porchlight.intake.numbers import LATEST_MS, whole
from porchlight.intake.operations import AHEAD_MS, fitted
from porchlight.intake.pieces import Unfit, read_piece
from porchlight.intake.text import quote
from porchlight.model.operation import Operation, RunStart
from porchlight.operations.spool import spool_folder
from porchlight.redaction import Redactor

MOST_OF_ONE_JOB: Final = 20
"""Starts of one job that are kept, the newest: one that is killed every minute does not fill the disk."""
MOST_STARTS: Final = 2000
"""Of all jobs, beyond which none is left: nobody reads them."""
_KEPT_MS: Final = 31 * 86_400_000
_LARGEST = 65_536
_ENDING = ".json"


class StartFolder:
    """The starts beside one history."""

    def __init__(self, data_dir: str) -> None:
        self._data_dir = data_dir
        self._folder = os.path.join(spool_folder(data_dir), "started")

    def begin(self, start: RunStart) -> None:
        """Leave a start, with its texts cleaned. Blocks for a moment. Raises OSError."""
        run = fitted(Operation(start.name, start.began_ms, 0.0, True, id=start.id), Redactor().text)
        made = RunStart(run.name, run.began_ms, run.id)
        owned_folder(self._data_dir)
        for folder in (spool_folder(self._data_dir), self._folder):
            private_folder(folder)
        self._make_room(made)
        put_whole(os.path.join(self._folder, _file_name(made)), dump_json(asdict(made)).encode())

    def end(self, runs: Iterable[Operation]) -> None:
        """These runs have ended. Blocks for a moment; a file that cannot be removed is found to be over when read."""
        for run in runs:
            whole_run = RunStart(run.name, run.began_ms, run.id)
            unnamed = replace(whole_run, id="")
            with suppress(OSError):
                os.unlink(os.path.join(self._folder, _file_name(whole_run)))
            if run.id and any(start.is_ended_by(run) for start in self.of(run.name) if not start.id):
                with suppress(OSError):
                    os.unlink(os.path.join(self._folder, _file_name(unnamed)))

    def of(self, name: str) -> Sequence[RunStart]:
        """The starts of a job, the newest first. Blocks for a moment."""
        found = (_read(os.path.join(self._folder, one)) for one in self._names(_job_digest(name)))
        starts = [one for one in found if one is not None and one.name == name]
        return sorted(starts, key=lambda start: start.began_ms, reverse=True)

    def _names(self, prefix: str = "") -> list[str]:
        try:
            return [one for one in os.listdir(self._folder) if one.startswith(prefix) and one.endswith(_ENDING)]
        except OSError:
            return []

    def _make_room(self, start: RunStart) -> None:
        for old in [one for one in self.of(start.name) if one.id != start.id][MOST_OF_ONE_JOB - 1 :]:
            with suppress(OSError):
                os.unlink(os.path.join(self._folder, _file_name(old)))
        names = self._names()
        if len(names) < MOST_STARTS:
            return
        for name in names:
            path = os.path.join(self._folder, name)
            found = _read(path)
            if found is None or found.began_ms < start.began_ms - _KEPT_MS:
                with suppress(OSError):
                    os.unlink(path)
        if len(self._names()) >= MOST_STARTS:
            raise OSError(f"{MOST_STARTS:,} starts wait there already")


def is_possible(start: RunStart, now_ms: int) -> bool:
    """Whether a start can be waited for: not in the future, and not from before everything."""
    return now_ms - _KEPT_MS <= start.began_ms <= now_ms + AHEAD_MS


def _job_digest(name: str) -> str:
    return blake2b(name.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _file_name(start: RunStart) -> str:
    run = blake2b(start.id.encode(errors="surrogatepass"), digest_size=12).hexdigest()
    return f"{_job_digest(start.name)}-{run}{_ENDING}"


def _read(path: str) -> RunStart | None:
    """None: no start, or it is gone by now."""
    try:
        values = parse_json_object(read_piece(path, _LARGEST))
    except (OSError, NotJson, Unfit):
        return None
    name, began_ms, id_ = values.get("name"), whole(values.get("began_ms"), least=0, most=LATEST_MS), values.get("id")
    if not isinstance(name, str) or not isinstance(id_, str) or began_ms is None or quote(name, 200) != name:
        return None
    return RunStart(name, began_ms, id_)
