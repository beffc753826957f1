"""The chart of a job's durations: that of response times, in seconds."""

from porchlight.desktop.theme import Theme
from porchlight.desktop.widgets.latency_chart import LatencyChart
from porchlight.desktop.widgets.performance_table import duration
from porchlight.language.current import tr, tr_plural


class DurationChart(LatencyChart):
    """Values are seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(tr("Duration"))

    def _failed_word(self) -> str:
        return tr("failed")

    def _many_slow(self, count: int) -> str:
        return tr_plural("One run took far longer.", "{n} runs took far longer.", count)

    def _amount(self, value: float) -> str:
        return duration(value * 1000)
