"""Commands with their modules loaded already, as forks of one process: each still a process of its own.

Importing is most of what a command takes, and the suite runs hundreds. What a start does is tried where programs are
really started: by ``Program.start``, in terminals, and wherever the interpreter's own surroundings matter.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

_SERVER = Path(__file__).with_name("loaded_server.py")
_AT_START = ("PYTHON", "LC_", "LANG", "LD_")
"""Beginnings of the names of variables that the interpreter looks at when it starts. PYTHONPATH is seen to."""


def _start_settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_AT_START) and name != "PYTHONPATH"}


class _Server:
    """Forks on demand; ends with the tests, when its socket is closed."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair()
        # Credentials and places are those of a test, and may not be found by modules while they are loaded.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORCHLIGHT_")}
        self.start_settings = _start_settings(environment)
        with other:
            command = [sys.executable, str(_SERVER), str(other.fileno())]
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, pass_fds=[other.fileno()]
            )
        self._one_at_a_time = threading.Lock()
        atexit.register(self._end)

    def _end(self) -> None:
        self._socket.close()
        self._process.wait()

    def run(self, request: Mapping[str, object], streams: Sequence[IO[bytes]], timeout: float) -> int:
        """The exit code, negative for a signal, as subprocess has it."""
        answers, theirs = socket.socketpair()
        with answers, theirs:
            text = json.dumps(request).encode()
            with self._one_at_a_time:
                socket.send_fds(
                    self._socket,
                    [len(text).to_bytes(8, "big")],
                    [*(one.fileno() for one in streams), theirs.fileno()],
                )
                self._socket.sendall(text)
            theirs.close()
            answers.settimeout(timeout)
            with answers.makefile("r") as lines:
                process = int(lines.readline())
                try:
                    return int(lines.readline())
                except TimeoutError:
                    os.kill(process, 9)
                    raise


@cache
def _server() -> _Server:
    return _Server()


def can_run(environment: Mapping[str, str]) -> bool:
    """Whether a fork sees the same as a process that is started with this environment."""
    return sys.platform == "linux" and _start_settings(environment) == _server().start_settings


def run(
    arguments: Sequence[str], environment: Mapping[str, str], given: str | None, timeout: float
) -> "subprocess.CompletedProcess[str]":
    """Like ``subprocess.run`` of ``python -m porchlight``, with its output captured as text."""
    request = {"arguments": arguments, "environment": dict(environment), "folder": os.getcwd()}
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write((given or "").encode())
        stdin.seek(0)
        code = _server().run(request, (stdin, out, err), timeout)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode().replace("\r\n", "\n"))
    return subprocess.CompletedProcess(list(arguments), code, *texts)
