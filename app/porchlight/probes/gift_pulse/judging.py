"""What counts mean beside the baseline: a silence, a flood, or a usual hour. Pure."""

from datetime import tzinfo
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Duration as Span
from porchlight.language.text import Moment, Number, Text, msg, msg_plural, sentences
from porchlight.model.gifts import MissedGifts
from porchlight.model.result import Measure, Unit
from porchlight.probes.gift_pulse.baseline import LEARNING_DAYS, SHORTEST_GAP
from porchlight.probes.gift_pulse.baseline import flood_limit as limit_of_flood
from porchlight.probes.gift_pulse.counts import HOUR_MS, Counts
from porchlight.probes.gift_pulse.expecting import DAY_MS, Expecting, expected, pieces
from porchlight.probes.gift_pulse.memory import Memory

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
    day: str = ""
    """The name of the important day on which it is too long; empty: it would be on any day."""


def gap(memory: Memory, now_ms: int, expecting: Expecting) -> Gap | None:
    """None where no gift is known of."""
    if memory.newest_ms is None:
        return None
    zone = expecting.zone
    lasts_ms = min(max(now_ms - memory.newest_ms, 0), _LONGEST_DAYS * DAY_MS)
    days = _days(memory, memory.newest_ms + lasts_ms, zone)
    limit = memory.baseline.silence_limit
    can_be_judged = not memory.baseline.is_learning and memory.caught_up and lasts_ms >= SHORTEST_GAP * HOUR_MS
    found = Gap(
        lasts_ms=lasts_ms,
        every_ms=max(lasts_ms, HOUR_MS) / max(expected_since(memory, max(lasts_ms, HOUR_MS), zone), 1e-3),
        usual_ms=_usual_ms(memory, zone),
        is_silence=can_be_judged and memory.baseline.chance_of_gap(days) < limit,
    )
    day = expecting.important(now_ms)
    if found.is_silence or not can_be_judged or day is None:
        return found
    since_ms = max(memory.newest_ms, day.from_ms)
    level = expecting.level_at(since_ms)
    to_come = sum(share * expecting.of_hour(hour) for hour, share in pieces(since_ms, now_ms))
    # The chance that none comes: the zero of a gamma-Poisson count.
    if (level.rate / (level.rate + to_come)) ** level.shape >= limit:
        return found
    every_ms = (now_ms - since_ms) / max(to_come * level.mean, 1e-3)
    return Gap(lasts_ms, every_ms, found.usual_ms, is_silence=True, day=day.name)


def expected_since(memory: Memory, lasts_ms: int, zone: tzinfo) -> float:
    """The gifts that usually come within a span after the newest one."""
    began_ms = memory.newest_ms or 0
    return expected(memory.baseline, began_ms, began_ms + lasts_ms, zone, certain=True)


def _days(memory: Memory, until_ms: int, zone: tzinfo) -> list[float]:
    began_ms = memory.newest_ms or 0
    return [
        expected(memory.baseline, since_ms, min(since_ms + DAY_MS, until_ms), zone, certain=True)
        for since_ms in range(began_ms, until_ms, DAY_MS)
    ]


def _usual_ms(memory: Memory, zone: tzinfo) -> int:
    """How long a gap after the newest gift may be, by quarters of an hour on its first day."""
    baseline, began_ms = memory.baseline, memory.newest_ms or 0
    past = 1.0
    for day in range(_LONGEST_DAYS):
        since_ms = began_ms + day * DAY_MS
        total = 0.0
        step_ms = HOUR_MS if day else HOUR_MS // 4
        for until_ms in range(since_ms + step_ms, since_ms + DAY_MS + 1, step_ms):
            total += expected(baseline, until_ms - step_ms, until_ms, zone, certain=True)
            chance = past * (baseline.chance_on_any_day(total) if day else baseline.chance_on_this_day(total))
            if chance < baseline.month_limit:
                return until_ms - began_ms
        past = chance
    return _LONGEST_DAYS * DAY_MS


def silence(found: Gap) -> Text:
    """What is said of it."""
    if found.day:
        return msg(
            "No gift for {span}. On {day} one is expected every {every}.",
            span=Span(found.lasts_ms / 1000),
            day=found.day,
            every=Span(found.every_ms / 1000),
        )
    return msg(
        "No gift for {span}. Usual at this time: one every {every}; on quiet days up to {longest}.",
        span=Span(found.lasts_ms / 1000),
        every=Span(found.every_ms / 1000),
        longest=Span(found.usual_ms / 1000),
    )


