"""VendorReport: what a vendor itself reports of its service, shown beside what we found."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from porchlight.dataclass import dataclass
from porchlight.language.text import Moment, Text, msg
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

    def sentence(self) -> Text:
        """One plain sentence."""
        match self.state:
            case VendorState.NOTHING:
                return msg("{vendor} has reported no problem.", vendor=self.vendor)
            case VendorState.REPORTS:
                report = self.what.rstrip(".")
                if self.since_ms is None:
                    return msg("{vendor} reports: {report}.", vendor=self.vendor, report=report)
                return msg(
                    "{vendor} reports: {report}, since {since}.",
                    vendor=self.vendor,
                    report=report,
                    since=Moment(self.since_ms),
                )
            case VendorState.NOT_PUBLISHED:
                return msg("{vendor} publishes no status that programs can read.", vendor=self.vendor)
            case VendorState.UNREADABLE:
                return msg("The status page of {vendor} could not be read.", vendor=self.vendor)


@dataclass(frozen=True, slots=True)
class Vendors:
    """Names of vendors, by the ids of components."""

    of: Mapping[str, str] = field(default_factory=dict)
    """Of those that depend on one."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Of those that read its status page."""
