"""What a recommendation is about, and what it says."""

from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from porchlight.language.text import Place, Text


class Kind(StrEnum):
    """What a recommendation is about."""

    NOT_WELL = "not_well"
    UNDELIVERED = "undelivered"
    RUNS_OUT = "runs_out"
    JOB_FAILS = "job_fails"
    JOB_SLOW = "job_slow"
    OFTEN_DOWN = "often_down"
    FLAPPING = "flapping"
    OFTEN_REFUSED = "often_refused"
    LIMIT_TOO_TIGHT = "limit_too_tight"
    GETS_SLOWER = "gets_slower"
    NOISY_RULE = "noisy_rule"
    NOT_WATCHING = "not_watching"


class Texts(NamedTuple):
    """What it is, how that is known, and the next step."""

    what: Text
    evidence: Text
    step: Text

    def about(self, name: Place) -> "Texts":
        """The same, with another name for its subject."""
        return Texts(*(_renamed(text, name) for text in self))


def _renamed(text: Text, name: Place) -> Text:
    places = {
        place: name if place == "name" else _renamed(value, name) if isinstance(value, Text) else value
        for place, value in text.places.items()
    }
    return replace(text, places=places)
