"""How long before a vendor's own status page Porchlight knew of a failure. Pure.

Compared are incidents of components that depend on a vendor with those of the component that reads its status page,
each as this computer saw it: the page's is as exact as its interval.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from porchlight.dataclass import dataclass
from porchlight.model.incident import Incident
from porchlight.model.status import Reason, Status
from porchlight.model.vendor import Vendors

_BELONGS_MS = 3_600_000
"""A page may be this much ahead of what is seen here, or behind its end, and still mean the same failure."""
_OURS = frozenset({Reason.OFFLINE, Reason.CAPTIVE_PORTAL, Reason.INTERNAL})


@dataclass(frozen=True, slots=True)
class LeadTime:
    """One failure at a vendor. Times are Unix ms (UTC)."""

    vendor: str
    """Its name, for people."""
    component: str
    """The id of the first one that failed."""
    noticed_ms: int
    posted_ms: int | None
    """When its status page had it; None: it never did."""

    @property
    def ahead(self) -> float | None:
        """Seconds that the page came later; negative where it was first."""
        return None if self.posted_ms is None else (self.posted_ms - self.noticed_ms) / 1000


def lead_times(incidents: Mapping[str, Sequence[Incident]], vendors: Vendors, until_ms: int) -> list[LeadTime]:
    """One for each failure at a vendor whose page is watched, the newest first. ``incidents``: by component."""
    pages = vendors.pages
    found: list[LeadTime] = []
    for vendor in sorted(set(pages.values())):
        posted = sorted(one.began_ms for page, of in pages.items() if of == vendor for one in incidents.get(page, ()))
        concerned = [
            one
            for component, of in vendors.of.items()
            if of == vendor and component not in pages
            for one in incidents.get(component, ())
            if one.status is Status.ERROR and not one.needs_attention and one.reason not in _OURS
        ]
        found += [
            LeadTime(vendor, first.component, first.began_ms, _first(posted, first.began_ms, ended_ms))
            for first, ended_ms in _together(concerned, until_ms)
        ]
    return sorted(found, key=lambda one: one.noticed_ms, reverse=True)


def median_ahead(found: Iterable[LeadTime]) -> float | None:
    """The median of the seconds that we were ahead of the pages, of those failures that they had at all."""
    ahead = [one.ahead for one in found if one.ahead is not None]
    return median(ahead) if ahead else None


def _first(posted: Sequence[int], began_ms: int, ended_ms: int) -> int | None:
    return next((at for at in posted if began_ms - _BELONGS_MS <= at <= ended_ms + _BELONGS_MS), None)


def _together(incidents: Iterable[Incident], until_ms: int) -> list[tuple[Incident, int]]:
    """Each failure of a vendor, which several components may notice: its first incident, and when its last ended."""
    found: list[tuple[Incident, int]] = []
    for one in sorted(incidents, key=lambda incident: incident.began_ms):
        ended_ms = one.ended_ms or until_ms
        if found and one.began_ms <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], ended_ms)
        else:
            found.append((one, ended_ms))
    return found
