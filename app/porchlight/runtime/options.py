"""RunOptions: how a Porchlight is started."""

from collections.abc import Callable, Mapping
from enum import Enum, auto

from porchlight.dataclass import dataclass
from porchlight.model.message import Channel
from porchlight.redaction import Redactor
from porchlight.settings.file import LoadedSettings


class Role(Enum):
    """The role of a process for the history, which only one of them writes."""

    OWNER = auto()
    """Watches and writes; HistoryHeld where another one does."""
    OWNER_OR_FOLLOWER = auto()
    """The same, or a follower where another one writes."""
    FOLLOWER = auto()
    """Watches for its screen, reads the history that another one writes, and notifies on this desktop only."""
    ONE_SHOT = auto()
    """Carries out one command and watches nothing; HistoryHeld where another one writes."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run."""

    settings: LoadedSettings
    data_dir: str
    role: Role
    redactor: Redactor
    desktop: Channel | None = None
    """The channel of the tray app, where there is a screen."""
    console: Callable[[str], None] = print
    """Where the console channel writes."""
    given_secrets: Mapping[str, str] | None = None
    """Credentials that come before stored ones."""


class SettingsInForce:
    """The current settings, for parts that read them each time."""

    def __init__(self, settings: LoadedSettings) -> None:
        self._loaded = settings

    @property
    def loaded(self) -> LoadedSettings:
        """The settings in force."""
        return self._loaded

    def put(self, settings: LoadedSettings) -> None:
        """Put these into force."""
        self._loaded = settings
