"""What an import of a Classy Sync install would add, change and leave. Pure. An import recognises what an earlier one
made by its subject (its folder, database, organisation or list), so that a second one changes only what differs in
the install. Names, intervals and all else stay as people set them."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from porchlight.classy_sync.organisations import Organisation
from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.probes.classy_sync.credentials import ClassyCredentials
from porchlight.probes.classy_sync.folder import Install
from porchlight.probes.databases.address import shown_database
from porchlight.settings.plan import Change, Plan, Secret, Table

DATABASE_SECRET = "classy-sync-database"  # noqa: S105 - names of credentials, not their values
MAILCHIMP_SECRET = "classy-sync-mailchimp"  # noqa: S105
WEBHOOK_SECRET = "classy-sync-webhook"  # noqa: S105
CHANNEL = "classy-sync-webhook"
PATH = "donations"
KNOWN_RULES = ("critical-component-failure", "system-degraded", "high-memory")
"""The rules that the sync system has too, by our names for them: its webhook already sent them."""

_HARMLESS_HEADERS = ("accept", "accept-language", "user-agent")
"""All others may authenticate a message to a receiver: they go into the keyring."""


def make_plan(
    install: Install, organisations: Sequence[Organisation | str] | str, settings: Mapping[str, Mapping[str, Any]]
) -> Plan:
    """``settings``: the current sections of the settings file; ``organisations``: or why they, or one of them, are
    not known."""
    notes = list(install.faults)
    if isinstance(organisations, str):
        notes.append(organisations)
        organisations = ()
    notes += [one for one in organisations if isinstance(one, str)]
    readable = [one for one in organisations if isinstance(one, Organisation)]
    components = dict(settings.get("components", {}))
    changes: list[Change] = []
    named: dict[str, str] = {}
    added: set[str] = set()
    moved_from = _moved_from(install, components)
    for wanted in _components(install, readable):
        change = _change(components, wanted, named, moved_from, added)
        if change.before is None:
            added.add(change.name)
        named[wanted.name] = change.name
        changes.append(change)
    if path := _path(named, readable, settings.get("paths", {}), added):
        changes.append(path)
    secrets = list(_secrets(install))
    for organisation in readable:
        if isinstance(organisation.credentials, str):
            notes.append(
                english(
                    msg("{organization}: {problem}", organization=organisation.name, problem=organisation.credentials)
                )
            )
        elif organisation.credentials is not None:
            secrets.append(_classy_secret(organisation, organisation.credentials))
    if install.webhook_url:
        channel, more = _channel(install)
        secrets += more
        channels = settings.get("channels", {})
        before = channels.get(CHANNEL)
        changes.append(
            Change("channels", CHANNEL, {**(before or {}), **channel}, before, english(msg("Classy Sync's webhook")))
        )
        changes += _rules(settings.get("rules", {}))
    return Plan(tuple(changes), tuple(secrets), tuple(dict.fromkeys(notes)))


# -- components


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A component as an import makes it."""

    name: str
    label: str
    about: Table
    """Its identity: a component with the same values is this one."""
    kept: Table
    """The import's values, now and in every later one."""
    first: Table
    """Its initial values."""


def _components(install: Install, organisations: Sequence[Organisation]) -> Iterator[_Wanted]:
    url, folder, list_id = install.database_url, install.folder, install.mailchimp_list_id
    password = {"credential": DATABASE_SECRET} if install.database_password else {}
    about: dict[str, Any]
    if url is not None:
        about = {"kind": "database", "url": url}
        first = {"name": "Sync database", "critical": True}
        kept = {**about, **password, "folder": folder}
        yield _Wanted("sync-database", english(msg("Classy Sync's database")), about, kept, first)
    for organisation in organisations:
        about = {"kind": "classy", "organization_id": organisation.number}
        kept = {**about, "credential": _classy_name(organisation)}
        first = {"name": f"Classy: {organisation.name}", "critical": True}
        yield _Wanted(
            f"classy-{organisation.number}",
            english(msg("Classy for {organization}", organization=organisation.name)),
            about,
            kept,
            first,
        )
    if install.mailchimp_api_key and list_id:
        about = {"kind": "mailchimp", "list_id": list_id}
        kept = {**about, "credential": MAILCHIMP_SECRET}
        yield _Wanted(
            "sync-mailchimp", english(msg("Mailchimp and its audience")), about, kept, {"name": "Mailchimp"}
        )
    about = {"kind": "classy_sync_daemon", "folder": folder}
    yield _Wanted("sync-daemon", english(msg("the Classy Sync daemon")), about, about, {"name": "Sync daemon"})
    about = {"kind": "classy_sync_log", "folder": folder}
    prerequisites = ["sync-daemon", "sync-database", *map(_classy_name, organisations), "sync-mailchimp"]
    first = {"name": "Sync", "depends_on": prerequisites}
    yield _Wanted("sync-runs", english(msg("the sync's runs, from its log")), about, about, first)
    if url is not None:
        about = {"kind": "classy_sync_freshness", "url": url}
        first = {"name": "Age of the data", "depends_on": ["sync-database", "sync-runs"]}
        kept = {**about, **password, "folder": folder}
        if organisations:
            kept["known_organizations"] = [organisation.number for organisation in organisations]
        yield _Wanted("sync-data", english(msg("the age of the data")), about, kept, first)
    if url is not None and install.mailchimp_api_key and list_id:
        about = {"kind": "audience_drift", "url": url, "list_id": list_id}
        kept = {**about, "credential": MAILCHIMP_SECRET}
        if password:
            kept["database_credential"] = DATABASE_SECRET
        first = {
            "name": "Supporters in Mailchimp",
            "interval": "5m",
            "depends_on": ["sync-database", "sync-mailchimp", "sync-runs"],
        }
        yield _Wanted("sync-audience", english(msg("whether Mailchimp has all supporters")), about, kept, first)


