"""The Numenta Anomaly Benchmark: its files, and its scores from the published formula.

Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms: the Numenta Anomaly Benchmark", ICMLA 2015
(arXiv:1510.03336). Details that the paper leaves open are as in NAB's own nab/sweeper.py: the first row of a window
counts exactly 1, what lies three widths or more behind a window counts as far from any, and the first 15 % of a file
(750 rows at most) are for learning.
"""

import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

PROBATION = 0.15
"""The share of a file that is not scored …"""
_PROBATION_OF = 5000
"""… as if it had this many rows at most."""
_FAR = 3.0
NEVER = math.inf
"""The threshold of the detector that finds nothing."""


class Profile(Enum):
    """What counts how much: ``(false positive, false negative)``; a true positive counts 1."""

    STANDARD = (0.11, 1.0)
    REWARD_LOW_FP_RATE = (0.22, 1.0)
    REWARD_LOW_FN_RATE = (0.11, 2.0)


class NotNab(Exception):
    """The folder does not hold NAB's files."""


@dataclass(frozen=True)
class Series:
    """One file: Unix ms (its times are taken as UTC), values, and the windows as first and last row."""

    name: str
    times_ms: Sequence[int]
    values: Sequence[float]
    windows: Sequence[tuple[int, int]]


def read(folder: Path) -> list[Series]:
    """Every labelled file of a checkout of NAB, in the order of the labels; NotNab where one is missing or broken."""
    try:
        labels = json.loads((folder / "labels" / "combined_windows.json").read_text("utf-8"))
        return [_series(folder / "data" / name, name, windows) for name, windows in labels.items()]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as fault:
        raise NotNab(f"{folder} is not a checkout of NAB: {fault}") from fault


def _series(path: Path, name: str, windows: Iterable[tuple[str, str]]) -> Series:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(_ms(row["timestamp"]), float(row["value"])) for row in csv.DictReader(file)]
    times = [at for at, _ in rows]
    places = {at: place for place, at in reversed(list(enumerate(times)))}
    return Series(
        name,
        times,
        [value for _, value in rows],
        [(places[_ms(first)], places[_ms(last)]) for first, last in windows],
    )


def _ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def scaled_sigmoid(position: float) -> float:
    """The worth of a detection: -1 is the left edge of a window, 0 its right edge, beyond it is false: 0 to -1."""
    return -1.0 if position >= _FAR else 2 / (1 + math.exp(5 * position)) - 1


@dataclass(frozen=True)
class _Row:
    """What a detection at one row is worth before weights; ``window`` is None outside of windows."""

    score: float
    worth: float
    window: tuple[str, int] | None


def scores(series: Sequence[Series], found: Mapping[str, Sequence[float]], threshold: float) -> dict[Profile, float]:
    """A detector's normalised scores: 0 for finding nothing, 100 for the first row of each window and nothing else.

    ``found``: by the series' name an anomaly score (0–1) for each row; at ``threshold`` or above is a detection.
    """
    rows = _rows(series, found)
    return {
        profile: next(score for above, score in reversed(_sweep(rows, profile)) if above >= threshold)
        for profile in Profile
    }


def best_scores(series: Sequence[Series], found: Mapping[str, Sequence[float]]) -> dict[Profile, float]:
    """The same at the threshold that is best for each profile: that is how the published scores were chosen."""
    rows = _rows(series, found)
    return {profile: max(score for _, score in _sweep(rows, profile)) for profile in Profile}


def _rows(series: Iterable[Series], found: Mapping[str, Sequence[float]]) -> list[_Row]:
    """All rows that are scored, the highest anomaly score first."""
    rows = [row for one in series for row in _rows_of(one, found[one.name])]
    return sorted(rows, key=lambda row: row.score, reverse=True)


def _rows_of(series: Series, found: Sequence[float]) -> list[_Row]:
    rows = []
    windows = sorted(series.windows)
    place = 0
    for at, score in enumerate(found):
        while place < len(windows) and at > windows[place][1]:
            place += 1
        if place < len(windows) and at >= windows[place][0]:
            first, last = windows[place]
            worth = scaled_sigmoid(-(last - at + 1) / (last - first + 1)) / scaled_sigmoid(-1.0)
            rows.append(_Row(score, worth, (series.name, place)))
        elif place:
            first, last = windows[place - 1]
            rows.append(_Row(score, scaled_sigmoid((at - last) / max(last - first, 1)), None))
        else:
            rows.append(_Row(score, scaled_sigmoid(_FAR), None))
    return rows[math.floor(PROBATION * min(len(found), _PROBATION_OF)) :]


def _sweep(rows: Sequence[_Row], profile: Profile) -> list[tuple[float, float]]:
    """``(threshold, normalised score)``, from the highest threshold, which nothing reaches, to the lowest."""
    false_positive, false_negative = profile.value
    parts = {row.window: -false_negative for row in rows if row.window is not None}
    perfect, nothing = float(len(parts)), -false_negative * len(parts)
    if not parts:
        raise NotNab("no window is in the scored part of these files")
    swept = []
    total, threshold = nothing, NEVER
    for row in rows:
        if row.score != threshold:
            swept.append((threshold, 100 * (total - nothing) / (perfect - nothing)))
            threshold = row.score
        if row.window is None:
            total += false_positive * row.worth
        elif row.worth > parts[row.window]:
            total += row.worth - parts[row.window]
            parts[row.window] = row.worth
    swept.append((threshold, 100 * (total - nothing) / (perfect - nothing)))
    return swept
