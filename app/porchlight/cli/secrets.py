"""``porchlight secrets``: credentials in the OS keyring. A value comes from a prompt or from input, never from an
argument."""

import argparse
import asyncio
import sys

from porchlight.cli import exit_codes
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_error, print_line
from porchlight.cli.places import UsageError, usage_exit
from porchlight.language.english import of_error
from porchlight.language.text import Items
from porchlight.model.audit import Action
from porchlight.model.errors import SecretUnfit
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings, places_of
from porchlight.runtime.one_shot import record
from porchlight.settings.origins import UNREADABLE, AddressIn, require_origin
from porchlight.settings.paths import config_file, data_dir, origins_file
from porchlight.settings.secret_values import LONGEST, read_value, require_value
from porchlight.settings.secrets import NAME_PATTERN, SecretStore
from porchlight.settings.shown import shown_name


def secrets(args: argparse.Namespace) -> int:
    """Run the command."""
    folder = data_dir(args.data_dir)
    places = places_of(load_settings(config_file(args.config)))
    store = SecretStore(Redactor(), origins_file=origins_file(folder), places=lambda name: places.get(name, ()))
    try:
        match args.action:
            case "set":
                _check_name(args.name)
                value = _read_value(args.name)
                known = [one for one in places.get(args.name, ()) if isinstance(one, str) and one != UNREADABLE]
                return asyncio.run(_set(store, args.name, value, known, folder))
            case "allow":
                _check_name(args.name)
                return asyncio.run(_allow(store, args.name, list(map(_origin, args.origins)), folder))
            case "delete":
                return asyncio.run(_delete(store, args.name, folder))
        return asyncio.run(_list(store, {name for name, where in places.items() if AddressIn(name) in where}))
    except UsageError as error:
        return usage_exit(error)


async def _set(store: SecretStore, name: str, value: str, origins: list[str], folder: str) -> int:
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


def _read_value(name: str) -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        value = getpass(tr("Value of “{name}” (not shown):", name=name) + " ")
    else:
        value = read_value(sys.stdin.buffer.read(LONGEST + 5))
    try:
        return require_value(value)
    except SecretUnfit as error:
        raise UsageError(rendered(error.terminal_text)) from None
