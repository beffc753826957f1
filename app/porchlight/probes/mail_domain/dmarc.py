"""DMARC (RFC 9989): the policy in force for a domain, found by the tree walk, its tags, and who gets the reports."""

import re
from dataclasses import field
from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups
from porchlight.probes.mail_domain.tags import NotTags, read_tags

_VERSION = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)", re.ASCII)
_LONGEST_WALK: Final = 8
"""Questions of one tree walk (RFC 9989 §4.10)."""
_MOST_DESTINATIONS: Final = 10
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)")
_SIZE = re.compile(r"!\d+[kmgt]?$", re.IGNORECASE)


class Policy(StrEnum):
    """What receivers shall do with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(slots=True)
class Dmarc:
    """The record that applies."""

    policy: Policy | None = None
    """For this domain; None: there is none."""
    location: str = ""
    """Whose record it is: the domain's own, or an organisational domain's above it."""
    strict_dkim: bool = False
    strict_spf: bool = False
    destinations: list[str] = field(default_factory=list)
    """Domains that get aggregate reports."""


class _Invalid(Exception):
    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


async def check_dmarc(lookups: Lookups, domain: str) -> tuple[Report, Dmarc]:
    """Everything about a domain's DMARC. Raises nothing."""
    report, found = Report("DMARC"), Dmarc()
    try:
        record = await _discover(lookups, domain, found)
        if record is None:
            report.add(Level.ERROR, msg("There is no DMARC record."))
            return report, found
        report.records = [record]
        await _judge(lookups, domain, record, report, found)
    except CannotLookUp as error:
        report.add(Level.UNKNOWN, msg("DMARC could not be looked up ({problem}).", problem=str(error)))
    except _Invalid as error:
        found.policy = None
        report.add(Level.ERROR, error.sentence)
    return report, found


async def _discover(lookups: Lookups, domain: str, found: Dmarc) -> str | None:
    """The record in force (RFC 9989 §4.10): the domain's own, else that of its organisational domain."""
    record = await _record_at(lookups, domain)
    if record is not None:
        found.location = domain
        return record
    walked: list[tuple[int, str, str]] = []
    labels = domain.split(".")
    for place in _parents(len(labels)):
        parent = ".".join(labels[place:])
        record = await _record_at(lookups, parent)
        if record is None:
            continue
        walked.append((place, parent, record))
        if _psd(record) in ("y", "n"):
            break
    if not walked:
        return None
    place, parent, record = walked[-1]
    if _psd(record) == "y" and len(walked) > 1 and walked[-2][0] == place - 1:
        place, parent, record = walked[-2]
    found.location = parent
    return record


def _parents(labels: int) -> range:
    """Where the names begin that a walk asks for after the domain itself."""
    return range(1 if labels <= _LONGEST_WALK else labels - _LONGEST_WALK + 1, labels)


async def organisational_domain(lookups: Lookups, domain: str) -> str:
    """By the tree walk (RFC 9989 §4.10.2); the domain itself where no record is found. Raises CannotLookUp."""
    labels = domain.split(".")
    best = domain
    for place in (0, *_parents(len(labels))):
        name = ".".join(labels[place:])
        try:
            record = await _record_at(lookups, name)
        except _Invalid:
            record = None
        if record is None:
            continue
        psd = _psd(record)
        if psd == "n":
            return name
        if psd == "y":
            return ".".join(labels[max(place - 1, 0) :])
        best = name
    return best


async def _record_at(lookups: Lookups, name: str) -> str | None:
    records = [one for one in (await lookups.txt(f"_dmarc.{name}")).records if _VERSION.match(one)]
    if len(records) > 1:
        raise _Invalid(
            msg("{domain} has {count} DMARC records; receivers ignore them all.", domain=name, count=len(records))
        )
    return records[0] if records else None


def _psd(record: str) -> str:
    try:
        return dict(read_tags(record)).get("psd", "").lower()
    except NotTags:
        return ""


async def _judge(lookups: Lookups, domain: str, record: str, report: Report, found: Dmarc) -> None:
    try:
        pairs = read_tags(record)
    except NotTags as error:
        part = quote(str(error), 60)
        raise _Invalid(msg("The DMARC record has a part that cannot be read: {part}.", part=part)) from None
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _Invalid(msg("The DMARC record has several “{name}=”.", name=twice))
    tags = dict(pairs)
    found.policy = _policy(tags, inherited=found.location != domain)
    found.strict_dkim = tags.get("adkim", "r").lower() == "s"
    found.strict_spf = tags.get("aspf", "r").lower() == "s"
    report.valid = True
    if "p" not in tags:
        report.add(Level.WARNING, msg("The DMARC record has no policy “p=”; older receivers ignore it."))
    if found.policy is Policy.NONE:
        report.add(
            Level.NOTE,
            msg("DMARC only watches (p=none): mail in this domain's name that fails is delivered all the same."),
        )
    for name in ("adkim", "aspf"):
        if tags.get(name, "r").lower() not in ("r", "s"):
            report.add(Level.WARNING, msg("DMARC: “{name}” must be “r” or “s”.", name=name))
    if "rua" not in tags:
        report.add(Level.NOTE, msg("DMARC names nobody who gets its reports (rua=)."))
        return
    await _check_destinations(lookups, tags["rua"], report, found)


def _policy(tags: dict[str, str], *, inherited: bool) -> Policy:
    for name in ("p", "sp", "np"):
        if name in tags and tags[name].lower() not in set(Policy):
            raise _Invalid(
                msg("DMARC: “{name}” must be none, quarantine or reject, not “{value}”.", name=name, value=tags[name])
            )
    for value in tags.get("fo", "0").lower().split(":"):
        if value.strip() not in ("0", "1", "d", "s"):
            raise _Invalid(msg("DMARC: “{name}” has the unknown value “{value}”.", name="fo", value=value[:20]))
    if tags.get("psd", "u").lower() not in ("y", "n", "u"):
        raise _Invalid(msg("DMARC: “{name}” has the unknown value “{value}”.", name="psd", value=tags["psd"][:20]))
    if tags.get("t", "n").lower() not in ("y", "n"):
        raise _Invalid(msg("DMARC: “{name}” has the unknown value “{value}”.", name="t", value=tags["t"][:20]))
    wanted = tags.get("sp", tags.get("p", "none")) if inherited else tags.get("p", "none")
    return Policy(wanted.lower())


async def _check_destinations(lookups: Lookups, value: str, report: Report, found: Dmarc) -> None:
    source = found.location
    for uri in [one.strip() for one in value.split(",")][:_MOST_DESTINATIONS]:
        scheme, _, rest = uri.partition(":")
        if scheme.lower() != "mailto":
            report.add(
                Level.WARNING,
                msg("DMARC reports cannot be sent to {address}: use “mailto:”.", address=quote(uri, 80)),
            )
            continue
        mailbox = _MAILBOX.fullmatch(_SIZE.sub("", rest.partition("?")[0]))
        if mailbox is None:
            report.add(
                Level.WARNING, msg("DMARC reports cannot be sent to {address}: no address.", address=quote(uri, 80))
            )
            continue
        target = mailbox[1].lower()
        found.destinations.append(target)
        if target == source or await organisational_domain(lookups, target) == await organisational_domain(
            lookups, source
        ):
            continue
        allowed = (await lookups.txt(f"{source}._report._dmarc.{target}")).records
        if not any(_VERSION.match(one) for one in allowed):
            report.add(
                Level.WARNING,
                msg("{target} does not say that it takes DMARC reports on {domain}.", target=target, domain=source),
            )
