"""One message to one channel, and its answer made safe: the channel may be a plug-in's, the text a receiver's."""

import asyncio
import logging
from collections.abc import Awaitable

from porchlight.intake.numbers import finite, pause
from porchlight.intake.text import NAME, SENTENCE, clean_line, quote
from porchlight.language.english import english, fit_sentence
from porchlight.language.text import Duration, msg
from porchlight.model.message import Channel, Fault, Message

_log = logging.getLogger(__name__)

_USUAL_LIMIT = 15.0
_LONGEST_LIMIT = 600.0


async def deliver(channel: Channel, message: Message) -> Fault | None:
    """Send one message within the channel's time limit; any error becomes a Fault."""
    return await answer_of(channel.send(message), channel.timeout)


async def answer_of(asked: Awaitable[object], seconds: object) -> Fault | None:
    """A channel's answer within ``seconds``. Any other behaviour becomes a Fault; raises nothing but the cancellation
    of its caller."""
    limit = finite(seconds, least=0.001, most=_LONGEST_LIMIT) or _USUAL_LIMIT
    try:
        async with asyncio.timeout(limit):
            return fit_fault(await asked)
    except TimeoutError:
        return Fault(english(msg("It did not answer within {span}.", span=Duration(limit))))
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        return _broken(error)
    except GeneratorExit:  # the loop cancels its tasks
        raise
    except BaseException as error:  # a SystemExit of a plug-in is no reason to end
        return _broken(error)


def _broken(error: BaseException) -> Fault:
    _log.error("a channel failed", exc_info=error)
    return Fault(english(msg("The channel itself failed ({error}).", error=clean_line(type(error).__name__, NAME))))


def fit_fault(answer: object) -> Fault | None:
    """A Fault like ``answer`` that can be stored and shown."""
    if answer is None:
        return None
    if not isinstance(answer, Fault):
        # It is unknown whether it was delivered: repeating the message for ever would be worse than losing it.
        kind = clean_line(type(answer).__name__, NAME)
        return Fault(
            english(msg("The channel itself is faulty: it returned {answer}, which means nothing.", answer=kind)),
            permanent=True,
        )
    sentence = quote(answer.sentence, SENTENCE)
    if isinstance(answer.sentence, str):
        sentence = fit_sentence(answer.sentence, lambda text: quote(text, SENTENCE))
    sentence = sentence or english(msg("The channel does not say why."))
    return Fault(sentence, bool(answer.permanent), pause(answer.retry_after), _refusals(answer.refused))


def _refusals(refused: object) -> tuple[tuple[str, Fault], ...]:
    found = []
    for one in refused if isinstance(refused, tuple) else ():
        match one:
            case (str() as recipient, Fault(refused=()) as fault) if (fit := fit_fault(fault)) is not None:
                found.append((recipient, fit))
    return tuple(found)


class Attempt:
    """A channel for one try; ``raised``: whether it failed by itself rather than by its receiver's answer."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.timeout = channel.timeout
        self.local = channel.local
        self.raised = False

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        try:
            return await self._channel.send(message)
        except (asyncio.CancelledError, GeneratorExit):
            raise
        except BaseException:  # ``deliver`` makes a Fault of it in any case
            self.raised = True
            raise

    async def close(self) -> None:
        """See Channel."""
