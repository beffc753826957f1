"""``porchlight alerts`` and ``porchlight audit``: what fired, what was sent, what is held back, who did what."""

import argparse
import asyncio
import sys
import time
from contextlib import closing
from dataclasses import asdict
from datetime import datetime

from porchlight.cli import exit_codes
from porchlight.cli.arguments import not_found
from porchlight.cli.history import span
from porchlight.cli.language import rendered, tr
from porchlight.cli.output import print_error, print_json, print_line
from porchlight.cli.places import UsageError, begin_log, load, unknown_component, usage_exit
from porchlight.cli.render import Style, wrapped
from porchlight.insight.activity import about
from porchlight.insight.alert_states import delivery_of, state_of
from porchlight.language.text import Duration, Text
from porchlight.model.alert import (
    FOR_EVER_MS,
    OPERATION,
    Alert,
    Severity,
    is_operation,
    subject_title,
)
from porchlight.model.labels import ACTIONS, ACTORS, NOTIFICATIONS
from porchlight.model.times import iso, until_tomorrow
from porchlight.redaction import Redactor
from porchlight.runtime.app import Porchlight
from porchlight.runtime.commands import (
    Acknowledge,
    Command,
    CommandResult,
    EndSilence,
    Rearm,
    SendAgain,
    SendTest,
    SilenceAlerts,
    Snooze,
    Unsnooze,
)
from porchlight.runtime.history import open_reader
from porchlight.runtime.one_shot import carry_out
from porchlight.runtime.options import Role, RunOptions
from porchlight.runtime.replay import replay_rule
from porchlight.runtime.types import HistoryReader
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import data_dir, history_file
from porchlight.settings.rules import RuleSettings
from porchlight.settings.schema import parse_duration
from porchlight.settings.shown import shown_action

