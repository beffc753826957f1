"""What counts mean beside the baseline: a silence, a flood, or a usual hour. Pure."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from porchlight.language.text import Duration as Span
from porchlight.language.text import Moment, Number, Text, msg, msg_plural
from porchlight.model.result import Measure, Unit
from porchlight.probes.gift_pulse.baseline import LEARNING_DAYS, SHORTEST_GAP, Baseline, flood_limit
from porchlight.probes.gift_pulse.counts import HOUR_MS, Counts
from porchlight.probes.gift_pulse.memory import Memory, expected

_DAY_MS: Final = 24 * HOUR_MS
_LONGEST_DAYS: Final = 60
"""How far a gap is followed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The time since the newest gift."""

    lasts_ms: int
    every_ms: float
    """How far apart gifts usually are in these hours."""
    usual_ms: int
    """How long it may be on quiet days: the longest of an ordinary month."""
    is_silence: bool


def gap(memory: Memory, now_ms: int, zone: tzinfo) -> Gap | None:
    """None where no gift is known of."""
    if memory.newest_ms is None:
        return None
    lasts_ms = min(max(now_ms - memory.newest_ms, 0), _LONGEST_DAYS * _DAY_MS)
    days = _days(memory, memory.newest_ms + lasts_ms, zone)
    chance = memory.baseline.chance_of_gap(days)
    return Gap(
        lasts_ms=lasts_ms,
        every_ms=max(lasts_ms, HOUR_MS) / max(expected_since(memory, max(lasts_ms, HOUR_MS), zone), 1e-3),
        usual_ms=_usual_ms(memory, zone),
        is_silence=(
            not memory.baseline.is_learning
            and memory.caught_up
            and lasts_ms >= SHORTEST_GAP * HOUR_MS
            and chance < memory.baseline.silence_limit
        ),
    )


def expected_since(memory: Memory, lasts_ms: int, zone: tzinfo) -> float:
    """The gifts that usually come within a span after the newest one."""
    began_ms = memory.newest_ms or 0
    return expected(memory.baseline, began_ms, began_ms + lasts_ms, zone, certain=True)


def _days(memory: Memory, until_ms: int, zone: tzinfo) -> list[float]:
    began_ms = memory.newest_ms or 0
    return [
        expected(memory.baseline, since_ms, min(since_ms + _DAY_MS, until_ms), zone, certain=True)
        for since_ms in range(began_ms, until_ms, _DAY_MS)
    ]


def _usual_ms(memory: Memory, zone: tzinfo) -> int:
    """How long a gap after the newest gift may be, by quarters of an hour on its first day."""
    baseline, began_ms = memory.baseline, memory.newest_ms or 0
    past = 1.0
    for day in range(_LONGEST_DAYS):
        since_ms = began_ms + day * _DAY_MS
        total = 0.0
        step_ms = HOUR_MS if day else HOUR_MS // 4
        for until_ms in range(since_ms + step_ms, since_ms + _DAY_MS + 1, step_ms):
            total += expected(baseline, until_ms - step_ms, until_ms, zone, certain=True)
            chance = past * (baseline.chance_on_any_day(total) if day else baseline.chance_on_this_day(total))
            if chance < baseline.month_limit:
                return until_ms - began_ms
        past = chance
    return _LONGEST_DAYS * _DAY_MS


def silence(found: Gap) -> Text:
    """What is said of it."""
    return msg(
        "No gift for {span}. Usual at this time: one every {every}; on quiet days up to {longest}.",
        span=Span(found.lasts_ms / 1000),
        every=Span(found.every_ms / 1000),
        longest=Span(found.usual_ms / 1000),
    )


def flood(baseline: Baseline, counts: Counts, now_ms: int, minutes_ms: int, zone: tzinfo) -> Text | None:
    """Many failing or tiny gifts within minutes: somebody tries stolen cards. Also while the baseline is learned."""
    lately = counts.lately
    usual = expected(baseline, now_ms - minutes_ms, now_ms, zone, certain=True)
    ordinary = max(lately.gifts - lately.tiny, usual)
    span = Span(minutes_ms / 1000)
    if lately.failed > flood_limit(baseline.failed_share, ordinary):
        return msg(
            "{failed} payments failed within {span}; about {usual} is usual. Somebody may be testing stolen cards.",
            failed=Number(round(lately.failed)),
            span=span,
            usual=Number(round(baseline.failed_share * ordinary)),
        )
    if lately.tiny > flood_limit(baseline.tiny_share, ordinary):
        return msg(
            "{tiny} tiny gifts came within {span}; about {usual} is usual. Somebody may be testing stolen cards.",
            tiny=Number(round(lately.tiny)),
            span=span,
            usual=Number(round(baseline.tiny_share * ordinary)),
        )
    return None


def usual_hour(memory: Memory, counts: Counts, now_ms: int, zone: tzinfo) -> tuple[Text, dict[str, Measure]]:
    """What is said while all is well, and the figures of the chart: gifts of the last hour in their usual band."""
    baseline = memory.baseline
    low, high = baseline.band(expected(baseline, now_ms - HOUR_MS, now_ms, zone, certain=False))
    measures = {
        "gifts": Measure(counts.last_hour, Unit.COUNT),
        "gifts_failed": Measure(counts.lately.failed, Unit.COUNT),
        "gifts_tiny": Measure(counts.lately.tiny, Unit.COUNT),
    }
    if memory.newest_ms is not None:
        measures["since_last_gift"] = Measure(max(now_ms - memory.newest_ms, 0) // 1000, Unit.SECONDS)
    day = baseline.hours // 24 + 1
    if baseline.is_learning:
        sentence = msg(
            "Learning what is usual: day {day} of {days}. Gifts in the last hour: {gifts}.",
            day=Number(min(day, LEARNING_DAYS)),
            days=Number(LEARNING_DAYS),
            gifts=Number(counts.last_hour),
        )
        return sentence, measures
    measures["gifts_usual_low"] = Measure(round(low, 1), Unit.COUNT)
    measures["gifts_usual_high"] = Measure(round(high, 1), Unit.COUNT)
    missed = memory.missed
    if missed is not None and missed.high and now_ms - missed.until_ms < _DAY_MS:
        sentence = msg(
            "Gifts are coming again: {gifts} in the last hour. Probably missed between {since} and {until}: {low} to"
            " {high} gifts. This is judged by what usually comes in these hours, and is right four times in five.",
            gifts=Number(counts.last_hour),
            since=Moment(missed.since_ms),
            until=Moment(missed.until_ms),
            low=Number(missed.low),
            high=Number(missed.high),
        )
        return sentence, measures
    sentence = msg_plural(
        "1 gift in the last hour; usual at this time: {low} to {high}.",
        "{n} gifts in the last hour; usual at this time: {low} to {high}.",
        counts.last_hour,
        low=Number(round(low)),
        high=Number(round(high)),
    )
    return sentence, measures
