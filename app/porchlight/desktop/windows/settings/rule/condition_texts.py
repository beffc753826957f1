"""A rule's condition as a sentence: "Any critical component is in error"."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from porchlight.comparison import Operator
from porchlight.desktop.texts import job_word, kind_word, meaning
from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.rule.blocks import About, Ask, Block, Blocks, Mode
from porchlight.language.current import rendered, tr
from porchlight.language.text import Alternatives, Duration, Items, Place, Text, msg, msg_in
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import parse_duration


def condition_sentence(blocks: Blocks, names: Mapping[str, str]) -> str:
    """One sentence without its full stop; ``names`` of components, by id."""
    clauses = [_block(block, names) for block in blocks.blocks]
    return rendered(reduce(_both if blocks.mode is Mode.ALL else _either, clauses)) if clauses else ""


def _both(first: Text, second: Text) -> Text:
    return msg("{first}, and {second}", first=first, second=second)


def _either(first: Text, second: Text) -> Text:
    return msg("{first}, or {second}", first=first, second=second)


def subject_text(subject: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The subject of a block."""
    return rendered(_subject(subject, names))


def _subject(subject: Mapping[str, Any], names: Mapping[str, str]) -> Text:
    operation = subject.get("operation")
    if operation is not None:
        if operation == "*":
            return msg("any job")
        return msg("the job “{operation}”", operation=job_word(str(operation)))
    ids, tag, kind = (_list(subject.get(key)) for key in ("component", "tag", "kind"))
    critical = subject.get("critical")
    if ids and ids != ["*"]:
        text = Text("{names}", {"names": Alternatives(tuple(names.get(one, one) for one in ids))})
    elif tag:
        text = msg("any component tagged “{tag}”", tag=tag[0])
    elif kind:
        text = msg("any of the kind “{kind}”", kind=Alternatives(tuple(map(kind_word, kind))))
    elif critical is True:
        text = msg("any critical component")
    elif critical is False:
        text = msg("any component that is not critical")
    else:
        text = msg("any component")
    besides = tuple(names.get(one, one) for one in _list(subject.get("besides")))
    return msg("{subject} (but not {exceptions})", subject=text, exceptions=Items(besides)) if besides else text


def ask_label(key: str) -> str:
    """The label of a question in a drop-down."""
    match key:
        case "status":
            return tr("the status is")
        case "reason":
            return tr("the reason is")
        case "reason_not":
            return tr("the reason is not")
        case "response_time_over":
            return tr("the response time is over")
        case "response_time_over_baseline":
            return tr("slower than usual by a factor of")
        case "measure":
            return tr("the measured value")
        case "last_success_older_than":
            return tr("no successful check for")
        case "certificate_days_below":
            return tr("days until the certificate expires, under")
        case "quota_used_above":
            return tr("percent of the quota used, over")
        case "failures":
            return tr("failed runs in a row, at least")
        case "older_than":
            return tr("no successful run for")
        case "overdue":
            return tr("times its own interval without a successful run, over")
        case "slower_than":
            return tr("a run took longer than")
        case "rate_below":
            return tr("items per second, under")
        case "rate_below_baseline":
            return tr("share of its usual rate, under")
    return key


def status_choice(status: str) -> str:
    """A status as the end of a sentence."""
    match status:
        case Status.HEALTHY:
            return tr("healthy")
        case Status.DEGRADED:
            return tr("degraded")
        case Status.ERROR:
            return tr("in error")
        case Status.UNKNOWN:
            return tr("unknown")
        case Status.DISABLED:
            return tr("paused")
    return status


def reason_choice(reason: str) -> str:
    """A reason as a choice."""
    return meaning(Reason(reason)).removesuffix(".") if reason in set(Reason) else reason


def _block(block: Block, names: Mapping[str, str]) -> Text:
    match block.about:
        case About.OTHER:
            return msg("a condition from the settings file")
        case About.REPORT:
            text = _report(block.asks[0])
        case _:
            again = msg_in("a job", "it") if block.about is About.OPERATION else msg_in("a component", "it")
            subjects = [_subject(block.subject, names), *[again] * (len(block.asks) - 1)]
            clauses = tuple(_ask(subject, ask) for subject, ask in zip(subjects, block.asks, strict=True))
            text = clauses[0] if len(clauses) == 1 else Text("{clauses}", {"clauses": Items(clauses)})
    return msg("it is not true that {condition}", condition=text) if block.negated else text


def _operator(written: object) -> str:
    return next((choice_word(one) for one in Operator if one == written), str(written))


def _report(ask: Ask) -> Text:
    places: dict[str, Place] = {
        "value": str(ask.value),
        "operator": _operator(ask.beside.get("operator", "equals")),
        "compared": str(ask.beside.get("value", "")),
    }
    return Text("{value} {operator} {compared}", places)


def _ask(subject: Text, ask: Ask) -> Text:
    value = ask.value
    match ask.key:
        case "status":
            statuses = Alternatives(tuple(status_choice(one) for one in _list(value)))
            return msg("{subject} is {statuses}", subject=subject, statuses=statuses)
        case "reason":
            return msg("{subject} has the reason {reasons}", subject=subject, reasons=_reasons(value))
        case "reason_not":
            return msg("{subject} has a reason other than {reasons}", subject=subject, reasons=_reasons(value))
        case "response_time_over":
            return msg("{subject} takes more than {limit} to answer", subject=subject, limit=_span(value))
        case "response_time_over_baseline":
            return msg(
                "{subject} is more than {factor} times slower than usual", subject=subject, factor=_number(value)
            )
        case "measure":
            return msg(
                "{subject} has a “{measure}” that {operator} {value}",
                subject=subject,
                measure=str(value),
                operator=_operator(ask.beside.get("operator", "greater_than")),
                value=_number(ask.beside.get("value")),
            )
        case "last_success_older_than":
            return msg("{subject} had no successful check for {duration}", subject=subject, duration=_span(value))
        case "certificate_days_below":
            return msg(
                "{subject} has a certificate that expires in less than {days} days",
                subject=subject,
                days=_number(value),
            )
        case "quota_used_above":
            return msg(
                "{subject} has used more than {percent}% of its quota", subject=subject, percent=_number(value)
            )
        case "failures":
            return msg("{subject} failed {times} times in a row", subject=subject, times=_number(value))
        case "older_than":
            return msg("{subject} had no successful run for {duration}", subject=subject, duration=_span(value))
        case "overdue":
            return msg(
                "{subject} had no successful run for {times} times its expected interval",
                subject=subject,
                times=_number(value),
            )
        case "slower_than":
            return msg("{subject} took longer than {duration}", subject=subject, duration=_span(value))
        case "rate_below":
            return msg("{subject} processes fewer than {rate} items per second", subject=subject, rate=_number(value))
        case "rate_below_baseline":
            share = round(float(value) * 100) if isinstance(value, int | float) else str(value)
            return msg("{subject} runs at less than {percent}% of its usual rate", subject=subject, percent=share)
    return Text("{subject}: {key} {value}", {"subject": subject, "key": ask.key, "value": str(value)})


def _reasons(value: object) -> Alternatives:
    return Alternatives(tuple(msg("“{reason}”", reason=reason_choice(one)) for one in _list(value)))


def _list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _span(value: object) -> Place:
    try:
        return Duration(parse_duration(value))
    except ValueError:
        return str(value)


def _number(value: object) -> Place:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
