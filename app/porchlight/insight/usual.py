"""The usual response times of a component, from its hourly figures."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final

from porchlight.insight.baselines import Baseline, HourFigure, learn
from porchlight.model.history import Bucket
from porchlight.zones import local_zone

LEARNED_OVER_MS: Final = 35 * 86_400_000
"""Five weeks: each hour of the week comes often enough, and what is usual may change with the seasons."""
TINY_US: Final = 20_000
"""A response time that is 20 ms off its usual one is not noticed by anybody."""


def response_baseline(hours: Iterable[Bucket], now_ms: int, zone: tzinfo | None = None) -> Baseline:
    """The usual response times, µs; ``hours`` are buckets of an hour, ``zone`` this computer's by default."""
    figures = (
        HourFigure(hour.start_ms, hour.healthy + hour.degraded, hour.p50_us, hour.p95_us)
        for hour in hours
        if hour.p50_us is not None and hour.p95_us is not None
    )
    return learn(figures, zone or local_zone(), now_ms, tiny=TINY_US)
