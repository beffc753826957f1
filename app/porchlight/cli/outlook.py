"""``porchlight outlook``: recommendations, each with its evidence and next step, and what runs out when."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from porchlight.cli.history import span
from porchlight.cli.language import amount, percent, rendered, tr
from porchlight.cli.output import print_json, print_line
from porchlight.cli.places import UsageError, begin_log, load, usage_exit
from porchlight.cli.render import Style, wrapped
from porchlight.insight.capacity import Capacity
from porchlight.insight.forecasts import Forecast
from porchlight.insight.outlook import read_situation
from porchlight.insight.recommendations import Recommendation, Situation, Urgency, recommend
from porchlight.insight.running_out import foreseen
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.times import iso
from porchlight.redaction import Redactor
from porchlight.runtime.history import open_reader, take_in_waiting
from porchlight.settings.paths import data_dir
from porchlight.zones import local_zone

_HEADINGS = {
    Urgency.NOW: msg("Now"),
    Urgency.SOON: msg("Soon"),
    Urgency.WHEN_THERE_IS_TIME: msg("When you have time"),
}
_COLOURS = {Urgency.NOW: "31", Urgency.SOON: "33", Urgency.WHEN_THERE_IS_TIME: "2"}


def outlook(args: argparse.Namespace) -> int:
    """Run the command."""
    redactor = Redactor()
    begin_log(args, redactor)
    try:
        since_ms, until_ms = span(args.since)
        settings = load(args)
    except UsageError as error:
        return usage_exit(error)
    zone = local_zone()
    components = [item.component for item in settings.components]
    rules = {rule_id: rule.name or rule_id for rule_id, rule in settings.alerting.rules.items()}
    asyncio.run(take_in_waiting(data_dir(args.data_dir)))
    with closing(open_reader(data_dir(args.data_dir))) as reader:
        situation = read_situation(reader, components, rules, since_ms, until_ms, zone)
    found = recommend(situation)
    if args.json:
        print_json(redactor.json(_document(situation, found)))
        return 0
    style = Style.of(sys.stdout)
    print_line(*_advice(found, style, redactor), *_room(situation, style, redactor))
    return 0


def _advice(found: Sequence[Recommendation], style: Style, redactor: Redactor) -> list[str]:
    if not found:
        return [tr("Nothing needs doing."), ""]
    lines: list[str] = []
    for urgency, heading in _HEADINGS.items():
        chosen = [one for one in found if one.urgency is urgency]
        if chosen:
            lines.append(style.paint(rendered(heading), f"1;{_COLOURS[urgency]}"))
        for one in chosen:
            what, evidence, step = (redactor.text(rendered(text)) for text in one.texts)
            lines.append(f"  {style.paint(what, '1')}")
            lines += wrapped(evidence, style, indent="    ")
            lines += wrapped(f"→ {step}", style, indent="    ")
            lines.append("")
    return lines


def _room(situation: Situation, style: Style, redactor: Redactor) -> list[str]:
    if not situation.capacity:
        return [tr("Nothing with a limit has been measured yet.")]
    names = {job.name: rendered(job.title) for job in situation.jobs}
    names |= {one.id: one.name for one in situation.components}
    lines = [style.paint(tr("What may run out"), "1")]
    for one in situation.capacity:
        name = redactor.text(names.get(one.subject, one.subject))
        what = f"{name}, {one.measure.replace('_', ' ')}" if one.measure else name
        lines.append(f"  {what}: {amount(one.level)} ({percent(one.share)})")
        lines += wrapped(redactor.text(rendered(foreseen(one, name))), style, indent="    ")
    return lines


def _document(situation: Situation, found: Sequence[Recommendation]) -> dict[str, Any]:
    recommendations = [
        {
            "kind": one.kind,
            "urgency": one.urgency.name.lower(),
            "subject": one.subject,
            "what": english(one.texts.what),
            "evidence": english(one.texts.evidence),
            "step": english(one.texts.step),
        }
        for one in found
    ]
    return {
        "since": iso(situation.since_ms),
        "until": iso(situation.until_ms),
        "recommendations": recommendations,
        "capacity": [_capacity_document(one) for one in situation.capacity],
    }


def _capacity_document(one: Capacity) -> dict[str, Any]:
    forecast = one.forecast
    known = isinstance(forecast, Forecast)
    return {
        "subject": one.subject,
        "resource": one.resource,
        "measure": one.measure or None,
        "value": one.level.value,
        "limit": one.limit,
        "unit": one.level.unit,
        "share": one.share,
        "days": one.days,
        "reachedAt": iso(forecast.at_ms) if isinstance(forecast, Forecast) else None,
        "notBefore": iso(forecast.early_ms) if isinstance(forecast, Forecast) else None,
        "notAfter": iso(forecast.late_ms) if isinstance(forecast, Forecast) and forecast.late_ms else None,
        "noForecast": None if known else forecast,
    }
