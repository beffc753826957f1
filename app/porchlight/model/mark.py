"""The five marks, each its own shape and colour, and which status has which.

Kept to ``enum`` alone because ``porchlight status`` imports it on its fast path.
"""

from enum import StrEnum

from porchlight.model.status import OverallStatus, Status


class Mark(StrEnum):
    """Five states, each its own shape; the value is the name of its picture and of its colour."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    ERROR = "error"
    UNKNOWN = "unknown"
    PAUSED = "paused"


OF_STATUS = {
    Status.HEALTHY: Mark.HEALTHY,
    Status.DEGRADED: Mark.DEGRADED,
    Status.ERROR: Mark.ERROR,
    Status.UNKNOWN: Mark.UNKNOWN,
    Status.DISABLED: Mark.PAUSED,
}
OF_OVERALL = {
    OverallStatus.HEALTHY: Mark.HEALTHY,
    OverallStatus.DEGRADED: Mark.DEGRADED,
    OverallStatus.CRITICAL: Mark.ERROR,
    OverallStatus.UNKNOWN: Mark.UNKNOWN,
}
