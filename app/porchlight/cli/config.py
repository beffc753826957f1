"""``porchlight config``: check, find, edit or describe the settings file."""

import argparse
import asyncio
import os
import shlex
import shutil
import subprocess
import sys
from typing import Any

import tomlkit

from porchlight.cli import exit_codes
from porchlight.cli.output import ask, print_error, print_json, print_line
from porchlight.intake.files import NotOurs, put_whole, require_owned_place
from porchlight.model.audit import Action
from porchlight.model.errors import SettingsConflict, SettingsError
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings, parse_settings, places_of, settings_schema
from porchlight.runtime.one_shot import record
from porchlight.settings.edit import read_document, write_document
from porchlight.settings.environment import child_environment
from porchlight.settings.exposed import exposed, protect, stored_value
from porchlight.settings.paths import config_file, data_dir
from porchlight.settings.secret_values import require_value
from porchlight.settings.secrets import SecretStore
from porchlight.settings.shown import shown_name
from porchlight.settings.template import TEMPLATE
from porchlight.settings.toml import NotSettings, parse_plain, read_bytes, text_of


def config(args: argparse.Namespace) -> int:
    """Run the command."""
    if args.action == "schema":
        print_json(settings_schema())
        return 0
    path = config_file(args.config)
    match args.action:
        case "path":
            print_line(path)
            return 0
        case "edit":
            _edit(path)
    return _check(path, args)


def _check(path: str, args: argparse.Namespace) -> int:
    settings = load_settings(path)
    if not settings.exists:
        raise SettingsError(f"There are no settings yet ({path}).", "Begin with “porchlight config edit”.")
    found = exposed(_document(path))
    if found and args.fix:
        asyncio.run(_move(path, args))
        settings = load_settings(path)
        found = exposed(_document(path))
    for one in found:
        place = shown_name(one.place)
        print_error(f"{place}: this looks like a secret, which does not belong in this file.")
    if found and not args.fix:
        print_error("“porchlight config check --fix” moves what it can into the keyring.")
    elif found:
        print_error("This has to be moved by hand: “porchlight secrets set NAME” keeps it.")
    problems = settings.all_problems()
    for problem in problems:
        print_line(str(problem))
    count = len(settings.components)
    watched = "1 component is" if count == 1 else f"{count} components are"
    if problems:
        faults = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        print_error(f"{faults} in {path}.")
        return exit_codes.CONFIG
    print_line(f"All is in order: {watched} set up in {path}.")
    return 0


async def _move(path: str, args: argparse.Namespace) -> None:
    """Move secrets from the file into the keyring, where a credential can be named in their place."""
    document = read_document(path)
    before = tomlkit.dumps(document)
    store = SecretStore(Redactor())
    moved = protect(document, movable_only=True, reserved=await store.names())
    if not moved:
        print_error("Nothing of it can be moved by itself.")
        return
    for one in moved:
        print_line(f"{shown_name(one.place)} becomes the credential “{one.credential}” in this computer's keyring.")
    if not args.yes and not await asyncio.to_thread(_agreed):
        print_error("Nothing was written. Say --yes to do it.")
        return
    for one in moved:
        require_value(stored_value(one))  # all of them first: none is moved by half
    places = places_of(parse_settings(tomlkit.dumps(document)))
    for one in moved:
        name = one.credential or ""
        origins = [place for place in places.get(name, ()) if isinstance(place, str)]
        await store.set(name, stored_value(one), origins)
        await record(data_dir(args.data_dir), Action.CREDENTIAL_STORED, name)
    if tomlkit.dumps(read_document(path)) != before:
        raise SettingsConflict("The settings were changed meanwhile; nothing was written.", "Try it again.")
    backup = f"{path}.before-fix"
    try:
        await asyncio.to_thread(shutil.copyfile, path, backup)
        os.chmod(backup, 0o600)
    except OSError as error:
        raise SettingsError(f"A copy of the settings could not be made ({error.strerror}).") from error
    write_document(path, document)
    print_line(f"As it was before it is in {backup}: delete that once all works, for the secrets stand in it.")


def _agreed() -> bool:
    return sys.stdin.isatty() and ask("Do it? [y/N] ").lower() in ("y", "yes")


def _document(path: str) -> dict[str, Any]:
    """The file's content; nothing for invalid TOML, which is reported elsewhere."""
    try:
        return parse_plain(text_of(read_bytes(path)))
    except (OSError, NotSettings):
        return {}


def _edit(path: str) -> None:
    if not os.path.exists(path):
        try:
            require_owned_place(path)
        except NotOurs as error:
            raise SettingsError(f"{error} Nothing was written.", "Run Porchlight as the user whose it is.") from error
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        put_whole(path, TEMPLATE.encode())
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        command = shlex.split(editor) if editor else _usual_editor()
    except ValueError as error:
        raise SettingsError(f"EDITOR cannot be read ({error}).", f"Set it anew, or edit {path} yourself.") from error
    if not command:
        raise SettingsError("No editor was found.", f"Set EDITOR, or edit {path} yourself.")
    try:
        subprocess.run([*command, path], check=False, env=child_environment())  # noqa: S603 - the user's own editor
    except OSError as error:
        raise SettingsError(
            f"The editor {command[0]} could not be started ({error.strerror}).", f"Edit {path} yourself."
        ) from error


def _usual_editor() -> list[str]:
    if sys.platform == "win32":
        return ["notepad"]
    elif sys.platform == "darwin":
        return ["open", "-W", "-t"]
    else:
        installed = (shutil.which(name) for name in ("sensible-editor", "nano", "vi"))
        return [found for found in installed if found][:1]
