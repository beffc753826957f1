"""A past for the demo: ninety plausible days of the services, written by the history's own writer.

Always the same days (the noise is seeded), so that pictures of two runs can be compared.
"""

import math
import random
from contextlib import closing
from dataclasses import replace
from functools import partial

from porchlight.demo.jobs import past_runs
from porchlight.demo.sync_database import CLASSY_DOWN
from porchlight.history.aggregation import RollUp
from porchlight.history.connection import connect_writer
from porchlight.history.store import open_store
from porchlight.language.english import english
from porchlight.language.text import Duration, msg
from porchlight.model.component import Component
from porchlight.model.incident import ComponentState, Incident, IncidentEvent, IncidentEventKind
from porchlight.model.operation import Operation
from porchlight.model.ports import Clock
from porchlight.model.result import Measure, Phase, Result, Unit
from porchlight.model.status import Outcome, Reason, Status
from porchlight.monitor.clock import SystemClock
from porchlight.settings.file import LoadedSettings
from porchlight.settings.paths import history_file
from porchlight.threads import in_thread

_DAY_MS = 86_400_000
_DAYS = 90
_FINE_DAYS = 7.2
_COARSE_MS, _FINE_MS = 1_800_000, 300_000
_USUAL_MS = {
    "website": 42,
    "classy": 92,
    "database": 2,
    "mailchimp": 122,
    "receipts": 33,
    "form": 62,
    "donate-page": 104,
    "site": 58,
    "stripe-account": 118,
    "paypal-account": 141,
    "mail-domain": 21,
    "domain": 36,
    "gift-pulse": 7,
    "recurring-gifts": 4,
    "arrivals": 210,
}
_OUTAGES = {
    "website": ((12.3, 34), (41.0, 12)),
    "classy": (CLASSY_DOWN, (26.6, 95)),
    "mailchimp": ((6.4, 20), (55.2, 180)),
    "form": ((3.1, 15), (18.9, 40), (63.0, 25)),
}
"""Days ago, and minutes that it lasted."""
_CONTACTS_NOW = 5230
"""As Mailchimp's simulator has them: members and unsubscribed."""
_CONTACTS_LIMIT = 5500
_CONTACTS_A_DAY = 5.6
_SYNCS = {
    "supporters": (1140.0, 4.5, 0.06),
    "transactions": (48.0, 11.0, 0.0),
    "campaigns": (6.0, 3.0, 0.0),
    "recurring-plans": (31.0, 7.5, 0.0),
    "mailchimp": (260.0, 20.0, 0.0),
}
"""Seconds that a run takes now, items a second, growth a week."""
_RUN_DAYS = 60
_ASLEEP = ((2.05, 9.0), (9.0, 14.0), (30.4, 60.0))
"""Days ago, and hours: this computer was off."""


async def make_past(settings: LoadedSettings, folder: str) -> None:
    """Write it to the history in ``folder``, which no other process has open."""
    clock = SystemClock()
    store = open_store(history_file(folder), clock, results_kept=settings.monitor.retention, maintain=False)
    try:
        for item in settings.components:
            component = replace(item.component, interval=_COARSE_MS / 1000)
            store.register(component, clock.now_ms() - _DAYS * _DAY_MS)
            for result in await in_thread(partial(_results, component, clock.now_ms()), name="the demo's past"):
                store.record(result, _state(result))
            for incident in _incidents(component, clock.now_ms()):
                store.save_incident(incident)
        if any(item.component.id == "database" for item in settings.components):
            store.record_operations(_runs(clock.now_ms()))
        if any(item.component.id == "text-gifts" for item in settings.components):
            store.record_operations(past_runs(clock.now_ms()))
        await store.flush()
    finally:
        await in_thread(store.close, name="the demo's past")
    await in_thread(partial(_roll_up, history_file(folder), clock), name="the demo's past")


def _roll_up(path: str, clock: Clock) -> None:
    """Before the monitor does: it would count the past with the demo's short interval."""
    with closing(connect_writer(path)) as connection:
        roll_up = RollUp(clock.now_ms())
        while not roll_up.step(connection, 1.0):
            pass


