"""The facts of a component as text, to be sent to a helper. Without secrets: results are redacted."""

from porchlight import __version__
from porchlight.desktop.component_facts import ComponentFacts
from porchlight.desktop.formatting import amount, exact_moment, response
from porchlight.desktop.texts import phase_word, status_word
from porchlight.insight.uptime import in_one_line
from porchlight.language.current import current
from porchlight.language.english import english
from porchlight.model.snapshot import ComponentView
from porchlight.model.vendor import VendorReport


def diagnostics_text(
    view: ComponentView, facts: ComponentFacts | None, now_ms: int, word: VendorReport | None = None
) -> str:
    """In English or the user's language, like the windows."""
    component, state, result = view.component, view.state, view.result
    lines = [
        f"{component.name} ({component.kind}), {exact_moment(now_ms)} {_zone(now_ms)}",
        f"{status_word(state.status)} since {exact_moment(state.since_ms)}: {state.sentence}",
    ]
    if state.reason:
        lines.append(f"reason: {state.reason}")
    if word is not None:
        lines.append(f"vendor, asked {exact_moment(word.at_ms)}: {english(word.sentence())} {word.why}".rstrip())
    if result is not None:
        lines.append(f"last check: {exact_moment(result.began_ms)}, {response(result.duration_us)}")
        if result.phases:
            lines.append(", ".join(f"{phase_word(phase)} {response(us)}" for phase, us in result.phases.items()))
        lines += [f"{name}: {amount(measure)}" for name, measure in result.measures.items()]
        lines += [f"{name}: {value}" for name, value in result.details.items()]
    if facts is not None:
        for days, summary in facts.summaries.items():
            lines.append(
                f"{days} d: uptime {current().place(in_one_line(summary))},"
                f" p50 {response(summary.p50_us)}, p95 {response(summary.p95_us)}, {summary.count} checks"
            )
        for incident in facts.incidents[:5]:
            ended = exact_moment(incident.ended_ms) if incident.ended_ms else "now"
            lines.append(f"incident: {exact_moment(incident.began_ms)} to {ended}: {incident.sentence}")
    lines.append(f"Porchlight {__version__}")
    return "\n".join(lines)


def _zone(now_ms: int) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(now_ms / 1000).astimezone().strftime("%Z (UTC%z)")
