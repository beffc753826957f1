"""DMARC (RFC 9989): the policy in force for a domain, found by the tree walk, its tags, and who gets the reports."""

import re
from enum import StrEnum
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import Text, msg
from porchlight.probes.mail_domain.dmarc_tags import judge_tags, judge_unreadable, read_parts
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.lookups import CannotLookUp, Lookups
from porchlight.probes.mail_domain.tags import NotTags

_VERSION = re.compile(r"[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)", re.ASCII)
_LONGEST_WALK: Final = 8
"""Questions of one tree walk (RFC 9989 §4.10)."""
_MOST_DESTINATIONS: Final = 10
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
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


class _Invalid(Exception):
    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


async def check_dmarc(lookups: Lookups, domain: str) -> tuple[Report, Dmarc]:
    """Everything about a domain's DMARC. Raises nothing."""
    report, found = Report("DMARC"), Dmarc()
    try:
        record = await _discover(lookups, domain, found)
        if found.location != domain:
            await _look_for_misplaced(lookups, domain, report, inherits=record is not None)
        if record is None:
            if report.worst is None:
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


async def _look_for_misplaced(lookups: Lookups, domain: str, report: Report, *, inherits: bool) -> None:
    """Why a domain without a record of its own may have been meant to have one. ``inherits``: one above it holds."""
    level = Level.WARNING if inherits else Level.ERROR
    others = (await lookups.txt(f"_dmarc.{domain}")).records
    if any(_VERSION.match(one.strip()) for one in others):
        report.add(level, msg("The DMARC record of {domain} begins with a space; receivers skip it.", domain=domain))
    elif any(_VERSION.match(one) for one in (await lookups.txt(domain)).records):
        report.add(
            level,
            msg(
                "The DMARC record stands at {domain} itself, where no receiver looks; it has to stand at {place}.",
                domain=domain,
                place=f"_dmarc.{domain}",
            ),
        )
    elif others and not inherits:
        report.add(
            level,
            msg(
                "At {place} stands no DMARC record, but another text: {text}.",
                place=f"_dmarc.{domain}",
                text=quote(others[0], 60),
            ),
        )


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
        return dict(read_parts(record).pairs).get("psd", "").lower()
    except NotTags:
        return ""


async def _judge(lookups: Lookups, domain: str, record: str, report: Report, found: Dmarc) -> None:
    try:
        parts = read_parts(record)
    except NotTags as error:
        part = quote(str(error), 60)
        raise _Invalid(msg("The DMARC record has a part that cannot be read: {part}.", part=part)) from None
    names = [name for name, _ in parts.pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _Invalid(msg("The DMARC record has several “{name}=”.", name=quote(twice, 20)))
    tags = dict(parts.pairs)
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
    judge_unreadable(parts, report)
    judge_tags(tags, report)
    place = f"_dmarc.{found.location}"
    others = [one for one in (await lookups.txt(place)).records if not _VERSION.match(one)]
    if others:
        report.add(
            Level.NOTE,
            msg(
                "Beside the DMARC record at {place} stands another text, which confuses some receivers: {text}.",
                place=place,
                text=quote(others[0], 60),
            ),
        )
    if not _addresses(tags.get("rua", "")):
        report.add(Level.NOTE, msg("DMARC names nobody who gets its reports (rua=)."))
    for name in ("rua", "ruf"):
        if name in tags:
            await _check_destinations(lookups, tags[name], report, found.location)


def _policy(tags: dict[str, str], *, inherited: bool) -> Policy:
    for name in ("p", "sp", "np"):
        if name in tags and tags[name].lower() not in set(Policy):
            value = quote(tags[name], 20)
            raise _Invalid(
                msg("DMARC: “{name}” must be none, quarantine or reject, not “{value}”.", name=name, value=value)
            )
    wanted = tags.get("sp", tags.get("p", "none")) if inherited else tags.get("p", "none")
    return Policy(wanted.lower())


def _addresses(value: str) -> list[str]:
    """Without the empty one after a last comma."""
    return [one.strip() for one in value.split(",") if one.strip()]


async def _check_destinations(lookups: Lookups, value: str, report: Report, source: str) -> None:
    """Add what keeps somebody from getting the reports on ``source``."""
    for uri in _addresses(value)[:_MOST_DESTINATIONS]:
        address = quote(uri, 80)
        scheme, _, rest = uri.partition(":")
        if not _SCHEME.match(uri):
            report.flawed = True
            report.add(
                Level.WARNING,
                msg(
                    "DMARC reports cannot be sent to {address}: “mailto:” is missing before it. Receivers should"
                    " ignore just that; strict ones ignore the whole record.",
                    address=address,
                ),
            )
            continue
        if scheme.lower() != "mailto":
            report.add(
                Level.WARNING, msg("DMARC reports cannot be sent to {address}: use “mailto:”.", address=address)
            )
            continue
        mailbox = _MAILBOX.fullmatch(_SIZE.sub("", rest.partition("?")[0]))
        if mailbox is None:
            report.flawed = True
            report.add(Level.WARNING, msg("DMARC reports cannot be sent to {address}: no address.", address=address))
            continue
        target = mailbox[1].lower()
        try:
            await _check_destination(lookups, target, report, source)
        except CannotLookUp as error:  # their DNS, not this domain's
            report.add(
                Level.NOTE,
                msg(
                    "Whether {target} takes DMARC reports could not be looked up ({problem}).",
                    target=quote(target, 80),
                    problem=str(error),
                ),
            )


async def _check_destination(lookups: Lookups, target: str, report: Report, source: str) -> None:
    takes_mail = (await lookups.mx(target)).records or (await lookups.addresses(target)).records
    if not takes_mail or takes_mail == ("0 .",):
        report.add(
            Level.WARNING, msg("DMARC reports to {target} go astray: it takes no mail.", target=quote(target, 80))
        )
        return
    if target == source or await organisational_domain(lookups, target) == await organisational_domain(
        lookups, source
    ):
        return
    allowed = (await lookups.txt(f"{source}._report._dmarc.{target}")).records
    if not any(_VERSION.match(one) for one in allowed):
        report.add(
            Level.WARNING,
            msg(
                "{target} does not say that it takes DMARC reports on {domain}.",
                target=quote(target, 80),
                domain=source,
            ),
        )
