"""The tags of a DMARC record beside its policy: those with a fault that receivers ignore, and those of no use. Pure.

RFC 9989 §4.8 (RFC 7489 §6.3): syntax errors after the policy are discarded in favour of defaults, or ignored, and the
policy holds. Checkers, and receivers that are strict, discard the whole record. So a fault is reported, and the
policy still counts.
"""

from collections.abc import Mapping
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import quote
from porchlight.language.text import msg
from porchlight.probes.mail_domain.findings import Level, Report
from porchlight.probes.mail_domain.tags import MOST_TAGS, NotTags, read_tags

_ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    "adkim": frozenset({"r", "s"}),
    "aspf": frozenset({"r", "s"}),
    "fo": frozenset({"0", "1", "d", "s"}),
    "psd": frozenset({"y", "n", "u"}),
    "t": frozenset({"y", "n"}),
}
_LISTS: Final = frozenset({"fo"})
_FORMER: Final = frozenset({"rf", "ri"})
"""Tags of RFC 7489 that RFC 9989 dropped, and that did nothing before: many records have them, and that is no matter.
"pct" is another."""
_KNOWN: Final = frozenset({"v", "p", "sp", "np", "rua", "ruf", "pct", *_ALLOWED, *_FORMER})


@dataclass(frozen=True, slots=True)
class Parts:
    """A record, taken apart."""

    pairs: list[tuple[str, str]]
    """Name (lower case) and value of each tag, in order."""
    unreadable: list[str]
    """Parts after the policy that are no tags."""
    has_empty: bool
    """Whether there is nothing between two ";", which is a fault of form that receivers are to overlook."""


def read_parts(record: str) -> Parts:
    """Raises NotTags for a part before the policy that is no tag: what holds then is anybody's guess."""
    parts = [part for part in record.split(";") if part.strip()]
    pairs: list[tuple[str, str]] = []
    unreadable: list[str] = []
    for part in parts[:MOST_TAGS]:
        try:
            pairs += read_tags(part)
        except NotTags:
            if all(name != "p" for name, _ in pairs):
                raise
            unreadable.append(part.strip())
    return Parts(pairs, unreadable, len(parts) < len(record.strip().removesuffix(";").split(";")))


def is_allowed(name: str, value: str) -> bool:
    """Whether a tag may have this value; any, where there is no list of them."""
    if name not in _ALLOWED:
        return True
    parts = value.lower().split(":") if name in _LISTS else [value.lower()]
    return all(one.strip() in _ALLOWED[name] for one in parts)


def judge_unreadable(parts: Parts, report: Report) -> None:
    """Add the first of the parts that receivers ignore: one is enough to look at the record."""
    report.flawed = parts.has_empty or bool(parts.unreadable)
    for part in parts.unreadable[:1]:
        report.add(
            Level.WARNING,
            msg(
                "DMARC: the part “{part}” cannot be read. Receivers should ignore just that; strict ones ignore the"
                " whole record.",
                part=quote(part, 60),
            ),
        )


def judge_tags(tags: Mapping[str, str], report: Report) -> None:
    """Add what is to say of each."""
    for name, value in tags.items():
        if not is_allowed(name, value):
            report.flawed = True
            report.add(
                Level.WARNING,
                msg(
                    "DMARC: “{name}” has the unknown value “{value}”. Receivers should ignore just that; strict ones"
                    " ignore the whole record.",
                    name=name,
                    value=quote(value, 20),
                ),
            )
        elif name == "pct" and value != "100":
            report.add(
                Level.NOTE,
                msg("DMARC: “pct” was dropped from the standard; newer receivers apply the policy to all mail."),
            )
        elif name not in _KNOWN:
            report.add(Level.NOTE, msg("DMARC: receivers do not know “{name}” and ignore it.", name=quote(name, 20)))
