"""``porchlight settings``: one person sets up, the others import. Credentials stay where they are."""

import argparse
import asyncio
import os
import stat
import sys
from collections.abc import Collection
from datetime import datetime

import tomlkit

from porchlight.cli import exit_codes
from porchlight.cli.output import ask, print_error, print_file, print_json, print_line
from porchlight.cli.places import UsageError, begin_log, usage_exit
from porchlight.cli.render import Style
from porchlight.model.audit import Action
from porchlight.model.errors import SettingsError
from porchlight.redaction import Redactor
from porchlight.runtime.kinds import load_settings, needed_credentials, parse_settings, places_of
from porchlight.runtime.one_shot import record
from porchlight.runtime.sharing import take_over, this_computer
from porchlight.settings.paths import config_file, data_dir, origins_file
from porchlight.settings.plan import Step
from porchlight.settings.secrets import SecretStore
from porchlight.settings.sharing import (
    Here,
    Left,
    Note,
    Question,
    Row,
    SharedPlan,
    Why,
    exported,
    plan_shared,
    read_shared,
)
from porchlight.settings.shown import shown_name
from porchlight.settings.toml import MAX_BYTES
from porchlight.zones import local_zone

_SIGNS = {Step.ADDED: "+", Step.CHANGED: "~", Step.SAME: "=", Step.REMOVED: "-"}
WHY = {
    Why.CREDENTIAL: "sends the credential {credentials} to {places}",
    Why.PROXY: "lets everything that is asked pass through this proxy",
    Why.CONNECTIVITY: "asks there whether this computer is online",
    Why.UNPROTECTED: "turns off encryption or the checking of certificates",
    Why.ALERTS: "tells alerts there",
    Why.HEARTBEAT: "calls this address regularly",
    Why.METRICS: "sends everything that is measured there",
    Why.SCRAPED: "lets every program of this computer read what is measured",
    Why.RECOVERY: "runs a recovery action that is switched on here",
    Why.OTHER_COMPUTER: "looks for a file on another computer, which is given your login",
    Why.UNKNOWN: "does something that this Porchlight does not know",
}
LEFT = {
    Left.OFF: "arrives switched off: it would run something",
    Left.OURS: "stays as it is here: it runs something and is switched on",
    Left.PERSONAL: "stays out: it is each computer's own",
    Left.FAULTY: "stays out: it has a fault",
    Left.UNKNOWN: "stays out: there is no such section",
    Left.UNTRUSTED: "stays out: nobody said yes to it",
}


def sharing(args: argparse.Namespace) -> int:
    """Run the command."""
    begin_log(args, Redactor())
    path = config_file(args.config)
    try:
        return _export(args, path) if args.action == "export" else asyncio.run(_import(args, path))
    except UsageError as error:
        return usage_exit(error)


def _export(args: argparse.Namespace, path: str) -> int:
    settings = load_settings(path)
    if not settings.exists:
        raise SettingsError(f"There are no settings yet ({path}).", "Begin with “porchlight config edit”.")
    shared = exported(path, needed_credentials(settings), datetime.now(local_zone()).date().isoformat())
    if args.file is None:
        print_file(shared.text.encode())
    else:
        try:
            with open(args.file, "w", encoding="utf-8") as file:
                file.write(shared.text)
        except OSError as error:
            print_error(f"porchlight: {args.file} cannot be written ({error.strerror}).")
            return exit_codes.CANNOT_CREATE
        print_error(f"The settings are in {args.file}. No credential is in it.")
    for one in shared.taken_out:
        outcome = f" (it is the credential “{one.credential}” there)" if one.credential else ""
        print_error(f"Taken out because it looks like a secret: {shown_name(one.place)}{outcome}.")
    if shared.taken_out:
        print_error("“porchlight config check --fix” moves what it can into the keyring.")
    return 0


async def _import(args: argparse.Namespace, path: str) -> int:
    given = read_shared(_read(args.file))
    before = load_settings(path)
    places = places_of(before)
    secrets = SecretStore(
        Redactor(), origins_file=origins_file(data_dir(args.data_dir)), places=lambda name: places.get(name, ())
    )
    here = await this_computer(given, secrets)
    trusted = set(args.trust or ())

    def planned() -> SharedPlan:
        return plan_shared(path, given, here, replace=args.replace, viewer=args.viewer, trusted=trusted)

    plan = planned()
    _check_trusted(plan, trusted)
    faults = [str(problem) for problem in parse_settings(tomlkit.dumps(plan.document)).all_problems()]
    notes_shown: tuple[Note, ...] = ()
    if not args.json:
        notes_shown = _show(plan, faults, trusted)
    if not args.dry_run and _ask(plan, trusted):
        plan = planned()
    after = parse_settings(tomlkit.dumps(plan.document))
    missing = _missing(needed_credentials(after), here)
    if args.json:
        print_json(_document(plan, faults, missing, trusted))
    if args.dry_run:
        return 0
    write = print_error if args.json else print_line
    for one in plan.notes:
        if one not in notes_shown:
            write(_note(one))
    if not plan.wanted:
        write("Nothing to change.")
        return 0
    if not args.yes and not _agreed():
        print_error("Nothing was written.")
        return 0 if sys.stdin.isatty() else exit_codes.USAGE
    backup = await take_over(path, plan, secrets)
    await record(data_dir(args.data_dir), Action.SETTINGS_CHANGED, "import")
    write(f"The settings were taken over into {path}.")
    if backup is not None:
        write(f"A copy of the settings as they were before is in {backup}.")
    if missing:
        write("Store these credentials on this computer, with “porchlight secrets set NAME”:")
        for name in missing:
            write(f"  {name}")
    return 0


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with open(file, "rb") as stream:
            kind = os.fstat(stream.fileno()).st_mode
            if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
                raise UsageError(f"{file} is no file.")
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}).") from error


