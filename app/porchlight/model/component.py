"""Component: a thing whose health matters."""

import re
from enum import StrEnum

from porchlight.dataclass import dataclass

ID_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
"""A component's id (slug): lower-case letters, digits, ``-`` and ``_`` within, 64 characters at most."""


class SharedKind(StrEnum):
    """What components may have in common."""

    CREDENTIAL = "credential"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Shared:
    """One credential, or one host and port."""

    kind: SharedKind
    name: str


@dataclass(frozen=True, slots=True)
class Component:
    """What every kind of component has in common. Times are seconds."""

    id: str
    name: str
    kind: str
    tags: tuple[str, ...] = ()
    critical: bool = False
    enabled: bool = True
    interval: float = 60.0
    timeout: float = 10.0
    depends_on: tuple[str, ...] = ()
    confirmations: int = 2
    """How often a first error is checked again before it becomes the status."""
    slow_limit: float | None = None
    """Seconds; a check over it counts as slow. None: never judged slow."""
    local: bool = False
    """On this computer or the local network: judged by its own results even when the computer is offline."""
    shares: frozenset[Shared] = frozenset()
    """What it may share with others: a failure of that is one incident."""


ITSELF = Component(id="Porchlight", name="Porchlight itself", kind="self", local=True)
"""The running monitor, where no component of its kind is set up: alerts know it, no surface lists or counts it. An id
of the settings has no capitals."""
