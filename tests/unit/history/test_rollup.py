"""Laws of the rollups: nothing is lost or counted twice, quantiles hold within 1 %, gaps are gaps."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from porchlight.history.rollup import ACCURACY, Accumulator, Sketch, coarsen, gather, samples
from porchlight.model.status import Outcome, Reason

durations = st.lists(st.integers(1, 60_000_000), min_size=1, max_size=200)
outcomes = st.sampled_from(
    [
        (Outcome.HEALTHY, None),
        (Outcome.DEGRADED, Reason.SLOW),
        (Outcome.ERROR, Reason.TIMEOUT),
        (Outcome.ERROR, Reason.AUTH),
        (Outcome.UNKNOWN, Reason.OFFLINE),
    ]
)
HOUR = 3_600_000
rows = st.lists(
    st.tuples(st.integers(0, 3 * HOUR), st.integers(1, 10_000_000), outcomes),
    max_size=60,
    unique_by=lambda row: row[0],
).map(lambda found: [(at, us, *what) for at, us, what in sorted(found)])


def sketch_of(values: list[int]) -> Sketch:
    sketch = Sketch()
    for value in values:
        sketch.add(value)
    return sketch


@given(durations, st.sampled_from([0.0, 0.5, 0.95, 1.0]))
def test_a_quantile_is_within_one_percent(values: list[int], share: float) -> None:
    exact = sorted(values)[math.floor(share * (len(values) - 1))]
    found = sketch_of(values).quantile(share)
    assert found is not None
    assert abs(found - exact) <= ACCURACY * exact * 1.0001


@given(durations, durations)
def test_merging_is_the_same_as_counting_together(left: list[int], right: list[int]) -> None:
    merged = sketch_of(left)
    merged.merge(sketch_of(right))
    assert merged.to_bytes() == sketch_of(left + right).to_bytes()


@given(st.lists(st.integers(0, 10**12), max_size=100))
def test_a_sketch_survives_the_file(values: list[int]) -> None:
    encoded = sketch_of(values).to_bytes()
    assert Sketch.from_bytes(encoded).to_bytes() == encoded


def test_a_sketch_is_small() -> None:
    assert len(sketch_of([100_000 + index * 37 for index in range(1440)]).to_bytes()) < 200


@given(rows, st.integers(1000, HOUR))
def test_buckets_hold_every_result_once_at_every_width(
    found: list[tuple[int, int, Outcome, Reason | None]], interval_ms: int
) -> None:
    fine = gather(samples(found, interval_ms), 300_000)
    coarse = coarsen(fine, HOUR)
    for buckets in (fine, coarse):
        whole = Accumulator(0, 1)
        for bucket in buckets:
            whole.merge(bucket)
        assert whole.bucket().checks == len(found)
        assert whole.attention == sum(reason is Reason.AUTH for _, _, _, reason in found)
        assert whole.sum_us == sum(us for _, us, what, _ in found if what in (Outcome.HEALTHY, Outcome.DEGRADED))
        assert 0 <= whole.down_ms <= whole.watched_ms <= 1.5 * interval_ms * len(found)


@given(rows, st.integers(1000, HOUR))
def test_results_never_speak_for_the_same_time_twice(
    found: list[tuple[int, int, Outcome, Reason | None]], interval_ms: int
) -> None:
    spoken = list(samples(found, interval_ms))
    for sample, following in pairwise(spoken):
        assert sample.began_ms + sample.watched_ms <= following.began_ms


def test_time_asleep_is_a_gap_and_not_uptime() -> None:
    found = [(0, 10, Outcome.HEALTHY, None), (60_000, 10, Outcome.HEALTHY, None), (HOUR, 10, Outcome.HEALTHY, None)]
    watched = [sample.watched_ms for sample in samples(found, 60_000)]
    assert watched == [60_000, 90_000, 60_000]


def test_an_error_that_a_person_here_must_mend_is_not_downtime() -> None:
    bucket = Accumulator(0, 300_000)
    for sample in samples([(0, 10, Outcome.ERROR, Reason.AUTH), (60_000, 10, Outcome.ERROR, Reason.TIMEOUT)], 60_000):
        bucket.add(sample)
    assert (bucket.watched_ms, bucket.down_ms) == (120_000, 60_000)
