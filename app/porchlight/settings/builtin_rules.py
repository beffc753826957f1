"""The built-in rules, written as a settings file would have them. docs/decisions/0011-built-in-rules.md
says why ``system-degraded`` looks at each component by itself."""

from collections.abc import Mapping
from typing import Any, Final

from porchlight.language.text import Text, msg

_OTHER_RULES = ["slow", "certificate_expiring", "quota", "stale"]
_NAMES: Final[Mapping[str, Text]] = {
    "critical-component-failure": msg("A critical component is down"),
    "system-degraded": msg("A component has a problem"),
    "slow-response": msg("Slower than usual"),
    "certificate-expiring": msg("A certificate expires soon"),
    "sync-stale": msg("The sync has not run for too long"),
    "sync-failing": msg("A job fails or is much slower than usual"),
    "job-overdue": msg("A job did not run when it should"),
    "organisation-not-watched": msg("An organisation of the sync is not watched yet"),
    "quota-nearly-used": msg("A quota is nearly used up"),
    "high-memory": msg("Porchlight uses a lot of memory"),
    "monitor-unwell": msg("Porchlight itself has a problem"),
}
_WHY: Final[Mapping[str, Text]] = {
    "critical-component-failure": msg("While it is down, donations may be lost or delayed."),
    "system-degraded": msg("Gifts still come in, but something behind them is failing."),
    "slow-response": msg("People notice slowness first, and it often comes before an outage."),
    "certificate-expiring": msg("Once it expires, browsers turn every donor away."),
    "sync-stale": msg("Your colleagues cannot see the latest gifts and supporters."),
    "sync-failing": msg("A job that fails twice rarely recovers by itself."),
    "job-overdue": msg("A job that doesn't run fails silently."),
    "organisation-not-watched": msg(
        "Its gifts are synced, but you won't be notified when its Classy account stops answering."
    ),
    "quota-nearly-used": msg("Once it is used up, the vendor refuses every call until the next period."),
    "high-memory": msg("A monitor should not slow your computer down."),
    "monitor-unwell": msg("A monitor that is late, or cannot write, may miss an outage."),
}
_RULES: Final[Mapping[str, Mapping[str, Any]]] = {
    "critical-component-failure": {
        "when": {"component": "*", "critical": True, "status": "error"},
        "severity": "critical",
        "cooldown": "2m",
    },
    "system-degraded": {
        "when": {
            "any": [
                {"component": "*", "critical": False, "status": "error", "reason_not": _OTHER_RULES},
                {"component": "*", "status": "degraded", "reason_not": [*_OTHER_RULES, "internal"]},
            ]
        },
        "severity": "medium",
        "cooldown": "10m",
    },
    "slow-response": {
        "when": {
            "any": [
                {"component": "*", "status": "degraded", "reason": "slow"},
                {"component": "*", "status": ["healthy", "degraded"], "response_time_over_baseline": 3},
            ]
        },
        "for": "2m",
        "severity": "medium",
        "cooldown": "15m",
    },
    "certificate-expiring": {
        "when": {
            "any": [
                {"component": "*", "measure": "renewal_days", "operator": "less_than", "value": 0},
                {"component": "*", "reason": "certificate_expiring"},
            ]
        },
        "severity": "high",
        "cooldown": "1d",
        "repeat": "1d",
    },
    "sync-stale": {
        "when": {"component": "*", "status": ["error", "degraded"], "reason": "stale"},
        "severity": "high",
        "cooldown": "15m",
    },
    "sync-failing": {
        "when": {"any": [{"operation": "*", "failures": 2}, {"operation": "*", "rate_below_baseline": 0.5}]},
        "severity": "high",
        "cooldown": "15m",
    },
    "job-overdue": {
        "when": {"operation": "*", "overdue": 1.5},
        "severity": "high",
        "cooldown": "1h",
    },
    "organisation-not-watched": {
        "when": {
            "kind": "classy_sync_freshness",
            "measure": "organizations_new",
            "operator": "greater_than",
            "value": 0,
        },
        "severity": "low",
        "cooldown": "1d",
    },
    "quota-nearly-used": {
        "when": {"any": [{"component": "*", "quota_used_above": 80}, {"component": "*", "reason": "quota"}]},
        "severity": "medium",
        "cooldown": "1d",
    },
    "high-memory": {
        "when": {"kind": "self", "measure": "memory", "operator": "greater_than", "value": 500 * 1024 * 1024},
        "for": "5m",
        "severity": "medium",
        "cooldown": "15m",
    },
    "monitor-unwell": {
        "when": {"kind": "self", "status": ["error", "degraded"]},
        "for": "2m",
        "severity": "high",
        "cooldown": "15m",
    },
}
BUILT_IN: Final[Mapping[str, Mapping[str, Any]]] = {
    rule_id: {"name": _NAMES[rule_id].message, **rule, "why": _WHY[rule_id].message}
    for rule_id, rule in _RULES.items()
}


def rule_name(rule_id: str, name: str) -> Text | str:
    """A rule's name for people; one that its settings give stays as it is written there."""
    return _ours(_NAMES.get(rule_id), rule_id, name)


def rule_why(rule_id: str, why: str) -> Text | str:
    """A rule's purpose for people; one that its settings give stays as it is written there."""
    return _ours(_WHY.get(rule_id), rule_id, why)


def _ours(known: Text | None, rule_id: str, written: str) -> Text | str:
    return known if known is not None and written in (known.message, rule_id, "") else written
