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
from porchlight.cli.arguments import quoted
from porchlight.cli.language import rendered, tr
from porchlight.cli.locked import report_locked
from porchlight.cli.output import confirmed, print_error, print_file, print_json, print_line
from porchlight.cli.places import UsageError, begin_log, unwritable, usage_exit
from porchlight.cli.render import Style
from porchlight.language.text import Text, msg
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
WHY: dict[Why, Text] = {
    Why.PROXY: msg("sends all checks through this proxy"),
    Why.CONNECTIVITY: msg("asks this address whether the computer is online"),
    Why.UNPROTECTED: msg("turns off encryption or certificate checks"),
    Why.ALERTS: msg("sends alerts there"),
    Why.HEARTBEAT: msg("calls this address regularly"),
    Why.METRICS: msg("sends all measurements there"),
    Why.SCRAPED: msg("lets every program on this computer read the measurements"),
    Why.RECOVERY: msg("runs a recovery action that is switched on here"),
    Why.OTHER_COMPUTER: msg("reads a file on another computer, which receives your login"),
    Why.PUBLISHED: msg("is a text for donors, which you would publish in an emergency"),
    Why.UNKNOWN: msg("does something that this version of Porchlight does not know"),
}
LEFT: dict[Left, Text] = {
    Left.OFF: msg("is imported as off, because it would run something"),
    Left.OURS: msg("stays as it is here, because it runs something and is switched on"),
    Left.PERSONAL: msg("left out, because each computer has its own"),
    Left.FAULTY: msg("left out, because it has a fault"),
    Left.UNKNOWN: msg("left out, because Porchlight has no such section"),
    Left.UNTRUSTED: msg("left out, because you did not agree to it"),
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
        raise SettingsError(
            tr("There are no settings yet ({file}).", file=path), tr("Start with “porchlight config edit”.")
        )
    shared = exported(path, needed_credentials(settings), datetime.now(local_zone()).date().isoformat())
    if args.file is None:
        print_file(shared.text.encode())
    else:
        try:
            with open(args.file, "w", encoding="utf-8") as file:
                file.write(shared.text)
        except OSError as error:
            print_error(unwritable(args.file, error))
            return exit_codes.CANNOT_CREATE
        print_error(tr("The settings are in {file}, without any credentials.", file=args.file))
    for one in shared.taken_out:
        place = shown_name(one.place)
        if one.credential:
            print_error(
                tr(
                    "Left out because it looks like a secret: {place} (now the credential “{credential}”).",
                    place=place,
                    credential=one.credential,
                )
            )
        else:
            print_error(tr("Left out because it looks like a secret: {place}.", place=place))
    if shared.taken_out:
        print_error(tr("“porchlight config check --fix” moves what it can into the keyring."))
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
        write(tr("Nothing to change."))
        return 0
    if not args.yes and not _agreed():
        print_error(tr("Nothing was written."))
        return 0 if sys.stdin.isatty() else exit_codes.USAGE
    backup = await take_over(path, plan, secrets)
    await record(data_dir(args.data_dir), Action.SETTINGS_CHANGED, "import")
    write(tr("The settings were imported into {file}.", file=path))
    report_locked(path, before.policy)
    if backup is not None:
        write(tr("The previous settings are in {file}.", file=backup))
    if missing:
        write(tr("Store these credentials on this computer with “porchlight secrets set NAME”:"))
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
                raise UsageError(tr("{file} is not a file.", file=file))
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(tr("{file} cannot be read ({error}).", file=file, error=str(error.strerror))) from error


def _check_trusted(plan: SharedPlan, trusted: Collection[str]) -> None:
    for key in trusted:
        if not any(one.is_in((key,)) for one in plan.questions):
            known = ", ".join(dict.fromkeys(one.key for one in plan.questions)) or tr("none")
            raise UsageError(
                tr(
                    "This file does not ask you to agree to “{key}”. It asks about: {known}.",
                    key=shown_name(key),
                    known=known,
                )
            )


def _missing(names: list[str], here: Here) -> list[str]:
    """Those that this computer does not have; all, where its keyring does not answer."""
    return [name for name in names if here.held is None or name not in here.held]


# -- what is shown


def _show(plan: SharedPlan, faults: list[str], trusted: Collection[str]) -> tuple[Note, ...]:
    """Print the preview; return its notes."""
    style = Style.of(sys.stdout)
    print_line(style.paint(tr("Settings"), "1") + "  " + tr("(+ added, ~ changed, - removed, = unchanged)"))
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
        print_line(style.paint(tr("Imported only if you agree"), "1") + "  (--trust KEY)")
    for question in plan.questions:
        print_line(f"  {'✔' if question.is_in(trusted) else '?'} {_question(question)}")
    return notes_shown


def _row(row: Row) -> str:
    asked = "   ?" if row.asked else ""
    if row.step is Step.ADDED or not row.before:
        return f"{row.key} = {row.after}{asked}"
    return f"{row.key} = {row.before} → {row.after or tr('(nothing)')}{asked}"


def _question(one: Question) -> str:
    credentials, places = ", ".join(map(quoted, one.credentials)), ", ".join(one.places)
    if one.why is Why.CREDENTIAL:
        reason = tr("sends the credential {credentials} to {places}", credentials=credentials, places=places)
    else:
        reason = rendered(WHY[one.why])
    if one.credentials and one.why is not Why.CREDENTIAL:
        if places:
            reason = tr(
                "{reason}, with the credential {credentials} to {places}",
                reason=reason,
                credentials=credentials,
                places=places,
            )
        else:
            reason = tr("{reason}, with the credential {credentials}", reason=reason, credentials=credentials)
    return f"{one.key} = {one.value}: {reason}" if one.value else f"{one.key}: {reason}"


def _note(one: Note) -> str:
    note = f"{one.key}: {rendered(LEFT[one.left])}"
    return f"{note}. {rendered(one.detail)}" if one.detail else f"{note}."


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
        if not one.is_in(trusted) and confirmed(tr("{question}. Import it?", question=_question(one))):
            trusted.add(one.key)
            found = True
    return found


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print_error(tr("Use --yes to confirm, or --dry-run to preview."))
        return False
    return confirmed(tr("Continue?"))
