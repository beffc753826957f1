"""The process that ``loaded`` forks: it loads the program and waits for command lines."""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
import time
from typing import Any

_PACKAGES = ("cli", "runtime", "alerts", "probes")
"""What commands import; documents (fonts, PDF) and the desktop are left to those who need them."""


def _load() -> None:
    for package in _PACKAGES:
        found = importlib.import_module(f"porchlight.{package}")
        for module in pkgutil.walk_packages(found.__path__, f"{found.__name__}."):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def _request(requests: socket.socket) -> tuple[Any, list[int]]:
    """The next one and its streams; nothing and none when the tests are over."""
    size, descriptors, _, _ = socket.recv_fds(requests, 8, 4)
    if not size:
        return None, []
    text = b""
    while len(text) < int.from_bytes(size, "big"):
        text += requests.recv(int.from_bytes(size, "big") - len(text))
    return json.loads(text), descriptors


def _wait_for(answers: int) -> bool:
    """Whether this is the program; its parent reports it and ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    process = os.fork()
    if not process:
        return True
    os.write(answers, f"{process}\n".encode())
    _, status = os.waitpid(process, 0)
    os.write(answers, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _serve(requests: socket.socket) -> Any:
    """Returns in each program, with what is asked of it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that report
    while True:
        request, descriptors = _request(requests)
        if request is None:
            sys.exit()
        if not os.fork():
            break
        for one in descriptors:
            os.close(one)
    requests.close()
    *streams, answers = descriptors
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
        os.close(stream)
    _wait_for(answers)
    os.close(answers)
    return request


_load()
asked = _serve(socket.socket(fileno=int(sys.argv[1])))
os.environ.clear()
os.environ.update(asked["environment"])
os.chdir(asked["folder"])
time.tzset()
plug_ins = os.environ.get("PYTHONPATH", "").split(os.pathsep)
sys.path[:1] = [asked["folder"], *(one for one in plug_ins if one and one not in sys.path)]
sys.argv = ["porchlight", *asked["arguments"]]
runpy.run_module("porchlight", run_name="__main__", alter_sys=True)
