"""The command line: arguments, exit codes, and errors turned into sentences. Commands are imported only when they are
called, since people notice their start-up time."""

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from porchlight.cli import exit_codes, language
from porchlight.cli.command_line import parser
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import drop_output, print_error
from porchlight.dataclass import dataclass

if TYPE_CHECKING:
    from porchlight.self_test.part import Part


@dataclass(frozen=True, slots=True)
class Desktop:
    """What the command line needs of the desktop, which it must not import."""

    open: Callable[[argparse.Namespace], int | None]
    """Runs the tray app; None where there is no screen for it and none was requested."""
    parts: "Callable[[], Sequence[Part]]"
    """The desktop's parts of the self-test."""


def run(arguments: Sequence[str], desktop: Desktop) -> int:
    """Run one command line; returns its exit code. ``SystemExit`` for help and wrong use."""
    language.begin()
    common = argparse.Namespace(config=None, data_dir=None, debug=False, language=None)
    args = parser(arguments).parse_args(arguments, common)
    if getattr(args, "json", False):
        language.speak_english()
    try:
        return _dispatch(args, desktop)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (``| head``). Keep Python from complaining when it flushes.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.SOFTWARE
    except Exception as error:
        return _report_error(error, debug=args.debug)


def _dispatch(args: argparse.Namespace, desktop: Desktop) -> int:
    match args.command:
        case "status":
            from porchlight.cli.status import status
            from porchlight.settings.paths import data_dir, history_file

            return status(history_file(data_dir(args.data_dir)), as_json=args.json)
        case "health":
            from porchlight.cli.health import health

            return health(args)
        case "version":
            from porchlight.cli.version import version

            return version(args)
        case "watch":
            from porchlight.cli.watch import watch

            return watch(args)
        case "history":
            from porchlight.cli.history import history

            return history(args)
        case "export":
            from porchlight.cli.history import export

            return export(args)
        case "report":
            from porchlight.cli.written_report import written_report

            return written_report(args)
        case "import":
            from porchlight.cli.import_classy_sync import import_classy_sync

            return import_classy_sync(args)
        case "run":
            from porchlight.cli.jobs import run as run_job

            return run_job(args)
        case "record":
            from porchlight.cli.jobs import record

            return record(args)
        case "outlook":
            from porchlight.cli.outlook import outlook

            return outlook(args)
        case "ingest":
            from porchlight.cli.ingest import ingest

            return ingest(args)
        case "settings":
            from porchlight.cli.sharing import sharing

            return sharing(args)
        case "performance":
            from porchlight.cli.performance import performance

            return performance(args)
        case "alerts":
            from porchlight.cli.alerts import alerts

            return alerts(args)
        case "audit":
            from porchlight.cli.alerts import audit

            return audit(args)
        case "components":
            from porchlight.cli.components import components

            return components(args)
        case "config":
            from porchlight.cli.config import config

            return config(args)
        case "secrets":
            from porchlight.cli.secrets import secrets

            return secrets(args)
        case "demo":
            from porchlight.cli.demo import demo

            return demo(args)
        case "self-test":
            from porchlight.cli.self_test import run as run_self_test

            return run_self_test(args, desktop.parts)
        case "tray":
            return desktop.open(args) or 0
    code = desktop.open(argparse.Namespace(**vars(args), demo=False, quit=False, by_notification=False))
    if code is not None:
        return code
    from porchlight.cli.demo import by_itself

    return by_itself(args)


def _report_error(error: Exception, *, debug: bool) -> int:
    from porchlight.model.errors import OutputError, PorchlightError, SettingsError

    _log(error, debug=debug)
    if isinstance(error, OutputError):
        drop_output()
    if isinstance(error, PorchlightError):
        print_error(f"porchlight: {rendered(error.terminal_text)}")
        return exit_codes.CONFIG if isinstance(error, SettingsError) else exit_codes.UNAVAILABLE
    fault = tr("Porchlight itself failed ({error}). Run again with --debug for details.", error=type(error).__name__)
    print_error(f"porchlight: {fault}")
    return exit_codes.SOFTWARE


def _log(error: Exception, *, debug: bool) -> None:
    """Log the traceback, redacted: to the log if the command has begun one, else to the terminal if wanted."""
    import logging

    if logging.getLogger().handlers:
        logging.getLogger(__name__).error("the command ended with an error", exc_info=error)
    elif debug:
        import traceback

        from porchlight.redaction import Redactor

        trace = Redactor().text("".join(traceback.format_exception(error)))
        print_error(*(f"    {line}" for line in trace.rstrip("\n").split("\n")))
