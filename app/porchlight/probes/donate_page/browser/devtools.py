"""A session with a headless browser: the DevTools protocol over a pair of pipes, so that no port is opened.

The browser has a fresh profile, which goes with it, and a time limit: then its whole process group is killed. Nothing
that protects this computer is turned off: its sandbox, its rules for private networks and certificates stay.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

import psutil

from porchlight.probes.donate_page.browser.programs import Browser

_LONGEST_MESSAGE: Final = 32 * 1024 * 1024
"""Bytes: a screenshot in base64 is the longest."""
_MOST_EVENTS: Final = 5000
_FLAGS: Final = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-gpu",
    "--mute-audio",
    "--hide-scrollbars",
    "--password-store=basic",
    "--use-mock-keychain",
    "--deny-permission-prompts",
    "--metrics-recording-only",
)


class BrowserFailed(Exception):
    """The browser did not start, ended, or was too slow."""


class Session:
    """One browser. Blocking: for a thread. ``stop`` may be called from any other."""

    def __init__(self, browser: Browser, *, width: int, height: int, seconds: float) -> None:
        """Starts it. Raises BrowserFailed."""
        self._ends = time.monotonic() + seconds
        self._next = 0
        self._buffer = bytearray()
        self.events: deque[dict[str, Any]] = deque(maxlen=_MOST_EVENTS)
        """Those that came while an answer was waited for."""
        self._profile = tempfile.mkdtemp(prefix="porchlight-browser-")
        self._lock = threading.Lock()
        self._stopped = False
        command = [browser.program, *_FLAGS, f"--user-data-dir={self._profile}", f"--window-size={width},{height}"]
        try:
            self._process, self._send, self._receive = _start([*command, "about:blank"])
        except OSError as error:
            shutil.rmtree(self._profile, ignore_errors=True)
            raise BrowserFailed(str(error)) from error
        self._timer = threading.Timer(seconds, self.stop)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self.stop()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        for handle in (self._send, self._receive):
            os.close(handle)
        for _ in range(5):  # its last processes may still write into it
            shutil.rmtree(self._profile, ignore_errors=True)
            if not os.path.exists(self._profile):
                break
            time.sleep(0.1)

    @property
    def seconds_left(self) -> float:
        """Until it is stopped."""
        return max(self._ends - time.monotonic(), 0.0)

    def stop(self) -> None:
        """Kill it with all its processes; whoever waits for it gets BrowserFailed."""
        with self._lock:
            if not self._stopped:
                self._stopped = True
                _kill(self._process)

    def call(self, method: str, *, session: str = "", **parameters: Any) -> dict[str, Any]:
        """The result of one command; empty where the browser refused it. Raises BrowserFailed."""
        self._next += 1
        number = self._next
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = memoryview(json.dumps(message).encode() + b"\0")
        try:
            while data:
                data = data[os.write(self._send, data) :]
        except OSError as error:
            raise BrowserFailed("it ended") from error
        while True:
            found = self._message()
            if found.get("id") == number:
                result = found.get("result")
                return result if isinstance(result, dict) else {}
            if "method" in found:
                self.events.append(found)

    def _message(self) -> dict[str, Any]:
        while (end := self._buffer.find(b"\0")) < 0:
            try:
                data = os.read(self._receive, 1 << 18)
            except OSError as error:
                raise BrowserFailed("it ended") from error
            if not data or len(self._buffer) > _LONGEST_MESSAGE:
                raise BrowserFailed("it took too long" if self.seconds_left <= 0 else "it ended")
            self._buffer += data
        message = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        try:
            found = json.loads(message)
        except ValueError as error:
            raise BrowserFailed("its answer is not JSON") from error
        return found if isinstance(found, dict) else {}


def _start(command: list[str]) -> "tuple[subprocess.Popen[bytes], int, int]":
    """The process, where to write to, and where to read from."""
    its_read, our_write = os.pipe()
    our_read, its_write = os.pipe()
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        if sys.platform == "win32":
            import msvcrt

            handles = [msvcrt.get_osfhandle(its_read), msvcrt.get_osfhandle(its_write)]
            for handle in handles:
                os.set_handle_inheritable(handle, True)
            startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
            pipes = f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"
            process = subprocess.Popen(  # noqa: S603 - an installed browser, the page's address is no argument
                [command[0], pipes, *command[1:]],
                startupinfo=startup,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW,
                **quiet,
            )
        else:
            # The browser reads from the descriptor 3 and writes to 4; not every shell can copy one above 9.
            placed = ["/bin/sh", "-c", f'exec "$@" 3</dev/fd/{its_read} 4>/dev/fd/{its_write}', "browser", *command]
            process = subprocess.Popen(  # noqa: S603 - as above
                placed, pass_fds=(its_read, its_write), start_new_session=True, **quiet
            )
    except BaseException:
        for one in (our_write, our_read):
            os.close(one)
        raise
    finally:
        for one in (its_read, its_write):
            os.close(one)
    return process, our_write, our_read


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process with all that it started."""
    children: list[psutil.Process] = []
    with suppress(psutil.Error):
        children = psutil.Process(process.pid).children(recursive=True)
    if sys.platform != "win32":
        import signal

        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
    for child in children:
        with suppress(psutil.Error):
            child.kill()
