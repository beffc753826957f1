"""What is usual for a job, from its last runs: how long one takes, how much it does, how many come in one interval.

Pure. Each judgement needs so many runs over so many days that a weekend, a quiet night and a run by hand are known;
before that nothing is unusual.
"""

from bisect import bisect_left
from collections.abc import Sequence
from math import exp, log
from statistics import NormalDist, fmean, median, pstdev
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.model.operation import Operation

_DAY_MS = 86_400_000
_YEAR_MS = 365 * _DAY_MS
FEWEST_RUNS: Final = 10
LEARNING_MS: Final = 8 * _DAY_MS
"""Every day of the week was seen, and one of them twice."""
_SHORT: Final = 0.1
"""Of the shortest run so far."""
_SHORT_MATTERS_MS: Final = 10_000
"""A usual run takes at least so long: below, the computer's own moods are larger."""
_DID_AS_MUCH: Final = 0.25
"""Of the usual items: a run that did less may well be shorter."""
_LEAST_SPREAD: Final = 0.1
_EMPTY_BY_CHANCE_A_YEAR: Final = 0.05
"""How often a run may process nothing by chance before that is unusual."""
_LONG: Final = 3
"""Times the longest run so far: after that, one that has started is not expected to end."""
_SOON_MS: Final = 15 * 60_000
_MANY_TIMES: Final = 2
_MANY_MORE: Final = 3
"""Beyond the most runs in any interval so far: somebody may have started it by hand a few times."""


@dataclass(frozen=True, slots=True)
class Empty:
    """A run that processed nothing, where the ``runs`` before it processed ``least`` each, or more."""

    runs: int
    least: int


@dataclass(frozen=True, slots=True)
class Short:
    """A run that was much shorter than the shortest of those before it."""

    shortest_ms: float


@dataclass(frozen=True, slots=True)
class Frequent:
    """So many runs within one interval, where there were ``most`` at most before."""

    runs: int
    most: int


def usual_end_ms(runs: Sequence[Operation], every_ms: float | None) -> float:
    """How long a run that has started may take, ms. ``runs``: any order."""
    longest_ms = max((run.duration_ms for run in runs if run.ok), default=None)
    if longest_ms is None:
        return max(every_ms or _DAY_MS, _SOON_MS)
    return max(longest_ms * _LONG, _SOON_MS)


def empty_run(newest_first: Sequence[Operation]) -> Empty | None:
    """Whether the last run processed nothing, where that never happened and can hardly be chance.

    Two models of the counts before it must both find that so: a Poisson with the mean of their lowest quarter, for
    days such as the quietest; and a log-normal, for counts that vary by orders of magnitude.
    """
    counted = [run for run in newest_first if run.ok and run.processed is not None]
    zeros = next((place for place, run in enumerate(counted) if run.processed), len(counted))
    before = counted[zeros:]
    if not zeros or counted[0] is not newest_first[0] or not _is_known(before):
        return None
    counts = [run.processed or 0 for run in before]
    if min(counts) == 0:
        return None
    runs_a_year = _YEAR_MS * (len(before) - 1) / max(_span_ms(before), 1)
    if _share_of_zeros(counts) * runs_a_year > _EMPTY_BY_CHANCE_A_YEAR:
        return None
    return Empty(len(before), min(counts))


def short_run(newest_first: Sequence[Operation]) -> Short | None:
    """Whether the last run succeeded in much less time than any before it, though it had as much to do."""
    good = [run for run in newest_first if run.ok]
    if not good or good[0] is not newest_first[0]:
        return None
    last, before = good[0], good[1:]
    if not _is_known(before):
        return None
    lengths = [run.duration_ms for run in before]
    if median(lengths) < _SHORT_MATTERS_MS or last.duration_ms >= min(lengths) * _SHORT:
        return None
    counts = [run.processed for run in before if run.processed is not None]
    if last.processed is not None and counts and last.processed < median(counts) * _DID_AS_MUCH:
        return None
    return Short(min(lengths))


def frequent_runs(newest_first: Sequence[Operation], every_ms: float, now_ms: int) -> Frequent | None:
    """Whether far more runs ended within the last interval than ever within one before."""
    began = sorted(run.began_ms for run in newest_first)
    first = bisect_left(began, now_ms - every_ms)
    recent, before = len(began) - first, began[:first]
    if len(before) < FEWEST_RUNS or before[-1] - before[0] < max(LEARNING_MS, 3 * every_ms):
        return None
    most = max(place + 1 - bisect_left(before, at - every_ms) for place, at in enumerate(before))
    return Frequent(recent, most) if recent > max(most * _MANY_TIMES, most + _MANY_MORE) else None


def _is_known(runs: Sequence[Operation]) -> bool:
    return len(runs) >= FEWEST_RUNS and _span_ms(runs) >= LEARNING_MS


def _span_ms(runs: Sequence[Operation]) -> float:
    began = [run.began_ms for run in runs]
    return max(began) - min(began)


def _share_of_zeros(counts: Sequence[int]) -> float:
    """How often a count of this job is 0 by chance: as on its quietest days, or as its whole spread has it."""
    quiet = fmean(sorted(counts)[: max(len(counts) // 4, 1)])
    logarithms = [log(count) for count in counts]
    spread = max(pstdev(logarithms), _LEAST_SPREAD)
    return max(exp(-quiet), NormalDist(fmean(logarithms), spread).cdf(log(0.5)))
