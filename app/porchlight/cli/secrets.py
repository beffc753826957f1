"""``porchlight secrets``: credentials in the OS keyring. A value comes from a prompt or from input, never from an
argument."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import ask, print_error, print_line
from porchlight.cli.places import UsageError, usage_exit
from porchlight.language.english import of_error
from porchlight.language.text import Items
from porchlight.model.audit import Action
from porchlight.model.errors import SecretMissing, SecretUnfit
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import credential_forms, load_settings, places_of
from porchlight.runtime.one_shot import record
from porchlight.settings.binding import whole_secret
from porchlight.settings.credential_form import KEY, CredentialForm, CredentialPart
from porchlight.settings.origins import UNREADABLE, AddressIn, Place, require_origin
from porchlight.settings.paths import config_file, data_dir, origins_file
from porchlight.settings.secret_values import LONGEST, read_value, require_value
from porchlight.settings.secrets import NAME_PATTERN, SecretStore
from porchlight.settings.shown import shown_name


def secrets(args: argparse.Namespace) -> int:
    """Run the command."""
    folder = data_dir(args.data_dir)
    settings = load_settings(config_file(args.config))
    places = places_of(settings)
    store = SecretStore(Redactor(), origins_file=origins_file(folder), places=lambda name: places.get(name, ()))
    try:
        match args.action:
            case "set":
                _check_name(args.name)
                form = credential_forms(settings).get(args.name, KEY)
                return asyncio.run(_set(store, args.name, form, places.get(args.name, ()), folder))
            case "allow":
                _check_name(args.name)
                return asyncio.run(_allow(store, args.name, list(map(_origin, args.origins)), folder))
            case "delete":
                return asyncio.run(_delete(store, args.name, folder))
        return asyncio.run(_list(store, {name for name, where in places.items() if AddressIn(name) in where}))
    except UsageError as error:
        return usage_exit(error)


async def _set(store: SecretStore, name: str, form: CredentialForm, places: Sequence[Place], folder: str) -> int:
    if sys.stdin.isatty():
        value = await _value_by_parts(store, name, form, places)
    else:
        value = _fit(form, read_value(sys.stdin.buffer.read(LONGEST + 5)))
    try:
        value = require_value(value)
    except SecretUnfit as error:
        raise UsageError(str(error)) from None
    origins = [one for one in places if isinstance(one, str) and one != UNREADABLE]
    await store.set(name, value, origins)
    await record(folder, Action.CREDENTIAL_STORED, name)
    print_line(tr("“{name}” is stored in this computer's keyring.", name=name))
    if origins:
        print_line(
            tr(
                "It will be sent only to {places}, as in the settings, unless you allow more.",
                places=Items(tuple(origins)),
            )
        )
    return 0


async def _allow(store: SecretStore, name: str, origins: list[str], folder: str) -> int:
    await store.allow(name, origins)
    await record(folder, Action.CREDENTIAL_STORED, name)
    print_line(tr("“{name}” may now also be sent to {places}.", name=name, places=Items(tuple(origins))))
    return 0


async def _list(store: SecretStore, addresses: set[str]) -> int:
    for name in await store.names():
        print_line(name)
        for origin in await store.origins(name) or ():
            print_line(f"    {tr('may be sent to {place}', place=shown_name(origin))}")
        if name in addresses:
            print_line(f"    {tr('is itself an address, and goes only there')}")
    return 0


async def _delete(store: SecretStore, name: str, folder: str) -> int:
    if await store.delete(name):
        await record(folder, Action.CREDENTIAL_REMOVED, name)
        print_line(tr("“{name}” was removed from this computer's keyring.", name=name))
        return 0
    print_error("porchlight: " + tr("“{name}” is not in this computer's keyring.", name=name))
    return exit_codes.DATA


def _check_name(name: str) -> None:
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(
            tr("“{name}” cannot be a credential's name. Use lower-case letters, digits, - and _.", name=name)
        )


def _origin(text: str) -> str:
    try:
        return require_origin(text)
    except ValueError as error:
        raise UsageError(
            tr("“{text}” cannot be used as an address. {problem}", text=text, problem=of_error(error))
        ) from None


async def _value_by_parts(store: SecretStore, name: str, form: CredentialForm, places: Sequence[Place]) -> str:
    """Ask for each part; a JSON document with all of them is one answer to all. An empty one keeps what is stored."""
    stored = await _stored(store, name, form) if len(form.parts) > 1 else {}
    given: dict[str, str] = {}
    for part in form.parts:
        if part.key not in given:
            given |= _asked(name, form, part, part.key in stored)
    faults = form.faults(given, stored)
    for part in form.parts:
        if fault := faults.get(part.key):
            raise UsageError(tr("{title}: {fault}", title=rendered(part.title), fault=rendered(fault)))
    return await whole_secret(store, name, form, given, places)


async def _stored(store: SecretStore, name: str, form: CredentialForm) -> dict[str, str]:
    try:
        return form.read(await store.get(name))
    except SecretMissing:
        return {}


def _asked(name: str, form: CredentialForm, part: CredentialPart, is_stored: bool) -> dict[str, str]:
    title = rendered(part.title)
    if where := f"{rendered(part.where)} {part.link}".strip():
        print_line(where)
    if is_stored:
        print_line(tr("Leave empty to keep the stored one."))
    if part.secret:
        from getpass import getpass

        answer = getpass(tr("{title} of “{name}” (not shown):", title=title, name=name) + " ")
    else:
        answer = ask(tr("{title} of “{name}”:", title=title, name=name) + " ")
    return {key: value for key, value in form.pasted(answer, part.key).items() if value}


def _fit(form: CredentialForm, value: str) -> str:
    """What came from input, in the stored form: a JSON document with all parts, whatever it calls them; else as it
    came."""
    found = form.taken_apart(value) if value[:1] in ("{", "[") else {}
    return value if not found or form.faults({}, found) or form.read(value) == found else form.stored(found)
