"""``porchlight secrets``: credentials in the OS keyring. A value comes from a prompt or from input, no argument."""

import argparse
import asyncio
import sys

from app.cli import exit_codes
from app.cli.output import print_error, print_line
from app.cli.places import UsageError, usage_exit
from app.model.audit import Action
from app.redaction import Redactor
from app.runtime.history import note
from app.settings.paths import data_dir
from app.settings.secrets import NAME_PATTERN, SecretStore

_LONGEST = 65536


def secrets(args: argparse.Namespace) -> int:
    """Run the command."""
    store = SecretStore(Redactor())
    folder = data_dir(args.data_dir)
    try:
        match args.action:
            case "set":
                return asyncio.run(_set(store, args.name, _read_value(args.name), folder))
            case "delete":
                return asyncio.run(_delete(store, args.name, folder))
        return asyncio.run(_list(store))
    except UsageError as error:
        return usage_exit(error)


async def _set(store: SecretStore, name: str, value: str, folder: str) -> int:
    await store.set(name, value)
    await note(folder, Action.CREDENTIAL_STORED, name)
    print_line(f"“{name}” is stored in this computer's keyring.")
    return 0


async def _list(store: SecretStore) -> int:
    for name in await store.names():
        print_line(name)
    return 0


async def _delete(store: SecretStore, name: str, folder: str) -> int:
    if await store.delete(name):
        await note(folder, Action.CREDENTIAL_REMOVED, name)
        print_line(f"“{name}” is removed from this computer's keyring.")
        return 0
    print_error(f"porchlight: “{name}” is not in this computer's keyring.")
    return exit_codes.DATA


def _read_value(name: str) -> str:
    if not NAME_PATTERN.fullmatch(name):
        raise UsageError(f"“{name}” cannot be a credential's name: use lower-case letters, digits, - and _.")
    if sys.stdin.isatty():
        from getpass import getpass

        value = getpass(f"Value of “{name}” (it is not shown): ")
    else:
        value = sys.stdin.read(_LONGEST + 1)
    value = value.rstrip("\r\n")
    if not value.strip():
        raise UsageError("The value is empty; nothing was stored.")
    if len(value) > _LONGEST:
        raise UsageError("The value is longer than 64 KiB; nothing was stored.")
    return value
