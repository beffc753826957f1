"""Kind ``prometheus``: one instant query, each series compared with thresholds; the worst one counts.

``GET /api/v1/query`` (Prometheus, "HTTP API"); Thanos, Mimir and VictoriaMetrics serve the same. A series that
stopped five minutes ago is missing from the answer, so that an empty answer is a fault unless the settings allow it.
NaN compares with nothing and is never healthy.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote as percent_encoded

from pydantic import Field, model_validator

from porchlight.intake.text import quote
from porchlight.language.english import english, unfit
from porchlight.language.text import Number, Text, first_of, msg, msg_plural
from porchlight.model.component import Component
from porchlight.model.kind import KindGroup
from porchlight.model.result import Measure, Result, SubResult, Unit
from porchlight.model.status import Outcome, Reason
from porchlight.net.addresses import is_local_address, shown_address
from porchlight.net.exchange import Reply
from porchlight.probes.beside_loop import beside_loop
from porchlight.probes.context import CheckContext
from porchlight.probes.http_reasons import Verdict, json_object, unwell
from porchlight.probes.kind import KindNotes, Measured, ProbeKind
from porchlight.probes.shared_advice import MONITOR
from porchlight.probes.sources.asking import Answer, SourceSettings, ask_json, credentials_of, misshapen
from porchlight.probes.sources.monitors import GRAVEST_FIRST, MOST_NAMED, MOST_PARTS
from porchlight.settings.describe import Described
from porchlight.settings.origins import to_url

_LONGEST_NAME = 100


class WhenEmpty(StrEnum):
    """What an answer without any series means."""

    ERROR = "error"
    DEGRADED = "degraded"
    HEALTHY = "healthy"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case WhenEmpty.ERROR:
                return msg("An error")
            case WhenEmpty.DEGRADED:
                return msg("A warning")
            case WhenEmpty.HEALTHY:
                return msg("Healthy")


class PrometheusSettings(SourceSettings):
    """``[components.<id>]`` with ``kind = "prometheus"``."""

    query: Annotated[
        str,
        Field(min_length=1, max_length=4000),
        Described(msg("Query"), msg("PromQL that gives a current number."), example="up"),
    ]
    error_above: Annotated[
        float | None, Described(msg("Error above"), msg("A higher value is an error."), example=100)
    ] = None
    degraded_above: Annotated[
        float | None, Described(msg("Warning above"), msg("A higher value is a warning."), example=80)
    ] = None
    degraded_below: Annotated[
        float | None, Described(msg("Warning below"), msg("A lower value is a warning."), example=2)
    ] = None
    error_below: Annotated[
        float | None, Described(msg("Error below"), msg("A lower value is an error."), example=1)
    ] = None
    when_empty: Annotated[
        WhenEmpty, Described(msg("No results"), msg("What it means if the query finds nothing."))
    ] = WhenEmpty.ERROR

    @model_validator(mode="after")
    def _something_is_compared(self) -> "PrometheusSettings":
        if (self.error_above, self.degraded_above, self.degraded_below, self.error_below) == (None,) * 4:
            raise unfit(msg("Add one of {keys}.", keys="error_above, degraded_above, degraded_below, error_below"))
        return self


class PrometheusProbe:
    """Asks once."""

    def __init__(self, component: Component, settings: PrometheusSettings) -> None:
        self._settings = settings

    async def check(self, ctx: CheckContext) -> Result:
        """See Probe."""
        headers = await credentials_of(ctx, self._settings)
        path = f"/api/v1/query?query={percent_encoded(self._settings.query, safe='')}"
        answer = await ask_json(ctx, self._settings, path, headers, _refusal)
        if not isinstance(answer, Answer):
            return answer
        return await beside_loop(ctx, answer.reply, lambda: self._judge(ctx, answer))

    async def close(self) -> None:
        """See Probe."""

    def _judge(self, ctx: CheckContext, answer: Answer) -> Result:
        document, reply = answer.document, answer.reply
        data = document.get("data") if isinstance(document, dict) and document.get("status") == "success" else None
        if not isinstance(document, dict) or not isinstance(data, dict):
            return misshapen(ctx, reply, "Prometheus")
        kind, result = data.get("resultType"), data.get("result")
        if kind in ("matrix", "string"):
            sentence = msg(
                "The query gives no current number. Ask for an instant value, without a range in brackets."
            )
            return unwell(ctx, Verdict(Outcome.ERROR, Reason.CONFIGURATION, sentence), reply)
        series = _series(kind, result)
        if series is None:
            return misshapen(ctx, reply, "Prometheus")
        if not series:
            return self._empty(ctx, reply)
        return self._judge_series(ctx, reply, series, _warning(document))

    def _empty(self, ctx: CheckContext, reply: Reply) -> Result:
        sentence = msg("The query finds nothing. The series has ended, or its name or labels have changed.")
        if self._settings.when_empty is WhenEmpty.HEALTHY:
            sentence = msg("The query finds nothing, as expected.")
            return ctx.healthy(sentence, phases=reply.phases, duration_us=reply.duration_us)
        return unwell(ctx, Verdict(Outcome(self._settings.when_empty.value), Reason.STALE, sentence), reply)

    def _judge_series(
        self, ctx: CheckContext, reply: Reply, series: Sequence[tuple[object, float]], warning: str
    ) -> Result:
        judged = sorted(
            ((metric, value, *self._compare(value)) for metric, value in series),
            key=lambda one: GRAVEST_FIRST.index(one[2]),
        )
        _, value, worst, _ = judged[0]
        limit = (
            self._settings.error_above if self._settings.error_above is not None else self._settings.degraded_above
        )
        measures = {"series": Measure(len(series), Unit.COUNT)}
        if math.isfinite(value):
            measures["value"] = Measure(value, limit=limit)
        parts = tuple(
            SubResult(name, outcome, english(state))
            for metric, _, outcome, state in judged[:MOST_PARTS]
            if (name := _labels(metric))
        )
        if worst is Outcome.HEALTHY and not warning:
            if len(series) == 1:
                sentence = msg("The value is {value}.", value=_number(value))
            else:
                sentence = msg("All {count} series are fine.", count=len(series))
            return ctx.healthy(
                sentence, measures=measures, phases=reply.phases, sub_results=parts, duration_us=reply.duration_us
            )
        if worst is Outcome.HEALTHY:
            worst, sentence = Outcome.DEGRADED, msg("The answer is incomplete: {warning}.", warning=warning)
        elif len(series) == 1 and not _labels(judged[0][0]):
            sentence = msg("The value is {value}.", value=judged[0][3])
        else:
            count = sum(one[2] is not Outcome.HEALTHY for one in judged)
            named = [
                msg("{series} is {value}", series=_labels(metric), value=state)
                for metric, _, _, state in judged[: min(count, MOST_NAMED)]
            ]
            sentence = msg_plural(
                "{n} of {total} series needs attention: {series}.",
                "{n} of {total} series need attention: {series}.",
                count,
                total=len(series),
                series=first_of(named, count),
            )
        return ctx.unwell(
            worst,
            Reason.CONTENT,
            sentence,
            measures=measures,
            phases=reply.phases,
            sub_results=parts,
            duration_us=reply.duration_us,
        )

    def _compare(self, value: float) -> tuple[Outcome, Text]:
        """The outcome of one value, and the value with what is wrong with it."""
        settings = self._settings
        if math.isnan(value):
            return Outcome.UNKNOWN, msg("not a number")
        for outcome, above, below in (
            (Outcome.ERROR, settings.error_above, settings.error_below),
            (Outcome.DEGRADED, settings.degraded_above, settings.degraded_below),
        ):
            if above is not None and value > above:
                return outcome, msg("{value} (over {limit})", value=_number(value), limit=_number(above))
            if below is not None and value < below:
                return outcome, msg("{value} (under {limit})", value=_number(value), limit=_number(below))
        return Outcome.HEALTHY, Text("{value}", {"value": _number(value)})


def _series(kind: object, result: object) -> list[tuple[object, float]] | None:
    """Labels and values; None where the answer has another shape."""
    if kind == "scalar":
        value = _value(result)
        return None if value is None else [(None, value)]
    if kind != "vector" or not isinstance(result, list):
        return None
    found = []
    for one in result:
        value = _value(one.get("value")) if isinstance(one, dict) else None
        if value is None:
            return None
        found.append((one.get("metric"), value))
    return found


def _value(sample: object) -> float | None:
    """Of ``[time, "value"]``; ``NaN``, ``+Inf`` and ``-Inf`` are numbers here."""
    if not isinstance(sample, list) or len(sample) != 2 or not isinstance(sample[1], str):
        return None
    try:
        return float(sample[1])
    except ValueError:
        return None


def _labels(metric: object) -> str:
    if not isinstance(metric, dict):
        return ""
    pairs = (
        f"{quote(name, 40)}={quote(value, 60)}" for name, value in list(metric.items())[:8] if name != "__name__"
    )
    return quote(", ".join(pairs), _LONGEST_NAME) or quote(metric.get("__name__"), _LONGEST_NAME)


def _warning(document: dict[str, object]) -> str:
    warnings = document.get("warnings")
    return quote(warnings[0]).rstrip(".") if isinstance(warnings, list) and warnings else ""


def _number(value: float) -> Number | str:
    return Number(value) if math.isfinite(value) else f"{value:g}"


def _refusal(reply: Reply) -> Verdict | None:
    """Prometheus' own error: 400 for an invalid query, 422 for one that it cannot run, 503 for one that took too long
    or was cancelled."""
    document = json_object(reply) or {}
    if document.get("status") != "error":
        return None
    quoted = quote(document.get("error")).rstrip(".")
    if reply.status == HTTPStatus.BAD_REQUEST:
        return Verdict(
            Outcome.ERROR,
            Reason.CONFIGURATION,
            msg("Prometheus does not understand the query: {error}.", error=quoted),
        )
    if reply.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Verdict(
            Outcome.ERROR, Reason.CONTENT, msg("Prometheus cannot answer the query: {error}.", error=quoted)
        )
    return Verdict(
        Outcome.ERROR,
        Reason.HTTP_STATUS,
        msg("Prometheus answered {status}: {error}.", status=str(reply.status), error=quoted),
    )


KIND = ProbeKind(
    name="prometheus",
    title=msg("Prometheus query"),
    group=KindGroup.OTHER_MONITORS,
    summary=msg("One query with thresholds, for each of its series."),
    measures={"series": Measured(msg("Series"), Unit.COUNT), "value": Measured(msg("Value"))},
    advice={
        **MONITOR,
        Reason.CONTENT: msg("Look at this series in Prometheus. If its value is fine, change the thresholds."),
        Reason.STALE: msg(
            "Try the query in Prometheus's own window: its exporter may be gone (Status → Targets). If the query"
            " may find nothing, say so in its settings."
        ),
        Reason.CONFIGURATION: msg(
            "Try the query in Prometheus's own window (Graph) and copy it from there, or correct the address."
        ),
    },
    notes=KindNotes(
        calls="`GET /api/v1/query?query=…` (Thanos, Mimir, VictoriaMetrics too)",
        never="anything that writes; `/api/v1/admin`",
        permissions=msg("Needs read access, where Prometheus asks for a login at all."),
        red_light=msg(
            "Turns red when a value passes your error limit, the query is wrong or finds nothing, or"
            " Prometheus can't be reached."
        ),
        simulator="tests.integration.probes.other_monitors",
        real="Prometheus",
    ),
    settings=PrometheusSettings,
    build=PrometheusProbe,
    is_local=lambda settings: is_local_address(settings.url),
    address=lambda settings: shown_address(settings.url),
    credentials=lambda settings: (settings.credential,) if settings.credential else (),
    destinations=lambda settings: to_url(settings.credential, settings.url),
)
