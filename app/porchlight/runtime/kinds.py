"""Settings with every built-in or plugged-in kind of component and channel."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from porchlight.settings.file import LoadedSettings
from porchlight.settings.origins import AddressIn, Destinations, Place

if TYPE_CHECKING:
    from porchlight.language.text import Text
    from porchlight.probes.kind import KindNotes, ProbeKind
    from porchlight.settings.credential_form import CredentialForm
    from porchlight.settings.rules import ChannelSettings
    from porchlight.settings.schema import ComponentSettings


def load_settings(path: str) -> LoadedSettings:
    """The settings at ``path`` under the policies of this computer, with every built-in or plugged-in kind."""
    from porchlight.alerts.channels.registry import find_kind as find_channel
    from porchlight.probes.registry import find_kind
    from porchlight.settings.file import load
    from porchlight.settings.policy import system_policy

    return load(path, find_kind, find_channel, system_policy())


def parse_settings(text: str) -> LoadedSettings:
    """Settings that are in no file."""
    from porchlight.alerts.channels.registry import find_kind as find_channel
    from porchlight.probes.registry import find_kind
    from porchlight.settings.file import parse

    return parse("", text.encode(), find_kind, find_channel)


def known_kinds() -> "list[ProbeKind]":
    """Every kind that can be set up, by groups: the most usual ones first, plug-ins' last."""
    from porchlight.model.kind import KindGroup
    from porchlight.probes.registry import BUILT_IN, find_kind, plugins

    names = [*BUILT_IN, *(one.name for one in plugins() if one.kind)]
    found = [kind for kind in map(find_kind, names) if not isinstance(kind, str)]
    order = list(KindGroup)
    return sorted(found, key=lambda kind: order.index(kind.group))


def component_kinds() -> "dict[str, type[ComponentSettings]]":
    """Every kind that can be set up, with the model of its settings."""
    return {kind.name: kind.settings for kind in known_kinds()}


def kind_title(name: str) -> "Text | str":
    """The title of a kind; of an unknown one its name. Loads its module."""
    from porchlight.probes.registry import find_kind

    kind = find_kind(name)
    return name if isinstance(kind, str) else kind.title or name


def kind_notes(name: str) -> "KindNotes":
    """What a kind needs to be allowed, and when its light turns red. Loads its module."""
    from porchlight.probes.kind import KindNotes
    from porchlight.probes.registry import find_kind

    kind = find_kind(name)
    return KindNotes() if isinstance(kind, str) else kind.notes


def channel_kinds() -> "dict[str, type[ChannelSettings]]":
    """Every kind of channel that can be set up, with the model of its settings."""
    from porchlight.alerts.channels.registry import find_kind, known_kinds

    found = {name: find_kind(name) for name in known_kinds()}
    return {name: kind.settings for name, kind in found.items() if not isinstance(kind, str)}


