"""The commands with their arguments and options. Helps are messages that are rendered when somebody reads them."""

import argparse
from collections.abc import Callable, Sequence
from typing import Final

from porchlight import __version__
from porchlight.cli.arguments import Parser, marked
from porchlight.cli.language import LanguageOption, tr

_JSON = marked("print JSON for other programs")
_OUTPUT = marked("the file to write; standard output if left out")
_SINCE_DAY = marked("how far back, such as 24h, 7d or 2026-11-23 (default: 24h)")
_SINCE_WEEK = marked("how far back, such as 24h, 7d or 2026-11-23 (default: 7d)")
_DRY_RUN = marked("show what would change, and change nothing")
_YES = marked("do not ask for confirmation")
_YES_BUT = marked("do not ask for confirmation, except where --trust is needed")
_TRUST = marked("agree to one question, such as components.stripe.base_url; may be repeated")
_REPEATED = marked("only this one; may be repeated")
_ALERT_ID = marked("the alert's ID, or its first characters")


def parser(arguments: Sequence[str] | None = None) -> Parser:
    """Of the whole command line; only commands that ``arguments`` name get their options, since that takes time."""
    common = Parser(add_help=False)
    common.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=marked("the settings file"))
    common.add_argument(
        "--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=marked("the folder of the history")
    )
    common.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help=marked("show tracebacks and the log")
    )
    common.add_argument(
        "--language",
        metavar="CODE",
        action=LanguageOption,
        default=argparse.SUPPRESS,
        help=marked("the language to use, such as es (default: the system's)"),
    )
    top = Parser(
        prog="porchlight",
        parents=[common],
        description=marked(
            "Watches the systems that carry your gifts and shows which one is failing, why, and what to do."
        ),
        epilog=marked(
            "Exit codes: 0 healthy, 1 degraded, 2 critical, 3 unknown, 64 and above: wrong usage or an error."
        ),
    )
    top.add_argument(
        "--version", action="version", version=f"porchlight {__version__}", help=marked("show the version and exit")
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, text, fill in _COMMANDS:
        used = arguments is None or name in arguments
        command = commands.add_parser(
            name, parents=[common] if used else [], add_help=used, help=text, description=text
        )
        if used:
            fill(command, common)
    return top


def _health(of: Parser, common: Parser) -> None:
    of.add_argument("component", nargs="?", help=marked("only this component"))
    of.add_argument("--detailed", action="store_true", help=marked("add measures, timings, trend and parts"))
    of.add_argument("--watch", action="store_true", help=marked("check again and again until Ctrl-C"))
    of.add_argument(
        "--interval", type=_seconds, default=30.0, metavar="N", help=marked("seconds between checks (default: 30)")
    )
    of.add_argument("--json", action="store_true", help=_JSON)


def _status(of: Parser, common: Parser) -> None:
    of.add_argument("--json", action="store_true", help=_JSON)


def _version(of: Parser, common: Parser) -> None:
    of.add_argument("--check", action="store_true", help=marked("also check for a newer release"))
    of.add_argument("--json", action="store_true", help=_JSON)


def _history(of: Parser, common: Parser) -> None:
    of.add_argument("component")
    of.add_argument("--since", default="24h", help=_SINCE_DAY)
    of.add_argument("--json", action="store_true", help=_JSON)


def _export(of: Parser, common: Parser) -> None:
    of.add_argument("what", choices=("history",), help=marked("what to export"))
    of.add_argument("component", nargs="*", help=marked("only these components"))
    of.add_argument(
        "--format", choices=("csv", "jsonl"), default="csv", help=marked("CSV or JSON Lines (default: csv)")
    )
    of.add_argument(
        "--since", default="48h", help=marked("how far back, such as 24h, 7d or 2026-11-23 (default: 48h)")
    )
    of.add_argument("--output", metavar="FILE", help=_OUTPUT)


def _report(of: Parser, common: Parser) -> None:
    of.add_argument("--since", default="7d", help=_SINCE_WEEK)
    formats = ("md", "html", "pdf")
    of.add_argument("--format", choices=formats, default="md", help=marked("Markdown, HTML or PDF (default: md)"))
    of.add_argument("--output", metavar="FILE", help=_OUTPUT)


def _import(of: Parser, common: Parser) -> None:
    of.add_argument("what", choices=("classy-sync",), help=marked("what to import"))
    of.add_argument("path", help=marked("the folder where it is installed; nothing is ever written there"))
    of.add_argument(
        "--with-credentials", action="store_true", help=marked("include the organizations' Classy credentials")
    )
    of.add_argument("--dry-run", action="store_true", help=_DRY_RUN)
    of.add_argument("--yes", action="store_true", help=_YES_BUT)
    of.add_argument("--trust", action="append", metavar="KEY", help=_TRUST)
    of.add_argument("--json", action="store_true", help=_JSON)


def _run(of: Parser, common: Parser) -> None:
    of.add_argument("--name", help=marked("the job's name (default: the command's)"))
    of.add_argument(
        "--expect-every",
        metavar="SPAN",
        help=marked("how often the job should run, such as 1h; an alert fires once it is overdue by half of that"),
    )
    of.add_argument(
        "--count-pattern",
        metavar="REGEX",
        help=marked("finds the counts in the output, with the groups (?P<processed>…) and (?P<failed>…)"),
    )
    of.add_argument("command_line", nargs=argparse.REMAINDER, metavar="-- COMMAND …", help=marked("what to run"))


def _record(of: Parser, common: Parser) -> None:
    of.add_argument("name")
    moment = of.add_mutually_exclusive_group(required=True)
    moment.add_argument("--duration", help=marked("how long it took, such as 90s or 5m"))
    moment.add_argument(
        "--start", action="store_true", help=marked("the run begins now; record it again with --duration at its end")
    )
    of.add_argument("--id", metavar="ID", help=marked("identifies the run: the same at its start and its end"))
    of.add_argument("--count", type=_count, metavar="N", help=marked("items processed"))
    of.add_argument("--failed", type=_count, metavar="N", help=marked("items that failed"))
    of.add_argument("--failed-run", action="store_true", help=marked("the run itself failed"))
    of.add_argument("--at", metavar="TIME", help=marked("when it ended, such as 2026-11-24T03:00 (default: now)"))


def _ingest(of: Parser, common: Parser) -> None:
    add = _adder(of, common, required=False)
    token = add("token", marked("Create a token, store it in the keyring and show it once"))
    token.add_argument("--new", action="store_true", help=marked("replace the existing token"))


def _performance(of: Parser, common: Parser) -> None:
    of.add_argument("--since", default="24h", help=_SINCE_DAY)
    orders = ("p95", "count", "max", "recent")
    of.add_argument("--sort", choices=orders, default="p95", help=marked("sort by, highest first (default: p95)"))
    of.add_argument("--json", action="store_true", help=_JSON)


def _outlook(of: Parser, common: Parser) -> None:
    of.add_argument("--since", default="7d", help=_SINCE_WEEK)
    of.add_argument("--json", action="store_true", help=_JSON)


def _audit(of: Parser, common: Parser) -> None:
    of.add_argument("--since", default="7d", help=_SINCE_WEEK)
    of.add_argument("--json", action="store_true", help=_JSON)


def _components(of: Parser, common: Parser) -> None:
    add = _adder(of, common, required=True)
    add("list", marked("List the components in the settings"))
    add("test", marked("Check one and show every detail")).add_argument("component", metavar="NAME")


def _config(of: Parser, common: Parser) -> None:
    of.add_argument("action", choices=("check", "path", "edit", "show", "schema"))
    of.add_argument("--fix", action="store_true", help=marked("check: move secrets in the file into the keyring"))
    of.add_argument("--yes", action="store_true", help=_YES)
    of.add_argument("--origin", action="store_true", help=marked("show: say where each value is from"))
    of.add_argument("--json", action="store_true", help=marked("show: print JSON, with where each value is from"))


def _secrets(of: Parser, common: Parser) -> None:
    add = _adder(of, common, required=True)
    add("set", marked("Store one; the value is prompted for or read from input")).add_argument("name", metavar="NAME")
    add("list", marked("List the names and where each may be sent, never the values"))
    allow = add("allow", marked("Allow one to be sent to another address as well"))
    allow.add_argument("name", metavar="NAME")
    allow.add_argument("origins", metavar="ORIGIN", nargs="+", help=marked("such as https://api.example.org"))
    add("delete", marked("Remove one")).add_argument("name", metavar="NAME")


def _tray(of: Parser, common: Parser) -> None:
    of.add_argument("--demo", action="store_true", help=marked("watch simulated services"))
    of.add_argument("--quit", action="store_true", help=marked("quit the running one"))
    # What Windows adds when somebody clicks a notification of a run that has ended: ours, and COM's.
    of.add_argument(
        "-ToastActivated", "-Embedding", action="store_true", dest="by_notification", help=argparse.SUPPRESS
    )


def _self_test(of: Parser, common: Parser) -> None:
    of.add_argument("--json", action="store_true", help=_JSON)


def _nothing_more(of: Parser, common: Parser) -> None:
    """It has only the options that all have."""


def _sharing(settings: Parser, common: Parser) -> None:
    add = _adder(settings, common, required=True)
    exported = add("export", marked("Export the settings for others, as TOML"))
    exported.add_argument("file", nargs="?", help=_OUTPUT)
    taken = add("import", marked("Import settings that somebody exported"))
    taken.add_argument("file", help=marked("the file; - for standard input"))
    taken.add_argument("--viewer", action="store_true", help=marked("make this computer a viewer from now on"))
    taken.add_argument(
        "--replace", action="store_true", help=marked("remove what is not in the file, except personal settings")
    )
    taken.add_argument("--dry-run", action="store_true", help=_DRY_RUN)
    taken.add_argument("--yes", action="store_true", help=_YES_BUT)
    taken.add_argument("--trust", action="append", metavar="KEY", help=_TRUST)
    taken.add_argument("--json", action="store_true", help=_JSON)


def _alerts(alerts: Parser, common: Parser) -> None:
    def listing(of: Parser) -> Parser:
        of.add_argument("--since", default=argparse.SUPPRESS, help=_SINCE_WEEK)
        of.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_JSON)
        return of

    def filters(of: Parser) -> Parser:
        severities = ("critical", "high", "medium", "low")
        of.add_argument("--severity", action="append", choices=severities, default=argparse.SUPPRESS, help=_REPEATED)
        of.add_argument("--rule", default=argparse.SUPPRESS, help=marked("only from this rule"))
        of.add_argument("--component", default=argparse.SUPPRESS, help=marked("only about this component"))
        of.add_argument("--text", default=argparse.SUPPRESS, help=marked("only those that contain this text"))
        return of

    filters(listing(alerts))
    alerts.set_defaults(since="7d", json=False, severity=None, rule=None, component=None, text=None)
    add = _adder(alerts, common, required=False)
    filters(listing(add("list", marked("Show what fired (the same as “alerts” by itself)"))))
    listing(add("outbox", marked("Show what was sent where, what is waiting, and what failed and why")))
    listing(add("silences", marked("Show what is silenced, and until when")))
    listing(add("rules", marked("Show the rules and what each is for")))
    add("ack", marked("Acknowledge an alert: somebody is working on it")).add_argument("id", help=_ALERT_ID)
    snooze = add("snooze", marked("Send nothing about an alert for a while"))
    snooze.add_argument("id", help=_ALERT_ID)
    snooze.add_argument(
        "--for", dest="span", default="1h", help=marked("1h, 30m, tomorrow or resolved (default: 1h)")
    )
    add("unsnooze", marked("End a snooze")).add_argument("id", help=_ALERT_ID)
    silence = add("silence", marked("Send nothing about some components or rules for a while"))
    silence.add_argument("--component", action="append", help=_REPEATED)
    silence.add_argument("--rule", action="append", help=_REPEATED)
    silence.add_argument("--for", dest="span", default="1h", help=marked("1h, 30m or tomorrow (default: 1h)"))
    silence.add_argument("--comment", help=marked("the reason, for your colleagues"))
    add("unsilence", marked("End a silence")).add_argument("id", help=marked("its ID in “alerts silences”"))
    add("send-again", marked("Resend a message that failed")).add_argument(
        "id", help=marked("its ID in “alerts outbox”")
    )
    recovery = add("actions", marked("Show the recovery actions and what each would do"))
    recovery.add_argument(
        "--allow", metavar="NAME", help=marked("let an action run again that was stopped after failures")
    )
    test = add("test", marked("Send a test message; for a rule, also show what it would have done"))
    test.add_argument("name", metavar="RULE|CHANNEL")


