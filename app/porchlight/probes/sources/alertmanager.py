"""Kind ``alertmanager``: the alerts that fire in a Prometheus Alertmanager, one part each.

``GET /api/v2/alerts`` (Alertmanager's OpenAPI, v2). Silenced and inhibited ones are left out: somebody decided that
they need nobody. An Alertmanager that gets nothing because its Prometheus has died looks just as quiet as one where
all is well; ``watchdog`` names the alert that always fires, as kube-prometheus and others have it.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote as percent_encoded

from pydantic import Field

from porchlight.intake.numbers import moment_ms
from porchlight.intake.text import line_of, quote
from porchlight.language.english import english
from porchlight.language.text import Duration, Text, first_of, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import Reply
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.http_reasons import Verdict
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import MONITOR
from porchlight.probes.sources.asking import Answer, SourceSettings, ask_json, credentials_of, misshapen
from porchlight.probes.sources.monitors import GRAVEST_FIRST, MOST_NAMED, MOST_PARTS
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_LONGEST_NAME = 100


class AlertmanagerSettings(SourceSettings):
    """``[components.<id>]`` with ``kind = "alertmanager"``."""

    filters: Annotated[
        tuple[Annotated[str, Field(min_length=3, max_length=200)], ...],
        Field(max_length=20),
        Described(
            msg("Filters"), msg("Matchers in Alertmanager's syntax; all must hold."), example=['team="donations"']
        ),
    ] = ()
    error_severities: Annotated[
        tuple[str, ...],
        Described(
            msg("Error severities"), msg("Values of the label “severity” that are errors; others are warnings.")
        ),
    ] = ("critical", "error", "page", "emergency")
    ignored_severities: Annotated[
        tuple[str, ...],
        Described(msg("Ignored severities"), msg("Values of the label “severity” that are left out.")),
    ] = ("none", "info")
    watchdog: Annotated[
        str | None,
        Described(
            msg("Alert that always fires"),
            msg("If it is missing, Prometheus no longer reaches the Alertmanager."),
            example="Watchdog",
        ),
    ] = None


class AlertmanagerProbe:
    """Asks once."""

    def __init__(self, component: Component, settings: AlertmanagerSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        headers = await credentials_of(ctx, self._settings)
        answer = await self._alerts(ctx, headers, self._settings.filters)
        if not isinstance(answer, Answer):
            return answer
        alerts = answer.document
        if not isinstance(alerts, list) or not all(isinstance(one, dict) for one in alerts):
            return misshapen(ctx, answer.reply, "Alertmanager")
        missing = False
        if self._settings.watchdog is not None and not _fires(self._settings.watchdog, alerts):
            matcher = f'alertname="{self._settings.watchdog}"'
            watchdog = await self._alerts(ctx, headers, (matcher,))  # the filters may leave it out
            if not isinstance(watchdog, Answer):
                return watchdog
            firing = watchdog.document
            if not isinstance(firing, list) or not all(isinstance(one, dict) for one in firing):
                return misshapen(ctx, watchdog.reply, "Alertmanager")
            missing = not _fires(self._settings.watchdog, firing)
        reply = answer.reply
        return await beside_loop(ctx, reply, lambda: self._judge(ctx, reply, alerts, watchdog_missing=missing))

    async def close(self) -> None:
        """See Probe."""

    async def _alerts(
        self, ctx: CheckContext, headers: Mapping[str, str], filters: tuple[str, ...]
    ) -> Answer | Result:
        wanted = "".join(f"&filter={percent_encoded(one, safe='')}" for one in filters)
        path = f"/api/v2/alerts?active=true&silenced=false&inhibited=false{wanted}"
        return await ask_json(ctx, self._settings, path, headers, _refusal)

    def _judge(
        self, ctx: CheckContext, reply: Reply, alerts: list[dict[str, object]], *, watchdog_missing: bool
    ) -> Result:
        parts = [one for alert in alerts if (one := self._part(alert, ctx.began_ms)) is not None]
        parts.sort(key=lambda part: GRAVEST_FIRST.index(part.outcome))
        measures = {"alerts": Measure(len(parts), Unit.COUNT)}

        def unwell(outcome: Outcome, reason: Reason, sentence: Text) -> Result:
            return ctx.unwell(
                outcome,
                reason,
                sentence,
                measures=measures,
                phases=reply.phases,
                sub_results=tuple(parts[:MOST_PARTS]),
                duration_us=reply.duration_us,
            )

        if watchdog_missing:
            name = quote(self._settings.watchdog, _LONGEST_NAME)
            sentence = msg(
                "“{alert}” should always fire, and does not. Prometheus no longer reaches this Alertmanager.",
                alert=name,
            )
            return unwell(Outcome.ERROR, Reason.STALE, sentence)
        if parts:
            named = [
                msg("{alert} ({state})", alert=quote(part.name), state=part.sentence) for part in parts[:MOST_NAMED]
            ]
            sentence = msg_plural(
                "{n} alert is firing: {alerts}.",
                "{n} alerts are firing: {alerts}.",
                len(parts),
                alerts=first_of(named, len(parts)),
            )
            return unwell(parts[0].outcome, Reason.CONTENT, sentence)
        return ctx.healthy(
            msg("No alerts are firing."), measures=measures, phases=reply.phases, duration_us=reply.duration_us
        )

    def _part(self, alert: dict[str, object], now_ms: int) -> SubResult | None:
        """None for one that needs nobody."""
        labels = alert.get("labels")
        labels = labels if isinstance(labels, dict) else {}
        status = alert.get("status")
        if isinstance(status, dict) and status.get("state") == "suppressed":
            return None
        severity = str(labels.get("severity", "")).lower()
        if severity in self._settings.ignored_severities or labels.get("alertname") == self._settings.watchdog:
            return None
        outcome = Outcome.ERROR if severity in self._settings.error_severities else Outcome.DEGRADED
        about = line_of(labels.get("instance") or labels.get("job") or labels.get("service"))
        name = line_of(labels.get("alertname")) or english(msg("(no name)"))
        began_ms = moment_ms(alert.get("startsAt"))
        span = None if began_ms is None or began_ms > now_ms else Duration((now_ms - began_ms) / 1000)
        state = _state(line_of(severity), span)
        return SubResult(f"{name}: {about}" if about else name, outcome, english(state))


def _state(severity: str, span: Duration | None) -> Text | str:
    if span is None:
        return severity or msg("firing")
    return msg("{severity}, for {span}", severity=severity, span=span) if severity else msg("for {span}", span=span)


def _fires(name: str, alerts: list[dict[str, object]]) -> bool:
    return any(
        isinstance(labels := alert.get("labels"), dict) and labels.get("alertname") == name for alert in alerts
    )


def _refusal(reply: Reply) -> Verdict | None:
    """A 400 with a JSON text: an invalid matcher."""
    if reply.status != 400:
        return None
    quoted = quote(reply.text().strip().strip('"'))
    sentence = msg("Alertmanager does not understand a filter: {error}.", error=quoted.rstrip("."))
    return Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence)


KIND = ProbeKind(
    name="alertmanager",
    title=Text("Alertmanager"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("The alerts that are firing there."),
    measures={"alerts": Measured(msg("Alerts"), Unit.COUNT)},
    advice={
        **MONITOR,
        Reason.CONTENT: msg(
            "Open Alertmanager: each firing alert has its own links and notes. What you silence there is quiet here"
            " too."
        ),
        Reason.STALE: msg(
            "Check whether Prometheus is running and reaches its Alertmanager (Prometheus: Status → Runtime)."
        ),
        Reason.CONFIGURATION: msg(
            'Write filters as Alertmanager does, such as team="donations". The address ends before /api.'
        ),
    },
    notes=KindNotes(
        calls="`GET /api/v2/alerts?active=true&silenced=false&inhibited=false` with your filters",
        never="silences, `POST`",
        permissions=msg("Needs read access, where Alertmanager asks for a login at all."),
        red_light=msg(
            "Turns red when an alert with an error severity fires, the watchdog alert has gone silent, or"
            " Alertmanager can't be reached."
        ),
        simulator="tests.integration.probes.other_monitors",
    ),
    settings=AlertmanagerSettings,
    build=AlertmanagerProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
