"""NAB's scores are those of its published formula: known by hand on small files in its format."""

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.benchmarks.truth.__main__ import main
from tests.benchmarks.truth.nab import NEVER, NotNab, Profile, Series, best_scores, read, scaled_sigmoid, scores
from tests.benchmarks.truth.slow import OWN_LIMIT, slow, unusual

BEGAN = datetime(2014, 4, 1, tzinfo=UTC)
ROWS = 100
WINDOW = (50, 59)


def moment(row: int) -> str:
    return (BEGAN + timedelta(minutes=5 * row)).strftime("%Y-%m-%d %H:%M:%S")


def checkout(
    folder: Path, windows: list[tuple[int, int]], rows: int = ROWS, value: Callable[[int], float] = lambda _: 10.0
) -> Path:
    """A folder as NAB's, with one file."""
    name = "realAWSCloudwatch/latency.csv"
    (folder / "data" / name).parent.mkdir(parents=True)
    lines = [f"{moment(row)},{value(row)}" for row in range(rows)]
    (folder / "data" / name).write_text("\n".join(["timestamp,value", *lines]) + "\n")
    labels = {name: [[f"{moment(row)}.000000" for row in window] for window in windows]}
    (folder / "labels").mkdir()
    (folder / "labels" / "combined_windows.json").write_text(json.dumps(labels))
    return folder


@pytest.fixture
def series(tmp_path: Path) -> list[Series]:
    return read(checkout(tmp_path, [WINDOW]))


def at(series: list[Series], *rows: int) -> dict[str, list[float]]:
    """A detector that finds just these rows."""
    return {one.name: [float(row in rows) for row in range(len(one.values))] for one in series}


def rounded(found: dict[Profile, float]) -> tuple[float, ...]:
    return tuple(round(score, 2) for score in found.values())


def test_files_are_read_as_nab_writes_them(series: list[Series]) -> None:
    (one,) = series
    assert one.name == "realAWSCloudwatch/latency.csv"
    assert (one.times_ms[0], one.values[:2], one.windows) == (1_396_310_400_000, [10.0, 10.0], [WINDOW])


def test_who_finds_nothing_has_0_and_who_is_perfect_100(series: list[Series]) -> None:
    assert rounded(scores(series, at(series), 0.5)) == (0, 0, 0)
    assert rounded(scores(series, at(series, WINDOW[0]), 0.5)) == (100, 100, 100)
    assert rounded(scores(series, at(series, WINDOW[0]), NEVER)) == (0, 0, 0)


def test_only_the_earliest_detection_in_a_window_counts(series: list[Series]) -> None:
    assert rounded(scores(series, at(series, *range(50, 60)), 0.5)) == (100, 100, 100)


def test_a_late_detection_is_worth_less(series: list[Series]) -> None:
    """In the last of ten rows: tanh(0.25) of tanh(2.5), 0.2482 of what the first row has."""
    worth = math.tanh(0.25) / math.tanh(2.5)
    assert rounded(scores(series, at(series, WINDOW[1]), 0.5)) == (
        round(50 * (worth + 1), 2),
        round(50 * (worth + 1), 2),
        round(100 * (worth + 2) / 3, 2),
    )


def test_a_false_alarm_costs_what_the_profile_says(series: list[Series]) -> None:
    """Before any window in full: (1 - 0.11 + 1) / 2, (1 - 0.22 + 1) / 2, (1 - 0.11 + 2) / 3."""
    assert rounded(scores(series, at(series, 30, 50), 0.5)) == (94.5, 89.0, 96.33)


def test_a_false_alarm_just_behind_a_window_costs_less(series: list[Series]) -> None:
    """One row behind, of nine between the edges."""
    cost = 0.11 * math.tanh(2.5 / 9)
    assert scores(series, at(series, 50, 60), 0.5)[Profile.STANDARD] == pytest.approx(50 * (2 - cost))


def test_what_is_found_while_learning_neither_counts_nor_costs(series: list[Series]) -> None:
    assert rounded(scores(series, at(series, 0, 14), 0.5)) == (0, 0, 0)
    assert scores(series, at(series, 15), 0.5)[Profile.STANDARD] == pytest.approx(-5.5)


