"""Whether the process that a daemon.pid names is the sync's daemon and runs on this computer."""

import os
from typing import Final

import psutil

from porchlight.dataclass import dataclass
from porchlight.probes.classy_sync.folder import pid_path

_WRITTEN_AFTER: Final = 60.0
"""Seconds: the daemon writes its number soon after its start; a younger process only has the same number."""
_SHARED: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "fuse.sshfs", "9p", "davfs"}
)


@dataclass(frozen=True, slots=True)
class PidFile:
    """The contents of daemon.pid, and what is known here of the process."""

    pid: int
    runs: bool
    """A node process of this number runs here, and is old enough to have written the file."""


def read_pid_file(folder: str) -> PidFile | None:
    """None where there is no such file, or no number in it. Raises OSError. Blocks: for a thread."""
    path = pid_path(folder)
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            text = file.read(64).strip()
            written_s = os.fstat(file.fileno()).st_mtime
    except FileNotFoundError:
        return None
    if not text.isascii() or not text.isdecimal():
        return None
    return PidFile(int(text), _runs(int(text), written_s))


def is_shared(folder: str) -> bool:
    """Whether a folder is on another computer's disk, so that its process ids mean nothing here."""
    path = os.path.realpath(folder)
    if path.startswith("\\\\"):
        return True
    mounts = {part.mountpoint: part for part in psutil.disk_partitions(all=True)}
    while path not in mounts and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    part = mounts.get(path)
    return part is not None and (part.fstype.lower() in _SHARED or "remote" in part.opts)


def _runs(pid: int, written_s: float) -> bool:
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or process.create_time() > written_s + _WRITTEN_AFTER:
            return False
        names = [process.name()]
        try:
            names += [os.path.basename(process.exe()), *process.cmdline()[:1]]
        except (psutil.AccessDenied, OSError):  # another user's: its name has to be enough
            names += []
    except (psutil.NoSuchProcess, OverflowError):
        return False
    except (psutil.AccessDenied, OSError):
        return True
    return any("node" in name.lower() for name in names)