def _adder(of: Parser, common: Parser, *, required: bool) -> Callable[[str, str], Parser]:
    """What adds the actions of a command."""
    commands = of.add_subparsers(dest="action", required=required, metavar="ACTION")

    def add(name: str, text: str) -> Parser:
        return commands.add_parser(name, parents=[common], help=text, description=text)

    return add


def _seconds(text: str) -> float:
    from porchlight.intake.numbers import finite

    seconds = finite(text, least=1, most=86_400)
    if seconds is None:
        raise argparse.ArgumentTypeError(
            tr("please give a number of seconds from {least} to {most}", least=1, most=86_400)
        )
    return seconds


def _count(text: str) -> int:
    from porchlight.intake.numbers import whole

    count = whole(text, least=0)
    if count is None:
        raise argparse.ArgumentTypeError(tr("please give a whole number, 0 or more"))
    return count


_COMMANDS: Final[tuple[tuple[str, str, Callable[[Parser, Parser], None]], ...]] = (
    ("health", marked("Check everything now and show the results"), _health),
    ("status", marked("Show the last known status without checking anything"), _status),
    ("version", marked("Show the version"), _version),
    ("watch", marked("Watch without windows and print one line per change, until stopped"), _nothing_more),
    ("history", marked("Show the history of one component"), _history),
    ("export", marked("Export the history for other programs"), _export),
    ("report", marked("Write a report to read and share, in the language of --language"), _report),
    ("import", marked("Import the setup of another program"), _import),
    ("run", marked("Run a command unchanged and record how long it took and whether it succeeded"), _run),
    ("record", marked("Record a run that another program measured"), _record),
    ("ingest", marked("Show whether programs can report runs over HTTP, and create the token for it"), _ingest),
    ("performance", marked("Show how long jobs and components take and whether they slow down"), _performance),
    ("outlook", marked("Show what needs doing and what will run out, and when"), _outlook),
    ("alerts", marked("Show what fired and was sent; acknowledge, snooze, silence, test"), _alerts),
    ("audit", marked("Show who did what: settings, silences, credentials, recovery actions"), _audit),
    ("components", marked("List the components, or test one"), _components),
    ("config", marked("Check, find, edit or describe the settings"), _config),
    ("settings", marked("Copy settings to another computer, without credentials"), _sharing),
    ("secrets", marked("Store credentials in this computer's keyring"), _secrets),
    ("tray", marked("Start the tray icon and its windows"), _tray),
    ("demo", marked("Try Porchlight with simulated services"), _nothing_more),
    ("self-test", marked("Check that every part of Porchlight is present and works"), _self_test),
)
