"""What everything and each component is like, as texts in the user's language."""

from collections.abc import Mapping

from porchlight.dataclass import dataclass
from porchlight.insight.troubles import trouble_of
from porchlight.insight.verdict import of_snapshot, of_view
from porchlight.language.current import rendered, tr
from porchlight.model.mark import Mark
from porchlight.model.result import EMPTY
from porchlight.model.snapshot import ComponentView, Snapshot
from porchlight.model.status import GRAVEST_FIRST, Reason, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from porchlight.settings.gift_paths import PathSettings


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """The mark, the headline and what follows it."""

    mark: Mark
    title: str
    detail: str = ""


def gravest_first(snapshot: Snapshot) -> list[ComponentView]:
    """Trouble at the top, critical components before others, else in the order of the settings."""
    return sorted(
        snapshot.views.values(),
        key=lambda view: (GRAVEST_FIRST.index(view.state.status), not view.component.critical),
    )


def troubled(snapshot: Snapshot) -> list[ComponentView]:
    """The components that are in error or degraded, the worst first."""
    return [view for view in gravest_first(snapshot) if view.state.status in (Status.ERROR, Status.DEGRADED)]


def overall_verdict(
    snapshot: Snapshot, paths: "Mapping[str, PathSettings]" = EMPTY, *, unwell: bool = False
) -> ShownVerdict:
    """What everything is like; ``unwell``: Porchlight itself has a problem that the snapshot does not know."""
    found = of_snapshot(snapshot, paths, unwell=unwell)
    return ShownVerdict(found.mark, rendered(found.title), rendered(found.detail) if found.detail else "")


def component_verdict(view: ComponentView, snapshot: Snapshot) -> ShownVerdict:
    """What one component is like."""
    found = of_view(view, snapshot)
    return ShownVerdict(found.mark, rendered(found.title))


def what_is_wrong(view: ComponentView) -> str:
    """A component's trouble in short, name first, without a full stop."""
    name, state = view.component.name, view.state
    if state.reason is None:
        return tr("{name} is working normally", name=name)
    return trouble_text(name, state.reason, state.status)


def trouble_text(name: str, reason: Reason, status: Status) -> str:
    """A trouble in short, name first, without a full stop."""
    return rendered(trouble_of(reason, status, name))