def _check_trusted(plan: SharedPlan, trusted: Collection[str]) -> None:
    for key in trusted:
        if not any(one.is_in((key,)) for one in plan.questions):
            known = ", ".join(dict.fromkeys(one.key for one in plan.questions)) or "nothing"
            raise UsageError(
                f"This file raises no question about “{shown_name(key)}”. It raises some about: {known}."
            )


def _missing(names: list[str], here: Here) -> list[str]:
    """Those that this computer does not have; all, where its keyring does not answer."""
    return [name for name in names if here.held is None or name not in here.held]


# -- what is shown


def _show(plan: SharedPlan, faults: list[str], trusted: Collection[str]) -> tuple[Note, ...]:
    """Print the preview; return its notes."""
    style = Style.of(sys.stdout)
    print_line(style.paint("Settings", "1") + "  (+ added, ~ changed, - removed, = as it is)")
    shown: set[str] = set()
    for row in plan.rows:
        if row.table not in shown:
            shown.add(row.table)
            print_line(f"  {_SIGNS[row.step]} {row.table}")
        print_line(f"      {_row(row)}")
    for one in plan.changes:
        if (name := shown_name(one.table)) not in shown:
            print_line(f"  {_SIGNS[one.step]} {name}")
    notes_shown = tuple(one for one in plan.notes if one.left is not Left.UNTRUSTED)
    for note_ in notes_shown:
        print_line(f"  ! {_note(note_)}")
    for fault in faults:
        print_line(f"  ! {shown_name(fault)}")
    if plan.questions:
        print_line(style.paint("Taken over only if you say so", "1") + "  (--trust KEY)")
    for question in plan.questions:
        print_line(f"  {'✔' if question.is_in(trusted) else '?'} {_question(question)}")
    return notes_shown


def _row(row: Row) -> str:
    asked = "   ?" if row.asked else ""
    if row.step is Step.ADDED or not row.before:
        return f"{row.key} = {row.after}{asked}"
    return f"{row.key} = {row.before} → {row.after or '(nothing)'}{asked}"


def _question(one: Question) -> str:
    credentials = ", ".join(f"“{name}”" for name in one.credentials)
    reason = WHY[one.why].format(credentials=credentials, places=", ".join(one.places))
    if one.credentials and one.why is not Why.CREDENTIAL:
        reason += f", with the credential {credentials}" + (f" to {', '.join(one.places)}" if one.places else "")
    return f"{one.key} = {one.value}: {reason}" if one.value else f"{one.key}: {reason}"


def _note(one: Note) -> str:
    return f"{one.key} {LEFT[one.left]}{f' ({one.detail})' if one.detail else ''}."


def _document(plan: SharedPlan, faults: list[str], missing: list[str], trusted: Collection[str]) -> dict[str, object]:
    return {
        "changes": [{"table": one.table, "step": one.step.value} for one in plan.changes],
        "values": [
            {"table": row.table, "key": row.key, "before": row.before or None, "after": row.after or None}
            for row in plan.rows
        ],
        "questions": [
            {
                "key": one.key,
                "why": one.why.value,
                "value": one.value,
                "credentials": list(one.credentials),
                "places": list(one.places),
                "trusted": one.is_in(trusted),
            }
            for one in plan.questions
        ],
        "notTakenOver": [{"key": one.key, "why": one.left.value, "detail": one.detail} for one in plan.notes],
        "faults": faults,
        "credentialsToStore": missing,
    }


# -- questions


def _ask(plan: SharedPlan, trusted: set[str]) -> bool:
    """Ask each question, if somebody is there; return whether any was answered with yes."""
    if not sys.stdin.isatty():
        return False
    found = False
    for one in plan.questions:
        if not one.is_in(trusted) and _yes(f"{_question(one)}. Take it over? [y/N] "):
            trusted.add(one.key)
            found = True
    return found


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print_error("Say --yes to do it, or --dry-run to look.")
        return False
    return _yes("Do it? [y/N] ")


def _yes(question: str) -> bool:
    return ask(question).lower() in ("y", "yes")
