"""``porchlight import classy-sync``: shows what it would add, asks, then writes settings and keyring."""

import argparse
import asyncio
import os
import sys

from porchlight.cli import exit_codes
from porchlight.cli.language import tr
from porchlight.cli.locked import report_locked
from porchlight.cli.output import confirmed, print_error, print_json, print_line
from porchlight.cli.places import UsageError, begin_log, usage_exit
from porchlight.cli.render import Style
from porchlight.intake.documents import dump_json
from porchlight.redaction import Redactor
from porchlight.runtime.importing import apply_import, plan_import
from porchlight.runtime.kinds import load_settings
from porchlight.settings.paths import config_file, data_dir
from porchlight.settings.plan import Plan, Step

_SIGNS = {Step.ADDED: "+", Step.CHANGED: "~", Step.SAME: "="}


def import_classy_sync(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    path = config_file(args.config)
    folder = os.path.abspath(args.path)
    plan = asyncio.run(plan_import(folder, path, with_credentials=args.with_credentials, redactor=redactor))
    if isinstance(plan, str):
        return usage_exit(UsageError(plan))
    if args.json:
        print_json(_document(plan))
    else:
        _show(plan)
    write = print_error if args.json else print_line
    if args.dry_run:
        return 0
    if not plan.wanted and not plan.secrets:
        write(tr("Nothing to change."))
        return 0
    if not args.yes:
        if not sys.stdin.isatty():
            print_error(tr("Nothing was written. Use --yes to confirm, or --dry-run to preview."))
            return exit_codes.USAGE
        if not confirmed(tr("Continue?")):
            print_line(tr("Nothing was written."))
            return 0
    messages = asyncio.run(apply_import(plan, path, data_dir(args.data_dir), redactor))
    for message in messages:
        write(message)
    report_locked(path, load_settings(path).policy)
    return 0


def _document(plan: Plan) -> dict[str, object]:
    return {
        "changes": [
            {
                "table": f"{one.section}.{one.name}",
                "what": one.label,
                "step": one.step.value,
                "after": dict(one.after),
            }
            for one in plan.changes
        ],
        "secrets": [{"name": one.name, "what": one.label} for one in plan.secrets],
        "notes": list(plan.notes),
    }


def _show(plan: Plan) -> None:
    style = Style.of(sys.stdout)
    print_line(style.paint(tr("Settings"), "1") + "  " + tr("(+ added, ~ changed, = unchanged)"))
    for change in plan.changes:
        print_line(f"  {_SIGNS[change.step]} {change.section}.{change.name}: {change.label}")
        if change.step is Step.CHANGED:
            before = change.before or {}
            for key, value in change.after.items():
                if before.get(key) != value:
                    print_line(f"      {key} = {dump_json(value)}")
    if plan.secrets:
        print_line(style.paint(tr("Keyring"), "1"))
        for secret in plan.secrets:
            print_line(f"  + {secret.name}: {secret.label}")
    for note in plan.notes:
        print_line(f"  ! {note}")
