"""VendorReport: what a vendor itself reports of its service, shown beside what we found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from porchlight.model.status import Outcome, Reason


class VendorState(StrEnum):
    """The vendor's own status."""

    NOTHING = "nothing"
    """It has reported nothing."""
    REPORTS = "reports"
    NOT_PUBLISHED = "not_published"
    """It publishes nothing that programs can read."""
    UNREADABLE = "not_told"
    """Its report could not be fetched, or could not be understood."""


@dataclass(frozen=True, slots=True)
class VendorReport:
    """What one vendor reports. Times are Unix ms (UTC)."""

    vendor: str
    """Its name, for people."""
    state: VendorState
    at_ms: int
    """When it was fetched."""
    what: str = ""
    """What it reports, verbatim, on one line."""
    since_ms: int | None = None
    """Since when, where it gives a time."""
    severity: Outcome = Outcome.HEALTHY
    """How severe it calls it."""
    page: str = ""
    """Where people read it."""
    why: str = ""
    """Why its report could not be fetched: a sentence."""
    reason: Reason = Reason.CONTENT
    """The same as a code."""

    @property
    def is_known(self) -> bool:
        """Whether the answer of the vendor is known, also where it reports nothing."""
        return self.state is not VendorState.UNREADABLE

    def sentence(self) -> str:
        """One plain sentence; the time is that of this computer."""
        match self.state:
            case VendorState.NOTHING:
                return f"{self.vendor} has reported nothing."
            case VendorState.REPORTS:
                since = "" if self.since_ms is None else f", since {_moment(self.since_ms, self.at_ms)}"
                return f"{self.vendor} reports: {self.what.rstrip('.')}{since}."
            case VendorState.NOT_PUBLISHED:
                return f"{self.vendor} publishes nothing that programs can read."
            case VendorState.UNREADABLE:
                return f"What {self.vendor} says of itself could not be read."


def _moment(at_ms: int, now_ms: int) -> str:
    """``10:40`` on the same day, else with the day."""
    then, now = (datetime.fromtimestamp(ms / 1000).astimezone() for ms in (at_ms, now_ms))
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then.day} {then:%b %Y, %H:%M}"
