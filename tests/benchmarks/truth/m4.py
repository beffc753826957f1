"""The M4 competition: its files, its errors and its yardstick Naive2, as its organisers define them.

Makridakis, Spiliotis and Assimakopoulos, "The M4 Competition: 100,000 time series and 61 forecasting methods",
International Journal of Forecasting 36 (2020); the competition's own "Benchmarks and Evaluation.R".
"""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from statistics import fmean

_CRITICAL = 1.645
"""Of the normal distribution at 90 %: a season is one where the autocorrelation is beyond."""


class Frequency(Enum):
    """``(name of its files, steps of a season, steps to forecast, series in the competition)``. The competition
    counts weekly series as having no season."""

    HOURLY = ("Hourly", 24, 48, 414)
    WEEKLY = ("Weekly", 1, 13, 359)

    @property
    def season(self) -> int:
        """Steps of a season; 1 for none."""
        return self.value[1]


class NotM4(Exception):
    """The folder does not hold M4's series."""


@dataclass(frozen=True)
class Series:
    """What is known, and what came after."""

    name: str
    known: Sequence[float]
    future: Sequence[float]


Method = Callable[[Sequence[float], int], Sequence[float]]
"""From what is known to so many steps after."""


@dataclass(frozen=True)
class Errors:
    """sMAPE in per cent, MASE, and both beside Naive2's (0.9 is a tenth better)."""

    smape: float
    mase: float
    owa: float


def read(folder: Path, frequency: Frequency) -> list[Series]:
    """All series of one frequency, wherever below ``folder`` its two files are; NotM4 where they are not."""
    name = frequency.value[0]
    try:
        known, future = (_rows(folder, f"{name}-{part}.csv") for part in ("train", "test"))
        return [Series(one, values, future[one]) for one, values in known.items()]
    except (OSError, ValueError, KeyError) as fault:
        raise NotM4(f"{folder} has no {name.lower()} series of M4: {fault}") from fault


def _rows(folder: Path, name: str) -> dict[str, list[float]]:
    path = next(iter(sorted(folder.rglob(name))), folder / name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        # Shorter series end in empty cells.
        return {row[0]: [float(cell) for cell in row[1:] if cell not in ("", "NA")] for row in rows if row}


def errors(series: Sequence[Series], frequency: Frequency, method: Method) -> Errors:
    """A method's mean errors over all series, and OWA: of the means, not a mean of each series' own."""
    smape, mase = _means(series, frequency, method)
    smape2, mase2 = _means(series, frequency, lambda known, steps: naive2(known, steps, frequency.season))
    return Errors(smape, mase, (smape / smape2 + mase / mase2) / 2)


def _means(series: Sequence[Series], frequency: Frequency, method: Method) -> tuple[float, float]:
    smapes, mases = [], []
    for one in series:
        forecast = method(one.known, len(one.future))
        smapes.append(smape_of(one.future, forecast))
        mases.append(mase_of(one.known, one.future, forecast, frequency.season))
    return fmean(smapes), fmean(mases)


def smape_of(future: Sequence[float], forecast: Sequence[float]) -> float:
    """The symmetric mean absolute percentage error, per cent (0–200)."""
    return fmean(
        200 * abs(true - one) / (abs(true) + abs(one)) if true or one else 0.0
        for true, one in zip(future, forecast, strict=True)
    )


def mase_of(known: Sequence[float], future: Sequence[float], forecast: Sequence[float], season: int) -> float:
    """The mean absolute error beside that of repeating the last season within what is known; NotM4 where that has no
    error, which would make the mean infinite."""
    scale = fmean(abs(later - earlier) for earlier, later in zip(known, known[season:], strict=False))
    if scale == 0:
        raise NotM4("a series that repeats itself exactly has no MASE")
    return fmean(abs(true - one) for true, one in zip(future, forecast, strict=True)) / scale


def naive2(known: Sequence[float], steps: int, season: int) -> list[float]:
    """The last value goes on, with the season of classical multiplicative decomposition where there is one."""
    if not is_seasonal(known, season):
        return [known[-1]] * steps
    factors = _factors(known, season)
    level = known[-1] / factors[(len(known) - 1) % season]
    return [level * factors[(len(known) + step) % season] for step in range(steps)]


def is_seasonal(known: Sequence[float], season: int) -> bool:
    """The competition's test: the autocorrelation at a season's distance is beyond what chance does at 90 %.
    As R's ``acf`` it looks no farther back than 10 log10(n) steps."""
    n = len(known)
    if season < 2 or n < 3 * season or math.floor(10 * math.log10(n)) < season:
        return False
    mean = fmean(known)
    left = [value - mean for value in known]
    power = math.fsum(value * value for value in left)
    if power == 0:
        return False
    r = [
        math.fsum(one * other for one, other in zip(left, left[lag:], strict=False)) / power
        for lag in range(1, season + 1)
    ]
    limit = _CRITICAL * math.sqrt((1 + 2 * math.fsum(one * one for one in r[:-1])) / n)
    return abs(r[-1]) > limit


def _factors(known: Sequence[float], season: int) -> list[float]:
    """How far each step of a season is above the centred moving average, as a factor; 1 on average."""
    half = season // 2
    ratios: list[list[float]] = [[] for _ in range(season)]
    for at in range(half, len(known) - half):
        around = known[at - half : at + half + 1]
        ends = (around[0] + around[-1]) / 2 if season % 2 == 0 else around[0] + around[-1]
        ratios[at % season].append(known[at] / ((math.fsum(around[1:-1]) + ends) / season))
    factors = [fmean(seen) for seen in ratios]
    return [factor / fmean(factors) for factor in factors]