def test_the_best_threshold_is_found_for_each_profile(series: list[Series]) -> None:
    found = at(series, 50)
    found[series[0].name][30] = 0.4
    assert rounded(scores(series, found, 0.3)) == (94.5, 89.0, 96.33)
    assert rounded(best_scores(series, found)) == (100, 100, 100)
    assert rounded(best_scores(series, at(series, 30))) == (0, 0, 0)


@pytest.mark.parametrize(
    ("position", "worth"), [(-1.0, 0.98661), (-0.5, 0.84828), (0.0, 0.0), (1.0, -0.98661), (3, -1)]
)
def test_the_sigmoid_is_the_published_one(position: float, worth: float) -> None:
    assert scaled_sigmoid(position) == pytest.approx(worth, abs=1e-5)


def test_porchlight_finds_what_is_four_times_as_slow_and_nothing_else(tmp_path: Path) -> None:
    """Each value is unusual; the rule sends one alert, at the third of them: row 3 of 48."""
    window = (1500, 1547)
    (one,) = read(checkout(tmp_path, [window], 2016, lambda row: (40 if 1500 <= row < 1548 else 10) + row % 3 / 10))
    found = unusual(one)
    assert [row for row, score in enumerate(found) if score >= OWN_LIMIT] == list(range(1500, 1548))
    assert rounded(scores([one], {one.name: found}, OWN_LIMIT)) == (100, 100, 100)
    alerts = slow(one)
    assert [row for row, score in enumerate(alerts) if score >= OWN_LIMIT] == [1502]
    worth = math.tanh(2.5 * 46 / 48) / math.tanh(2.5)
    assert scores([one], {one.name: alerts}, OWN_LIMIT)[Profile.STANDARD] == pytest.approx(50 * (worth + 1))


def test_two_slow_values_are_no_alert_and_a_pause_begins_another(tmp_path: Path) -> None:
    high = {1500, 1501, *range(1600, 1610), *range(1700, 1710)}
    (one,) = read(checkout(tmp_path, [(1600, 1610)], 2016, lambda row: 40 if row in high else 10))
    assert [row for row, score in enumerate(slow(one)) if score] == [1602, 1702]


def test_nothing_is_learned_from_what_comes_later(tmp_path: Path) -> None:
    """The first hours are not judged, however strange they are beside the rest."""
    (one,) = read(checkout(tmp_path, [(1500, 1510)], 2016, lambda row: 90 if row < 100 else 10))
    assert max(unusual(one)[:144]) == 0


def test_values_that_are_not_positive_do_not_end_it(tmp_path: Path) -> None:
    (one,) = read(
        checkout(tmp_path, [(1500, 1510)], 2016, lambda row: -1 if row == 1500 else 0 if row == 1600 else 10)
    )
    found = unusual(one)
    assert found[1500] == found[1600] == 1.0


def test_scores_stand_beside_the_published_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkout(tmp_path, [(1500, 1547)], 2016, lambda row: 40 if 1500 <= row < 1548 else 10)
    assert main(["--nab", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Not comparable: 1 files were found, the published scores are of 58." in lines
    ours = [line.split()[-3:] for line in lines if line.startswith("Porchlight, ")]
    assert ours == [["99.8", "99.8", "99.9"], ["100.0"] * 3, ["100.0"] * 3]
    assert any("Windowed Gaussian" in line and "39.6" in line and "seen in its source" in line for line in lines)
    assert "Porchlight's scores are left out: no path to M4 was given (M4=…)." in lines


def test_without_paths_it_says_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--nab", "", "--m4", ""]) == 0
    printed = capsys.readouterr().out
    assert printed.count("no path to NAB was given") == 1
    assert printed.count("no path to M4 was given") == 2
    assert "Porchlight, " not in printed


def test_a_folder_without_the_data_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--nab", str(tmp_path)]) == 2
    assert "is not a checkout of NAB" in capsys.readouterr().err
    assert main(["--m4", str(tmp_path)]) == 2
    assert "has no hourly series of M4" in capsys.readouterr().err


def test_labels_without_a_window_in_the_scored_part_are_refused(tmp_path: Path) -> None:
    series = read(checkout(tmp_path, []))
    with pytest.raises(NotNab, match="no window"):
        scores(series, at(series, 50), 0.5)
