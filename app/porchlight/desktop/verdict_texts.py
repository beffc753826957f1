"""The overall state in one sentence, and a component's trouble in short, in the user's language."""

from dataclasses import dataclass

from porchlight.insight.troubles import trouble_of
from porchlight.language.current import rendered, tr, tr_plural
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import OverallStatus, Reason, Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headline and what follows it."""

    title: str
    detail: str


GRAVEST_FIRST = (Status.ERROR, Status.DEGRADED, Status.UNKNOWN, Status.HEALTHY, Status.DISABLED)


def gravest_first(snapshot: Snapshot) -> list[ComponentView]:
    """Trouble at the top, critical components before others, else in the order of the settings."""
    return sorted(
        snapshot.views.values(),
        key=lambda view: (GRAVEST_FIRST.index(view.state.status), not view.component.critical),
    )


def troubled(snapshot: Snapshot) -> list[ComponentView]:
    """The components that are in error or degraded, the worst first."""
    return [view for view in gravest_first(snapshot) if view.state.status in (Status.ERROR, Status.DEGRADED)]


def verdict(snapshot: Snapshot) -> Verdict:
    """The state as a sentence that a director understands."""
    views = [view for view in snapshot.views.values() if view.component.enabled]
    if not views:
        return Verdict(tr("Nothing to watch yet."), tr("Add the services that matter to you."))
    if snapshot.lost_sight:
        return Verdict(
            tr("This computer is offline."),
            tr("Showing the last known state."),
        )
    trouble = troubled(snapshot)
    if trouble:
        return _verdict_of_trouble(snapshot, trouble)
    unknown = [view for view in views if view.state.status is Status.UNKNOWN]
    if unknown and any(view.state.checked_ms is None for view in unknown):
        return Verdict(tr("Checking everything for the first time…"), "")
    if unknown:
        return Verdict(
            tr("We can't tell how everything is yet."),
            tr("Unknown: {unknown}.", unknown=_names(unknown)),
        )
    if len(views) == 1:
        return Verdict(tr("All is well."), "")
    return Verdict(
        tr("All is well."),
        tr_plural("{n} component is working normally.", "{n} components are working normally.", len(views)),
    )


def _verdict_of_trouble(snapshot: Snapshot, trouble: list[ComponentView]) -> Verdict:
    if snapshot.overall is OverallStatus.CRITICAL:
        gravest = next(view for view in trouble if view.component.critical and view.state.status is Status.ERROR)
        return Verdict(_sentence(what_is_wrong(gravest)), _others(trouble, gravest))
    if len(trouble) == 1:
        rest = sum(view.state.status is Status.HEALTHY for view in snapshot.views.values())
        return Verdict(
            _sentence(what_is_wrong(trouble[0])),
            tr_plural("{n} other component is working normally.", "{n} other components are working normally.", rest)
            if rest
            else "",
        )
    return Verdict(
        tr_plural("{n} component needs attention.", "{n} components need attention.", len(trouble)),
        _sentence("; ".join(what_is_wrong(view) for view in trouble[:3])),
    )


def _others(trouble: list[ComponentView], gravest: ComponentView) -> str:
    others = [view for view in trouble if view is not gravest]
    if not others:
        return ""
    if len(others) == 1:
        return _sentence(what_is_wrong(others[0]))
    return tr_plural(
        "{n} more needs attention: {others}.",
        "{n} more need attention: {others}.",
        len(others),
        others=_names(others),
    )


def _names(views: list[ComponentView]) -> str:
    names = ", ".join(view.component.name for view in views[:3])
    return f"{names} …" if len(views) > 3 else names


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def what_is_wrong(view: ComponentView) -> str:
    """A component's trouble in short, name first, without a full stop."""
    name, state = view.component.name, view.state
    if state.reason is None:
        return tr("{name} is working normally", name=name)
    return trouble_text(name, state.reason, state.status)


def trouble_text(name: str, reason: Reason, status: Status) -> str:
    """A trouble in short, name first, without a full stop."""
    return rendered(trouble_of(reason, status, name))
