"""Running Windows programs in Wine."""

import os
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import IO

from installers.windows.workshop import debian, stand_ins
from installers.windows.workshop.places import CHECKOUT, KEPT, PREFIX

_LEFT_OUT = "mscoree=;mshtml=;winedbg.exe=;netprofm="
"""Wine would offer to fetch .NET and a browser; a program that crashed would wait for its debugger for ever; and Qt
would wait for ever for the list of networks, which Windows has and Wine only pretends to have."""


def windows_path(path: Path) -> str:
    """How a file of this computer is called in Wine."""
    return "Z:" + str(path).replace("/", "\\")


class _Reader(threading.Thread):
    """Takes what a program prints.

    Wine's own services are started by whichever program is the first, and keep its pipes: the end never comes.
    """

    _AFTER_THE_END = 1.0

    def __init__(self, pipe: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self._taken: list[bytes] = []
        self._ended = False
        self.start()

    def run(self) -> None:
        """See Thread."""
        while self._pipe is not None and not self._ended and (piece := self._pipe.read(65536)):
            self._taken.append(piece)

    def text(self) -> str:
        """All that was printed by a program that has ended."""
        self.join(self._AFTER_THE_END)
        self._ended = True
        if self._pipe is not None:
            self._pipe.close()
        return b"".join(self._taken).decode("utf-8", "replace").replace("\r\n", "\n")


@dataclass(frozen=True)
class Wine:
    """A Windows of one's own: a prefix and a display."""

    prefix: Path = PREFIX
    display: str = ""
    folders: tuple[str, ...] = ()
    """More folders of this computer that programs may see, beside the checkout and what is kept."""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def drive_c(self) -> Path:
        """Its drive C:."""
        return self.prefix / "drive_c"

    @property
    def home(self) -> Path:
        """The folder of its user."""
        return self.drive_c / "users" / "root"

    def host_path(self, path: str) -> Path:
        """The file behind a path on C:."""
        return self.drive_c.joinpath(*PureWindowsPath(path).parts[1:])

    def command(self, *words: str) -> list[str]:
        """What to run on this computer so that these words are run in Wine."""
        return [*debian.entering(str(CHECKOUT), str(KEPT), *self.folders), *self._environment(), *words]

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a windowed program, which prints nothing."""
        return self._begin(words, subprocess.DEVNULL)

    def run(self, *words: str, seconds: float = 300, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run a program to its end. Raises AssertionError where ``check``, and TimeoutExpired."""
        # Python in Wine ends with WinError 6 when its output is a file, hence always a pipe.
        process = self._begin(words, subprocess.PIPE)
        out, err = _Reader(process.stdout), _Reader(process.stderr)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            self.end()
            raise
        done = subprocess.CompletedProcess(list(words), process.returncode, out.text(), err.text())
        if check and done.returncode != 0:
            raise AssertionError(
                f"{words} ended with {done.returncode}:\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
            )
        return done

    def settle(self) -> None:
        """Wait until no Windows program runs any more, and the registry is written."""
        subprocess.run(self.command("wineserver", "-w"), check=True, stdin=subprocess.DEVNULL, timeout=120)

    def end(self) -> None:
        """End all that runs in it."""
        subprocess.run(self.command("wineserver", "-k"), check=False, stdin=subprocess.DEVNULL, timeout=60)

    def _begin(self, words: tuple[str, ...], output: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self.command("sh", "-c", 'cd "$0" && exec wine "$@"', str(CHECKOUT), *words),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            bufsize=0,
        )

    def _environment(self) -> list[str]:
        given = {
            "HOME": "/root",
            "PATH": "/usr/bin:/bin:/usr/lib/wine",
            "LANG": "C.UTF-8",
            "WINEPREFIX": str(self.prefix),
            "WINEDLLOVERRIDES": f"{_LEFT_OUT};{stand_ins.OVERRIDES}",
            "WINEDEBUG": os.environ.get("WINEDEBUG", "-all"),
            "PYTHONUTF8": "1",
            **({"DISPLAY": self.display} if self.display else {}),
            **self.environment,
        }
        return ["env", "-i", *(f"{name}={value}" for name, value in given.items())]
