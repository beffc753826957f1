"""Kind ``uptime_kuma``: the monitors of an Uptime Kuma, by its metrics or by one of its status pages.

``/metrics`` requires an API key (Settings → API Keys), sent as the password of HTTP Basic without a user, and shows
every monitor that is not paused, but not when it was last looked at. A status page needs no key and shows the
monitors that it lists, with the time of each look: ``/api/status-page/<slug>`` and ``/api/status-page/heartbeat/…``,
which Uptime Kuma's own pages use and which it may change from one version to the next.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import line_of
from porchlight.language.text import Text, msg
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import EMPTY, Result
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import Reply
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.http import Auth, SentAs
from porchlight.probes.http_reasons import is_html, not_json, unwell
from porchlight.probes.kind import KindNotes, ProbeKind
from porchlight.probes.shared_advice import MONITOR
from porchlight.probes.shared_settings import CredentialName, LatestCheck
from porchlight.probes.sources.asking import Answer, SourceSettings, ask, ask_json, credentials_of, misshapen
from porchlight.probes.sources.monitors import MEASURES, Monitored, judge
from porchlight.probes.vendor.credentials import key_form
from porchlight.settings.credential_form import clicks
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_SOURCE = "Uptime Kuma"
_LINE = re.compile(
    r"^monitor_status\{(?P<labels>.{0,4000})\} (?P<value>[0-9.eE+-]{1,20})[ \t]{0,9}(?:\d{1,20})?\r?$", re.MULTILINE
)
_LABEL = re.compile(r'(?<![a-z_])([a-z_]+)="((?:[^"\\]|\\.)*)"')
"""Without the prefix, a long name without a value would be tried from each of its letters on."""
_ESCAPED = {r"\\": "\\", r"\"": '"', r"\n": " "}
_ESCAPE = re.compile(r"\\.")
_MOST_MONITORS = 20_000


CREDENTIAL = key_form(
    msg("API key"),
    clicks("Uptime Kuma", "Settings", "API Keys"),
    "https://github.com/louislam/uptime-kuma/wiki/API-Keys",
)


class UptimeKumaSettings(SourceSettings):
    """``[components.<id>]`` with ``kind = "uptime_kuma"``."""

    credential: Annotated[CredentialName, CREDENTIAL] | None = None
    auth: SentAs = Auth.BASIC
    status_page: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")] | None,
        Described(
            msg("Status page"),
            msg("The end of the status page's address. Without it the metrics are read, with an API key."),
            example="donations",
        ),
    ] = None
    only: Annotated[
        tuple[str, ...],
        Described(
            msg("Only these"),
            msg("Names, groups or types, “*” for any characters. Default: all."),
            example=["donations*"],
        ),
    ] = ()
    max_age: LatestCheck = 900.0
    """How old the newest look at a monitor may be, where a status page gives it."""


class UptimeKumaProbe:
    """Reads the metrics, or the page and its heartbeats."""

    def __init__(self, component: Component, settings: UptimeKumaSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        if self._settings.status_page is not None:
            return await self._page(ctx, self._settings.status_page)
        reply = await ask(ctx, self._settings, "/metrics", await credentials_of(ctx, self._settings))
        if isinstance(reply, Result):
            return reply
        if is_html(reply):
            return unwell(ctx, not_json(reply), reply)
        return await beside_loop(ctx, reply, lambda: self._judge(ctx, read_metrics(reply.text()), reply))

    async def close(self) -> None:
        """See Probe."""

    async def _page(self, ctx: CheckContext, slug: str) -> Result:
        page = await ask_json(ctx, self._settings, f"/api/status-page/{slug}", EMPTY)
        if not isinstance(page, Answer):
            return page
        beats = await ask_json(ctx, self._settings, f"/api/status-page/heartbeat/{slug}", EMPTY)
        if not isinstance(beats, Answer):
            return beats
        shown, beaten = page, beats
        return await beside_loop(
            ctx,
            max(shown.reply, beaten.reply, key=lambda reply: len(reply.body)),  # either may be long
            lambda: self._judge(ctx, _shown(shown.document, beaten.document), shown.reply),
        )

    def _judge(self, ctx: CheckContext, found: list[Monitored] | None, reply: Reply) -> Result:
        if found is None:
            return misshapen(ctx, reply, _SOURCE)
        return judge(ctx, _SOURCE, found, reply, only=self._settings.only, max_age=self._settings.max_age)


def read_metrics(text: str) -> list[Monitored] | None:
    """The monitors in Uptime Kuma's metrics; None where they are not its metrics."""
    found = []
    for match in _LINE.finditer(text):
        labels = {name: _ESCAPE.sub(_unescape, value) for name, value in _LABEL.findall(match["labels"])}
        name, kind = line_of(labels.get("monitor_name")), line_of(labels.get("monitor_type"))
        try:
            number = float(match["value"])
        except ValueError:
            return None
        found.append(_monitor(name, number, (kind,) if kind else (), "", None))
        if len(found) >= _MOST_MONITORS:
            break
    return found if found or "monitor_status" in text else None


