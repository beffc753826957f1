"""The built-in rules of DESIGN §3, written as a settings file would have them. docs/decisions/0011-built-in-rules.md
says why ``system-degraded`` looks at each component by itself."""

from collections.abc import Mapping
from typing import Any, Final

_OTHER_RULES = ["slow", "certificate_expiring", "quota", "stale"]

BUILT_IN: Final[Mapping[str, Mapping[str, Any]]] = {
    "critical-component-failure": {
        "name": "A critical component is down",
        "when": {"component": "*", "critical": True, "status": "error"},
        "severity": "critical",
        "cooldown": "2m",
        "why": "Gifts are being lost while it lasts.",
    },
    "system-degraded": {
        "name": "A component is not well",
        "when": {
            "any": [
                {"component": "*", "critical": False, "status": "error", "reason_not": _OTHER_RULES},
                {"component": "*", "status": "degraded", "reason_not": [*_OTHER_RULES, "internal"]},
            ]
        },
        "severity": "medium",
        "cooldown": "10m",
        "why": "Gifts still come in, but something behind them does not work as it should.",
    },
    "slow-response": {
        "name": "Slower than usual",
        "when": {
            "any": [
                {"component": "*", "status": "degraded", "reason": "slow"},
                {"component": "*", "status": ["healthy", "degraded"], "response_time_over_baseline": 3},
            ]
        },
        "for": "2m",
        "severity": "medium",
        "cooldown": "15m",
        "why": "Slowness is what people notice first, and often the beginning of an outage.",
    },
    "certificate-expiring": {
        "name": "A certificate expires soon",
        "when": {
            "any": [
                {"component": "*", "certificate_days_below": 14},
                {"component": "*", "reason": "certificate_expiring"},
            ]
        },
        "severity": "high",
        "cooldown": "1d",
        "repeat": "1d",
        "why": "On the day it ends, browsers turn every donor away.",
    },
    "sync-stale": {
        "name": "The sync has not run for too long",
        "when": {"component": "*", "status": ["error", "degraded"], "reason": "stale"},
        "severity": "high",
        "cooldown": "15m",
        "why": "Gifts and supporters are missing where your colleagues look for them.",
    },
    "sync-failing": {
        "name": "A job fails or is much slower than usual",
        "when": {"any": [{"operation": "*", "failures": 2}, {"operation": "*", "rate_below_baseline": 0.5}]},
        "severity": "high",
        "cooldown": "15m",
        "why": "A job that fails twice rarely recovers by itself.",
    },
    "job-overdue": {
        "name": "A job has not run when it should",
        "when": {"operation": "*", "overdue": 1.5},
        "severity": "high",
        "cooldown": "1h",
        "why": "What nobody runs fails in silence.",
    },
    "organisation-not-watched": {
        "name": "An organisation of the sync is not watched yet",
        "when": {
            "kind": "classy_sync_freshness",
            "measure": "organizations_new",
            "operator": "greater_than",
            "value": 0,
        },
        "severity": "low",
        "cooldown": "1d",
        "why": "Its gifts are synced, but nobody hears when its Classy account stops answering.",
    },
    "quota-nearly-used": {
        "name": "A quota is nearly used up",
        "when": {"any": [{"component": "*", "quota_used_above": 80}, {"component": "*", "reason": "quota"}]},
        "severity": "medium",
        "cooldown": "1d",
        "why": "Once it is used up, the vendor answers nothing more until the next period.",
    },
    "high-memory": {
        "name": "Porchlight uses much memory",
        "when": {"kind": "self", "measure": "memory", "operator": "greater_than", "value": 500 * 1024 * 1024},
        "for": "5m",
        "severity": "medium",
        "cooldown": "15m",
        "why": "A monitor must not be what makes the computer slow.",
    },
    "monitor-unwell": {
        "name": "Porchlight itself is not well",
        "when": {"kind": "self", "status": ["error", "degraded"]},
        "for": "2m",
        "severity": "high",
        "cooldown": "15m",
        "why": "A monitor that is late, or cannot write, may miss an outage.",
    },
}
