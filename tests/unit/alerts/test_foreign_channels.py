"""Whatever a channel answers, raises or is, a Fault that can be stored and shown comes of it, and nothing else."""

import asyncio
import enum
import math
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.alerts.channels.answer import answer_of, deliver, fit_fault
from porchlight.alerts.channels.foreign_kind import walled_kind
from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.intake.text import SENTENCE, redacting
from porchlight.model.alert import Severity
from porchlight.model.message import Fault, Message, MessageKind, ResendChannel
from porchlight.redaction import Redactor
from porchlight.settings.rules import ChannelSettings

pytestmark = pytest.mark.logs_warnings

SECRET = "correct-horse-battery-staple-9"
MESSAGE = Message("m", MessageKind.TEST, Severity.LOW, "Title", "Text", 1_772_323_200_000, (), {})
RUBBISH: st.SearchStrategy[object] = st.one_of(
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(alphabet=st.characters(), max_size=50),
    st.binary(max_size=5),
    st.lists(st.none(), max_size=2),
    st.sampled_from([enum.Enum("Any", "A").A, object(), Fault, 10**400]),  # type: ignore[attr-defined]
)


def answered(answer: object) -> Fault | None:
    async def send() -> object:
        return answer

    redactor = Redactor()
    redactor.add_secret(SECRET)
    with redacting(redactor.text):
        return asyncio.run(answer_of(send(), 5))


@given(RUBBISH | st.builds(Fault, RUBBISH, RUBBISH, RUBBISH | st.none()))
def test_an_answer_of_any_kind_is_a_fault_that_can_be_kept(answer: object) -> None:
    fault = answered(answer)
    assert fault is not None
    fault.sentence.encode()
    assert fault.sentence
    assert len(fault.sentence) <= SENTENCE
    assert len(fault.sentence.splitlines()) == 1
    assert fault.permanent in (True, False)
    assert fault.retry_after is None or 1 <= fault.retry_after <= 3600


@pytest.mark.parametrize("seconds", [float("9" * 308), math.inf, math.nan, 10**400, -5, 0, 1e-9])
def test_a_receiver_neither_stops_us_nor_makes_us_hammer_it(seconds: float) -> None:
    fault = fit_fault(Fault("Too much.", retry_after=seconds))
    assert fault is not None
    assert fault.retry_after is None or 1 <= fault.retry_after <= 3600


def test_a_receivers_words_are_redacted_before_they_are_cut() -> None:
    for before in range(SENTENCE - 40, SENTENCE + 2, 5):
        fault = answered(Fault(f"{'x' * before}{SECRET} is wrong"))
        assert fault is not None
        assert SECRET[:6] not in fault.sentence


def test_a_message_that_was_taken_is_taken() -> None:
    assert answered(None) is None


class Plugin:
    """A plug-in's channel that is wrong in the ways that a test names."""

    def __init__(self, **wrong: Any) -> None:
        for name, value in {"timeout": 5.0, "local": True, "send": self._take, "close": self._take, **wrong}.items():
            setattr(self, name, value)

    async def _take(self, *args: object) -> None: ...


def _raising(error: BaseException) -> Callable[..., Any]:
    def call(*args: object) -> Any:
        raise error

    return call


def _coroutine_raising(error: BaseException) -> Callable[..., Awaitable[None]]:
    async def call(*args: object) -> None:
        raise error

    return call


def built(build: Callable[[Any, ChannelContext], Any], **parts: Any) -> Any:
    kind = walled_kind(replace(ChannelKind("odd", ChannelSettings, build), **parts))
    context = ChannelContext(cast(Any, None), Redactor(), dict, say=print)
    return kind.connected(ChannelSettings(kind="odd"), context, "odd")


@pytest.mark.parametrize(
    "channel",
    [
        *(Plugin(send=_raising(ValueError("x"))), Plugin(send=_coroutine_raising(RecursionError()))),
        *(Plugin(send=_coroutine_raising(SystemExit(1))), Plugin(send=_coroutine_raising(asyncio.CancelledError()))),
        *(Plugin(send=_raising(SystemExit(1))), Plugin(send=lambda message: "taken"), Plugin(send=None), None, 5),
    ],
)
def test_a_plug_ins_channel_that_fails_in_any_way_is_a_fault(channel: object) -> None:
    wall = built(lambda settings, context: channel)
    fault = asyncio.run(deliver(wall, MESSAGE))
    assert fault is not None
    assert "plug-in odd cannot" in fault.sentence or "The channel itself failed" in fault.sentence
    asyncio.run(wall.close())


@pytest.mark.parametrize("timeout", [None, "soon", math.nan, math.inf, -1, 0, 10**400])
def test_a_plug_ins_time_limit_is_a_time(timeout: object) -> None:
    wall = built(
        lambda settings, context: Plugin(timeout=timeout, resend=timeout, send_firing=_raising(ValueError("x")))
    )
    assert 0 < wall.timeout <= 600
    assert isinstance(wall, ResendChannel)
    assert 1 <= wall.resend <= 86_400
    assert asyncio.run(deliver(wall, MESSAGE)) is None


def test_a_plug_in_that_cannot_be_built_or_closed_ends_nothing() -> None:
    raising = _raising(ValueError())
    wall = built(_raising(ZeroDivisionError()), address=raising, credentials=lambda settings: 5, destinations=raising)
    fault = asyncio.run(deliver(wall, MESSAGE))
    assert fault == Fault("The plug-in odd cannot work with these settings (ZeroDivisionError).", permanent=True)
    asyncio.run(built(lambda settings, context: Plugin(close=_raising(ValueError("x")))).close())
