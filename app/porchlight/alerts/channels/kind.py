"""ChannelKind: what defines a kind of channel. Built-in kinds and plug-ins (entry-point group
``porchlight.channels``) both provide one."""

from collections.abc import Callable
from dataclasses import field, replace
from typing import Any

from porchlight.dataclass import dataclass
from porchlight.language.text import Text
from porchlight.model.message import Channel
from porchlight.net.sending import SendContext
from porchlight.settings.binding import bound
from porchlight.settings.origins import Destinations
from porchlight.settings.rules import ChannelSettings


@dataclass(frozen=True, slots=True)
class ChannelContext(SendContext):
    """What channels get to work with."""

    say: Callable[[str], None] = field(kw_only=True)
    """Where the console channel writes a line. Raises OutputError."""

    def bound_to(self, destinations: Destinations, owner: str) -> "ChannelContext":
        """The same for one receiver alone: its credentials go to these places and nowhere else."""
        return replace(self, secrets=bound(self.secrets, destinations, owner))


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """One kind of channel."""

    name: str
    """The value of ``kind = "…"`` in the settings."""
    settings: type[ChannelSettings]
    build: Callable[[Any, ChannelContext], Channel]
    """Makes one channel; the first argument is an instance of ``settings``."""
    title: Text | str = ""
    """Its name for people; empty: ``name``."""
    credentials: Callable[[Any], tuple[str, ...]] = lambda settings: ()
    """The names of the credentials that it needs."""
    address: Callable[[Any], str] = lambda settings: ""
    """Where it goes, for people and without secrets."""
    destinations: Callable[[Any], Destinations] | None = None
    """Where each credential is sent: it goes nowhere else. None: a matter of the kind's name alone, as for a
    plug-in."""

    def places(self, settings: Any) -> Destinations:
        """By credential, where it is sent."""
        if self.destinations is not None:
            return self.destinations(settings)
        return dict.fromkeys(self.credentials(settings), (f"kind://{self.name}",))

    def connected(self, settings: Any, context: ChannelContext, name: str) -> Channel:
        """The channel called ``name``, bound to the secrets that its settings name and to their places."""
        return self.build(settings, context.bound_to(self.places(settings), f"channels.{name}"))
