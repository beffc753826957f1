"""What was found about one subject of a domain's mail."""

from dataclasses import field
from enum import IntEnum

from porchlight.dataclass import dataclass
from porchlight.language.text import Text


class Level(IntEnum):
    """How much a finding matters, the worst last."""

    NOTE = 0
    """Worth knowing; changes nothing."""
    WARNING = 1
    """Mail arrives, but not as it should, or not everywhere."""
    ERROR = 2
    """Receivers refuse or distrust mail because of it."""
    UNKNOWN = 3
    """It could not be looked up: nothing is known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence and how much it matters."""

    level: Level
    sentence: Text


@dataclass(slots=True)
class Report:
    """Everything about one subject, such as SPF."""

    subject: str
    """As the field writes it."""
    records: list[str] = field(default_factory=list)
    """As published, for what changed."""
    valid: bool = False
    """Whether receivers can use it."""
    flawed: bool = False
    """Whether it has a fault in its form that receivers are to overlook, and a strict one does not."""
    findings: list[Finding] = field(default_factory=list)

    def add(self, level: Level, sentence: Text) -> None:
        """One more finding; the same one for two addresses is said once."""
        finding = Finding(level, sentence)
        if finding not in self.findings:
            self.findings.append(finding)

    @property
    def worst(self) -> Finding | None:
        """The first of the worst findings."""
        return max(self.findings, key=lambda one: one.level, default=None)
