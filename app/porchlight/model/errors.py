"""The error tree.

PorchlightError                 every error that we raise on purpose; ``sentence`` and ``remedy`` are for people
├── SettingsError               the settings file cannot be used at all
│   └── SettingsConflict        another program or person changed it meanwhile
├── SecretError
│   ├── SecretMissing           no such credential anywhere
│   ├── SecretStoreUnavailable  the keyring does not answer
│   │   └── NoKeyring           there is none
│   ├── SecretUnfit             a value that cannot be stored as a credential
│   └── SecretElsewhere         it would be sent to a place that it was not stored for
├── OutputError                 what we print cannot be written
└── HistoryError
    ├── HistoryTooNew           written by a newer Porchlight
    ├── HistoryUnavailable      missing, unreadable, locked by another program, or the disk is full
    └── HistoryHeld             another monitor writes it
"""

from porchlight.language.text import Text, sentences


class PorchlightError(Exception):
    """An error with texts for people: what is wrong, and what to do about it. Both are English, and a Sentence where
    they can be read in other languages too; ``str(error)`` is English."""

    def __init__(self, sentence: str, remedy: str = "", command: str = "") -> None:
        """``command``: what to do in a terminal; no window and no message shows it."""
        super().__init__(" ".join(part for part in (sentence, remedy, command) if part))
        self.sentence = sentence
        self.remedy = remedy
        self.command = command

    @property
    def text(self) -> Text:
        """What is wrong and what to do, for windows and messages."""
        return sentences(self.sentence, self.remedy)

    @property
    def terminal_text(self) -> Text:
        """The same for a terminal."""
        return sentences(self.sentence, self.remedy, self.command)


class SettingsError(PorchlightError):
    """The settings file cannot be used at all."""


class SettingsConflict(SettingsError):
    """The settings were changed by another program or person since they were read."""


class SecretError(PorchlightError):
    """A credential could not be obtained."""


class SecretMissing(SecretError):
    """No such credential anywhere."""


class SecretStoreUnavailable(SecretError):
    """The keyring does not answer."""


class NoKeyring(SecretStoreUnavailable):
    """This system has none."""


class SecretUnfit(SecretError):
    """A value that cannot be stored as a credential; nothing of it is repeated."""


class SecretElsewhere(SecretError):
    """A credential would be sent to a place that it was not stored for."""

    def __init__(
        self, sentence: str, remedy: str = "", command: str = "", *, credential: str, origins: tuple[str, ...]
    ) -> None:
        """``origins``: where it would be sent, although it may not be."""
        super().__init__(sentence, remedy, command)
        self.credential = credential
        self.origins = origins


class OutputError(PorchlightError):
    """What we print cannot be written: the disk is full, the terminal is gone."""


class HistoryError(PorchlightError):
    """The history cannot be used."""


class HistoryTooNew(HistoryError):
    """Written by a newer Porchlight."""


class HistoryUnavailable(HistoryError):
    """Missing, unreadable, locked by another program, or the disk is full."""


class HistoryHeld(HistoryError):
    """Another Porchlight writes it: a monitor, or for a moment (``briefly``) a command."""

    def __init__(self, sentence: str, remedy: str = "", *, briefly: bool = False) -> None:
        super().__init__(sentence, remedy)
        self.briefly = briefly
