"""Kind ``healthchecks``: the jobs that report to Healthchecks (healthchecks.io, or self-hosted).

``GET /api/v3/checks/`` (Healthchecks, "Management API") with the project's read-only key, which shows neither the
addresses to ping nor anything that could change a check.
"""

from typing import Annotated, Any

from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import line_of
from porchlight.language.text import Duration, Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import Reply
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.http import Auth, SentAs
from porchlight.probes.http_reasons import Verdict
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import MONITOR
from porchlight.probes.shared_settings import CredentialName
from porchlight.probes.sources.asking import Answer, SourceSettings, ask_json, credentials_of, misshapen
from porchlight.probes.sources.monitors import MEASURES, Monitored, judge
from porchlight.probes.vendor.credentials import key_form
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_SOURCE = "Healthchecks"


CREDENTIAL = key_form(
    msg("API key (read-only)"), clicks("Healthchecks", "Settings", "API Access"), "https://healthchecks.io/docs/api/"
)


class HealthchecksSettings(SourceSettings):
    """``[components.<id>]`` with ``kind = "healthchecks"``."""

    url: Annotated[
        str,
        Described(
            msg("Address"), msg("The base address, without the path of its API."), example="https://healthchecks.io"
        ),
    ] = "https://healthchecks.io"
    credential: Annotated[CredentialName, CREDENTIAL] | None = "healthchecks"
    """Its secret is a read-only API key of the project."""
    auth: SentAs = Auth.HEADER
    only: Annotated[
        tuple[str, ...],
        Described(
            msg("Only these"),
            msg("Names, slugs or tags, “*” for any characters. Default: all."),
            example=["donations*"],
        ),
    ] = ()


class HealthchecksProbe:
    """Asks once."""

    def __init__(self, component: Component, settings: HealthchecksSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        headers = await credentials_of(ctx, self._settings)
        answer = await ask_json(ctx, self._settings, "/api/v3/checks/", headers, _refusal)
        if not isinstance(answer, Answer):
            return answer
        return await beside_loop(ctx, answer.reply, lambda: self._judge(ctx, answer))

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, answer: Answer) -> Result:
        checks = answer.document.get("checks") if isinstance(answer.document, dict) else None
        if not isinstance(checks, list) or not all(isinstance(one, dict) for one in checks):
            return misshapen(ctx, answer.reply, _SOURCE)
        found = [_check(one, ctx.began_ms) for one in checks]
        return judge(ctx, _SOURCE, found, answer.reply, only=self._settings.only)


def _check(check: dict[str, Any], now_ms: int) -> Monitored:
    name = line_of(check.get("name")) or line_of(check.get("slug"))
    groups = tuple(one for one in (line_of(check.get("slug")), *line_of(check.get("tags")).split()) if one)
    pinged_ms = moment_ms(check.get("last_ping"))
    late, down = msg("late"), msg("down")
    if pinged_ms is not None:
        span = Duration(max(now_ms - pinged_ms, 0) / 1000)
        late, down = msg("late, no signal for {span}", span=span), msg("down, no good signal for {span}", span=span)
    match check.get("status"):
        case "up":
            return Monitored(name, Outcome.HEALTHY, groups=groups)
        case "grace":
            return Monitored(name, Outcome.DEGRADED, late, Reason.STALE, groups)
        case "down":
            return Monitored(name, Outcome.ERROR, down, Reason.STALE, groups)
        case "new":
            return Monitored(name, Outcome.UNKNOWN, msg("has never reported"), Reason.STALE, groups, counts=False)
        case "paused":
            return Monitored(name, Outcome.UNKNOWN, msg("paused"), Reason.STALE, groups, counts=False)
        case other:
            state = msg("in the unknown state “{state}”", state=line_of(other))
            return Monitored(name, Outcome.UNKNOWN, state, groups=groups)


def _refusal(reply: Reply) -> Verdict | None:
    if reply.status == 401:
        return Verdict(Outcome.ERROR, Reason.AUTH, msg("Healthchecks rejected the API key (401)."))
    return None


KIND = ProbeKind(
    name="healthchecks",
    title=Text("Healthchecks"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("The jobs that report there, with a read-only key."),
    measures=MEASURES,
    advice={
        **MONITOR,
        Reason.AUTH: msg(
            "Copy the read-only key from the project's settings in Healthchecks and enter it in Porchlight."
        ),
        Reason.STALE: msg(
            "Check the computer that runs the job: its log at the time of the last ping says why it went silent."
        ),
        Reason.CONFIGURATION: msg(
            "Compare the chosen names and tags with those in Healthchecks, and check that the key belongs to that"
            " project."
        ),
    },
    notes=KindNotes(
        calls="`GET /api/v3/checks/`",
        never="pings; anything that changes a check",
        permissions=msg("Needs the project's read-only API key."),
        red_light=msg(
            "Turns red when a job is down, Healthchecks rejects the key, or it can't be reached. A job that"
            " is late but within its grace time is only a warning."
        ),
        simulator="tests.integration.probes.other_monitors",
    ),
    settings=HealthchecksSettings,
    build=HealthchecksProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
