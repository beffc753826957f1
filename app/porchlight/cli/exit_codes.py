"""Exit codes: 0–3 are the overall status, 64 and up wrong use or surroundings (sysexits.h)."""

from porchlight.model.status import OverallStatus

OF_STATUS = {
    OverallStatus.HEALTHY: 0,
    OverallStatus.DEGRADED: 1,
    OverallStatus.CRITICAL: 2,
    OverallStatus.UNKNOWN: 3,
}
USAGE = 64
DATA = 65
UNAVAILABLE = 69
SOFTWARE = 70
CANNOT_CREATE = 73
CONFIG = 78
INTERRUPTED = 130
