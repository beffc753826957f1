"""``porchlight alerts`` and ``porchlight audit``: what fired, what was sent, what is held back, who did what."""

import argparse
import asyncio
import sys
import time
from contextlib import closing
from dataclasses import asdict
from datetime import datetime

from porchlight.cli import exit_codes
from porchlight.cli.history import span
from porchlight.cli.output import print_error, print_json, print_line
from porchlight.cli.places import UsageError, begin_log, load, usage_exit
from porchlight.cli.render import Style, wrapped
from porchlight.model.alert import (
    FOR_EVER_MS,
    OPERATION,
    Alert,
    DeliveryState,
    Notification,
    Severity,
    is_operation,
    subject_title,
)
from porchlight.model.replay import Replay
from porchlight.model.times import how_long, iso, until_tomorrow
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
    (print_line if result.done else print_error)(result.sentence)


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
        action = f"{entry.action.value.replace('_', ' ')} {entry.subject}".strip()
        detail = f": {entry.detail}" if entry.detail else ""
        print_line(f"{_moment(entry.at_ms)}  {entry.actor.value:<9}  {action}{detail}")
    if not entries:
        print_line("Nothing was done in this time.")
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
            print_line("No alert fired in this time.")
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
    runs = reader.operations(name, 0, time.time_ns() // 1_000_000, 1)
    return subject_title(alert.subject, runs[0] if runs else None)


def _line(alert: Alert, about: str, style: Style) -> str:
    state = "firing"
    if alert.resolved_ms is not None:
        state = f"over after {how_long((alert.resolved_ms - alert.pending_ms) / 1000)}"
    elif alert.acknowledged_ms is not None:
        state = "firing, acknowledged"
    elif alert.suppressed_by is not None:
        state = f"firing, held back: {alert.suppressed_by.value.replace('_', ' ')}"
    severity = style.paint(f"{alert.severity.value:<8}", _COLOURS[alert.severity])
    about = f"{about}: " if about else ""
    fired = _moment(alert.firing_ms or alert.pending_ms)
    return f"{alert.id[:8]}  {fired}  {severity}  {alert.rule} ({state})  {about}{alert.sentence}"


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
        print_line(f"{one.id}  {_moment(one.created_ms)}  {where:<12}  {one.kind.value:<12}  {_outcome(one)}")
    if not found:
        print_line("Nothing was sent in this time.")
    return 0


def _outcome(one: Notification) -> str:
    tries = f" at try {one.attempts}" if one.attempts > 1 else ""
    match one.state:
        case DeliveryState.DELIVERED:
            return f"delivered{tries}"
        case DeliveryState.SUPPRESSED:
            return f"held back: {one.reason.value.replace('_', ' ') if one.reason else '?'}"
        case DeliveryState.FAILED:
            return f"failed: {one.error}"
    return f"waits, tried {one.attempts} times: {one.error}" if one.error else "waits"


def _silences(args: argparse.Namespace) -> int:
    now_ms = time.time_ns() // 1_000_000
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        found = reader.silences(now_ms)
    if args.json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        what = ", ".join((*one.components, *one.rules)) or "everything"
        comment = f": {one.comment}" if one.comment else ""
        print_line(f"{one.id}  until {_moment(one.until_ms)}  {what}{comment}")
    if not found:
        print_line("Nothing is silenced.")
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
        off = "" if rule.enabled else " (off)"
        severity = style.paint(f"{rule.severity.value:<8}", _COLOURS[rule.severity])
        hold = f"after {how_long(rule.hold)}" if rule.hold else "at once"
        print_line(f"{style.paint(name, '1')}{off}: {rule.name or name}")
        print_line(f"    {severity}  {hold}, cooldown {how_long(rule.cooldown)}, to {', '.join(rule.channels)}")
        if rule.why:
            print_line(f"    {rule.why}")
    return 0


def _actions(args: argparse.Namespace) -> int:
    """Dry run: what each would do."""
    settings = load(args)
    if args.allow is not None:
        result = asyncio.run(carry_out(settings, data_dir(args.data_dir), Rearm(args.allow), Redactor()))
        _print_result(result)
        return 0 if result.done else exit_codes.USAGE
    for name, item in settings.alerting.actions.items():
        rules = [rule for rule, one in settings.alerting.rules.items() if one.action == name]
        state = "on" if item.enabled else "off"
        print_line(f"{name} ({state}): would {shown_action(item)}")
        limits = f"{item.timeout:g} s at most, {item.at_most} times an hour, stopped after {item.stop_after} failures"
        print_line(f"    {limits}; of {', '.join(rules) or 'no rule'}")
    if not settings.alerting.actions:
        print_line("No recovery actions are set up.")
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
                if name not in {item.component.id for item in settings.components}:
                    raise UsageError(f"There is no component “{name}”.")
            for name in args.rule or ():
                if name not in settings.alerting.rules:
                    raise UsageError(f"There is no rule “{name}”: see “porchlight alerts rules”.")
            seconds = _seconds(args.span)
            if seconds is None:
                raise UsageError("A silence ends by itself at a stated time: write --for 1h, or --for tomorrow.")
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
        raise UsageError(f"“{text}” is no span of time: write 1h, 30m or tomorrow.") from None


async def _test(name: str, settings: LoadedSettings, folder: str, redactor: Redactor) -> int:
    from porchlight.model.message import DESKTOP

    if name in settings.alerting.rules:
        _print_replay(name, settings, folder)
    elif name == DESKTOP:
        raise UsageError("Notifications of the desktop are tested in the window: Settings → Channels → Send test.")
    options = RunOptions(settings, folder, Role.OWNER_OR_FOLLOWER, redactor, console=print_line)
    async with await Porchlight.start(options) as porchlight:
        if name in {rule.id for rule in porchlight.rules}:
            faults = await porchlight.test_rule(name)
            refusals = {channel: fault.sentence for channel, fault in faults.items() if fault is not None}
            tested = list(faults)
        elif name in porchlight.channels:
            result = await porchlight.handle(SendTest(name))
            refusals, tested = {} if result.done else {name: result.sentence}, [name]
        else:
            known = ", ".join([*porchlight.channels, *settings.alerting.rules])
            raise UsageError(f"There is no rule and no channel “{name}”. There are: {known}.")
    for channel in tested:
        print_line(f"{channel}: {refusals.get(channel, 'taken.')}")
    return exit_codes.UNAVAILABLE if refusals else 0


def replay_sentence(found: Replay) -> str:
    """What a rule would have done, in one sentence."""
    span = how_long(found.span_ms / 1000)
    if not found.alerts:
        return f"In the last {span} it would not have fired once."
    times = "once" if len(found.alerts) == 1 else f"{len(found.alerts)} times"
    notified = "one message" if found.notified == 1 else f"{found.notified} messages"
    sentence = f"In the last {span} it would have fired {times} and sent {notified}"
    if found.suppressed:
        sentence += f"; {found.suppressed} more would have been held back"
    return sentence + (", and it would be firing now." if found.fires_now else ".")


def _print_replay(name: str, settings: LoadedSettings, folder: str) -> None:
    from porchlight.model.errors import HistoryError

    values = settings.alerting.rules[name].model_dump(by_alias=True, exclude_none=True)
    try:
        print_line(replay_sentence(replay_rule(history_file(folder), name, values, settings)))
    except HistoryError as error:
        print_line(f"What it would have done is not known: {error}")


def _moment(at_ms: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at_ms / 1000))
