"""Contains failures inside the program: what one part raises stays there, is reported once, and is known for as long
as it lasts.

A part is a service, a rule, a channel, a component's checks: anything that runs beside others. Plug-ins run in some
of them and may raise anything, ``SystemExit`` too.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, TypeVar

from porchlight.intake.text import QUOTE, SENTENCE, clean_line, quote
from porchlight.language.english import english
from porchlight.language.sentence import cleaned_text
from porchlight.language.text import Text, msg, with_places
from porchlight.model.malfunction import Malfunction
from porchlight.model.ports import Clock

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_MOST: Final = 200
"""Parts that are remembered as failing; beyond that, more are no news."""
_RECURRING_MS: Final = 3_600_000


class UnexpectedEnd(Exception):
    """A part tried to end Python, or cancelled itself."""


class contained:
    """``SystemExit``, ``KeyboardInterrupt`` and a cancellation from inside become UnexpectedEnd: asyncio would let
    them end the loop, or the waiting task. Real signals are handled by the loop and raise nothing here.

    A class, since every check enters one, and a generator costs three times as much.
    """

    __slots__ = ("_cancelling", "_task")

    def __enter__(self) -> None:
        self._task = _current_task()
        self._cancelling = self._task.cancelling() if self._task is not None else 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Exception):
            return
        if _is_from_inside(error, self._task, self._cancelling):
            raise UnexpectedEnd(f"{type(error).__name__} was raised inside") from error


def _is_from_inside(error: BaseException, task: "asyncio.Task[Any] | None", cancelling: int) -> bool:
    """Whether the exception came from inside: a cancellation of the task by others, and the closing of an abandoned
    generator, have to pass."""
    if isinstance(error, asyncio.CancelledError):
        return task is not None and task.cancelling() <= cancelling
    return isinstance(error, SystemExit | KeyboardInterrupt | BaseExceptionGroup)


def _current_task() -> "asyncio.Task[Any] | None":
    try:
        return asyncio.current_task()
    except RuntimeError:  # no loop runs in this thread
        return None


class Malfunctions:
    """What does not work at the moment, by part. Listeners get each Malfunction when it begins and when it ends,
    however often the part fails in between."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._current: dict[str, Malfunction] = {}
        self._announced_ms: dict[str, int] = {}
        self._listeners: list[Callable[[Malfunction], None]] = []

    @property
    def current(self) -> tuple[Malfunction, ...]:
        """Current ones, the oldest first."""
        return tuple(self._current.values())

    @property
    def any(self) -> bool:
        """Whether there are any; called after each event."""
        return bool(self._current)

    def subscribe(self, listener: Callable[[Malfunction], None]) -> Callable[[], None]:
        """Get all changes from now on; returns a function that unsubscribes."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def begin(
        self, part: str, sentence: Text, *, error: BaseException | None = None, essential: bool = False
    ) -> None:
        """A part has failed; ``error`` goes to the log. If it is known to fail, a retry is no news."""
        if part in self._current or len(self._current) >= _MOST:
            _log.debug("%s failed again", part, exc_info=error)
            return
        in_english = english(sentence)
        _log.error("%s: %s", part, in_english, exc_info=error)
        now_ms = self._clock.now_ms()
        recurring = abs(now_ms - self._announced_ms.get(part, 0)) < _RECURRING_MS
        if not recurring:
            if len(self._announced_ms) >= _MOST:
                self._announced_ms.pop(next(iter(self._announced_ms)))
            self._announced_ms[part] = now_ms
        self._current[part] = Malfunction(part, in_english, now_ms, essential, recurring=recurring)
        self._publish(self._current[part])

    def end(self, part: str) -> None:
        """A part works again, if it was known not to."""
        known = self._current.pop(part, None)
        if known is not None:
            _log.info("%s works again", part)
            ended = replace(
                known, sentence=english(msg("Working again after this: {problem}", problem=known.sentence)), over=True
            )
            self._publish(ended)

    def guard(self, part: str, sentence: Text, *, essential: bool = False) -> "Guard":
        """An exception within the block fails this part; a block without one ends the failure. ``sentence`` has the
        consequence; its place ``error`` gets the error's name."""
        return Guard(self, part, sentence, essential)

    def _publish(self, malfunction: Malfunction) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(malfunction)
            except Exception:
                _log.exception("a listener failed on a malfunction")


class Guard:
    """Contains one piece of work: leave ``with`` it as if nothing had been raised."""

    __slots__ = ("_cancelling", "_essential", "_malfunctions", "_part", "_sentence", "_task")

    def __init__(self, malfunctions: Malfunctions, part: str, sentence: Text, essential: bool) -> None:
        self._malfunctions = malfunctions
        self._part = part
        self._sentence = sentence
        self._essential = essential

    def __enter__(self) -> None:
        self._task = _current_task()
        self._cancelling = self._task.cancelling() if self._task is not None else 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if error is None:
            if self._malfunctions.any:
                self._malfunctions.end(self._part)
            return False
        if not isinstance(error, Exception) and not _is_from_inside(error, self._task, self._cancelling):
            return False
        sentence = with_places(self._sentence, error=type(error).__name__)
        self._malfunctions.begin(self._part, sentence, error=error, essential=self._essential)
        return True


def guarded(
    plug_in: str, work: Callable[[Any], object], fit: Callable[[Any], _T], otherwise: _T
) -> Callable[[Any], _T]:
    """For a plug-in's function: ``work`` with its answer validated by ``fit``; ``otherwise`` where either raises."""

    def call(settings: Any) -> _T:
        try:
            return fit(work(settings))
        except Exception:
            _log.exception("the plug-in %s failed", plug_in)
            return otherwise

    return call


def guarded_address(plug_in: str, work: Callable[[Any], object]) -> Callable[[Any], str]:
    """The same, for an address that is shown."""
    return guarded(plug_in, work, lambda answer: quote(answer, QUOTE), otherwise="")


def guarded_text(text: Any) -> Text | str:
    """What a plug-in gives as a title or a sentence, on one line; empty where it is neither."""
    if isinstance(text, Text):
        return cleaned_text(text, lambda name: clean_line(name, SENTENCE))
    return clean_line(text, SENTENCE) if isinstance(text, str) else ""


def guarded_names(plug_in: str, work: Callable[[Any], object]) -> Callable[[Any], tuple[str, ...]]:
    """The same, for names of credentials."""
    return guarded(plug_in, work, lambda answer: tuple(one for one in answer if isinstance(one, str)), otherwise=())
