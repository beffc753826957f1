"""One part of the program that can be tested, and its result."""

import time
from collections.abc import Callable
from enum import StrEnum

from porchlight.dataclass import dataclass
from porchlight.model.errors import PorchlightError


class Absent(Exception):
    """This computer lacks what the part would use, which is optional; the text is one sentence."""


class Faulty(Exception):
    """The part does not do what it should; the text is one sentence."""


class State(StrEnum):
    """The result of testing a part."""

    OK = "ok"
    ABSENT = "absent"
    """This computer lacks what it would use: no fault of the program."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Part:
    """Something to test. ``use`` raises Absent, or anything else for a fault."""

    name: str
    use: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one part."""

    name: str
    state: State
    sentence: str
    """Why it is not ok; empty where it is."""
    took_ms: int


def try_out(part: Part) -> Finding:
    """Use a part once; raises nothing but KeyboardInterrupt."""
    began = time.perf_counter()
    state, sentence = State.OK, ""
    try:
        part.use()
    except Absent as reason:
        state, sentence = State.ABSENT, str(reason)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # foreign code may end in any way, also by SystemExit
        state, sentence = State.FAILED, _sentence(error)
    return Finding(part.name, state, sentence, round((time.perf_counter() - began) * 1000))


def _sentence(error: BaseException) -> str:
    if isinstance(error, Faulty):
        return str(error)
    if isinstance(error, PorchlightError):
        return error.sentence
    if isinstance(error, ImportError) and error.name:
        return f"It lacks {error.name}, or what that needs ({error.msg})."
    return f"It ended with {type(error).__name__}: {error}"
