"""Types of the core that surfaces are handed and name in their signatures; none of them is made by a surface."""

from app.history.reader import HistoryReader as HistoryReader
from app.monitor.bus import Event as Event
