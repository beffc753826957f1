"""Types of the core that surfaces receive and name in their signatures; no surface makes one."""

from porchlight.history.reader import HistoryReader as HistoryReader
