"""ChannelKind: what a kind of channel brings along. Built-in kinds and plug-ins (entry-point group
``porchlight.channels``) both hand over one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.model.message import Channel
from app.model.ports import Secrets
from app.redaction import Redactor
from app.settings.rules import ChannelSettings


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """What channels are given to work with."""

    secrets: Secrets
    redactor: Redactor
    proxies: Callable[[], dict[str, str] | None]
    """By scheme; empty for none; None for the system's."""
    say: Callable[[str], None]
    """Where the console channel writes a line."""
    ca_file: str | None = None
    """Trust these issuers instead of the system's."""


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """One kind of channel."""

    name: str
    """What ``kind = "…"`` says in the settings."""
    settings: type[ChannelSettings]
    build: Callable[[Any, ChannelContext], Channel]
    """Makes one channel; the first argument is an instance of ``settings``."""
    credentials: Callable[[Any], tuple[str, ...]] = lambda settings: ()
    """The names of the credentials that it needs."""
    address: Callable[[Any], str] = lambda settings: ""
    """Where it goes, for people and without secrets."""
