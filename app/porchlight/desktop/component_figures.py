"""The figures at the head of a component's window: uptime, how long it takes, and what it measures itself."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from porchlight.desktop.component_facts import ComponentFacts
from porchlight.desktop.insight_words import trend_note
from porchlight.desktop.number_words import amount, percent, response, uptime_note
from porchlight.desktop.widgets.figures import Figure
from porchlight.desktop.words import measure_word
from porchlight.model.history import Summary
from porchlight.model.result import Result

translate = QCoreApplication.translate

_TELLING = (
    "quota_remaining",
    "certificate_days",
    "consent_days",
    "members",
    "backlog",
    "data_storage",
    "connections_used",
    "campaigns",
    "free",
    "loss",
    "round_trip",
    "processes",
    "records",
    "memory",
    "loaded",
)
"""Measures that get a figure of their own, the most telling first."""
_MOST_MEASURES = 2


def component_figures(result: Result | None, facts: ComponentFacts | None) -> list[Figure]:
    """What is known so far: of its last check, and of its history."""
    figures: list[Figure] = []
    spans = (
        (1, translate("ComponentFigures", "Uptime 24 h")),
        (7, translate("ComponentFigures", "Uptime 7 days")),
        (30, translate("ComponentFigures", "Uptime 30 days")),
        (90, translate("ComponentFigures", "Uptime 90 days")),
    )
    for days, name in spans:
        summary = facts.summaries[days] if facts else None
        if summary is None or summary.uptime is None:
            figures.append(Figure(name, "–", translate("ComponentFigures", "not watched") if facts else ""))
        else:
            figures.append(Figure(name, percent(summary.uptime), uptime_note(summary.coverage)))
    day = facts.summaries[1] if facts else None
    week = facts.summaries[7] if facts else None
    usual = facts.summaries[30] if facts else None
    lasting = translate("ComponentFigures", "30 days: %1")
    figures.append(_time_figure(translate("ComponentFigures", "Median 24 h"), *_times(day, usual, 0), lasting))
    slow = _time_figure(translate("ComponentFigures", "95th percentile"), *_times(week, usual, 1), lasting)
    trend = facts.trend if facts else None
    if trend is not None and trend.significant:
        colour = "degraded_text" if trend.per_week > 0 else "secondary"
        slow = replace(slow, note=trend_note(trend), note_colour=colour)
    figures.append(slow)
    return figures + _measures(result)[:_MOST_MEASURES]


def _measures(result: Result | None) -> list[Figure]:
    if result is None:
        return []
    chosen = [name for name in _TELLING if name in result.measures]
    return [Figure(measure_word(name), amount(result.measures[name])) for name in chosen]


def _times(recent: Summary | None, usual: Summary | None, which: int) -> tuple[float | None, float | None]:
    def pick(summary: Summary | None) -> float | None:
        return None if summary is None else (summary.p50_us, summary.p95_us)[which]

    return pick(recent), pick(usual)


def _time_figure(name: str, recent: float | None, usual: float | None, note: str) -> Figure:
    if recent is None:
        return Figure(name, "–")
    slower = usual is not None and recent > usual * 1.5
    return Figure(
        name,
        response(recent),
        note.replace("%1", response(usual)) if usual is not None else "",
        "degraded_text" if slower else "secondary",
    )
