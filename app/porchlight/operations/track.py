"""``track``: measures a piece of work in Python and reports it, as context manager or decorator.

    with track("nightly import") as run:
        run.processed = import_everything()

    @track("nightly import")
    def work() -> None: ...

Its start is reported too, so that a run that is killed counts as "started, never ended". What the work raises goes on
to the caller; the run then counts as failed. A failure to report is logged only.
"""

import inspect
import time
import uuid
from collections.abc import Callable
from contextlib import ContextDecorator
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from porchlight.model.operation import Operation, RunStart
from porchlight.operations.record import leave, leave_start

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Run:
    """One run under way; what is set here is reported at its end."""

    def __init__(self) -> None:
        self.processed: int | None = None
        self.failed: int | None = None
        self.ok: bool | None = None
        """None: it succeeded unless it raised."""


class track(ContextDecorator):
    """Usable with ``with``, ``async with`` and as a decorator of functions of both kinds."""

    def __init__(self, name: str, *, data_dir: str | None = None) -> None:
        """``data_dir``: where the history is; None: where Porchlight keeps it by itself."""
        self._name = name
        self._data_dir = data_dir
        self._run = Run()
        self._id = ""
        self._began_ms = 0
        self._began = 0.0

    def __enter__(self) -> Run:
        self._run = Run()
        self._id = uuid.uuid4().hex
        self._began_ms = time.time_ns() // 1_000_000
        leave_start(RunStart(self._name, self._began_ms, self._id), self._data_dir)
        self._began = time.monotonic()
        return self._run

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        run = self._run
        ok = error is None if run.ok is None else run.ok and error is None
        duration_ms = (time.monotonic() - self._began) * 1000
        ended = Operation(self._name, self._began_ms, duration_ms, ok, run.processed, run.failed, self._id)
        leave(ended, self._data_dir)

    async def __aenter__(self) -> Run:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, traceback)

    def __call__(self, work: Callable[_P, _R]) -> Callable[_P, _R]:  # type: ignore[override]
        """Track each call; calls may overlap, so each has a separate run."""
        name, data_dir = self._name, self._data_dir
        if inspect.iscoroutinefunction(work):

            @wraps(work)
            async def awaited(*args: Any, **kwargs: Any) -> Any:
                async with track(name, data_dir=data_dir):
                    return await work(*args, **kwargs)

            return cast(Callable[_P, _R], awaited)

        @wraps(work)
        def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            with track(name, data_dir=data_dir):
                return work(*args, **kwargs)

        return called
