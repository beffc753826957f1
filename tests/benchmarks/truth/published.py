"""What others published, from where, and how sure it is that the figures are copied rightly."""

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How a figure came here."""

    SEEN = "seen in its source"
    IN_A_COPY = "seen where others quote it"
    RECALLED = "from memory, to be verified"


@dataclass(frozen=True)
class Published:
    """``scores`` in the order of the table's columns; None where the source has none."""

    name: str
    scores: tuple[float | None, ...]
    source: str
    certainty: Certainty


_SCOREBOARD = "README of numenta/NAB, NAB 1.0"
_LATER = "README of numenta/NAB, July 2026"
_ADDED_LATER = (
    Published("ARTime", (74.9, None, None), _LATER, Certainty.IN_A_COPY),
    Published("earthgecko Skyline", (58.2, None, None), _LATER, Certainty.IN_A_COPY),
)
NAB = _ADDED_LATER + tuple(
    Published(name, scores, _SCOREBOARD, Certainty.SEEN)
    for name, scores in (
        ("Numenta HTM (lowest of its seeds)", (69.7, 61.7, 74.2)),
        ("CAD OSE", (69.9, 67.0, 73.2)),
        ("KNN CAD", (58.0, 43.4, 64.8)),
        ("Relative Entropy", (54.6, 47.6, 58.8)),
        ("Random Cut Forest", (51.7, 38.4, 59.7)),
        ("Twitter ADVec 1.0.0", (47.1, 33.6, 53.5)),
        ("Windowed Gaussian", (39.6, 20.9, 47.4)),
        ("Etsy Skyline", (35.7, 27.1, 44.5)),
        ("Bayesian Changepoint", (17.7, 3.2, 32.2)),
        ("EXPoSE", (16.4, 3.2, 26.9)),
        ("Random", (11.0, 1.2, 19.5)),
        ("Null", (0.0, 0.0, 0.0)),
    )
)

# What is from memory agrees with itself: each OWA follows from its sMAPE and MASE.
_PAPER = "Makridakis et al., IJF 36 (2020)"
_STATSFORECAST = "Nixtla/statsforecast, experiments/arima"
M4_HOURLY = (
    Published("Naive2", (18.383, 2.396, 1.0), _PAPER, Certainty.IN_A_COPY),
    Published("Smyl (winner)", (9.328, 0.893, 0.440), _PAPER, Certainty.RECALLED),
    Published("ARIMA", (13.980, 0.943, 0.577), _PAPER, Certainty.RECALLED),
    Published("seasonal naive", (13.912, 1.193, 0.628), _PAPER, Certainty.RECALLED),
    Published("ETS", (17.307, 1.824, 0.852), _PAPER, Certainty.RECALLED),
    Published("Theta", (18.138, 2.455, 1.006), _PAPER, Certainty.RECALLED),
    Published("auto.arima of R", (None, 1.02, None), _STATSFORECAST, Certainty.SEEN),
    Published("AutoARIMA of StatsForecast", (None, 0.92, None), _STATSFORECAST, Certainty.SEEN),
)
M4_WEEKLY = (
    Published("Naive2", (9.161, 2.777, 1.0), _PAPER, Certainty.IN_A_COPY),
    Published("Smyl (winner)", (7.817, 2.356, 0.851), _PAPER, Certainty.RECALLED),
    Published("ETS", (8.727, 2.527, 0.931), _PAPER, Certainty.RECALLED),
    Published("ARIMA", (8.653, 2.556, 0.932), _PAPER, Certainty.RECALLED),
    Published("Theta", (9.093, 2.637, 0.971), _PAPER, Certainty.RECALLED),
    Published("auto.arima of R", (None, 2.58, None), _STATSFORECAST, Certainty.SEEN),
    Published("AutoARIMA of StatsForecast", (None, 2.34, None), _STATSFORECAST, Certainty.SEEN),
)
