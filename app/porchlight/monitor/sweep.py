"""One-shot: every component checked once, all in parallel, outcomes as they are. For ``porchlight health``."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from porchlight.dataclass import dataclass
from porchlight.language.english import english
from porchlight.language.text import msg
from porchlight.model.component import Component
from porchlight.model.result import Result
from porchlight.model.status import NOTHING_ASKED, Outcome, Reason
from porchlight.monitor.connectivity import Connectivity, ConnectivityCheck
from porchlight.monitor.limiter import BurstLimiter
from porchlight.monitor.runner import Runner
from porchlight.probes.context import Probe
from porchlight.probes.http_reasons import without_sign_in_page


@dataclass(frozen=True, slots=True)
class Target:
    """A component with its probe."""

    component: Component
    probe: Probe
    kind_limit: int | None = None
    """How many checks of its kind the vendor allows at once."""


async def sweep(
    targets: Sequence[Target],
    runner: Runner,
    connectivity: ConnectivityCheck,
    *,
    concurrency: int,
    on_result: Callable[[Result], None],
) -> list[Result]:
    """Check all targets; ``on_result`` is called with each result as it comes. The list is in the order of the
    targets."""
    limiter = BurstLimiter(concurrency)
    kinds: Mapping[str, asyncio.Semaphore] = {
        target.component.kind: asyncio.Semaphore(target.kind_limit)
        for target in targets
        if target.kind_limit is not None
    }

    async def check(target: Target) -> Result:
        async with kinds.get(target.component.kind, nullcontext()), limiter.slot():
            result = await runner.run(target.component, target.probe)
        on_result(result)
        return result

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(check(target)) for target in targets]
    results = [task.result() for task in tasks]
    return await _without_local_outage(targets, results, connectivity)


async def _without_local_outage(
    targets: Sequence[Target], results: list[Result], connectivity: ConnectivityCheck
) -> list[Result]:
    """If no answer came that only the real server can give, ask whether this computer is offline, or behind a sign-in
    page: there nothing is healthy either."""
    outside = [index for index, target in enumerate(targets) if not target.component.local]
    if any(results[index].authentic for index in outside):
        state = Connectivity.ONLINE
    elif all(looks_well(results[index]) for index in outside):
        return results
    else:
        state = await connectivity.now()
    for index in outside:
        if results[index].reason not in NOTHING_ASKED:
            results[index] = explain_offline(results[index], state)
    return results


def looks_well(result: Result) -> bool:
    """Whether there is no reason to suspect a sign-in page."""
    return result.outcome is Outcome.HEALTHY and not result.led_elsewhere


def explain_offline(result: Result, connectivity: Connectivity) -> Result:
    """The result, corrected once it is known whether this computer is online."""
    match connectivity:
        case Connectivity.ONLINE:
            return as_the_real_one(result)
        case Connectivity.OFFLINE:
            reason, sentence = Reason.OFFLINE, english(msg("Not checked: this computer is offline."))
        case Connectivity.CAPTIVE_PORTAL:
            reason = Reason.CAPTIVE_PORTAL
            sentence = english(msg("Not checked: this network requires you to sign in first."))
    return replace(result, outcome=Outcome.UNKNOWN, reason=reason, sentence=sentence)


def as_the_real_one(result: Result) -> Result:
    """A web page or a redirect that looked like a sign-in page, once it is known that there is none: then the
    component itself answers so."""
    if result.reason is not Reason.CAPTIVE_PORTAL:
        return result
    sentence = without_sign_in_page(result.sentence)
    return replace(result, outcome=Outcome.ERROR, reason=Reason.CONTENT, sentence=sentence)


def as_local_network(earlier: Result, later: Result) -> Result:
    """An earlier failure, once a later check has shown that it was this computer's own network."""
    return replace(earlier, outcome=Outcome.UNKNOWN, reason=later.reason, sentence=later.sentence)
