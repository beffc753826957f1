"""The command line: arguments, exit codes, and errors turned into sentences. Commands are imported only when they are
called, since people notice their start-up time."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from porchlight import __version__
from porchlight.cli import exit_codes
from porchlight.cli.output import print_error
from porchlight.intake.text import SENTENCE, clean_line

if TYPE_CHECKING:
    from porchlight.self_test.part import Part


class _Parser(argparse.ArgumentParser):
    """Wrong use ends with the code of sysexits.h, not with argparse's 2, which means "critical" here."""

    def error(self, message: str) -> NoReturn:
        print_error(f"{self.prog}: {clean_line(message, SENTENCE)}", f"Try “{self.prog} --help”.")
        self.exit(exit_codes.USAGE)


@dataclass(frozen=True, slots=True)
class Desktop:
    """What the command line needs of the desktop, which it must not import."""

    open: Callable[[argparse.Namespace], int | None]
    """Runs the tray app; None where there is no screen for it and none was requested."""
    parts: "Callable[[], Sequence[Part]]"
    """The desktop's parts of the self-test."""


def run(arguments: Sequence[str], desktop: Desktop) -> int:
    """Run one command line; returns its exit code. ``SystemExit`` for help and wrong use."""
    common = argparse.Namespace(config=None, data_dir=None, debug=False)
    args = _parser().parse_args(arguments, common)
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
    code = desktop.open(argparse.Namespace(**vars(args), demo=False, quit=False))
    if code is not None:
        return code
    from porchlight.cli.demo import by_itself

    return by_itself(args)


