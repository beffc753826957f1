"""Kind ``gatus``: the endpoints that a Gatus watches, each by its newest result.

``GET /api/v1/endpoints/statuses`` (Gatus, "API"). Each result has its own time, which reveals a Gatus that no longer
checks.
"""

from typing import Annotated, Any

from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import line_of
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.http import Auth, SentAs
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import MONITOR
from porchlight.probes.shared_settings import LatestCheck
from porchlight.probes.sources.asking import Answer, SourceSettings, ask_json, credentials_of, misshapen
from porchlight.probes.sources.monitors import MEASURES, Monitored, judge
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_PATH = "/api/v1/endpoints/statuses?page=1&pageSize=1"
_SOURCE = "Gatus"


class GatusSettings(SourceSettings):
    """``[components.<id>]`` with ``kind = "gatus"``."""

    auth: SentAs = Auth.BASIC
    only: Annotated[
        tuple[str, ...],
        Described(
            msg("Only these"),
            msg("Names, groups or group/name, “*” for any characters. Default: all."),
            example=["donations*"],
        ),
    ] = ()
    max_age: LatestCheck = 900.0
    """How old the newest look at an endpoint may be: more than its interval in Gatus."""


class GatusProbe:
    """Asks once."""

    def __init__(self, component: Component, settings: GatusSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        answer = await ask_json(ctx, self._settings, _PATH, await credentials_of(ctx, self._settings))
        if not isinstance(answer, Answer):
            return answer
        return await beside_loop(ctx, answer.reply, lambda: self._judge(ctx, answer))

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, answer: Answer) -> Result:
        endpoints = answer.document
        if not isinstance(endpoints, list) or not all(isinstance(one, dict) for one in endpoints):
            return misshapen(ctx, answer.reply, _SOURCE)
        found = [_endpoint(one) for one in endpoints]
        return judge(ctx, _SOURCE, found, answer.reply, only=self._settings.only, max_age=self._settings.max_age)


def _endpoint(endpoint: dict[str, Any]) -> Monitored:
    name, group = line_of(endpoint.get("name")), line_of(endpoint.get("group"))
    groups = (group, f"{group}/{name}") if group else ()
    results = endpoint.get("results")
    timed = [
        (moment_ms(one.get("timestamp")) or 0, one)
        for one in (results if isinstance(results, list) else [])
        if isinstance(one, dict)
    ]
    if not timed:
        return Monitored(name, Outcome.UNKNOWN, msg("not checked yet"), groups=groups, counts=False)
    seen_ms, newest = max(timed, key=lambda pair: pair[0])
    if newest.get("success") is True:
        return Monitored(name, Outcome.HEALTHY, groups=groups, seen_ms=seen_ms or None)
    return Monitored(name, Outcome.ERROR, _failing(newest), groups=groups, seen_ms=seen_ms or None)


def _failing(result: dict[str, Any]) -> Text:
    """With the conditions that do not hold, else the first error."""
    conditions = result.get("conditionResults")
    failed = [
        line_of(one.get("condition"))
        for one in (conditions if isinstance(conditions, list) else [])
        if isinstance(one, dict) and one.get("success") is not True
    ]
    if failed:
        return msg("failing: {why}", why=", ".join(failed[:2]))
    errors = result.get("errors")
    if isinstance(errors, list) and errors:
        return msg("failing: {why}", why=line_of(errors[0]))
    return msg("failing")


KIND = ProbeKind(
    name="gatus",
    title=Text("Gatus"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("All endpoints that it monitors."),
    measures=MEASURES,
    advice={
        **MONITOR,
        Reason.CONTENT: msg("Open Gatus and look at the endpoint: the condition that failed is the cause."),
        Reason.STALE: msg(
            "Check whether Gatus itself is working: its newest checks are old. If its intervals are long, allow"
            " older checks."
        ),
        Reason.CONFIGURATION: msg("Compare the address and the chosen names with those in Gatus."),
    },
    notes=KindNotes(
        calls="`GET /api/v1/endpoints/statuses?page=1&pageSize=1`",
        never="pushing of external results",
        permissions=msg("Needs the login of your Gatus, if it has one."),
        red_light=msg("Turns red when an endpoint fails, Gatus no longer checks, or it can't be reached."),
        simulator="tests.integration.probes.other_monitors",
    ),
    settings=GatusSettings,
    build=GatusProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
