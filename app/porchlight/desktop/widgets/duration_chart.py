"""The chart of a job's durations: that of response times, in seconds."""

import math

from porchlight.desktop.chart_data import ChartData
from porchlight.desktop.formatting import exact_moment, readout_moment
from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.desktop.widgets.performance_table import duration
from porchlight.language.current import tr


class DurationChart(LatencyChart):
    """Values are seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr("Duration"))

    def _readout_text(self, data: ChartData, index: int) -> str:
        at, value, p95 = data.times[index], data.median[index], data.p95[index]
        when = exact_moment(at * 1000) if data.resolution is None else readout_moment(at * 1000)
        if math.isnan(value):
            text = tr("failed")
        elif data.resolution is None:
            text = duration(value * 1000)
        else:
            text = tr("median {median} · p95 {p95}", median=duration(value * 1000), p95=duration(p95 * 1000))
        return f"<b>{when}</b><br>{text}"