_COLOURS = {Severity.CRITICAL: "31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}


def alerts(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    try:
        match args.action:
            case None | "list":
                return _list(args)
            case "outbox":
                return _outbox(args)
            case "silences":
                return _silences(args)
            case "rules":
                return _rules(args)
            case "actions":
                return _actions(args)
            case "test":
                return asyncio.run(_test(args.name, load(args), data_dir(args.data_dir), redactor))
        result = asyncio.run(carry_out(load(args), data_dir(args.data_dir), _command(args), redactor))
    except UsageError as error:
        return usage_exit(error)
    _print_result(result)
    return 0 if result.done else exit_codes.USAGE


def _print_result(result: CommandResult) -> None:
    (print_line if result.done else print_error)(rendered(result.sentence))


def audit(args: argparse.Namespace) -> int:
    """Who did what, the newest first."""
    begin_log(args, Redactor())
    try:
        since_ms, until_ms = span(args.since)
    except UsageError as error:
        return usage_exit(error)
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        entries = reader.audit(since_ms, until_ms)
    if args.json:
        print_json([{**asdict(entry), "at": iso(entry.at_ms)} for entry in entries])
        return 0
    for entry in entries:
        who, what = rendered(ACTORS[entry.actor]), rendered(ACTIONS[entry.action])
        print_line(f"{_moment(entry.at_ms)}  {who:<10}  {what}  {rendered(about(entry, {}))}".rstrip())
    if not entries:
        print_line(tr("Nothing happened in this time."))
    return 0


# -- what was and is


def _list(args: argparse.Namespace) -> int:
    since_ms, until_ms = span(args.since)
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        found = reader.alerts(
            since_ms,
            until_ms,
            severities=[Severity(one) for one in args.severity or ()],
            rule=args.rule,
            component=args.component,
            text=args.text or "",
        )
        if args.json:
            print_json([_document(alert, reader) for alert in found])
            return 0
        if not found:
            print_line(tr("No alert fired in this time."))
        style = Style.of(sys.stdout)
        for alert in found:
            for line in wrapped(_line(alert, _about(alert, reader), style), style, indent=""):
                print_line(line)
    return 0


def _about(alert: Alert, reader: HistoryReader) -> str:
    """Its name for people: a component by its id, as in all commands; a job by what it does and for whom."""
    if not is_operation(alert.subject):
        return alert.subject
    name = alert.subject.removeprefix(OPERATION)
    runs = reader.operations(name, 0, _now_ms(), 1)
    return subject_title(alert.subject, runs[0] if runs else None)


def _line(alert: Alert, about: str, style: Style) -> str:
    severity = style.paint(f"{rendered(alert.severity.label):<8}", _COLOURS[alert.severity])
    about = f"{about}: " if about else ""
    fired, state = _moment(alert.firing_ms or alert.pending_ms), rendered(state_of(alert, _now_ms()))
    return f"{alert.id[:8]}  {fired}  {severity}  {alert.rule} ({state})  {about}{rendered(alert.sentence)}"


def _document(alert: Alert, reader: HistoryReader) -> dict[str, object]:
    moments = {
        "since": alert.pending_ms,
        "firedAt": alert.firing_ms,
        "resolvedAt": alert.resolved_ms,
        "acknowledgedAt": alert.acknowledged_ms,
        "snoozedUntil": None if alert.snoozed_until_ms == FOR_EVER_MS else alert.snoozed_until_ms,
    }
    return {
        "id": alert.id,
        "rule": alert.rule,
        "component": alert.subject or None,
        "severity": alert.severity.value,
        "state": alert.state.value,
        "message": alert.sentence,
        **{name: iso(at_ms) if at_ms is not None else None for name, at_ms in moments.items()},
        "heldBack": alert.suppressed_by.value if alert.suppressed_by else None,
        "timeline": [
            {
                "at": iso(event.at_ms),
                "what": event.kind.value,
                "reason": event.reason.value if event.reason else None,
                "detail": event.detail,
            }
            for event in reader.alert_timeline(alert.id)
        ],
    }


def _outbox(args: argparse.Namespace) -> int:
    since_ms, until_ms = span(args.since)
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        found = reader.notifications(since_ms, until_ms)
    if args.json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        where = f"{one.channel} {one.recipient}".rstrip()
        kind, outcome = rendered(NOTIFICATIONS[one.kind]), rendered(delivery_of(one, _now_ms()))
        print_line(f"{one.id}  {_moment(one.created_ms)}  {where:<12}  {kind:<12}  {outcome}")
    if not found:
        print_line(tr("Nothing was sent in this time."))
    return 0


def _silences(args: argparse.Namespace) -> int:
    now_ms = _now_ms()
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        found = reader.silences(now_ms)
    if args.json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        what = ", ".join((*one.components, *one.rules)) or tr("everything")
        comment = f": {one.comment}" if one.comment else ""
        print_line(f"{one.id}  {tr('until {time}', time=_moment(one.until_ms))}  {what}{comment}")
    if not found:
        print_line(tr("Nothing is silenced."))
    return 0


def _rules(args: argparse.Namespace) -> int:
    settings = load(args)
    rules = settings.alerting.rules
    if args.json:
        documents = {
            name: rule.model_dump(mode="json", by_alias=True, exclude_none=True) for name, rule in rules.items()
        }
        print_json(documents)
        return 0
    style = Style.of(sys.stdout)
    for name, rule in rules.items():
        off = "" if rule.enabled else f" ({tr('off')})"
        severity = style.paint(f"{rendered(rule.severity.label):<8}", _COLOURS[rule.severity])
        print_line(f"{style.paint(name, '1')}{off}: {rendered(Text(rule.name)) if rule.name else name}")
        print_line(f"    {severity}  {_timing(rule)}")
        if rule.why:
            print_line(f"    {rendered(Text(rule.why))}")
    return 0


def _timing(rule: RuleSettings) -> str:
    cooldown, channels = Duration(rule.cooldown), ", ".join(rule.channels)
    if not rule.hold:
        return tr("at once, cooldown {cooldown}, to {channels}", cooldown=cooldown, channels=channels)
    return tr(
        "after {hold}, cooldown {cooldown}, to {channels}",
        hold=Duration(rule.hold),
        cooldown=cooldown,
        channels=channels,
    )


def _actions(args: argparse.Namespace) -> int:
    """Dry run: what each would do."""
    settings = load(args)
    if args.allow is not None:
        result = asyncio.run(carry_out(settings, data_dir(args.data_dir), Rearm(args.allow), Redactor()))
        _print_result(result)
        return 0 if result.done else exit_codes.USAGE
    for name, item in settings.alerting.actions.items():
        rules = [rule for rule, one in settings.alerting.rules.items() if one.action == name]
        would = shown_action(item)
        if item.enabled:
            print_line(tr("{action} (on): would {do}", action=name, do=would))
        else:
            print_line(tr("{action} (off): would {do}", action=name, do=would))
        print_line(
            "    "
            + tr(
                "time limit {limit}, at most {most} per hour, stops after {failures} failures; rules: {rules}",
                limit=Duration(item.timeout),
                most=item.at_most,
                failures=item.stop_after,
                rules=", ".join(rules) or tr("none"),
            )
        )
    if not settings.alerting.actions:
        print_line(tr("No recovery actions are set up."))
    return 0


# -- commands and tests


def _command(args: argparse.Namespace) -> Command:
    match args.action:
        case "ack":
            return Acknowledge(args.id)
        case "snooze":
            return Snooze(args.id, _seconds(args.span))
        case "unsnooze":
            return Unsnooze(args.id)
        case "silence":
            settings = load(args)
            for name in args.component or ():
                known = {item.component.id: item.component.name for item in settings.components}
                if name not in known:
                    raise unknown_component(name, known)
            for name in args.rule or ():
                if name not in settings.alerting.rules:
                    raise UsageError(not_found(name, settings.alerting.rules))
            seconds = _seconds(args.span)
            if seconds is None:
                raise UsageError(tr("A silence needs an end: use --for 1h or --for tomorrow."))
            components, rules = tuple(args.component or ()), tuple(args.rule or ())
            return SilenceAlerts(seconds, components, rules, args.comment or "")
        case "unsilence":
            return EndSilence(args.id)
    return SendAgain((args.id,))


def _seconds(text: str) -> float | None:
    """Of a duration, of "tomorrow" (8:00), or None for "resolved"."""
    if text == "resolved":
        return None
    if text == "tomorrow":
        return until_tomorrow(datetime.now().astimezone())
    try:
        return parse_duration(text)
    except ValueError:
        raise UsageError(tr("“{text}” is not a time span. Use 1h, 30m or tomorrow.", text=text)) from None


async def _test(name: str, settings: LoadedSettings, folder: str, redactor: Redactor) -> int:
    from porchlight.model.message import DESKTOP

    if name in settings.alerting.rules:
        _print_replay(name, settings, folder)
    elif name == DESKTOP:
        raise UsageError(tr("Desktop notifications are tested in the window: Settings → Channels → Send test."))
    options = RunOptions(settings, folder, Role.OWNER_OR_FOLLOWER, redactor, console=print_line)
    async with await Porchlight.start(options) as porchlight:
        if name in {rule.id for rule in porchlight.rules}:
            faults = await porchlight.test_rule(name)
            refusals = {channel: rendered(fault.sentence) for channel, fault in faults.items() if fault is not None}
            tested = list(faults)
        elif name in porchlight.channels:
            result = await porchlight.handle(SendTest(name))
            refusals, tested = {} if result.done else {name: rendered(result.sentence)}, [name]
        else:
            raise UsageError(not_found(name, [*porchlight.channels, *settings.alerting.rules]))
    for channel in tested:
        print_line(f"{channel}: {refusals[channel] if channel in refusals else tr('sent.')}")
    return exit_codes.UNAVAILABLE if refusals else 0


def _print_replay(name: str, settings: LoadedSettings, folder: str) -> None:
    from porchlight.model.errors import HistoryError

    values = settings.alerting.rules[name].model_dump(by_alias=True, exclude_none=True)
    try:
        print_line(rendered(replay_rule(history_file(folder), name, values, settings).sentence))
    except HistoryError as error:
        print_line(tr("We can't tell what the rule would have done: {error}", error=error.terminal_text))


def _moment(at_ms: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_ms / 1000))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
