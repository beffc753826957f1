"""A rule's condition as a sentence: "Any critical component is in error"."""

from collections.abc import Mapping
from typing import Any

from porchlight.comparison import Operator
from porchlight.desktop.formatting import number, span
from porchlight.desktop.texts import job_word, kind_word, meaning
from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.rule.blocks import About, Ask, Block, Blocks, Mode
from porchlight.language.current import tr
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import parse_duration


def condition_sentence(blocks: Blocks, names: Mapping[str, str]) -> str:
    """One sentence without its full stop; ``names`` of components, by id."""
    sentences = [_block(block, names) for block in blocks.blocks]
    between = tr("and") if blocks.mode is Mode.ALL else tr("or")
    return f", {between} ".join(sentences)


def subject_text(subject: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The subject of a block."""
    operation = subject.get("operation")
    if operation is not None:
        if operation == "*":
            return tr("any job")
        return tr("the job “{operation}”", operation=job_word(str(operation)))
    ids, tag, kind = (_list(subject.get(key)) for key in ("component", "tag", "kind"))
    critical = subject.get("critical")
    if ids and ids != ["*"]:
        text = " / ".join(names.get(one, one) for one in ids)
    elif tag:
        text = tr("any component tagged “{tag}”", tag=tag[0])
    elif kind:
        text = tr("any of the kind “{kind}”", kind=" / ".join(map(kind_word, kind)))
    elif critical is True:
        text = tr("any critical component")
    elif critical is False:
        text = tr("any component that is not critical")
    else:
        text = tr("any component")
    besides = _list(subject.get("besides"))
    if besides:
        text += " " + tr("(but not {exceptions})", exceptions=", ".join(names.get(one, one) for one in besides))
    return text


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


def _block(block: Block, names: Mapping[str, str]) -> str:
    match block.about:
        case About.OTHER:
            return tr("a condition from the settings file")
        case About.REPORT:
            text = _report(block.asks[0])
        case _:
            asked = f" {tr('and')} ".join(_ask(ask) for ask in block.asks)
            text = f"{subject_text(block.subject, names)} {asked}"
    return tr("it is not true that {condition}", condition=text) if block.negated else text


def _operator(written: object) -> str:
    return next((choice_word(one) for one in Operator if one == written), str(written))


def _report(ask: Ask) -> str:
    operator = _operator(ask.beside.get("operator", "equals"))
    return f"{ask.value} {operator} {ask.beside.get('value', '')}".strip()


def _ask(ask: Ask) -> str:
    value = ask.value
    alternatives = f" {tr('or')} "
    match ask.key:
        case "status":
            text = alternatives.join(status_choice(one) for one in _list(value))
            return tr("is {statuses}", statuses=text)
        case "reason":
            return tr("has the reason {reasons}", reasons=_reasons(value))
        case "reason_not":
            return tr("has a reason other than {reasons}", reasons=_reasons(value))
        case "response_time_over":
            return tr("takes more than {limit} to answer", limit=_span(value))
        case "response_time_over_baseline":
            return tr("is more than {factor} times slower than usual", factor=_number(value))
        case "measure":
            operator = _operator(ask.beside.get("operator", "greater_than"))
            return tr(
                "has a “{measure}” that {comparison}",
                measure=str(value),
                comparison=f"{operator} {_number(ask.beside.get('value'))}",
            )
        case "last_success_older_than":
            return tr("had no successful check for {duration}", duration=_span(value))
        case "certificate_days_below":
            return tr("has a certificate that expires in less than {days} days", days=_number(value))
        case "quota_used_above":
            return tr("has used more than {percent}% of its quota", percent=_number(value))
        case "failures":
            return tr("failed {times} times in a row", times=_number(value))
        case "older_than":
            return tr("had no successful run for {duration}", duration=_span(value))
        case "overdue":
            return tr("had no successful run for {times} times its expected interval", times=_number(value))
        case "slower_than":
            return tr("took longer than {duration}", duration=_span(value))
        case "rate_below":
            return tr("processes fewer than {rate} items per second", rate=_number(value))
        case "rate_below_baseline":
            share = number(round(float(value) * 100)) if isinstance(value, int | float) else str(value)
            return tr("runs at less than {percent}% of its usual rate", percent=share)
    return f"{ask.key} {value}"


def _reasons(value: object) -> str:
    return ", ".join(f"“{reason_choice(one)}”" for one in _list(value))


def _list(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _span(value: object) -> str:
    try:
        return span(parse_duration(value))
    except ValueError:
        return str(value)


def _number(value: object) -> str:
    return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