def flood(counts: Counts, now_ms: int, minutes_ms: int, expecting: Expecting) -> Text | None:
    """Many failing or tiny gifts within minutes: somebody tries stolen cards. Also while the baseline is learned. As
    many as an important day's gifts bring with them are none."""
    lately, baseline = counts.lately, expecting.baseline
    usual = expected(baseline, now_ms - minutes_ms, now_ms, expecting.zone, certain=True)
    if expecting.important(now_ms) is not None:
        to_come = sum(share * expecting.of_hour(hour) for hour, share in pieces(now_ms - minutes_ms, now_ms))
        usual = max(usual, to_come * expecting.level_at(now_ms).mean)
    ordinary = max(lately.gifts - lately.tiny, usual)
    span = Span(minutes_ms / 1000)
    if lately.failed > limit_of_flood(baseline.failed_share, ordinary):
        return msg(
            "{failed} payments failed within {span}; about {usual} is usual. Somebody may be testing stolen cards.",
            failed=Number(round(lately.failed)),
            span=span,
            usual=Number(round(baseline.failed_share * ordinary)),
        )
    if lately.tiny > limit_of_flood(baseline.tiny_share, ordinary):
        return msg(
            "{tiny} tiny gifts came within {span}; about {usual} is usual. Somebody may be testing stolen cards.",
            tiny=Number(round(lately.tiny)),
            span=span,
            usual=Number(round(baseline.tiny_share * ordinary)),
        )
    return None


def usual_hour(memory: Memory, counts: Counts, now_ms: int, expecting: Expecting) -> tuple[Text, dict[str, Measure]]:
    """What is said while all is well, and the figures of the panel: gifts of the last hour in their usual band."""
    baseline = memory.baseline
    measures = {
        "gifts": Measure(counts.last_hour, Unit.COUNT),
        "gifts_failed": Measure(counts.lately.failed, Unit.COUNT),
        "gifts_tiny": Measure(counts.lately.tiny, Unit.COUNT),
    }
    if memory.newest_ms is not None:
        measures["since_last_gift"] = Measure(max(now_ms - memory.newest_ms, 0) // 1000, Unit.SECONDS)
    if baseline.is_learning:
        sentence = msg(
            "Learning what is usual: day {day} of {days}. Gifts in the last hour: {gifts}.",
            day=Number(min(baseline.hours // 24 + 1, LEARNING_DAYS)),
            days=Number(LEARNING_DAYS),
            gifts=Number(counts.last_hour),
        )
        return sentence, measures
    low, high = expecting.band(now_ms - HOUR_MS, now_ms)
    measures["gifts_usual_low"] = Measure(round(low, 1), Unit.COUNT)
    measures["gifts_usual_high"] = Measure(round(high, 1), Unit.COUNT)
    missed = memory.missed
    if missed is not None and missed.high and now_ms - missed.until_ms < DAY_MS:
        return sentences(_coming_again(counts), _probably_missed(missed)), measures
    return _beside_band(counts.last_hour, low, high, now_ms, expecting), measures


def _coming_again(counts: Counts) -> Text:
    return msg("Gifts are coming again: {gifts} in the last hour.", gifts=Number(counts.last_hour))


def _probably_missed(missed: MissedGifts) -> Text:
    return msg(
        "Probably missed between {since} and {until}: {low} to {high} gifts. This is judged by what usually comes in"
        " these hours, and is right four times in five.",
        since=Moment(missed.since_ms),
        until=Moment(missed.until_ms),
        low=Number(missed.low),
        high=Number(missed.high),
    )


def _beside_band(gifts: int, low: float, high: float, now_ms: int, expecting: Expecting) -> Text:
    band = {"low": Number(round(low)), "high": Number(round(high))}
    day = expecting.important(now_ms - 1)
    if day is None:
        return msg_plural(
            "1 gift in the last hour; usual at this time: {low} to {high}.",
            "{n} gifts in the last hour; usual at this time: {low} to {high}.",
            gifts,
            **band,
        )
    if expecting.last_year((now_ms - 1) // HOUR_MS) is not None:
        return msg_plural(
            "1 gift in the last hour; expected by last year's {day}: {low} to {high}.",
            "{n} gifts in the last hour; expected by last year's {day}: {low} to {high}.",
            gifts,
            day=day.name,
            **band,
        )
    return msg_plural(
        "1 gift in the last hour; expected as {day} goes so far: {low} to {high}.",
        "{n} gifts in the last hour; expected as {day} goes so far: {low} to {high}.",
        gifts,
        day=day.name,
        **band,
    )