def channel_title(name: str) -> "Text | str":
    """The title of a kind of channel; of an unknown one its name. Loads its module."""
    from porchlight.alerts.channels.registry import find_kind

    kind = find_kind(name)
    return name if isinstance(kind, str) else kind.title or name


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of a settings file with these kinds."""
    from porchlight.settings.json_schema import schema_of

    return schema_of(component_kinds(), channel_kinds())


def needed_credentials(settings: LoadedSettings) -> list[str]:
    """The names of all credentials that components, channels, actions, the heartbeat and metrics need."""
    from porchlight.alerts.channels.registry import find_kind as find_channel
    from porchlight.probes.registry import find_kind

    names: set[str] = set()
    for item in settings.components:
        kind = find_kind(item.component.kind)
        if item.settings is not None and not isinstance(kind, str):
            names.update(kind.credentials(item.settings))
    for channel in settings.alerting.channels.values():
        channel_kind = find_channel(channel.kind)
        if not isinstance(channel_kind, str):
            names.update(channel_kind.credentials(channel))
    others = [one.credential for one in settings.alerting.actions.values()]
    others += [settings.alerting.heartbeat.credential, settings.export.otlp.credential]
    return sorted(names | {one for one in others if one})


def credential_forms(settings: LoadedSettings) -> "dict[str, CredentialForm]":
    """By name of each credential that the settings need, its form; that with the most parts where several read it."""
    from porchlight.settings.credential_form import KEY, forms_in

    alerting = settings.alerting
    tables = [item.settings for item in settings.components if item.settings is not None]
    found = dict.fromkeys(needed_credentials(settings), KEY)
    named = [
        one
        for table in (*tables, *alerting.channels.values(), *alerting.actions.values())
        for one in forms_in(table).items()
    ]
    named += [*forms_in(alerting.heartbeat).items(), *forms_in(settings.export.otlp).items()]
    for name, form in sorted(named, key=lambda one: len(one[1].parts)):
        found[name] = form
    return found


def credential_forms_of(settings: LoadedSettings, component_id: str) -> "dict[str, CredentialForm]":
    """By name of each credential that a component needs, its form."""
    from porchlight.settings.credential_form import KEY, forms_in

    found = _kind_of(settings, component_id)
    if found is None:
        return {}
    forms = forms_in(found[1])
    return {name: forms.get(name, KEY) for name in found[0].credentials(found[1])}


def apprise_services() -> "Mapping[str, CredentialForm]":
    """By name of the services that are sent to by Apprise, the form of its credential."""
    from porchlight.alerts.channels.apprise import SERVICES

    return SERVICES


def places_of(settings: LoadedSettings) -> dict[str, tuple[Place, ...]]:
    """By credential that the settings name, all places that they send it to."""
    found: dict[str, list[Place]] = {}
    for destinations in destinations_by_table(settings).values():
        for name, places in destinations.items():
            found.setdefault(name, []).extend(places)
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def destinations_by_table(settings: LoadedSettings) -> dict[str, Destinations]:
    """By table (``components.page``, ``heartbeat``), where it sends which credential."""
    from porchlight.alerts.channels.registry import find_kind as find_channel
    from porchlight.probes.registry import find_kind

    found: dict[str, Destinations] = {}
    for item in settings.components:
        kind = find_kind(item.component.kind)
        if item.settings is not None and not isinstance(kind, str):
            found[f"components.{item.component.id}"] = kind.places(item.settings)
    for name, channel in settings.alerting.channels.items():
        channel_kind = find_channel(channel.kind)
        if not isinstance(channel_kind, str):
            found[f"channels.{name}"] = channel_kind.places(channel)
    addresses = {f"actions.{name}": action.credential for name, action in settings.alerting.actions.items()}
    addresses["heartbeat"] = settings.alerting.heartbeat.credential
    for table, credential in addresses.items():
        if credential:
            found[table] = {credential: (AddressIn(credential),)}
    found["export.otlp"] = settings.export.otlp.destinations
    return {table: destinations for table, destinations in found.items() if destinations}


def channel_address(settings: "ChannelSettings") -> str:
    """Where a channel goes, for people and without secrets."""
    from porchlight.alerts.channels.registry import find_kind

    kind = find_kind(settings.kind)
    return "" if isinstance(kind, str) else kind.address(settings)


def credentials_of(settings: LoadedSettings, component_id: str) -> tuple[str, ...]:
    """The names of the credentials that a component needs."""
    found = _kind_of(settings, component_id)
    return () if found is None else found[0].credentials(found[1])


def destinations_of(settings: LoadedSettings, component_id: str) -> Destinations:
    """By credential, where a component sends it."""
    found = _kind_of(settings, component_id)
    return {} if found is None else found[0].places(found[1])


def address_of(settings: LoadedSettings, component_id: str) -> str:
    """Where a component's checks look, for people and without secrets."""
    found = _kind_of(settings, component_id)
    return "" if found is None else found[0].address(found[1])


def vendor_page_of(settings: LoadedSettings, component_id: str) -> str:
    """Where people read a vendor's own report on a component; empty where that is not known."""
    from porchlight.settings.vendors import feed_of

    for item in settings.components:
        if item.component.id == component_id and item.settings is not None:
            feed = feed_of(item.component.kind, "", item.settings.vendor)
            return "" if feed is None else feed.page
    return ""


def _kind_of(settings: LoadedSettings, component_id: str) -> "tuple[ProbeKind, ComponentSettings] | None":
    from porchlight.probes.registry import find_kind

    for item in settings.components:
        if item.component.id == component_id and item.settings is not None:
            kind = find_kind(item.component.kind)
            return None if isinstance(kind, str) else (kind, item.settings)
    return None
