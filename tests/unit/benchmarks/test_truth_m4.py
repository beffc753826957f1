"""M4's errors and its yardstick are those of the competition: known by hand on small files in its format."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.benchmarks.truth.__main__ import main
from tests.benchmarks.truth.foreseen import usual_hours, usual_hours_with_trend, weekly_forecast, weekly_trend
from tests.benchmarks.truth.m4 import Frequency, NotM4, errors, is_seasonal, mase_of, naive2, read, smape_of

DAY = [10.0 + hour for hour in range(24)]


def checkout(folder: Path, name: str, known: Sequence[Sequence[float]], future: Sequence[Sequence[float]]) -> None:
    """The two files of a frequency as M4 writes them: quoted, the shorter series filled with empty cells."""
    for part, place, rows in (("train", "Train", known), ("test", "Test", future)):
        (folder / "Dataset" / place).mkdir(parents=True, exist_ok=True)
        width = max(map(len, rows))
        lines = [",".join(f'"V{column + 1}"' for column in range(width + 1))]
        for number, row in enumerate(rows, 1):
            cells = [f'"{name[0]}{number}"', *map(str, row), *[""] * (width - len(row))]
            lines.append(",".join(cells))
        (folder / "Dataset" / place / f"{name}-{part}.csv").write_text("\n".join(lines) + "\n")


def test_a_series_without_a_mase_is_refused() -> None:
    with pytest.raises(NotM4, match="repeats itself"):
        mase_of([1.0, 1.0, 1.0], [1.0], [2.0], 1)


def test_files_are_read_as_m4_writes_them(tmp_path: Path) -> None:
    checkout(tmp_path, "Weekly", [[1, 2, 3], [4, 5]], [[6], [7]])
    first, second = read(tmp_path, Frequency.WEEKLY)
    assert (first.name, first.known, first.future) == ("W1", [1, 2, 3], [6])
    assert (second.name, second.known, second.future) == ("W2", [4, 5], [7])


def test_smape_by_hand() -> None:
    """200 · 50 / 250 is 40, and a right one is 0."""
    assert smape_of([100, 100], [150, 100]) == pytest.approx(20)


def test_mase_by_hand() -> None:
    """Wrong by 3 on average, where repeating the last value is wrong by 2, and the last season by 4."""
    known = [1.0, 3, 5, 7, 9]
    assert mase_of(known, [10, 10], [12, 6], 1) == pytest.approx(1.5)
    assert mase_of(known, [10, 10], [12, 6], 2) == pytest.approx(0.75)


@pytest.mark.parametrize("frequency", Frequency)
def test_naive2_has_an_owa_of_1(tmp_path: Path, frequency: Frequency) -> None:
    steps = frequency.value[2]
    known = [[100 + 10 * math.sin(at) + at % 7 for at in range(size)] for size in (600, 650)]
    checkout(tmp_path, frequency.value[0], known, [[105.0 + at for at in range(steps)]] * 2)
    series = read(tmp_path, frequency)
    found = errors(series, frequency, lambda known, count: naive2(known, count, frequency.season))
    assert found.owa == pytest.approx(1)


def test_half_the_errors_have_an_owa_of_a_half_where_smape_halves_too(tmp_path: Path) -> None:
    """Naive2 says 100. The truth 110, 90: errors of 10. Right once of twice: sMAPE and MASE are about half."""
    checkout(tmp_path, "Weekly", [[98, 102, 98, 100]], [[110, 90]])
    found = errors(read(tmp_path, Frequency.WEEKLY), Frequency.WEEKLY, lambda _, __: [110, 100])
    smape, smape2 = 200 * 10 / 190 / 2, (200 * 10 / 210 + 200 * 10 / 190) / 2
    assert found.smape == pytest.approx(smape)
    assert found.mase == pytest.approx(5 / (10 / 3))
    assert found.owa == pytest.approx((smape / smape2 + 0.5) / 2)


def test_naive2_repeats_a_day_that_repeats_and_the_last_value_where_none_does() -> None:
    known = DAY * 20
    assert is_seasonal(known, 24)
    assert naive2(known, 48, 24) == pytest.approx(DAY * 2)
    assert naive2(known[:-5], 5, 24) == pytest.approx(DAY[-5:])
    assert naive2(known, 3, 1) == [33.0] * 3
    chance = random.Random(1)
    flat = [chance.gauss(100, 1) for _ in range(480)]
    assert not is_seasonal(flat, 24)
    assert not is_seasonal([5.0] * 480, 24)
    assert not is_seasonal(DAY * 2, 24)


def test_usual_hours_repeat_the_week() -> None:
    week = [value + (100 if day == 6 else 0) for day in range(7) for value in DAY]
    assert usual_hours(week * 5, 168) == pytest.approx(week)


def test_a_trend_moves_the_usual_hours() -> None:
    known = [value * 1.1 ** ((24 * day + hour) / 168) for day in range(35) for hour, value in enumerate(DAY)]
    truth = [value * 1.1 ** ((840 + hour) / 168) for hour, value in enumerate(DAY)]
    assert usual_hours_with_trend(known, 24) == pytest.approx(truth, rel=0.03)
    assert usual_hours_with_trend(DAY * 35, 24) == pytest.approx(DAY)


def test_a_steady_growth_goes_on() -> None:
    known = [100.0 + 5 * week for week in range(80)]
    assert weekly_forecast(known, 3) == pytest.approx([500, 505, 510])
    compound = [100 * 1.05**week for week in range(80)]
    assert weekly_forecast(compound, 3) == pytest.approx([100 * 1.05**week for week in (80, 81, 82)], rel=0.02)
    assert weekly_trend(compound, 3) == pytest.approx([100 * 1.05**week for week in (80, 81, 82)], rel=0.02)


def test_what_does_not_grow_stays_where_it_is() -> None:
    known = [100.0 + (-1) ** week for week in range(80)]
    assert weekly_forecast(known, 2) == weekly_trend(known, 2) == [99.0, 99.0]
    assert weekly_forecast([3.0], 2) == weekly_trend([3.0], 2) == [3.0, 3.0]


def test_scores_stand_beside_the_published_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = [value + day % 2 for day in range(30) for value in DAY]
    checkout(tmp_path, "Hourly", [known], [[value + 2 for value in DAY] * 2])
    checkout(
        tmp_path, "Weekly", [[100.0 + 5 * week for week in range(80)]], [[500.0 + 5 * week for week in range(13)]]
    )
    assert main(["--m4", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    rows = {line[:36].strip(): line[36:].split() for line in printed.splitlines() if line.startswith("Porchlight, ")}
    assert 0 < float(rows["Porchlight, usual"][-1]) < 2
    assert float(rows["Porchlight, forecast"][-1]) == pytest.approx(0, abs=0.001)
    assert "Not comparable: 1 series were found, the published scores are of 414." in printed
    assert [line.split()[-1] for line in printed.splitlines() if line.startswith("Naive2, measured here")] == [
        "1.000"
    ] * 2
    assert "18.383" in printed
    assert "seen where others quote it" in printed