def _results(component: Component, now_ms: int) -> list[Result]:
    chance = random.Random(component.id)  # noqa: S311 - for looks
    results = []
    began_ms = now_ms - _DAYS * _DAY_MS
    while began_ms < now_ms - 30_000:
        days_ago = (now_ms - began_ms) / _DAY_MS
        if not any(start >= days_ago > start - hours / 24 for start, hours in _ASLEEP):
            results.append(_result(component, began_ms, days_ago, chance))
        began_ms += _FINE_MS if days_ago <= _FINE_DAYS else _COARSE_MS
    return results


def _result(component: Component, began_ms: int, days_ago: float, chance: random.Random) -> Result:
    usual = _USUAL_MS.get(component.id, 0.6)
    if _in_outage(component.id, days_ago):
        sentence = english(msg("No answer within {duration}.", duration=Duration(10)))
        return Result(component.id, began_ms, 10_000_000, Outcome.ERROR, sentence, Reason.TIMEOUT)
    by_day = 1 + 0.16 * math.sin((began_ms % _DAY_MS) / _DAY_MS * 2 * math.pi)
    drift = 1 + max(0.0, 21 - days_ago) / 21 * (0.25 if component.id == "classy" else 0.0)
    spike = 1 + chance.random() * 1.6 if chance.random() < 0.03 else 1.0
    duration_us = round(usual * by_day * drift * spike * chance.uniform(0.86, 1.16) * 1000)
    return Result(
        component.id,
        began_ms,
        duration_us,
        Outcome.HEALTHY,
        english(msg("Answered {status} as expected.", status=200)),
        measures=_measures(component, days_ago),
        phases={Phase.FIRST_BYTE: duration_us * 3 // 4, Phase.REST: duration_us // 8},
    )


def _measures(component: Component, days_ago: float) -> dict[str, Measure]:
    if component.kind == "http":
        return {"status": Measure(200)}
    if component.kind == "mailchimp":
        contacts = round(_CONTACTS_NOW - _CONTACTS_A_DAY * days_ago)
        return {"contacts": Measure(contacts, Unit.COUNT, limit=_CONTACTS_LIMIT)}
    return {}


def _in_outage(component_id: str, days_ago: float) -> bool:
    return any(start >= days_ago > start - minutes / 1440 for start, minutes in _OUTAGES.get(component_id, ()))


def _state(result: Result) -> ComponentState:
    ended_ms = result.began_ms + result.duration_us // 1000
    return ComponentState(
        result.component,
        Status(result.outcome.value),
        result.began_ms,
        result.reason,
        result.sentence,
        ended_ms,
        result.duration_us,
    )


def _runs(now_ms: int) -> list[Operation]:
    """The syncs of the database, by the hour: supporters take 6 % longer each week, all else stays as it is."""
    chance = random.Random("runs")  # noqa: S311 - for looks
    runs = []
    for entity, (seconds, per_second, per_week) in _SYNCS.items():
        for number in range(_RUN_DAYS * 24):
            began_ms = now_ms - 240_000 - number * 3_600_000
            if any(start >= number / 24 > start - hours / 24 for start, hours in _ASLEEP):
                continue
            lasted = seconds * (1 + per_week) ** (-number / 168) * math.exp(chance.gauss(0, 0.1))
            ok = chance.random() > 0.004
            count = round(lasted * per_second) if ok else None
            name, id_ = f"sync:{entity}", f"demo-{entity}-{number}"
            runs.append(Operation(name, began_ms, lasted * 1000, ok, count, id=id_, source="database"))
    return runs


def _incidents(component: Component, now_ms: int) -> list[Incident]:
    found = []
    for number, (start, minutes) in enumerate(_OUTAGES.get(component.id, ())):
        began_ms = now_ms - round(start * _DAY_MS)
        ended_ms = began_ms + minutes * 60_000
        sentence = english(msg("No answer within {duration}.", duration=Duration(10)))
        recovered, reason = english(msg("Answered {status} as expected.", status=200)), Reason.TIMEOUT
        timeline = (
            IncidentEvent(began_ms, IncidentEventKind.FIRST_FAILURE, Status.ERROR, reason, sentence),
            IncidentEvent(began_ms + 11_000, IncidentEventKind.CONFIRMED, Status.ERROR, reason, sentence),
            IncidentEvent(ended_ms, IncidentEventKind.RECOVERED, Status.HEALTHY, None, recovered),
        )
        found.append(
            Incident(
                f"past-{component.id}-{number}",
                component.id,
                began_ms,
                Status.ERROR,
                reason,
                sentence,
                timeline,
                ended_ms,
            )
        )
    return found
