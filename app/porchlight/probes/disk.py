"""Kind ``disk``: how much room is left where a path is on this computer."""

import asyncio
import os
import re
from typing import Annotated, Any

import psutil
from pydantic import BeforeValidator, ByteSize, Field, TypeAdapter, ValidationError

from porchlight.dataclass import dataclass
from porchlight.language.english import unfit
from porchlight.language.text import Size, Text, msg
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

_BYTES = TypeAdapter(ByteSize)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def _amount(value: Any) -> str:
    """The ValueError says what would be right."""
    if not isinstance(value, str) or bytes_of(value, 1.0) is None:
        raise unfit(
            msg("Please write a share such as {share} or an amount such as {amount}.", share='"10%"', amount='"5 GB"')
        )
    return value


def bytes_of(amount: str, total: float) -> float | None:
    """Bytes from ``"10%"`` of ``total`` (bytes) or from ``"5 GB"``; None where it is neither."""
    if percent := _PERCENT.fullmatch(amount.strip()):
        part = float(percent[1])
        return total * part / 100 if part <= 100 else None
    try:
        return float(_BYTES.validate_python(amount.strip()))
    except ValidationError:
        return None


Amount = Annotated[str, BeforeValidator(_amount)]


class DiskSettings(ComponentSettings):
    """``[components.<id>]`` with ``kind = "disk"``."""

    location: Annotated[
        str,
        Field(min_length=1),
        Described(msg("Folder or file"), msg("Porchlight checks the disk that it is on."), example="/var/lib/mysql"),
    ]
    warn_below: Annotated[
        Amount, Described(msg("Warning below"), msg("Free space below which the disk is degraded."), example="10%")
    ] = "10%"
    fail_below: Annotated[
        Amount, Described(msg("Error below"), msg("Free space below which the disk is in error."), example="2 GB")
    ] = "2%"
    mounted: Annotated[bool, Described(msg("Separate disk"), msg("Report an error if nothing is mounted there."))] = (
        False
    )


@dataclass(frozen=True, slots=True)
class Room:
    """The system's figures for a disk, in bytes; files where it counts them."""

    total: float
    used: float
    free: float
    """For this account: the system's reserve is not included."""
    files_total: float = 0.0
    files_free: float = 0.0


class DiskProbe:
    """Queries the system once per check; a disk that hangs is queried once, however many checks wait for it."""

    def __init__(self, component: Component, settings: DiskSettings) -> None:
        self._settings = settings
        self._under_way: asyncio.Task[Room | Text] | None = None

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        settings, path = self._settings, self._settings.location
        if self._under_way is None or self._under_way.done():
            look = in_thread(lambda: _look(path, settings.mounted), name=f"disk {ctx.component.id}")
            self._under_way = asyncio.create_task(look)
        try:
            found = await asyncio.shield(self._under_way)
        except FileNotFoundError:
            return ctx.unwell(Outcome.ERROR, Reason.CONTENT, msg("There is no {path} on this computer.", path=path))
        except PermissionError:
            return ctx.unwell(Outcome.UNKNOWN, Reason.FORBIDDEN, msg("Porchlight may not look at {path}.", path=path))
        except OSError as error:
            cause = (error.strerror or type(error).__name__).lower()
            sentence = msg("The disk of {path} cannot be read ({cause}).", path=path, cause=cause)
            return ctx.unwell(Outcome.ERROR, Reason.UNREACHABLE, sentence)
        if isinstance(found, Text):
            return ctx.unwell(Outcome.ERROR, Reason.UNREACHABLE, found)
        return judge(ctx, settings, found)

    async def close(self) -> None:
        """See Probe."""
        if self._under_way is not None:
            self._under_way.cancel()


def judge(ctx: CheckContext, settings: DiskSettings, room: Room) -> Result:
    """The result for the facts. Pure."""
    usable = room.used + room.free
    measures = {"disk_used": Measure(room.used, Unit.BYTES, limit=usable), "free": Measure(room.free, Unit.BYTES)}
    if usable > 0:
        measures["free_percent"] = Measure(round(room.free / usable * 100, 1), Unit.PERCENT)
    if room.files_total > 0:
        measures["files"] = Measure(room.files_total - room.files_free, Unit.COUNT, limit=room.files_total)
    free, total = Size(room.free), Size(usable)
    if room.files_total > 0 and room.files_free < 1:
        sentence = msg("The disk has space left, but can hold no more files. Delete some of the many small ones.")
        return ctx.unwell(Outcome.ERROR, Reason.QUOTA, sentence, measures=measures)
    for outcome, amount in ((Outcome.ERROR, settings.fail_below), (Outcome.DEGRADED, settings.warn_below)):
        least = bytes_of(amount, usable)
        if room.free < 1 or (least is not None and room.free < least):
            sentence = (
                msg("Only {free} of {total} free; the limit is {limit}.", free=free, total=total, limit=amount)
                if room.free >= 1
                else msg("The disk is full.")
            )
            return ctx.unwell(outcome, Reason.QUOTA, sentence, measures=measures)
    return ctx.healthy(msg("{free} of {total} free.", free=free, total=total), measures=measures)


def _look(path: str, mounted: bool) -> Room | Text:
    """Runs in a thread: a network disk may hang. A sentence where nothing is mounted. Raises OSError."""
    os.stat(path)
    if mounted and not os.path.ismount(path):
        return msg("Nothing is mounted at {path}: the folder exists, but its disk is missing.", path=path)
    usage = psutil.disk_usage(path)
    files_total = files_free = 0
    if hasattr(os, "statvfs"):
        counts = os.statvfs(path)
        files_total, files_free = counts.f_files, counts.f_favail  # 0 where files are not counted (btrfs, FAT)
    return Room(usage.total, usage.used, usage.free, files_total, files_free)


KIND = ProbeKind(
    name="disk",
    title=msg("Disk on this computer"),
    group=KindGroup.COMPUTER,
    summary=msg("How much space is left, and when the disk will be full."),
    measures={
        "free": Measured(msg("Free space"), Unit.BYTES),
        "free_percent": Measured(msg("Free space, %"), Unit.PERCENT),
        "disk_used": Measured(msg("Used space"), Unit.BYTES),
        "files": Measured(msg("Files"), Unit.COUNT),
    },
    advice={
        **HERE,
        Reason.UNREACHABLE: msg(
            "Check whether the disk is connected and mounted. If it has read errors, copy and replace it soon."
        ),
        Reason.FORBIDDEN: msg("Allow this account to read the folder, or choose one above it that it may read."),
        Reason.QUOTA: msg(
            "Free some space: old backups, logs and downloads first. Databases stop saving donations when a disk is"
            " full."
        ),
        Reason.CONTENT: msg("Check whether the folder was moved or renamed, then choose it again."),
    },
    notes=KindNotes(
        calls="the figures of one file system",
        never="the content of files",
        permissions=msg("Porchlight's account must be able to open the folder."),
        red_light=msg("Turns red when the disk is full, can't be read or isn't mounted, or when the folder is gone."),
        real="this computer",
    ),
    settings=DiskSettings,
    build=DiskProbe,
    is_local=lambda settings: True,
    address=lambda settings: settings.location,
)
