"""One reading of a sync's log: new lines become operations and update the journal. ``Memory`` is the state between
readings, stored as a text across restarts."""

from copy import deepcopy
from dataclasses import field
from typing import Final

from pydantic import TypeAdapter, ValidationError

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import Text, msg
from porchlight.model.operation import Operation
from porchlight.model.status import Reason
from porchlight.probes.classy_sync.follower import Position, read_on
from porchlight.probes.classy_sync.journal import Journal
from porchlight.probes.classy_sync.log import LONGEST_LINE, Run, event_of

READING_SHARE: Final = 0.7
"""Of a check's time limit: after it the reading stops, to be continued in the next check."""
LONG_LOG: Final = msg("The log is long and still being read.")
_KEPT_MS: Final = 14 * 86_400_000
"""Runs that ended longer ago are not reported: nobody looks back that far for single ones."""


@dataclass(slots=True)
class Memory:
    """What was read, and how far."""

    position: Position = field(default_factory=Position)
    journal: Journal = field(default_factory=Journal)


_AS_TEXT = TypeAdapter(Memory)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of one reading."""

    memory: Memory
    operations: tuple[Operation, ...]
    whole: bool
    """Whether all of the log was read; else the rest is for the next reading."""
    stored: str | None
    """The memory as a text, where it changed."""
    changed_ms: int | None
    """When the log was last written to, Unix ms (UTC)."""


class LogReader:
    """Reads one log continuously. ``source`` is the component that reports its runs."""

    def __init__(self, log: str, source: str) -> None:
        self.log = log
        self._source = source
        self._memory = Memory()
        self._stored: str | None = None

    def recall(self, stored: str | None) -> None:
        """Continue from ``stored``, unless it equals the current state; a damaged text means from the start."""
        if stored is None or stored == self._stored:
            return
        try:
            self._memory = _AS_TEXT.validate_json(stored)
        except ValidationError:
            self._memory = Memory()
        self._stored = stored

    def read(self, now_ms: int, time_limit: float) -> Reading:
        """Read new lines. Raises OSError where the log cannot be read. Blocks: for a thread."""
        before = self._memory
        journal = deepcopy(before.journal)
        operations: list[Operation] = []

        def take(line: bytes) -> None:
            event = event_of(line)
            if event is None:
                journal.foreign_lines += not line.startswith(b"{")
                return
            run = journal.take(event)
            if run is not None and now_ms - run.ended_ms < _KEPT_MS:
                operations.append(self._operation(journal, run))

        progress = read_on(
            self.log, before.position, take, now_ms=now_ms, longest_line=LONGEST_LINE, time_limit=time_limit
        )
        memory = Memory(progress.position, journal)
        stored = None if memory == before else _AS_TEXT.dump_json(memory).decode()
        return Reading(memory, tuple(operations), progress.whole, stored, progress.changed_ms)

    def remember(self, reading: Reading) -> None:
        """Continue from ``reading``: called on the loop, so that a reading whose check was cancelled does not
        count."""
        self._memory = reading.memory
        self._stored = reading.stored or self._stored

    def _operation(self, journal: Journal, run: Run) -> Operation:
        whose = "" if run.organization is None else english(journal.whose(run.organization))
        return Operation(
            name=f"sync:{journal.run_label(run)}",
            began_ms=run.began_ms,
            duration_ms=run.duration_ms,
            ok=run.ok,
            processed=run.processed,
            failed=run.failed,
            id=run.id,
            source=self._source,
            subject=whose or str(run.organization or ""),
            why="" if run.cause is None else english(run.cause.text),
        )


def read_fault(error: OSError, path: str) -> tuple[Reason, Text]:
    """Why a log cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Reason.CONFIGURATION, msg("There is no log {path}.", path=path)
    if isinstance(error, PermissionError):
        return Reason.FORBIDDEN, msg("Porchlight may not read the log {path}. Its owner has to allow it.", path=path)
    return Reason.FILE, msg("The disk failed to read the log {path}.", path=path)
