"""The wall around one try: whatever a plug-in's channel does is one Fault, and nothing else ends."""

import asyncio
from typing import Any

import pytest

from porchlight.alerts.channels.answer import answer_of
from porchlight.intake.text import redacting
from porchlight.model.message import Fault

pytestmark = pytest.mark.anyio


def answering(answer: Any) -> Any:
    async def send() -> Any:
        return answer

    return send()


def raising(error: BaseException) -> Any:
    async def send() -> None:
        raise error

    return send()


async def test_nothing_said_is_a_delivery_and_a_fault_stays_what_it_is() -> None:
    assert await answer_of(answering(None), 5) is None
    assert await answer_of(answering(Fault("Busy.", retry_after=17)), 5) == Fault("Busy.", retry_after=17.0)
    assert await answer_of(answering(Fault("Gone.", permanent=True)), 5) == Fault("Gone.", permanent=True)


@pytest.mark.parametrize("answer", [True, False, 0, "sent", "", [], object(), Fault, {"ok": True}])
async def test_an_answer_of_another_kind_is_told_once(answer: Any) -> None:
    fault = await answer_of(answering(answer), 5)
    assert fault is not None
    assert fault.permanent
    assert "The channel itself is faulty" in fault.sentence


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    "error",
    [
        SystemExit(3),
        KeyboardInterrupt(),
        asyncio.CancelledError(),
        MemoryError(),
        RecursionError(),
        BaseExceptionGroup("both", [SystemExit(1)]),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"),
        type("Odd\x1b[2J", (BaseException,), {})(),
    ],
)
async def test_whatever_is_raised_is_a_fault(error: BaseException) -> None:
    fault = await answer_of(raising(error), 5)
    assert fault is not None
    assert not fault.permanent
    assert fault.sentence.startswith("The channel itself failed (")
    assert fault.sentence.isprintable()


async def test_a_real_cancellation_goes_through() -> None:
    task = asyncio.create_task(answer_of(asyncio.sleep(60), 60))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("seconds", [0.05, "0.05"])
async def test_a_try_has_a_time_limit(seconds: Any) -> None:
    assert await answer_of(asyncio.sleep(60), seconds) == Fault("It did not answer within 0.1 s.")


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1, None, "soon", 10**400])
async def test_a_limit_that_is_none_is_the_usual_one(seconds: Any) -> None:
    assert await answer_of(answering(None), seconds) is None


@pytest.mark.parametrize(
    ("fault", "sentence", "retry_after"),
    [
        (Fault(None), "The channel does not say why.", None),  # type: ignore[arg-type]
        (Fault(7), "7", None),  # type: ignore[arg-type]
        (Fault("a\r\nb\x1b[2J\u202ec"), "a b\ufffd[2J\ufffdc", None),
        (Fault("half \ud83d"), "half \ufffd", None),
        (Fault("No.", retry_after=float("nan")), "No.", None),
        (Fault("No.", retry_after=float("inf")), "No.", 3600.0),
        (Fault("No.", retry_after=-1e308), "No.", 1.0),
        (Fault("No.", retry_after="soon"), "No.", None),  # type: ignore[arg-type]
    ],
)
async def test_a_fault_is_made_fit(fault: Fault, sentence: str, retry_after: float | None) -> None:
    assert await answer_of(answering(fault), 5) == Fault(sentence, False, retry_after)


async def test_a_secret_in_a_long_sentence_is_taken_out_before_it_is_cut() -> None:
    secret = "planted-key-0123456789"
    with redacting(lambda text: text.replace(secret, "***")):
        fault = await answer_of(answering(Fault("x" * 990 + secret)), 5)
    assert fault is not None
    assert "planted" not in fault.sentence
    assert len(fault.sentence) <= 1000
