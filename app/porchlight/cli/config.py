"""``porchlight config``: check, find, edit, show or describe the settings."""

import argparse
import asyncio
import os
import shlex
import shutil
import subprocess
import sys

import tomlkit

from porchlight.cli import exit_codes
from porchlight.cli.columns import in_columns
from porchlight.cli.language import rendered, tr, tr_plural
from porchlight.cli.locked import plain_document, report_locked
from porchlight.cli.output import confirmed, print_error, print_json, print_line
from porchlight.intake.documents import dump_json
from porchlight.intake.files import NotOurs, put_whole, require_owned_place
from porchlight.model.audit import Action
from porchlight.model.errors import SettingsConflict, SettingsError
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import (
    channel_kinds,
    component_kinds,
    load_settings,
    parse_settings,
    places_of,
    settings_schema,
)
from porchlight.runtime.one_shot import record
from porchlight.settings.edit import read_document, write_document
from porchlight.settings.environment import child_environment
from porchlight.settings.exposed import exposed, protect, stored_value
from porchlight.settings.paths import config_file, data_dir
from porchlight.settings.resolved import Origin, Resolved, resolve
from porchlight.settings.secret_values import require_value
from porchlight.settings.secrets import SecretStore
from porchlight.settings.shown import shown_name
from porchlight.settings.template import TEMPLATE


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
        case "show":
            return _show(path, args)
        case "edit":
            _edit(path)
    return _check(path, args)


def _show(path: str, args: argparse.Namespace) -> int:
    policy = load_settings(path).policy
    found = resolve(read_document(path).unwrap(), policy, component_kinds(), channel_kinds())
    if args.json:
        settings = [
            {"key": one.key, "value": one.shown, "origin": one.origin.value, "source": one.source} for one in found
        ]
        print_json({"file": path, "policies": list(dict.fromkeys(policy.origins.values())), "settings": settings})
        return 0
    origins = [[_origin(one)] if args.origin else [] for one in found]
    rows = [[shown_name(one.key), *origin, _value(one.shown)] for one, origin in zip(found, origins, strict=True)]
    for line in in_columns(rows):
        print_line(line)
    for problem in policy.problems:
        print_error(rendered(problem.text))
    return 0


def _value(value: object) -> str:
    return "–" if value is None else value if isinstance(value, str) else dump_json(value)


def _origin(one: Resolved) -> str:
    match one.origin:
        case Origin.POLICY:
            return tr("organisation ({place})", place=one.source)
        case Origin.FILE:
            return tr("your settings file")
        case Origin.DEFAULT:
            return tr("default")


def _check(path: str, args: argparse.Namespace) -> int:
    settings = load_settings(path)
    if not settings.exists:
        raise SettingsError(
            tr("There are no settings yet ({file}).", file=path), tr("Start with “porchlight config edit”.")
        )
    found = exposed(plain_document(path))
    if found and args.fix:
        asyncio.run(_move(path, args))
        settings = load_settings(path)
        found = exposed(plain_document(path))
    for one in found:
        print_error(
            tr("{place}: this looks like a secret, which does not belong in this file.", place=shown_name(one.place))
        )
    if found and not args.fix:
        print_error(tr("“porchlight config check --fix” moves what it can into the keyring."))
    elif found:
        print_error(tr("Please move this by hand: “porchlight secrets set NAME” stores it."))
    report_locked(path, settings.policy)
    problems = settings.all_problems()
    for problem in problems:
        print_line(rendered(problem.text))
    count = len(settings.components)
    if problems:
        print_error(tr_plural("{n} fault in {file}.", "{n} faults in {file}.", len(problems), file=path))
        return exit_codes.CONFIG
    print_line(
        tr_plural(
            "No faults found. {n} component is set up in {file}.",
            "No faults found. {n} components are set up in {file}.",
            count,
            file=path,
        )
    )
    return 0


async def _move(path: str, args: argparse.Namespace) -> None:
    """Move secrets from the file into the keyring, where a credential can be named in their place."""
    document = read_document(path)
    before = tomlkit.dumps(document)
    store = SecretStore(Redactor())
    moved = protect(document, movable_only=True, reserved=await store.names())
    if not moved:
        print_error(tr("None of these can be moved automatically."))
        return
    for one in moved:
        print_line(
            tr(
                "{place} becomes the credential “{credential}” in this computer's keyring.",
                place=shown_name(one.place),
                credential=one.credential or "",
            )
        )
    if not args.yes and not await asyncio.to_thread(_agreed):
        print_error(tr("Nothing was written. Use --yes to confirm."))
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
        raise SettingsConflict(
            tr("The settings were changed by someone else in the meantime. Nothing was written."),
            tr("Please try again."),
        )
    backup = f"{path}.before-fix"
    try:
        await asyncio.to_thread(shutil.copyfile, path, backup)
        os.chmod(backup, 0o600)
    except OSError as error:
        raise SettingsError(
            tr("The settings could not be backed up ({error}).", error=str(error.strerror))
        ) from error
    write_document(path, document)
    print_line(
        tr(
            "The previous file is {file}. Delete it once everything works: it still contains the secrets.",
            file=backup,
        )
    )


def _agreed() -> bool:
    return sys.stdin.isatty() and confirmed(tr("Continue?"))


def _edit(path: str) -> None:
    if not os.path.exists(path):
        try:
            require_owned_place(path)
        except NotOurs as error:
            raise SettingsError(
                tr("{problem} Nothing was written.", problem=error.text),
                tr("Run Porchlight as the user who owns it."),
            ) from error
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        put_whole(path, TEMPLATE.encode())
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        command = shlex.split(editor) if editor else _usual_editor()
    except ValueError as error:
        raise SettingsError(
            tr("EDITOR cannot be read ({error}).", error=str(error)),
            tr("Set EDITOR, or edit {file} yourself.", file=path),
        ) from error
    if not command:
        raise SettingsError(tr("No editor was found."), tr("Set EDITOR, or edit {file} yourself.", file=path))
    try:
        subprocess.run([*command, path], check=False, env=child_environment())  # noqa: S603 - the user's own editor
    except OSError as error:
        raise SettingsError(
            tr("The editor {editor} could not be started ({error}).", editor=command[0], error=str(error.strerror)),
            tr("Edit {file} yourself.", file=path),
        ) from error


def _usual_editor() -> list[str]:
    if sys.platform == "win32":
        return ["notepad"]
    elif sys.platform == "darwin":
        return ["open", "-W", "-t"]
    else:
        installed = (shutil.which(name) for name in ("sensible-editor", "nano", "vi"))
        return [found for found in installed if found][:1]
