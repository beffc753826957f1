"""The chart of a job's durations: that of response times, in seconds."""

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.desktop.widgets.performance_table import duration
from porchlight.language.current import tr


class DurationChart(LatencyChart):
    """Values are seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr("Duration"))

    def _amount(self, value: float) -> str:
        return duration(value * 1000)
