"""Kind ``process``: whether a program runs on this computer, and how much memory and processor it takes."""

import os
from dataclasses import field
from typing import Annotated

import psutil
from pydantic import ByteSize, Field, model_validator

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import Size, Text, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import HERE
from porchlight.settings.describe import Described
from porchlight.settings.schema import ComponentSettings
from porchlight.threads import in_thread

_WRITTEN_AFTER = 60.0
"""Seconds: a program writes its pid file soon after its start; a younger process only reuses the number."""


class ProcessSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "process"``. All given conditions must hold for one process."""

    process: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Described(msg("Program"), msg("The name of the program; “.exe” may be left out."), example="nginx"),
    ] = None
    command: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Described(
            msg("In its command line"), msg("Text that tells it apart from others."), example="sync.js --daemon"
        ),
    ] = None
    pid_file: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Described(
            msg("PID file"), msg("The file in which the program writes its process number."), example="/run/nginx.pid"
        ),
    ] = None
    at_least: Annotated[
        int, Field(ge=1), Described(msg("At least"), msg("How many of these processes must run."))
    ] = 1
    max_memory: Annotated[
        Annotated[ByteSize, Field(gt=0)] | None,
        Described(
            msg("Memory limit"), msg("For all of them together; using more makes it degraded."), example="2 GB"
        ),
    ] = None

    @model_validator(mode="after")
    def _require_one(self) -> "ProcessSettings":
        if self.process is None and self.command is None and self.pid_file is None:
            raise unfit(msg("Please say which process is meant: its name, its command line or its PID file."))
        if self.pid_file is not None and self.at_least > 1:
            raise unfit(msg("A PID file names one process, so more than one cannot be required."))
        return self


@dataclass(slots=True)
class _Found:
    """The result of a look at the processes."""

    processes: list[psutil.Process] = field(default_factory=list)
    hidden: bool = False
    """Some could not be inspected."""
    fault: Text | None = None
    """Why the pid file is of no use."""
    memory: float = 0.0
    """Bytes, of all together."""
    cpu: float | None = None
    """Percent of one core since the last check; None at the first."""
    since_s: float | None = None
    """Unix seconds: when the oldest began."""


class ProcessProbe:
    """Looks through the processes once per check, in a thread. Sends no signal."""

    def __init__(self, component: Component, settings: ProcessSettings) -> None:
        self._settings = settings
        self._known: dict[int, psutil.Process] = {}

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        found = await in_thread(self._look, name=f"process {ctx.component.id}")
        measures = self._measures(ctx, found)
        running, wanted = len(found.processes), self._settings.at_least
        if running < wanted:
            if found.hidden:
                sentence = msg("It was not found, but this account may not see all processes.")
                return ctx.unwell(Outcome.UNKNOWN, Reason.FORBIDDEN, sentence, measures=measures)
            sentence = found.fault or msg("It is not running.")
            if running:
                sentence = msg("Only {running} of {wanted} processes are running.", running=running, wanted=wanted)
            return ctx.unwell(Outcome.ERROR, Reason.REFUSED, sentence, measures=measures)
        limit = self._settings.max_memory
        if limit is not None and found.memory > limit:
            sentence = msg(
                "It is running, but uses {memory} of memory; the limit is {limit}.",
                memory=Size(found.memory),
                limit=Size(limit),
            )
            return ctx.unwell(Outcome.DEGRADED, Reason.QUOTA, sentence, measures=measures)
        sentence = msg_plural("It is running.", "{n} processes are running.", running)
        return ctx.healthy(sentence, measures=measures, details={"pid": found.processes[0].pid})

    async def close(self) -> None:
        """See Probe."""

    def _measures(self, ctx: CheckContext, found: _Found) -> dict[str, Measure]:
        measures = {"processes": Measure(len(found.processes), Unit.COUNT)}
        if found.processes:
            limit = self._settings.max_memory
            measures["memory"] = Measure(found.memory, Unit.BYTES, limit=None if limit is None else float(limit))
        if found.cpu is not None:
            measures["cpu"] = Measure(round(found.cpu, 1), Unit.PERCENT)
        if found.since_s is not None:
            measures["running_for"] = Measure(max(0, round(ctx.clock.now_ms() / 1000 - found.since_s)), Unit.SECONDS)
        return measures

    def _look(self) -> _Found:
        """Runs in a thread."""
        found = _Found()
        if self._settings.pid_file is not None:
            self._by_pid_file(self._settings.pid_file, found)
        else:
            own_pid = os.getpid()
            for process in psutil.process_iter():
                # Our own command line may hold the text that is searched for.
                if process.pid != own_pid and self._is_meant(process, found):
                    found.processes.append(process)
        self._weigh(found)
        return found

    def _by_pid_file(self, path: str, found: _Found) -> None:
        try:
            with open(path, encoding="ascii", errors="replace") as file:
                first = file.read(64).split()[:1]
                written_s = os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            found.fault = msg("It is not running: there is no {path}.", path=path)
            return
        except OSError:
            found.hidden = True
            return
        if not first or not first[0].isdecimal():
            found.fault = msg("There is no process number in {path}.", path=path)
            return
        found.fault = msg("It is not running: the process named in {path} is gone.", path=path)
        try:
            process = psutil.Process(int(first[0]))
            if process.create_time() > written_s + _WRITTEN_AFTER:
                found.fault = _another(path)
                return
            if process.status() == psutil.STATUS_ZOMBIE:
                return
        except (psutil.NoSuchProcess, OverflowError):
            return
        except (psutil.AccessDenied, OSError):
            found.hidden = True
            return
        if self._is_meant(process, found):
            found.processes.append(process)
        elif self._settings.process is not None or self._settings.command is not None:
            found.fault = _another(path)

    def _is_meant(self, process: psutil.Process, found: _Found) -> bool:
        program, command = self._settings.process, self._settings.command
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            if program is not None and not _is_called(process, program):
                return False
            return command is None or command in " ".join(process.cmdline())
        except psutil.NoSuchProcess:
            return False
        except (psutil.AccessDenied, OSError):  # not all that a system refuses gets a name by psutil
            found.hidden = True
        return False

    def _weigh(self, found: _Found) -> None:
        """Memory, processor and age; psutil measures the processor between two looks at the same object."""
        kept: dict[int, psutil.Process] = {}
        measured: list[float] = []
        for process in found.processes:
            known = self._known.get(process.pid)
            same = known if known == process else None
            kept[process.pid] = same or process
            try:
                percent = kept[process.pid].cpu_percent()
                found.memory += process.memory_info().rss
                began = process.create_time()
            except (psutil.Error, OSError):  # ended, or hidden, meanwhile: it counts nothing
                continue
            found.since_s = began if found.since_s is None else min(found.since_s, began)
            if same is not None:
                measured.append(percent)
        found.cpu = sum(measured) if measured else None
        self._known = kept


def _another(path: str) -> Text:
    return msg("It is not running: the number in {path} now belongs to another program.", path=path)


def _is_called(process: psutil.Process, program: str) -> bool:
    names = [process.name()]
    try:
        # Linux cuts names at 15 characters: the path has all of it.
        names += [os.path.basename(part) for part in (process.exe(), *process.cmdline()[:1])]
    except (psutil.AccessDenied, OSError):  # another account's: its name has to be enough
        return _plain(names[0]) in (_plain(program), _plain(program)[:15])
    return _plain(program) in map(_plain, names)


def _plain(name: str) -> str:
    return name.lower().removesuffix(".exe")


def _address(settings: ProcessSettings) -> str:
    return settings.process or settings.pid_file or settings.command or ""


KIND = ProbeKind(
    name="process",
    title=msg("Program on this computer"),
    group=KindGroup.COMPUTER,
    summary=msg("Whether it runs, and how much memory it uses."),
    measures={
        "processes": Measured(msg("Processes"), Unit.COUNT),
        "memory": Measured(msg("Memory"), Unit.BYTES),
        "cpu": Measured(msg("Processor"), Unit.PERCENT),
        "running_for": Measured(msg("Running for"), Unit.SECONDS),
    },
    advice={
        **HERE,
        Reason.REFUSED: msg("Start it again, and check its own log for what stopped it."),
        Reason.FORBIDDEN: msg("Run Porchlight under that program's account, or watch the program by its name alone."),
        Reason.QUOTA: msg(
            "Check whether it still works properly, and restart it at a quiet time. If its memory grows again, tell"
            " whoever made it."
        ),
    },
    notes=KindNotes(
        calls="the system's list of processes; with `pid_file`, this file",
        never="any signal",
        permissions=msg(
            "On macOS and Windows, only an administrator can see how other accounts' programs were started."
        ),
        red_light=msg("Turns red when the program isn't running, or too few of it are."),
        real="this computer",
    ),
    settings=ProcessSettings,
    build=ProcessProbe,
    is_local=lambda settings: True,
    address=_address,
)
