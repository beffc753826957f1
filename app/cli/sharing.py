"""``porchlight settings``: one person sets up, the others take it over. Credentials stay where they are."""

import argparse
import asyncio
import json
import sys
from datetime import datetime

import tomlkit

from app.cli import exit_codes
from app.cli.places import UsageError, begin_log, usage_exit
from app.cli.render import Style
from app.model.audit import Action
from app.model.errors import SecretStoreUnavailable, SettingsError
from app.redaction import Redactor
from app.runtime.history import note
from app.runtime.kinds import load_settings, needed_credentials, parse_settings
from app.settings.file import MAX_BYTES
from app.settings.paths import config_file, data_dir
from app.settings.secrets import SecretStore
from app.settings.sharing import SharedPlan, Step, apply_shared, exported, plan_shared, read_shared
from app.zones import local_zone

_SIGNS = {Step.ADDED: "+", Step.CHANGED: "~", Step.SAME: "=", Step.REMOVED: "-"}


def sharing(args: argparse.Namespace) -> int:
    """Run the command."""
    begin_log(args, Redactor())
    path = config_file(args.config)
    try:
        return _export(args, path) if args.action == "export" else _import(args, path)
    except UsageError as error:
        return usage_exit(error)


def _export(args: argparse.Namespace, path: str) -> int:
    settings = load_settings(path)
    if not settings.exists:
        raise SettingsError(f"There are no settings yet ({path}).", "Begin with “porchlight config edit”.")
    text = exported(path, needed_credentials(settings), datetime.now(local_zone()).date().isoformat())
    if args.file is None:
        sys.stdout.buffer.write(text.encode())  # a file for programs, whatever a terminal can show
        sys.stdout.buffer.flush()
        return 0
    try:
        with open(args.file, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        print(f"porchlight: {args.file} cannot be written ({error.strerror}).", file=sys.stderr)
        return exit_codes.CANNOT_CREATE
    print(f"The settings are in {args.file}. No credential is in it.", file=sys.stderr)
    return 0


def _import(args: argparse.Namespace, path: str) -> int:
    given = read_shared(_read(args.file))
    plan = plan_shared(path, given, replace=args.replace, viewer=args.viewer)
    after = parse_settings(tomlkit.dumps(plan.document))
    faults = [str(problem) for problem in after.all_problems()]
    missing = asyncio.run(_missing(needed_credentials(after)))
    if args.json:
        document = {
            "changes": [{"table": one.table, "step": one.step.value} for one in plan.changes],
            "faults": faults,
            "credentialsToStore": missing,
        }
        print(json.dumps(document, indent=2))
    else:
        _show(plan, faults)
    if args.dry_run:
        return 0
    others = sys.stderr if args.json else sys.stdout
    if not plan.wanted:
        print("Nothing to change.", file=others)
        return 0
    if not args.yes and not _agreed():
        print("Nothing was written.", file=sys.stderr)
        return 0 if sys.stdin.isatty() else exit_codes.USAGE
    backup = apply_shared(path, plan)
    asyncio.run(note(data_dir(args.data_dir), Action.SETTINGS_CHANGED, "import"))
    print(f"The settings were taken over into {path}.", file=others)
    if backup is not None:
        print(f"As they were before they are in {backup}.", file=others)
    if missing:
        print("Store these credentials on this computer, with “porchlight secrets set NAME”:", file=others)
        for name in missing:
            print(f"  {name}", file=others)
    return 0


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with open(file, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}).") from error


async def _missing(names: list[str]) -> list[str]:
    """Those that this computer's keyring does not hold; all, where it does not answer."""
    try:
        held = set(await SecretStore(Redactor()).names())
    except SecretStoreUnavailable:
        return names
    return [name for name in names if name not in held]


def _show(plan: SharedPlan, faults: list[str]) -> None:
    style = Style.of(sys.stdout)
    print(style.paint("Settings", "1") + "  (+ added, ~ changed, - removed, = as it is)")
    for one in plan.changes:
        print(f"  {_SIGNS[one.step]} {one.table}")
    for fault in faults:
        print(f"  ! {fault}")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("Say --yes to do it, or --dry-run to look.", file=sys.stderr)
        return False
    return input("Do it? [y/N] ").strip().lower() in ("y", "yes")
