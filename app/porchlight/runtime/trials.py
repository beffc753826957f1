"""Tries out what is in no settings file yet."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from porchlight.runtime.checks import Checks
from porchlight.settings.secrets import GivenFirst

if TYPE_CHECKING:
    from porchlight.alerts.service import Alerting


async def try_out_channel(
    alerting: "Alerting", checks: Checks, values: Mapping[str, Any], given_secrets: Mapping[str, str]
) -> str | None:
    """Send a test to the channel that ``values`` describe; return the fault, in one sentence. ``given_secrets`` come
    before stored ones."""
    from porchlight.alerts.channels.registry import find_kind
    from porchlight.settings.file import explain_faults

    kind = find_kind(str(values.get("kind")))
    if isinstance(kind, str):
        return kind
    if wrong := explain_faults(kind.settings, values):
        return next(iter(wrong.values()))
    secrets = GivenFirst(given_secrets, checks.secrets, checks.redactor)
    fault = await alerting.try_channel(kind, kind.settings.model_validate(dict(values)), secrets)
    return fault.sentence if fault is not None else None
