"""The checklist of an important day as a web page to print: a box to tick for each point, and room for a name."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from porchlight.exporters.web_page import TONES, web_page
from porchlight.insight.rehearsal import Point
from porchlight.language.text import Day, Moment, msg
from porchlight.model.important_day import ImportantDay
from porchlight.model.labels import MARKS

if TYPE_CHECKING:
    from porchlight.language.render import Renderer

_STYLE: Final = """
td.box { width: 2em; font-size: 1.4em; }
.plan { border: 1px solid var(--border); border-radius: 6px; padding: 12px; white-space: pre-wrap; }
@media print { tr { break-inside: avoid; } }
"""


def page_of(day: ImportantDay, points: Sequence[Point], now_ms: int, write: "Renderer") -> str:
    """The whole page as of ``now_ms`` (Unix ms, UTC): no script, nothing from elsewhere."""
    title = write(msg("Checklist for {name}", name=day.name))
    begins = write(msg("It begins on {day}.", day=Day(day.from_ms)))
    as_of = write(msg("Rehearsed on {day}, {time}.", day=Day(now_ms), time=Moment(now_ms)))
    rows = "".join(_row(point, write) for point in points)
    plan = ""
    if day.plan_b:
        plan = f"<section><h2>{escape(write(msg('Plan B')))}</h2><p class='plan'>{escape(day.plan_b)}</p></section>\n"
    body = (
        f"<header><h1>{escape(title)}</h1><p>{escape(begins)} <span class='soft'>{escape(as_of)}</span></p>"
        f"</header>\n"
        f"<section><table><tbody>{rows}</tbody></table></section>\n{plan}"
    )
    return web_page(title, body, write.language, style=_STYLE)


def _row(point: Point, write: "Renderer") -> str:
    box = "☑" if point.ready else "☐"
    state = write(msg("Ready")) if point.ready else write(MARKS[point.mark])
    return (
        f"<tr><td class='box'>{box}</td><td><b>{escape(write(point.title))}</b><br>{escape(write(point.detail))}</td>"
        f"<td class='{TONES.get(point.mark, '')}'>{escape(state)}</td></tr>"
    )