def _moved_from(install: Install, components: Mapping[str, Table]) -> tuple[str, ...]:
    """Where the database of this very install was before, by the settings: at another host, port or file."""
    url = install.database_url
    mine = (
        table.get("url")
        for table in components.values()
        if table.get("kind") in ("classy_sync_freshness", "database") and table.get("folder") == install.folder
    )
    return tuple(dict.fromkeys(one for one in mine if isinstance(one, str) and one != url)) if url is not None else ()


def _change(
    components: dict[str, Table],
    wanted: _Wanted,
    named: Mapping[str, str],
    moved_from: Sequence[str],
    added: Collection[str],
) -> Change:
    """``named``: existing names, by the default ones; ``added``: the new ones of them."""
    abouts = [wanted.about]
    if "url" in wanted.about:
        abouts += [{**wanted.about, "url": url} for url in moved_from]
    found = next((name for about in abouts for name, table in components.items() if _is_about(table, about)), None)
    if found is not None:
        before = components[found]
        after = {**before, **wanted.kept}
        if "depends_on" in before:
            new = [named[one] for one in wanted.first.get("depends_on", ()) if named.get(one) in added]
            after["depends_on"] = list(dict.fromkeys([*before["depends_on"], *new]))
        moved = before.get("url") != after.get("url")
        label = (
            english(msg("{part}, now at {database}", part=wanted.label, database=shown_database(after["url"])))
            if moved
            else wanted.label
        )
        return Change("components", found, after, before, label)
    name, number = wanted.name, 2
    while name in components:
        name, number = f"{wanted.name}-{number}", number + 1
    after = {**wanted.first, **wanted.kept}
    if "depends_on" in after:
        after["depends_on"] = [named[parent] for parent in after["depends_on"] if parent in named]
    components[name] = after
    return Change("components", name, after, None, wanted.label)


def _is_about(table: Table, about: Table) -> bool:
    return all(table.get(key) == value for key, value in about.items())


def _path(
    named: Mapping[str, str],
    organisations: Sequence[Organisation],
    paths: Mapping[str, Table],
    added: Collection[str],
) -> Change | None:
    """The path of a gift from Classy to the database and to Mailchimp; None where Classy is not known. An existing
    path gets only the new organisations."""
    taken_by = [named[name] for name in map(_classy_name, organisations) if name in named]
    for name, before in paths.items():
        new = [one for one in taken_by if one in added and one not in before.get("taken_by", ())]
        if new and (set(taken_by) - set(added)) & set(before.get("taken_by", ())):
            after = {**before, "taken_by": [*before["taken_by"], *new]}
            return Change("paths", name, after, before, _path_label())
    passed_on_by = [named[name] for name in ("sync-daemon", "sync-runs", "sync-database") if name in named]
    if not taken_by or any(set(taken_by) & set(path.get("taken_by", ())) for path in paths.values()):
        return None
    name, number = PATH, 2
    while name in paths:
        name, number = f"{PATH}-{number}", number + 1
    after = {"name": "Donations", "taken_by": taken_by, "passed_on_by": passed_on_by, "goes_to": "your database"}
    return Change("paths", name, after, None, _path_label())


def _path_label() -> str:
    return english(msg("the path of a donation from Classy into your database"))


# -- channel, rules, secrets


def _channel(install: Install) -> tuple[dict[str, Any], list[Secret]]:
    secrets = [
        Secret(WEBHOOK_SECRET, english(msg("the address of Classy Sync's webhook")), install.webhook_url or "")
    ]
    channel: dict[str, Any] = {"kind": "webhook", "credential": WEBHOOK_SECRET}
    plain: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for header, value in install.webhook_headers.items():
        if header.lower() in ("content-type", "content-length", "host"):
            continue  # these are ours to set
        if header.lower() in _HARMLESS_HEADERS:
            plain[header] = value
        else:
            name = f"{WEBHOOK_SECRET}-{len(hidden) + 1}"
            hidden[header] = name
            secrets.append(
                Secret(name, english(msg("the header {header} of Classy Sync's webhook", header=header)), value)
            )
    if plain:
        channel["headers"] = plain
    if hidden:
        channel["secret_headers"] = hidden
    return channel, secrets


def _rules(rules: Mapping[str, Any]) -> Iterator[Change]:
    for name in KNOWN_RULES:
        before = rules.get(name)
        channels = list((before or {}).get("channels", ["desktop"]))
        if CHANNEL not in channels:
            channels.append(CHANNEL)
        after = {**(before or {}), "channels": channels}
        yield Change("rules", name, after, before, english(msg("also sent to Classy Sync's webhook")))


def _secrets(install: Install) -> Iterator[Secret]:
    if install.database_url is not None and install.database_password:
        yield Secret(DATABASE_SECRET, english(msg("the database password")), install.database_password)
    if install.mailchimp_api_key:
        yield Secret(MAILCHIMP_SECRET, english(msg("the Mailchimp API key")), install.mailchimp_api_key)


def _classy_name(organisation: Organisation) -> str:
    return f"classy-{organisation.number}"


def _classy_secret(organisation: Organisation, credentials: ClassyCredentials) -> Secret:
    value = json.dumps({"client_id": credentials.client_id, "client_secret": credentials.client_secret})
    return Secret(
        _classy_name(organisation),
        english(msg("the Classy credentials of {organization}", organization=organisation.name)),
        value,
    )
