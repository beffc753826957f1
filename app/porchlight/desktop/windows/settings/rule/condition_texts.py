"""A rule's condition as a sentence: "Any critical component is in error"."""

from collections.abc import Mapping
from typing import Any

from porchlight.desktop.formatting import number, span
from porchlight.desktop.texts import job_word, kind_word, meaning, translate
from porchlight.desktop.windows.settings.choice_texts import choice_word
from porchlight.desktop.windows.settings.rule.blocks import About, Ask, Block, Blocks, Mode
from porchlight.model.status import Reason, Status
from porchlight.settings.schema import parse_duration


def condition_sentence(blocks: Blocks, names: Mapping[str, str]) -> str:
    """One sentence without its full stop; ``names`` of components, by id."""
    sentences = [_block(block, names) for block in blocks.blocks]
    between = translate("Rules", "and") if blocks.mode is Mode.ALL else translate("Rules", "or")
    return f", {between} ".join(sentences)


def subject_text(subject: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Of what a block asks something."""
    operation = subject.get("operation")
    if operation is not None:
        if operation == "*":
            return translate("Rules", "any job")
        return translate("Rules", "the job “%1”").replace("%1", job_word(str(operation)))
    ids, tag, kind = (_list(subject.get(key)) for key in ("component", "tag", "kind"))
    critical = subject.get("critical")
    if ids and ids != ["*"]:
        text = " / ".join(names.get(one, one) for one in ids)
    elif tag:
        text = translate("Rules", "any component tagged “%1”").replace("%1", tag[0])
    elif kind:
        text = translate("Rules", "any of the kind “%1”").replace("%1", " / ".join(map(kind_word, kind)))
    elif critical is True:
        text = translate("Rules", "any critical component")
    elif critical is False:
        text = translate("Rules", "any component that is not critical")
    else:
        text = translate("Rules", "any component")
    besides = _list(subject.get("besides"))
    if besides:
        text += " " + translate("Rules", "(but not %1)").replace(
            "%1", ", ".join(names.get(one, one) for one in besides)
        )
    return text


def ask_label(key: str) -> str:
    """What a drop-down calls it."""
    match key:
        case "status":
            return translate("Rules", "its status is")
        case "reason":
            return translate("Rules", "the reason is")
        case "reason_not":
            return translate("Rules", "the reason is not")
        case "response_time_over":
            return translate("Rules", "it answers more slowly than")
        case "response_time_over_baseline":
            return translate("Rules", "it is slower than usual, times")
        case "measure":
            return translate("Rules", "its measure")
        case "last_success_older_than":
            return translate("Rules", "it had no good check for")
        case "certificate_days_below":
            return translate("Rules", "days left of its certificate, under")
        case "quota_used_above":
            return translate("Rules", "percent of its quota used, over")
        case "failures":
            return translate("Rules", "failed runs in a row, at least")
        case "older_than":
            return translate("Rules", "it had no good run for")
        case "overdue":
            return translate("Rules", "times its own interval without a good run, over")
        case "slower_than":
            return translate("Rules", "a run took longer than")
        case "rate_below":
            return translate("Rules", "items a second, under")
        case "rate_below_baseline":
            return translate("Rules", "share of its usual rate, under")
    return key


def status_choice(status: str) -> str:
    """A status as the end of a sentence."""
    match status:
        case Status.HEALTHY:
            return translate("Rules", "well")
        case Status.DEGRADED:
            return translate("Rules", "degraded")
        case Status.ERROR:
            return translate("Rules", "in error")
        case Status.UNKNOWN:
            return translate("Rules", "unknown")
        case Status.DISABLED:
            return translate("Rules", "paused")
    return status


def reason_choice(reason: str) -> str:
    """A reason as one chooses it."""
    return meaning(Reason(reason)).removesuffix(".") if reason in set(Reason) else reason


def _block(block: Block, names: Mapping[str, str]) -> str:
    match block.about:
        case About.OTHER:
            return translate("Rules", "a condition of the settings file")
        case About.REPORT:
            text = _report(block.asks[0])
        case _:
            asked = f" {translate('Rules', 'and')} ".join(_ask(ask) for ask in block.asks)
            text = f"{subject_text(block.subject, names)} {asked}"
    return translate("Rules", "not: %1").replace("%1", text) if block.negated else text


def _report(ask: Ask) -> str:
    operator = choice_word(str(ask.beside.get("operator", "equals")))
    return f"{ask.value} {operator} {ask.beside.get('value', '')}".strip()


def _ask(ask: Ask) -> str:
    value = ask.value
    alternatives = f" {translate('Rules', 'or')} "
    match ask.key:
        case "status":
            text = alternatives.join(status_choice(one) for one in _list(value))
            return translate("Rules", "is %1").replace("%1", text)
        case "reason":
            return _of_reasons(translate("Rules", "for this reason: %1"), value)
        case "reason_not":
            return _of_reasons(translate("Rules", "for another reason than: %1"), value)
        case "response_time_over":
            return translate("Rules", "answers more slowly than %1").replace("%1", _span(value))
        case "response_time_over_baseline":
            return translate("Rules", "is over %1 times as slow as usual").replace("%1", _number(value))
        case "measure":
            operator = choice_word(str(ask.beside.get("operator", "greater_than")))
            return (
                translate("Rules", "has a “%1” that %2")
                .replace("%1", str(value))
                .replace("%2", f"{operator} {_number(ask.beside.get('value'))}")
            )
        case "last_success_older_than":
            return translate("Rules", "had no good check for %1").replace("%1", _span(value))
        case "certificate_days_below":
            return translate("Rules", "has a certificate with under %1 days left").replace("%1", _number(value))
        case "quota_used_above":
            return translate("Rules", "has used over %1 % of its quota").replace("%1", _number(value))
        case "failures":
            return translate("Rules", "failed %1 times in a row").replace("%1", _number(value))
        case "older_than":
            return translate("Rules", "had no good run for %1").replace("%1", _span(value))
        case "overdue":
            text = translate("Rules", "had no good run for %1 times the interval that it is expected at")
            return text.replace("%1", _number(value))
        case "slower_than":
            return translate("Rules", "took longer than %1").replace("%1", _span(value))
        case "rate_below":
            return translate("Rules", "does under %1 items a second").replace("%1", _number(value))
        case "rate_below_baseline":
            share = number(round(float(value) * 100)) if isinstance(value, int | float) else str(value)
            return translate("Rules", "does under %1 % of its usual rate").replace("%1", share)
    return f"{ask.key} {value}"


def _of_reasons(sentence: str, value: object) -> str:
    return sentence.replace("%1", ", ".join(f"“{reason_choice(one)}”" for one in _list(value)))


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
