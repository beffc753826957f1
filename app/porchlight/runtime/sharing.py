"""Taking over a colleague's settings: first what the kinds and this computer's keyring know of them, then the
writing."""

import logging
from collections.abc import Mapping
from typing import Any

from porchlight.model.errors import SecretError, SecretStoreUnavailable
from porchlight.settings.origins import AddressIn, Destinations
from porchlight.settings.problems import problems_text
from porchlight.settings.schema import MonitorSettings
from porchlight.settings.secrets import SecretStore
from porchlight.settings.sharing import Here, SharedPlan, apply_shared, tables_of

_log = logging.getLogger(__name__)


async def this_computer(given: Mapping[str, Any], secrets: SecretStore) -> Here:
    """What an import of ``given`` needs to know: which of its credentials are here, and where they may go."""
    named = set()
    for section, name, table in tables_of(given):
        if isinstance(table, Mapping):
            places = judge(section, name or "", table)
            named |= set() if isinstance(places, str) else set(places)
    try:
        held = await secrets.held(sorted(named))
    except SecretStoreUnavailable:
        return Here(judge, is_foreign)
    return Here(judge, is_foreign, held)


async def take_over(path: str, plan: SharedPlan, secrets: SecretStore) -> str | None:
    """Write the settings, and with the credentials what was agreed to; return where the previous settings are. Raises
    SettingsConflict or SettingsError."""
    backup = apply_shared(path, plan)
    for name, origins in plan.agreed.items():
        try:
            await secrets.allow(name, origins)
        except SecretError as error:  # shown at the component, where it can be accepted
            _log.warning("where “%s” may be sent could not be kept: %s", name, error)
    return backup


def is_foreign(section: str, kind: str) -> bool:
    """Whether a kind is a plug-in's."""
    from porchlight.alerts.channels.registry import BUILT_IN as CHANNELS
    from porchlight.probes.registry import BUILT_IN as PROBES

    return kind not in (CHANNELS if section == "channels" else PROBES)


def judge(section: str, name: str, values: Mapping[str, Any]) -> Destinations | str:
    """Where a table sends which credential; its fault in one sentence where it has one."""
    match section:
        case "components":
            return _component(name, values)
        case "channels":
            return _channel(values)
    model = _model(section, name)
    if model is None:
        return {}
    from porchlight.settings.file import explain_faults

    if wrong := explain_faults(model, values):
        return next(iter(wrong.values()))
    found: Any = model.model_validate(dict(values))
    if section == "export" and name == "otlp":
        destinations: Destinations = found.destinations
        return destinations
    credential = getattr(found, "credential", None)
    return {credential: (AddressIn(credential),)} if isinstance(credential, str) else {}


def _component(name: str, values: Mapping[str, Any]) -> Destinations | str:
    from porchlight.probes.registry import find_kind
    from porchlight.settings.file import configure

    item = configure(name or "one", values, MonitorSettings(), find_kind)
    if item.problems or item.settings is None:
        return problems_text(item.problems)
    kind = find_kind(item.component.kind)
    return kind if isinstance(kind, str) else kind.places(item.settings)


def _channel(values: Mapping[str, Any]) -> Destinations | str:
    from porchlight.alerts.channels.registry import find_kind
    from porchlight.settings.file import explain_faults

    kind = find_kind(str(values.get("kind")))
    if isinstance(kind, str):
        return kind
    if wrong := explain_faults(kind.settings, values):
        return next(iter(wrong.values()))
    return kind.places(kind.settings.model_validate(dict(values)))


def _model(section: str, name: str) -> Any:
    from porchlight.settings.export import SECTIONS
    from porchlight.settings.rules import ActionSettings, HeartbeatSettings

    match section:
        case "actions":
            return ActionSettings
        case "heartbeat":
            return HeartbeatSettings
        case "export":
            return SECTIONS.get(name)
    return None