def _report_error(error: Exception, *, debug: bool) -> int:
    from porchlight.model.errors import PorchlightError, SettingsError

    _log(error, debug=debug)
    if isinstance(error, PorchlightError):
        print_error(f"porchlight: {error}")
        return exit_codes.CONFIG if isinstance(error, SettingsError) else exit_codes.UNAVAILABLE
    print_error(
        f"porchlight: something went wrong inside ({type(error).__name__}). Run again with --debug to see more."
    )
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


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help="the settings file")
    common.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help="where the history is kept")
    common.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks and the log")
    parser = _Parser(
        prog="porchlight",
        parents=[common],
        description="Watches the systems that carry your gifts, says which one is not well, why and what to do.",
        epilog="Exit codes: 0 healthy, 1 degraded, 2 critical, 3 unknown; 64 and up: wrong use.",
    )
    parser.add_argument("--version", action="version", version=f"porchlight {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=text, description=f"{text[0].upper()}{text[1:]}.")

    health = command("health", "check everything now and tell how it is")
    health.add_argument("component", nargs="?", help="only this component")
    health.add_argument("--detailed", action="store_true", help="with measures, phases, trend and parts")
    health.add_argument("--watch", action="store_true", help="again and again, until Ctrl-C")
    health.add_argument("--interval", type=_seconds, default=30.0, metavar="N", help="seconds between two (30)")
    health.add_argument("--json", action="store_true", help="for programs")

    status = command("status", "tell what was last known, without checking anything")
    status.add_argument("--json", action="store_true", help="for programs")

    version = command("version", "tell which version this is")
    version.add_argument("--check", action="store_true", help="and whether there is a newer release")
    version.add_argument("--json", action="store_true", help="for programs")

    command("watch", "watch without a screen: one line a change, until told to end")

    history = command("history", "how one component was over a span of time")
    history.add_argument("component")
    history.add_argument("--since", default="24h", help="how far back, such as 24h, 7d or 2026-11-23 (24h)")
    history.add_argument("--json", action="store_true", help="for programs")

    export = command("export", "give what was remembered to other programs")
    export.add_argument("what", choices=("history",), help="what to export")
    export.add_argument("component", nargs="*", help="only these components")
    export.add_argument("--format", choices=("csv", "jsonl"), default="csv", help="CSV or JSON Lines (csv)")
    export.add_argument("--since", default="48h", help="how far back, such as 24h, 7d or 2026-11-23 (48h)")
    export.add_argument("--output", metavar="FILE", help="where to; without it to standard output")

    report = command("report", "how everything was over a span of time, to be read and passed on")
    report.add_argument("--since", default="7d", help="how far back, such as 7d, 30d or 2026-11-01 (7d)")
    formats = ("md", "html", "pdf")
    report.add_argument("--format", choices=formats, default="md", help="Markdown, one HTML page or PDF (md)")
    report.add_argument("--language", choices=("en", "es"), help="of the report (that of the settings or the system)")
    report.add_argument("--output", metavar="FILE", help="where to; without it to standard output")
    taken = command("import", "take over what another program is set up with")
    taken.add_argument("what", choices=("classy-sync",), help="what to take over")
    taken.add_argument("path", help="the folder that it is installed in; nothing is ever written there")
    taken.add_argument("--with-credentials", action="store_true", help="the organisations' Classy credentials too")
    taken.add_argument("--dry-run", action="store_true", help="only show what would be added")
    taken.add_argument("--yes", action="store_true", help="do it without asking, except where --trust is needed")
    trust = "say yes to one thing that is asked, such as components.stripe.base_url; may be given several times"
    taken.add_argument("--trust", action="append", metavar="KEY", help=trust)
    taken.add_argument("--json", action="store_true", help="for programs")
    job = command("run", "run a command as it is, and remember how long it took and whether it succeeded")
    job.add_argument("--name", help="what the job is called (the command)")
    often = "how often it should run, such as 1h: once it is half as much overdue, an alert says so"
    job.add_argument("--expect-every", metavar="SPAN", help=often)
    pattern = "where the output says how much was done, with the groups (?P<processed>…) and (?P<failed>…)"
    job.add_argument("--count-pattern", metavar="REGEX", help=pattern)
    job.add_argument("command_line", nargs=argparse.REMAINDER, metavar="-- COMMAND …", help="what to run")
    record = command("record", "remember a run that something else measured")
    record.add_argument("name")
    record.add_argument("--duration", required=True, help="how long it took, such as 90s or 5m")
    record.add_argument("--count", type=_count, metavar="N", help="items that were processed")
    record.add_argument("--failed", type=_count, metavar="N", help="items that failed")
    record.add_argument("--failed-run", action="store_true", help="the run itself failed")
    record.add_argument("--at", metavar="TIME", help="when it ended, such as 2026-11-24T03:00 (now)")
    ingest = command("ingest", "how programs tell of runs over HTTP, and the token for it")
    actions = ingest.add_subparsers(dest="action", metavar="ACTION")
    token = actions.add_parser(
        "token", parents=[common], help="make a token, keep it in the keyring and show it once"
    )
    token.add_argument("--new", action="store_true", help="another one, where there is one already")
    performance = command("performance", "how long jobs and components take, and whether they get slower")
    performance.add_argument("--since", default="24h", help="how far back, such as 24h, 7d or 2026-11-23 (24h)")
    orders = ("p95", "count", "max", "recent")
    performance.add_argument("--sort", choices=orders, default="p95", help="by what, the highest first (p95)")
    performance.add_argument("--json", action="store_true", help="for programs")
    outlook = command("outlook", "what somebody should do, and what runs out when")
    outlook.add_argument("--since", default="7d", help="how far back to look, such as 7d, 30d or 2026-11-01 (7d)")
    outlook.add_argument("--json", action="store_true", help="for programs")

    _add_alerts(command("alerts", "what fired and was sent; acknowledge, snooze, silence, test"), common)
    audit = command("audit", "who did what: settings, silences, credentials, recovery actions")
    audit.add_argument("--since", default="7d", help="how far back, such as 24h, 7d or 2026-11-23 (7d)")
    audit.add_argument("--json", action="store_true", help="for programs")

    components = command("components", "list components, or test one")
    actions = components.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", parents=[common], help="what the settings say is watched")
    test = actions.add_parser("test", parents=[common], help="check one and show everything that was seen")
    test.add_argument("component", metavar="NAME")

    config = command("config", "check, find, edit or describe the settings")
    config.add_argument("action", choices=("check", "path", "edit", "schema"))
    config.add_argument("--fix", action="store_true", help="check: move secrets that stand in them into the keyring")
    config.add_argument("--yes", action="store_true", help="do it without asking")

    _add_sharing(command("settings", "take settings from one computer to another, without credentials"), common)
    secrets = command("secrets", "keep credentials in this computer's keyring")
    actions = secrets.add_subparsers(dest="action", required=True, metavar="ACTION")
    store = actions.add_parser("set", parents=[common], help="store one; its value is asked for or read from input")
    store.add_argument("name", metavar="NAME")
    actions.add_parser("list", parents=[common], help="the names and where each may be sent, never the values")
    allow = actions.add_parser("allow", parents=[common], help="let one be sent to another place, too")
    allow.add_argument("name", metavar="NAME")
    allow.add_argument("origins", metavar="ORIGIN", nargs="+", help="such as https://api.example.org")
    delete = actions.add_parser("delete", parents=[common], help="remove one")
    delete.add_argument("name", metavar="NAME")

    tray = command("tray", "the light in the tray, with its windows")
    tray.add_argument("--demo", action="store_true", help="watch services that are made up")
    tray.add_argument("--quit", action="store_true", help="end the one that runs")

    command("demo", "look around with services that are made up")

    self_test = command("self-test", "tell whether all that belongs to this program is there and works")
    self_test.add_argument("--json", action="store_true", help="for programs")
    return parser


def _add_sharing(settings: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = settings.add_subparsers(dest="action", required=True, metavar="ACTION")
    exported = actions.add_parser("export", parents=[common], help="the settings for others, as TOML")
    exported.add_argument("file", nargs="?", help="where to; without it to standard output")
    taken = actions.add_parser("import", parents=[common], help="take over what somebody exported")
    taken.add_argument("file", help="the file; - for standard input")
    taken.add_argument("--viewer", action="store_true", help="this computer is for looking only from now on")
    taken.add_argument("--replace", action="store_true", help="what is not in it goes, but for what is personal")
    taken.add_argument("--dry-run", action="store_true", help="only show what would change")
    taken.add_argument("--yes", action="store_true", help="do it without asking, except where --trust is needed")
    trust = "say yes to one thing that is asked, such as components.stripe.base_url; may be given several times"
    taken.add_argument("--trust", action="append", metavar="KEY", help=trust)
    taken.add_argument("--json", action="store_true", help="for programs")


def _add_alerts(alerts: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    def listing(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        span = "how far back, such as 24h or 2026-11-23 (7d)"
        parser.add_argument("--since", default=argparse.SUPPRESS, help=span)
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for programs")
        return parser

    def filters(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        severities = ("critical", "high", "medium", "low")
        text = "only these; may be given several times"
        parser.add_argument("--severity", action="append", choices=severities, default=argparse.SUPPRESS, help=text)
        parser.add_argument("--rule", default=argparse.SUPPRESS, help="only of this rule")
        parser.add_argument("--component", default=argparse.SUPPRESS, help="only about this component")
        parser.add_argument("--text", default=argparse.SUPPRESS, help="only with this text in it")
        return parser

    filters(listing(alerts))
    alerts.set_defaults(since="7d", json=False, severity=None, rule=None, component=None, text=None)
    actions = alerts.add_subparsers(dest="action", metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        description = f"{text[0].upper()}{text[1:]}."
        return actions.add_parser(name, parents=[common], help=text, description=description)

    filters(listing(action("list", "what fired (this is what “alerts” alone does)")))
    listing(action("outbox", "what was sent where, what waits, what failed and why"))
    listing(action("silences", "what is silenced, and until when"))
    listing(action("rules", "the rules, and why they are there"))
    action("ack", "say that somebody sees to it").add_argument("id", help="of the alert, or how it begins")
    snooze = action("snooze", "not a word of it for a while")
    snooze.add_argument("id", help="of the alert, or how it begins")
    snooze.add_argument("--for", dest="span", default="1h", help="1h, 30m, tomorrow or resolved (1h)")
    action("unsnooze", "take a snooze back").add_argument("id", help="of the alert, or how it begins")
    silence = action("silence", "hold back what some components or rules raise")
    silence.add_argument("--component", action="append", help="this one; may be given several times")
    silence.add_argument("--rule", action="append", help="this one; may be given several times")
    silence.add_argument("--for", dest="span", default="1h", help="1h, 30m or tomorrow (1h)")
    silence.add_argument("--comment", help="why, for whoever wonders")
    action("unsilence", "end a silence").add_argument("id", help="as “alerts silences” has it")
    action("send-again", "try one anew that failed").add_argument("id", help="as “alerts outbox” has it")
    recovery = action("actions", "the recovery actions, and what each would do")
    recovery.add_argument("--allow", metavar="NAME", help="let one run again that was stopped after its failures")
    action("test", "send a test, and say what a rule would have done").add_argument("name", metavar="RULE|CHANNEL")


def _seconds(text: str) -> float:
    from porchlight.intake.numbers import finite

    seconds = finite(text, least=1, most=86_400)
    if seconds is None:
        raise argparse.ArgumentTypeError("a number of seconds from 1 to 86400 is wanted")
    return seconds


def _count(text: str) -> int:
    from porchlight.intake.numbers import whole

    count = whole(text, least=0)
    if count is None:
        raise argparse.ArgumentTypeError("a whole number is wanted, 0 or more")
    return count