def _unescape(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[0], match[0][1:])


def _shown(page: object, beats: object) -> list[Monitored] | None:
    """The monitors of a status page with their newest heartbeats; None where the answers have another shape."""
    groups = page.get("publicGroupList") if isinstance(page, dict) else None
    lists = beats.get("heartbeatList") if isinstance(beats, dict) else None
    if not isinstance(groups, list) or not isinstance(lists, dict):
        return None
    found = []
    for group in groups:
        monitors = group.get("monitorList") if isinstance(group, dict) else None
        if not isinstance(monitors, list):
            return None
        name = line_of(group.get("name"))
        found += [_beaten(monitor, name, lists) for monitor in monitors if isinstance(monitor, dict)]
    return found


def _beaten(monitor: Mapping[str, Any], group: str, lists: Mapping[str, Any]) -> Monitored:
    name, groups = line_of(monitor.get("name")), (group,) if group else ()
    beats = lists.get(str(monitor.get("id")))
    timed = [
        (moment_ms(one.get("time")) or 0, one)
        for one in (beats if isinstance(beats, list) else [])
        if isinstance(one, dict) and isinstance(one.get("status"), int)
    ]
    if not timed:
        return Monitored(name, Outcome.UNKNOWN, msg("not checked yet"), groups=groups, counts=False)
    seen_ms, newest = max(timed, key=lambda pair: pair[0])
    return _monitor(name, newest["status"], groups, line_of(newest.get("msg")), seen_ms or None)


def _monitor(name: str, status: float, groups: tuple[str, ...], why: str, seen_ms: int | None) -> Monitored:
    """By Uptime Kuma's numbers: 0 down, 1 up, 2 pending, 3 maintenance."""
    match status:
        case 1:
            return Monitored(name, Outcome.HEALTHY, groups=groups, seen_ms=seen_ms)
        case 0:
            text = msg("down: {why}", why=why) if why else msg("down")
            return Monitored(name, Outcome.ERROR, text, groups=groups, seen_ms=seen_ms)
        case 2:
            text = msg("failed, being checked again")
            return Monitored(name, Outcome.DEGRADED, text, groups=groups, seen_ms=seen_ms)
        case 3:
            text = msg("in planned maintenance")
            return Monitored(name, Outcome.UNKNOWN, text, groups=groups, seen_ms=seen_ms, counts=False)
    return Monitored(name, Outcome.UNKNOWN, msg("in an unknown state"), groups=groups, seen_ms=seen_ms)


KIND = ProbeKind(
    name="uptime_kuma",
    title=Text("Uptime Kuma"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("Everything that it monitors, by its metrics or a status page."),
    measures=MEASURES,
    advice={
        **MONITOR,
        Reason.AUTH: msg(
            "Create an API key in Uptime Kuma (Settings → API Keys) and enter it in Porchlight, or choose a status"
            " page."
        ),
        Reason.CONTENT: msg(
            "Open Uptime Kuma and look at the monitor: it shows the last error. If Porchlight does not know its"
            " answer, please report that."
        ),
        Reason.STALE: msg(
            "Check whether Uptime Kuma itself is working: its newest checks are old. If its intervals are long,"
            " allow older checks."
        ),
        Reason.CONFIGURATION: msg(
            "Compare the address, the status page and the chosen names with those in Uptime Kuma."
        ),
    },
    notes=KindNotes(
        calls=(
            "`GET /metrics`; with `status_page`: `GET /api/status-page/…` and `/api/status-page/heartbeat/…`,"
            " without a key"
        ),
        never="the socket by which it is set up",
        permissions=msg("Needs an API key for the metrics; a published status page needs none."),
        red_light=msg(
            "Turns red when a monitor is down, Uptime Kuma no longer checks or rejects the key, or it can't"
            " be reached."
        ),
        simulator="tests.integration.probes.other_monitors",
    ),
    settings=UptimeKumaSettings,
    build=UptimeKumaProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
