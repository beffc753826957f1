"""Types of the core that surfaces are handed and name in their signatures; none of them is made by a surface."""

from porchlight.history.reader import HistoryReader as HistoryReader
from porchlight.model.events import Event as Event
