"""What another monitor reports, as one result: one part each, and the worst of them. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence, Set
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.intake.text import clean_line, quote
from porchlight.language.english import english
from porchlight.language.text import Duration, Text, first_of, msg, msg_plural
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.exchange import Reply
from porchlight.probes.context import CheckContext
from porchlight.probes.kind import Measured

MEASURES: Final[Mapping[str, Measured]] = {
    "monitors": Measured(msg("Monitors"), Unit.COUNT),
    "in_trouble": Measured(msg("With problems"), Unit.COUNT),
    "oldest_look": Measured(msg("Oldest check"), Unit.SECONDS),
}
MOST_PARTS = 100
"""Parts that are shown, the worst first; all count."""
MOST_NAMED = 3
"""In a sentence."""
_LONGEST_NAME = 100
GRAVEST_FIRST = (Outcome.ERROR, Outcome.DEGRADED, Outcome.UNKNOWN, Outcome.HEALTHY)


@dataclass(frozen=True, slots=True)
class Monitored:
    """One thing that the other monitor watches."""

    name: str
    outcome: Outcome
    text: Text | str = ""
    """Its state, in brackets after its name: "down: connection refused"."""
    reason: Reason = Reason.CONTENT
    groups: tuple[str, ...] = ()
    """Names by which it can be selected besides its own."""
    seen_ms: int | None = None
    """When the other monitor last looked at it, Unix ms (UTC); None: not known."""
    counts: bool = True
    """Whether it reports anything now; a paused one does not."""


def judge(
    ctx: CheckContext,
    source: str,
    found: Sequence[Monitored],
    reply: Reply,
    *,
    only: Sequence[str] = (),
    max_age: float | None = None,
) -> Result:
    """The result of a report from ``source`` (its name, for people). ``only``: names and groups that matter, ``*``
    for any letters where no name matches exactly; ``max_age``: seconds after which the source's last look is too
    old."""
    names = [{_key(name) for name in (one.name, *one.groups)} for one in found] if only else []
    by_choice = {wanted: _chosen(_key(wanted), names) for wanted in only}
    picked = set[int]().union(*by_choice.values())
    chosen = [one for place, one in enumerate(found) if not only or place in picked]
    missing = [wanted for wanted, places in by_choice.items() if not places]
    chosen = [_aged(one, ctx.began_ms, max_age) for one in chosen]
    counted = [one for one in chosen if one.counts]
    troubled = sorted(
        (one for one in counted if one.outcome is not Outcome.HEALTHY),
        key=lambda one: GRAVEST_FIRST.index(one.outcome),
    )
    measures = {
        "monitors": Measure(len(counted), Unit.COUNT),
        "in_trouble": Measure(len(troubled), Unit.COUNT),
    }
    ages = [ctx.began_ms - one.seen_ms for one in counted if one.seen_ms is not None]
    if ages:
        measures["oldest_look"] = Measure(max(round(max(ages) / 1000), 0), Unit.SECONDS)
    parts = tuple(
        SubResult(_name(one), one.outcome, english(one.text))
        for one in sorted(chosen, key=lambda one: GRAVEST_FIRST.index(one.outcome))[:MOST_PARTS]
    )

    def unwell(outcome: Outcome, reason: Reason, sentence: Text) -> Result:
        return ctx.unwell(
            outcome,
            reason,
            sentence,
            measures=measures,
            phases=reply.phases,
            sub_results=parts,
            duration_us=reply.duration_us,
        )

    if missing:
        sentence = msg(
            "{source} has no monitor named “{name}”.", source=source, name=quote(missing[0], _LONGEST_NAME)
        )
        return unwell(Outcome.ERROR, Reason.CONFIGURATION, sentence)
    if not chosen:
        nothing = msg("{source} has no monitors that this key or page shows.", source=source)
        return unwell(Outcome.ERROR, Reason.CONFIGURATION, nothing)
    if not counted:
        idle = msg("All chosen monitors are paused in {source}, or were never checked.", source=source)
        return unwell(Outcome.UNKNOWN, Reason.STALE, idle)
    if all(one.reason is Reason.STALE and one.outcome is Outcome.UNKNOWN for one in troubled) and len(
        troubled
    ) == len(counted):
        age = Duration(max(min(ages, default=0), 0) / 1000)
        sentence = msg(
            "{source} itself has checked nothing for {span}. What it shows is old.", source=source, span=age
        )
        return unwell(Outcome.ERROR, Reason.STALE, sentence)
    if troubled:
        return unwell(troubled[0].outcome, troubled[0].reason, _sentence(troubled, len(counted)))
    return ctx.healthy(
        msg_plural(
            "The only monitor in {source} is healthy.",
            "All {n} monitors in {source} are healthy.",
            len(counted),
            source=source,
        ),
        measures=measures,
        phases=reply.phases,
        sub_results=parts,
        duration_us=reply.duration_us,
    )


def _chosen(wanted: str, names: Sequence[Set[str]]) -> set[int]:
    """The indexes of those that one entry of ``only`` selects, by the ``names`` of each."""
    if exact := {place for place, its in enumerate(names) if wanted in its}:
        return exact
    if "*" not in wanted:
        return set()
    return {place for place, its in enumerate(names) if any(_matches(wanted, name) for name in its)}


def _key(name: str) -> str:
    """A name for comparisons: as shown, in one case and one form of each letter."""
    return unicodedata.normalize("NFC", clean_line(name).casefold())


def _matches(pattern: str, name: str) -> bool:
    """Whether ``name`` matches, where ``*`` alone is a wildcard. In linear time."""
    first, *others = pattern.split("*")
    last = others.pop()
    if len(name) < len(first) + len(last) or not (name.startswith(first) and name.endswith(last)):
        return False
    at, end = len(first), len(name) - len(last)
    for part in others:
        place = name.find(part, at, end)
        if place < 0:
            return False
        at = place + len(part)
    return True


def _aged(one: Monitored, now_ms: int, max_age: float | None) -> Monitored:
    """A look that is too old shows nothing about now, whatever it saw."""
    if max_age is None or one.seen_ms is None or not one.counts or now_ms - one.seen_ms <= max_age * 1000:
        return one
    text = msg("last checked {span} ago", span=Duration((now_ms - one.seen_ms) / 1000))
    return Monitored(one.name, Outcome.UNKNOWN, text, Reason.STALE, one.groups, one.seen_ms)


def _name(one: Monitored) -> str:
    return quote(one.name, _LONGEST_NAME) or "(no name)"


def _sentence(troubled: Sequence[Monitored], total: int) -> Text:
    if total == 1:
        return msg("“{monitor}” needs attention ({state}).", monitor=_name(troubled[0]), state=troubled[0].text)
    named = [msg("“{monitor}” ({state})", monitor=_name(one), state=one.text) for one in troubled[:MOST_NAMED]]
    return msg_plural(
        "{n} of {total} monitors needs attention: {monitors}.",
        "{n} of {total} monitors need attention: {monitors}.",
        len(troubled),
        total=total,
        monitors=first_of(named, len(troubled)),
    )
