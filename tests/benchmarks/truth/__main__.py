"""``make bench-truth NAB=/path/to/NAB M4=/path/to/M4``: our scores beside the published ones, whatever they are."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.truth import foreseen, m4, nab, slow
from tests.benchmarks.truth.published import M4_HOURLY, M4_WEEKLY, NAB, Published

NAB_FILES = 58
"""Files of NAB 1.0, with and without anomalies."""
_METHODS: dict[m4.Frequency, dict[str, m4.Method]] = {
    m4.Frequency.HOURLY: {
        "Porchlight, usual": foreseen.usual_hours,
        "Porchlight, usual and trend": foreseen.usual_hours_with_trend,
    },
    m4.Frequency.WEEKLY: {
        "Porchlight, trend": foreseen.weekly_trend,
        "Porchlight, forecast": foreseen.weekly_forecast,
    },
}
_PUBLISHED = {m4.Frequency.HOURLY: M4_HOURLY, m4.Frequency.WEEKLY: M4_WEEKLY}

Row = tuple[str, tuple[float | None, ...]]


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; 2 where a path was given that does not hold its data."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.truth", description=__doc__)
    parser.add_argument("--nab", default="", help="a checkout of https://github.com/numenta/NAB")
    parser.add_argument("--m4", default="", help="a checkout of https://github.com/Mcompetitions/M4-methods")
    paths = parser.parse_args(arguments)
    try:
        _nab(paths.nab)
        for frequency in m4.Frequency:
            _m4(paths.m4, frequency)
    except (nab.NotNab, m4.NotM4) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _nab(path: str) -> None:
    ours: list[Row] = []
    if path:
        series = nab.read(Path(path))
        slows = {one.name: slow.slow(one) for one in series}
        each = {one.name: slow.unusual(one) for one in series}
        ours = [
            ("Porchlight, slow", tuple(nab.scores(series, slows, slow.OWN_LIMIT).values())),
            ("Porchlight, unusual", tuple(nab.scores(series, each, slow.OWN_LIMIT).values())),
            ("Porchlight, unusual, best limit", tuple(nab.best_scores(series, each).values())),
        ]
        note = _compared(len(series), NAB_FILES, "files")
    else:
        note = "Porchlight's scores are left out: no path to NAB was given (NAB=…)."
    columns = tuple(profile.name.lower() for profile in nab.Profile)
    _print("Numenta Anomaly Benchmark, 100 is perfect", columns, 1, ours, NAB, note)


def _m4(path: str, frequency: m4.Frequency) -> None:
    ours: list[Row] = []
    name, season, _, count = frequency.value
    if path:
        series = m4.read(Path(path), frequency)
        methods = {"Naive2, measured here": _naive2(season), **_METHODS[frequency]}
        for title, method in methods.items():
            found = m4.errors(series, frequency, method)
            ours.append((title, (found.smape, found.mase, found.owa)))
        note = _compared(len(series), count, "series")
    else:
        note = "Porchlight's scores are left out: no path to M4 was given (M4=…)."
    title = f"M4, {name.lower()} series, the lower the better"
    _print(title, ("sMAPE", "MASE", "OWA"), 3, ours, _PUBLISHED[frequency], note)


def _naive2(season: int) -> m4.Method:
    return lambda known, steps: m4.naive2(known, steps, season)


def _compared(count: int, published: int, what: str) -> str:
    if count == published:
        return f"All {count} {what}."
    return f"Not comparable: {count} {what} were found, the published scores are of {published}."


def _print(
    title: str,
    columns: Sequence[str],
    digits: int,
    ours: Sequence[Row],
    published: Sequence[Published],
    note: str,
) -> None:
    print(f"{title}\n{note}\n")
    print(f"{'':36}" + "".join(f"{column:>20}" for column in columns))
    for name, scores in ours:
        print(f"{name:36}" + _cells(scores, digits))
    for one in published:
        print(f"{one.name:36}{_cells(one.scores, digits)}  {one.source} ({one.certainty})")
    print()


def _cells(scores: Sequence[float | None], digits: int) -> str:
    return "".join(f"{'' if score is None else format(score, f'.{digits}f'):>20}" for score in scores)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
