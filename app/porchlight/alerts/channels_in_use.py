"""The channels in use: built from the settings, replaced where these change, closed at the end."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from porchlight.alerts.channels.kind import ChannelContext
from porchlight.alerts.channels.registry import find_kind
from porchlight.containment import Malfunctions, contained
from porchlight.language.catalogue import ENGLISH
from porchlight.language.current import current
from porchlight.language.render import Renderer
from porchlight.language.text import msg
from porchlight.model.alert import Notification
from porchlight.model.message import CONSOLE, DESKTOP, AddressedChannel, Channel
from porchlight.model.ports import Clock
from porchlight.settings.rules import ChannelSettings

_log = logging.getLogger(__name__)

_CLOSED_WITHIN = 0.4
"""Seconds that channels have to close their connections at the end."""


class Channels:
    """One for each running program; all stages of alerting share it."""

    def __init__(
        self,
        context: ChannelContext,
        malfunctions: Malfunctions,
        clock: Clock,
        *,
        desktop: Channel | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        """``desktop``: the tray app's channel, where there is a screen. ``only``: send to these channels and no
        others, because another Porchlight on this history sends to the rest."""
        self._context = context
        self._malfunctions = malfunctions
        self._clock = clock
        self._desktop = desktop
        self._only = only
        self._notify_desktop = True
        self._settings: Mapping[str, ChannelSettings] = {}
        self._channels: dict[str, Channel] = {}
        self._replaced: list[Channel] = []

    @property
    def names(self) -> list[str]:
        """The names of usable channels."""
        return list(self._channels)

    @property
    def configured(self) -> list[str]:
        """Those that the settings name, whether or not they can be used."""
        return list(self._settings)

    @property
    def sendable(self) -> dict[str, Channel]:
        """Those that this Porchlight sends to."""
        return {name: one for name, one in self._channels.items() if self._is_ours(name)}

    def get(self, name: str, /) -> Channel | None:
        """The channel of that name, if it can be used."""
        return self._channels.get(name)

    def renderer(self, name: str) -> Renderer:
        """Writes in the language of a channel: the one in its settings, else English; that of their surface for the
        desktop and the terminal."""
        settings = self._settings.get(name)
        return current() if settings is None else self.renderer_of(settings)

    def renderer_of(self, settings: ChannelSettings) -> Renderer:
        """The same for a channel's settings."""
        return Renderer(settings.language or ENGLISH, now_ms=self._clock.now_ms)

    def resolve(self, name: str) -> str | None:
        """The channel for a name in a rule; None: there is none, or it is not to be used."""
        if name == DESKTOP and self._desktop is None:
            name = CONSOLE
        if name == DESKTOP and not self._notify_desktop:
            return None
        return name if name in self._channels and self._is_ours(name) else None

    def recipients(self, name: str) -> tuple[str, ...]:
        """The recipients of a channel whose receiver answers for each of them."""
        channel = self._channels.get(name)
        return channel.recipients if isinstance(channel, AddressedChannel) else ()

    def address(self, notifications: Iterable[Notification]) -> tuple[Notification, ...]:
        """One line for each recipient, where the channel has several. The first keeps the id, which is stored."""
        return tuple(
            replace(one, recipient=recipient, id=one.id if not number else f"{one.id}#{number}")
            for one in notifications
            for number, recipient in enumerate(
                (one.recipient,) if one.recipient else self.recipients(one.channel) or ("",)
            )
        )

    def apply(self, settings: Mapping[str, ChannelSettings], *, notify_desktop: bool) -> None:
        """Apply other settings; only channels that changed are rebuilt. ``notify_desktop``: whether the user wants
        notifications on the desktop."""
        before, self._settings, self._notify_desktop = self._settings, settings, notify_desktop
        channels: dict[str, Channel] = {}
        if self._desktop is not None:
            channels[DESKTOP] = self._desktop
        for name, item in settings.items():
            if not item.enabled or name == DESKTOP:
                continue
            if before.get(name) == item and name in self._channels:
                channels[name] = self._channels[name]
                continue
            kind = find_kind(item.kind)
            if isinstance(kind, str):
                continue
            with self._malfunctions.guard(
                f"The channel “{name}”", msg("The channel “{name}” cannot be set up ({error}).", name=name)
            ):
                channels[name] = kind.connected(item, self._context, name)
        if CONSOLE not in channels:
            channels[CONSOLE] = self._channels.get(CONSOLE) or _console(self._context)
        self._replaced += [one for name, one in self._channels.items() if channels.get(name) is not one]
        self._channels = channels

    def _is_ours(self, name: str) -> bool:
        return self._only is None or name in self._only

    async def close_replaced(self) -> None:
        """Close those that are no longer used."""
        while self._replaced:
            await _close(self._replaced.pop())

    async def close(self) -> None:
        """Close all of them, within a short time."""
        channels = [one for one in (*self._replaced, *self._channels.values()) if one is not self._desktop]
        self._replaced.clear()
        closing = [asyncio.create_task(_close(one)) for one in channels]
        if closing:
            _, stuck = await asyncio.wait(closing, timeout=_CLOSED_WITHIN)
            for task in stuck:
                task.cancel()


async def _close(channel: Channel) -> None:
    try:
        with contained():
            await channel.close()
    except Exception:
        _log.exception("a channel could not be closed")


def _console(context: ChannelContext) -> Channel:
    from porchlight.alerts.channels.console import ConsoleChannel, ConsoleSettings

    return ConsoleChannel(ConsoleSettings(), context)
