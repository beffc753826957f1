"""What is on the status page. Loaded with the first one that is written: few want one."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from porchlight.exporters.web_page import TONES, web_page
from porchlight.insight.troubles import trouble_of
from porchlight.insight.verdict import Verdict, of_view
from porchlight.language.text import Day, Duration, Moment, msg
from porchlight.model.labels import MARKS, STATUSES
from porchlight.model.mark import Mark

if TYPE_CHECKING:
    from porchlight.language.render import Renderer
    from porchlight.model.incident import Incident
    from porchlight.model.snapshot import ComponentView, Snapshot


def page_of(
    snapshot: "Snapshot", verdict: Verdict, incidents: "Sequence[Incident]", now_ms: int, write: "Renderer"
) -> str:
    """The whole page as of ``now_ms`` (Unix ms, UTC): no script, nothing from elsewhere. ``incidents``: those of the
    last seven days."""
    title = write(msg("Status of our systems"))
    detail = f"<br><span class='soft'>{escape(write(verdict.detail))}</span>" if verdict.detail else ""
    views = snapshot.views
    rows = "".join(_row(view, of_view(view, snapshot).mark, write) for view in views.values())
    past = "".join(_past(views[one.component], one, write) for one in incidents if one.component in views)
    none = escape(write(msg("No incidents.")))
    as_of = msg(
        "As of {day}, {time}. This page is updated every minute. If it is older, nothing is being checked.",
        day=Day(now_ms),
        time=Moment(now_ms),
    )
    body = (
        f"<header><h1>{escape(title)}</h1></header>\n"
        f"<p class='verdict {TONES.get(verdict.mark, '')}'>{escape(write(verdict.title))}{detail}</p>\n"
        f"<section><table><tbody>{rows}</tbody></table></section>\n"
        f"<section><h2>{escape(write(msg('The last 7 days')))}</h2>"
        f"{f'<table><tbody>{past}</tbody></table>' if past else f'<p>{none}</p>'}</section>\n"
        f"<footer class='soft'>{escape(write(as_of))}</footer>\n"
    )
    return web_page(title, body, write.language, head="<meta http-equiv='refresh' content='60'>")


def _row(view: "ComponentView", mark: Mark, write: "Renderer") -> str:
    state = MARKS[mark]
    if mark in (Mark.DEGRADED, Mark.ERROR):
        state = msg("{state} since {moment}", state=state, moment=Moment(view.state.since_ms))
    name, tone = escape(view.component.name), TONES.get(mark, "")
    return f"<tr><td>{name}</td><td class='{tone}'>{escape(write(state))}</td></tr>"


def _past(view: "ComponentView", incident: "Incident", write: "Renderer") -> str:
    name, began = view.component.name, Moment(incident.began_ms)
    trouble = msg("{name}: {state}", name=name, state=STATUSES[incident.status])
    if incident.reason is not None:
        trouble = trouble_of(incident.reason, incident.status, name)
    span = msg("since {moment}", moment=began)
    if incident.ended_ms is not None:
        lasted = Duration((incident.ended_ms - incident.began_ms) / 1000)
        span = msg("{moment}, for {lasted}", moment=began, lasted=lasted)
    return f"<tr><td>{escape(write(trouble))}</td><td>{escape(write(span))}</td></tr>"
