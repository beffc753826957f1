"""Whether the last run ended properly, and the trace that a crash of this one leaves.

A run puts a mark into the data folder and takes it away when it is asked to end. A mark that is still there at the
next start means that nobody asked: it crashed, or was killed. Where the computer was started since, it was switched
off, which is not ours to report. Nothing is sent anywhere.
"""

import faulthandler
import logging
import os
import platform
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import IO, TYPE_CHECKING

from porchlight import __version__
from porchlight.dataclass import dataclass
from porchlight.intake.files import open_owned, put_whole, read_owned

if TYPE_CHECKING:
    from porchlight.redaction import Redactor

_log = logging.getLogger(__name__)

_TRACE = "crash-trace.txt"
_REPORT = "crash-report.txt"
_LOG = "porchlight.log"
_DIGITS = 13
"""Of a time in a mark: enough until the year 2286."""
_MOST = 64 * 1024
"""Bytes of the trace, and of the log's end, in a report."""


@dataclass(frozen=True, slots=True)
class Crash:
    """The last run ended without having been asked to."""

    began_ms: int
    """When that run was started, Unix ms (UTC)."""
    report: str
    """For whoever helps: versions, the trace, the end of the log. Redacted."""
    path: str
    """The file of the report."""


class RunMark:
    """The mark of one run. ``name``: what runs, ``tray`` or ``watch``; only one of each name runs in a folder."""

    def __init__(self, folder: str, name: str, redactor: "Redactor") -> None:
        self._folder = folder
        self._path = os.path.join(folder, f"{name}.running")
        self._trace_path = os.path.join(folder, f"{name}-{_TRACE}")
        self._redactor = redactor
        self._trace: IO[bytes] | None = None

    def begin(self) -> Crash | None:
        """Mark this run, and let Python write the trace of a crash into a file; return how the last run ended, or
        None where it ended properly. A folder that cannot be written leaves no mark, which is logged."""
        try:
            crash = self._left()
            put_whole(self._path, str(round(time.time() * 1000)).encode())
            handle = open_owned(self._trace_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        except OSError as error:
            _log.info("a crash of this run would leave no trace: %s", error)
            return None
        self._trace = open(handle, "wb")  # noqa: SIM115 – a crash writes to it until the end
        faulthandler.enable(self._trace)
        return crash

    def ending(self) -> None:
        """This run was asked to end: however it does, it is no crash. May be called twice."""
        with suppress(OSError):
            os.unlink(self._path)

    def end(self) -> None:
        """This run has ended properly: it leaves nothing."""
        self.ending()
        if self._trace is not None:
            faulthandler.disable()
            self._trace.close()
            self._trace = None
            with suppress(OSError):
                os.unlink(self._trace_path)

    def _left(self) -> Crash | None:
        """How the last run ended. Raises OSError."""
        try:
            mark = read_owned(self._path)
        except FileNotFoundError:
            return None
        began_ms = int(mark) if mark.isdigit() and len(mark) == _DIGITS else 0
        if not began_ms:  # damaged
            began_ms = round(os.stat(self._path).st_mtime * 1000)
        if _computer_started_ms() > began_ms:
            return None
        path = os.path.join(self._folder, _REPORT)
        report = self._report(began_ms)
        put_whole(path, report.encode())
        return Crash(began_ms, report, path)

    def _report(self, began_ms: int) -> str:
        began = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(began_ms / 1000))
        parts = (
            f"Porchlight {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"The run that was started at {began} ended without having been asked to.",
            "Trace:\n" + (_end_of(self._trace_path) or "none: it was ended from outside, or by an error in the log"),
            "The end of the log:\n" + _end_of(os.path.join(self._folder, _LOG)),
        )
        text = self._redactor.text("\n\n".join(parts))
        home = os.path.expanduser("~")
        return text.replace(home, "~") if len(home) > 1 else text


def log_uncaught() -> None:
    """Send what nobody caught to the log, redacted, in place of the terminal: from the main thread (Qt's slots are in
    it), other threads, and where Python can only mention it."""
    sys.excepthook = _log_exception
    threading.excepthook = _log_from_thread
    sys.unraisablehook = _log_unraisable


def _log_exception(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
        return
    _log.critical("not caught", exc_info=(kind, error, traceback))


def _log_from_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
        name = caught.thread.name if caught.thread is not None else "?"
        _log.critical("not caught in the thread %s", name, exc_info=caught.exc_value)


def _log_unraisable(caught: "sys.UnraisableHookArgs") -> None:
    if caught.exc_value is not None:
        _log.error("%s", caught.err_msg or "raised where nobody could catch it", exc_info=caught.exc_value)


def _computer_started_ms() -> int:
    import psutil  # takes a while, and is needed after a crash alone

    try:
        return round(psutil.boot_time() * 1000)
    except (OSError, RuntimeError, psutil.Error):
        return 0


def _end_of(path: str) -> str:
    """The last lines of a file of ours; empty where there is none that can be trusted."""
    with suppress(OSError), open(open_owned(path), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - _MOST))
        text = file.read(_MOST).decode("utf-8", errors="replace")
        return text.partition("\n")[2] if size > _MOST else text.strip()
    return ""
