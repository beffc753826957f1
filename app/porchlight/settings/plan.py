"""What an import would do to the settings, table by table, before anything is written."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from porchlight.dataclass import dataclass

Table = Mapping[str, Any]


class Step(StrEnum):
    """What an import does with one table."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One table of the settings, before and after."""

    section: str
    name: str
    after: Table
    before: Table | None
    label: str
    """Its description, for people."""

    @property
    def step(self) -> Step:
        """What happens to it."""
        if self.before is None:
            return Step.ADDED
        return Step.SAME if dict(self.before) == dict(self.after) else Step.CHANGED


@dataclass(frozen=True, slots=True)
class Secret:
    """One credential for the keyring."""

    name: str
    label: str
    """Its description, for people."""
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an import would do. ``notes`` list what is missing or could not be read."""

    changes: tuple[Change, ...]
    secrets: tuple[Secret, ...]
    notes: tuple[str, ...]

    @property
    def wanted(self) -> tuple[Change, ...]:
        """Those that change something."""
        return tuple(change for change in self.changes if change.step is not Step.SAME)
