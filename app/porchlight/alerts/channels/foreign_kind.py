"""Contains the faults of a plug-in's kind of channel: whatever it answers or raises is reported as its own."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from porchlight.alerts.channels.kind import ChannelContext, ChannelKind
from porchlight.containment import guarded, guarded_address, guarded_names, guarded_text
from porchlight.intake.numbers import finite
from porchlight.intake.text import NAME, quote
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.message import AlertLabel, Channel, Fault, Message
from porchlight.settings.origins import fit_places

_log = logging.getLogger(__name__)
_USUAL_TIMEOUT: Final = 30.0
_LONGEST_TIMEOUT: Final = 600.0
_USUAL_RESEND: Final = 60.0
_LONGEST_RESEND: Final = 86_400.0


def walled_kind(kind: ChannelKind) -> ChannelKind:
    """``kind``, limited to the promises of ChannelKind."""

    def build(settings: Any, context: ChannelContext) -> Channel:
        try:
            channel: Any = kind.build(settings, context)
            if not (callable(channel.send) and callable(channel.close)):
                raise TypeError("it built no channel")
        except Exception as error:
            _log.exception("the plug-in %s failed", kind.name)
            why = quote(type(error).__name__, NAME)
            fault = msg("The plug-in {name} cannot work with these settings ({error}).", name=kind.name, error=why)
            return _Unusable(english(fault))
        return (
            _WalledResend(channel, kind.name)
            if callable(_of(channel, "send_firing"))
            else _Walled(channel, kind.name)
        )

    return replace(
        kind,
        build=build,
        title=guarded_text(kind.title),
        address=guarded_address(kind.name, kind.address),
        credentials=guarded_names(kind.name, kind.credentials),
        destinations=kind.destinations and guarded(kind.name, kind.destinations, fit_places, otherwise={}),
    )


def _of(channel: object, name: str) -> object:
    try:
        return getattr(channel, name, None)
    except Exception:
        _log.exception("the %s of a plug-in's channel cannot be had", name)
        return None


class _Walled:
    """A plug-in's channel; implements Channel. ``answer_of`` makes the result of ``send`` safe."""

    def __init__(self, channel: Any, name: str) -> None:
        self._channel = channel
        self._name = name

    @property
    def timeout(self) -> float:
        """See Channel."""
        return finite(_of(self._channel, "timeout"), least=0.1, most=_LONGEST_TIMEOUT) or _USUAL_TIMEOUT

    @property
    def local(self) -> bool:
        """See Channel."""
        return _of(self._channel, "local") is True

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        answer: Fault | None = await self._channel.send(message)
        return answer

    async def close(self) -> None:
        """See Channel."""
        try:
            await self._channel.close()
        except Exception:
            _log.exception("the plug-in %s failed while it was closed", self._name)


class _WalledResend(_Walled):
    """The same for one whose receiver forgets; implements ResendChannel."""

    @property
    def resend(self) -> float:
        """See ResendChannel."""
        return finite(_of(self._channel, "resend"), least=1.0, most=_LONGEST_RESEND) or _USUAL_RESEND

    async def send_firing(
        self, firing: Callable[[], Sequence[AlertLabel]], now_ms: Callable[[], int]
    ) -> Fault | None:
        """See ResendChannel."""
        answer: Fault | None = await self._channel.send_firing(firing, now_ms)
        return answer


class _Unusable:
    """Replaces a channel that could not be built; implements Channel."""

    timeout = 1.0
    local = True

    def __init__(self, fault: str) -> None:
        self._fault = fault

    async def send(self, message: Message) -> Fault | None:
        """See Channel."""
        return Fault(self._fault, permanent=True)

    async def close(self) -> None:
        """See Channel."""
