"""The state of the paths of gifts as texts of the windows: they come first where paths are set up."""

from collections.abc import Mapping

from porchlight.desktop.verdict_texts import Verdict, verdict
from porchlight.insight.paths import Going, Part, PathState, judge_all, sentence
from porchlight.language.current import rendered
from porchlight.model.snapshot import Snapshot
from porchlight.model.status import OverallStatus
from porchlight.settings.gift_paths import PathSettings


def path_states(snapshot: Snapshot, paths: Mapping[str, PathSettings]) -> list[PathState]:
    """Every path, the worst first."""
    parts = {
        one: Part(view.component.name, view.state.status, view.state.reason, view.state.since_ms)
        for one, view in snapshot.views.items()
    }
    return judge_all(paths, parts)


def opening(snapshot: Snapshot, paths: Mapping[str, PathSettings]) -> Verdict:
    """The headline: the worst path, then the other ones that are not well and the components; where
    no path is set up, or nothing is known at all, the components alone."""
    overall = verdict(snapshot)
    states = path_states(snapshot, paths)
    if not states or snapshot.lost_sight:
        return overall
    if all(view.state.checked_ms is None for view in snapshot.views.values()):
        return overall
    worst, *others = states
    # A path's sentence names its worst component; the components' verdict would repeat it.
    rest = [rendered(sentence(one)) for one in others if one.going is not Going.WELL]
    if worst.going is Going.WELL:
        rest += [overall.detail] if snapshot.overall is OverallStatus.HEALTHY else [overall.title, overall.detail]
    return Verdict(rendered(sentence(worst)), " ".join(one for one in rest if one))
