"""The texts of recommendations: one table, complete by test. Templates, so that they can be translated."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from porchlight.insight.capacity import Resource
from porchlight.insight.facts import USUAL_DURATION


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


@dataclass(frozen=True, slots=True)
class Texts:
    """What it is, the evidence, and the next step."""

    what: str
    evidence: str
    step: str


# ruff: noqa: E501 - one sentence a line reads best here
TEXTS: Final = {
    Kind.NOT_WELL: Texts(
        "{name} is not well.",
        "{sentence} It has lasted for {lasted}.",
        "{step}",
    ),
    Kind.UNDELIVERED: Texts(
        "Not every alert reaches the channel {name}.",
        "{failed} of {count} messages of the last {span} did not arrive.",
        "Send a test (Settings → Channels); the outbox says why each one failed and sends it again.",
    ),
    Kind.JOB_FAILS: Texts(
        "{name} fails too often.",
        "{failed} of {count} runs of the last {span} failed.",
        "Look into its log at those times; if it is always the same hour, see what else runs then.",
    ),
    Kind.JOB_SLOW: Texts(
        "{name} is slower than usual.",
        "It did {rate} items a second in the last {span}; usual are {usual}.",
        "See what else uses its database or the vendor's API at that time.",
    ),
    Kind.OFTEN_DOWN: Texts(
        "{name} was down too often.",
        "It worked {worked} of the last {span}: {count} interruptions, {lasted} in all.",
        "{step}",
    ),
    Kind.FLAPPING: Texts(
        "{name} comes and goes.",
        "It failed and recovered {count} times in the last {span}, for {lasted} at a time as a rule.",
        "Ask whoever runs it what happens at those times. If nobody notices, let it be confirmed more often (confirmations).",
    ),
    Kind.OFTEN_REFUSED: Texts(
        "{name} is often asked too much.",
        "It refused or held up checks {count} times in the last {span}.",
        "Let the sync and other programs that share the key ask less often, or have the allowance raised.",
    ),
    Kind.LIMIT_TOO_TIGHT: Texts(
        "The limit of {name} does not fit it.",
        "{share} of its answers of the last {span} were not quite well, while most take {usual} and your limit is {limit}.",
        "If that is fast enough for you, raise slow_limit; else ask whoever runs it to make it faster.",
    ),
    Kind.GETS_SLOWER: Texts(
        "{name} gets slower.",
        "{growth}",
        "Nothing is needed today; if it goes on, ask whoever runs it.",
    ),
    Kind.NOISY_RULE: Texts(
        "The rule “{name}” speaks up more often than it helps.",
        "It fired {count} times in the last {span} and was over after {lasted} as a rule.",
        "Let its condition hold for longer before it fires (Settings → Rules): you can see there what it would have done.",
    ),
    Kind.NOT_WATCHING: Texts(
        "Nobody watched for much of the time.",
        "Porchlight ran for {share} of the last {span} on this computer.",
        "Let it start at login (Settings → General), or run it on a computer that is always on.",
    ),
}
"""Of every kind but those that run out, which have a separate table."""

RUNS_OUT: Final = {
    Resource.DATABASE_SIZE: Texts(
        "The room of {name} runs out.",
        "It holds {level}. {foreseen}",
        "Have the disk made larger or old rows archived, before the sync cannot write any more.",
    ),
    Resource.CONNECTIONS: Texts(
        "The connections of {name} run out.",
        "At its busiest it used {level}. {foreseen}",
        "See which programs hold connections open, or have max_connections raised.",
    ),
    Resource.QUOTA: Texts(
        "The calls that {name} allows run out.",
        "At its busiest {share} of them were used. {foreseen}",
        "Let the sync ask in larger pages or less often, or have the allowance raised.",
    ),
    Resource.CONTACTS: Texts(
        "The audience of {name} outgrows its plan.",
        "It has {level} contacts. {foreseen}",
        "Archive contacts that you do not write to any more, or choose the next plan in time.",
    ),
    Resource.HISTORY: Texts(
        "Porchlight's history fills its disk.",
        "It takes {level}. {foreseen}",
        "Make room on this disk, or keep single results for a shorter time (Settings → General).",
    ),
    Resource.DISK: Texts(
        "{name} fills up.",
        "It holds {level}. {foreseen}",
        "Clear out what nobody needs, or have the disk made larger, before programs cannot write any more.",
    ),
    Resource.MISSING_MEMBERS: Texts(
        "More and more supporters are missing in the audience of {name}.",
        "{level} that you allow are missing. {foreseen}",
        "Look into the sync's log (“mailchimp”) for addresses that are turned away, before your letters miss many.",
    ),
    Resource.TIME_BETWEEN_RUNS: Texts(
        "{name} will not be done in time.",
        "It needs {level} between its runs. {foreseen}",
        "Let it run less often, or let it read only what changed; two runs at once hold each other up.",
    ),
    Resource.OTHER: Texts(
        "{measure} of {name} runs against its limit.",
        "It is at {level}. {foreseen}",
        "Ask whoever runs it to raise the limit, or to use less.",
    ),
}

EVENTS: Final = {
    Resource.DATABASE_SIZE: "{name} fills the {limit} that it may grow to",
    Resource.CONNECTIONS: "{name} needs all of its {limit} connections",
    Resource.QUOTA: "{name} uses up all calls that it allows",
    Resource.CONTACTS: "the audience of {name} outgrows the {limit} contacts of its plan",
    Resource.HISTORY: "Porchlight's history fills its disk",
    Resource.DISK: "{name} fills its {limit}",
    Resource.MISSING_MEMBERS: "more supporters are missing in the audience of {name} than the {limit} that you allow",
    Resource.TIME_BETWEEN_RUNS: "{name} takes longer than the {limit} between its runs",
    Resource.OTHER: "{measure} of {name} reaches its limit of {limit}",
}
"""What comes when something runs out, for "At this growth …"."""


def texts(kind: Kind, resource: Resource | None = None) -> Texts:
    """The texts of a recommendation; ``resource``: what runs out."""
    return RUNS_OUT[resource] if kind is Kind.RUNS_OUT and resource is not None else TEXTS[kind]


def all_texts() -> list[str]:
    """Every template, for translators."""
    found = [part for one in (*TEXTS.values(), *RUNS_OUT.values()) for part in (one.what, one.evidence, one.step)]
    return [*found, *EVENTS.values(), USUAL_DURATION]
