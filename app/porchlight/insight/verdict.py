"""What everything is like, and what one component is like: the one mark and the one sentence of every surface. Pure.

Never green while something critical is not healthy or not known, during the first look, or while nothing is checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from porchlight.dataclass import dataclass
from porchlight.insight.troubles import trouble_of
from porchlight.language.text import Items, Moment, Text, Until, first_of, msg, msg_plural, sentences
from porchlight.model.mark import OF_STATUS, Mark
from porchlight.model.situation import (
    IN_TROUBLE,
    Going,
    Situation,
    counts_paths,
    mark_of,
    overall_known,
    situation_of,
)
from porchlight.model.status import GRAVEST_FIRST, OverallStatus, Reason, Status

if TYPE_CHECKING:
    from porchlight.insight.paths import PathState
    from porchlight.model.snapshot import ComponentView, Snapshot
    from porchlight.settings.gift_paths import PathSettings

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mark, the sentence beside it, and what follows it."""

    mark: Mark
    title: Text
    detail: Text | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """One component, as far as a verdict depends on it. Times are Unix ms (UTC)."""

    id: str
    name: str
    status: Status
    reason: Reason | None
    sentence: str
    critical: bool
    checked_ms: int | None
    """When its last check ended; None before the first."""
    since_ms: int | None = None
    paused_until_ms: int | None = None
    """When a pause of this one component ends."""
    known: bool = True
    """Whether its status says how it is now: offline, it may be the last one known."""

    @property
    def trouble(self) -> Text:
        """What is wrong with it in short, name first, without a full stop."""
        if self.reason is None:
            return msg("{name} is working normally", name=self.name)
        return trouble_of(self.reason, self.status, self.name)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for all components."""

    paused_until_ms: int | None = None
    offline: bool = False
    unwell: bool = False
    """Something is wrong with Porchlight itself."""


NOTHING_SPECIAL: Final = Surroundings()


def watched_view(view: "ComponentView", snapshot: "Snapshot") -> Watched:
    """A component of a snapshot."""
    component, state = view.component, view.state
    return Watched(
        component.id,
        component.name,
        state.status,
        state.reason,
        state.sentence,
        component.critical,
        state.checked_ms,
        state.since_ms,
        view.paused_until_ms,
        snapshot.is_known(view),
    )


def surroundings(snapshot: "Snapshot") -> Surroundings:
    """What holds for all components of a snapshot."""
    unwell = bool(snapshot.malfunctions or snapshot.history_fault)
    return Surroundings(snapshot.paused_until_ms, snapshot.offline, unwell)


def of_view(view: "ComponentView", snapshot: "Snapshot") -> Verdict:
    """What one component of a snapshot is like."""
    return of_component(watched_view(view, snapshot), surroundings(snapshot))


def of_snapshot(snapshot: "Snapshot", paths: "Mapping[str, PathSettings]", *, unwell: bool = False) -> Verdict:
    """What everything is like; ``unwell``: Porchlight itself has a problem that the snapshot does not know."""
    watched = [watched_view(view, snapshot) for view in snapshot.views.values()]
    around = surroundings(snapshot)
    return of_everything(watched, replace(around, unwell=around.unwell or unwell), path_states(watched, paths))


def path_states(watched: Iterable[Watched], paths: "Mapping[str, PathSettings]") -> "list[PathState]":
    """The state of each path of gifts, the worst first."""
    if not paths:
        return []
    # Loaded only where there are paths: people wait for the start of the command line.
    from porchlight.insight.paths import Part, judge_all

    parts = {one.id: Part(one.name, one.status, one.reason, one.since_ms) for one in watched}
    return judge_all(paths, parts)


def paths_of(snapshot: "Snapshot", paths: "Mapping[str, PathSettings]") -> "list[PathState]":
    """The state of each path of gifts in a snapshot, the worst first."""
    return path_states([watched_view(view, snapshot) for view in snapshot.views.values()], paths)


def of_component(one: Watched, around: Surroundings) -> Verdict:
    """What one component is like. What was found before a pause, or before the network went, has its time beside
    it."""
    if one.paused_until_ms is not None:
        return Verdict(Mark.PAUSED, msg("Paused until {until}.", until=Until(one.paused_until_ms)))
    mark, sentence = OF_STATUS[one.status], sentences(one.sentence)
    if one.checked_ms is None or one.status is Status.DISABLED:
        return Verdict(mark, sentence)
    at = Moment(one.checked_ms)
    if around.paused_until_ms is not None:
        mark = Mark.PAUSED if mark is Mark.HEALTHY else mark
        return Verdict(mark, msg("Checks are paused. At {moment}: {sentence}", moment=at, sentence=sentence))
    if around.offline and not one.known and one.status is not Status.UNKNOWN:
        mark = Mark.UNKNOWN if mark is Mark.HEALTHY else mark
        return Verdict(mark, msg("This computer is offline. At {moment}: {sentence}", moment=at, sentence=sentence))
    return Verdict(mark, sentence)


def of_everything(watched: Iterable[Watched], around: Surroundings, paths: "Sequence[PathState]" = ()) -> Verdict:
    """What everything is like; disabled components count nowhere. Where paths of gifts are set up and their state is
    known, the worst of them comes first."""
    counted = [one for one in watched if one.status is not Status.DISABLED or one.paused_until_ms is not None]
    enabled = [one for one in counted if one.status is not Status.DISABLED]
    situation = situation_of(counted, paused=around.paused_until_ms is not None, offline=around.offline)
    overall = overall_known(enabled, offline=around.offline)
    used_paths = paths if counts_paths(situation) else ()
    mark = mark_of(situation, overall, unwell=around.unwell, worst=used_paths[0].going if used_paths else None)
    title, detail = _texts(situation, overall, counted, around)
    if around.unwell and mark_of(situation, overall, unwell=False, worst=None) is Mark.HEALTHY:
        title = msg("Porchlight itself has a problem.")
    if around.offline and situation not in (Situation.NOTHING, Situation.PAUSED, Situation.OFFLINE):
        detail = _in_a_row(detail, msg("This computer is offline."))
    found = Verdict(mark, title, detail)
    return _with_paths(found, used_paths) if used_paths else found


def _texts(
    situation: Situation, overall: OverallStatus, counted: Sequence[Watched], around: Surroundings
) -> tuple[Text, Text | None]:
    """The sentence about everything, and what follows it."""
    enabled = [one for one in counted if one.status is not Status.DISABLED]
    trouble = troubled(enabled)
    last_known = msg("Last known: {trouble}.", trouble=_troubles(trouble)) if trouble else None
    unknown = [one for one in enabled if one.status is Status.UNKNOWN]
    paused = [one for one in counted if one.paused_until_ms is not None]
    match situation:
        case Situation.NOTHING:
            return msg("Nothing to watch yet."), msg("Add the services that matter to you.")
        case Situation.PAUSED if around.paused_until_ms is not None:
            return msg("Paused until {until}.", until=Until(around.paused_until_ms)), last_known
        case Situation.OFFLINE:
            return msg("This computer is offline."), last_known or msg("Showing the last known state.")
        case Situation.TROUBLE:
            return _of_trouble(enabled, trouble, overall)
        case Situation.FIRST_LOOK:
            unchecked = [one for one in enabled if one.checked_ms is None]
            if len(unchecked) == len(enabled):
                return msg("Checking everything for the first time…"), None
            return msg("Checking {names} for the first time…", names=_names(unchecked)), None
        case Situation.UNKNOWN:
            title = msg("We can't tell how everything is yet.")
            return title, msg("Unknown: {unknown}.", unknown=_names(unknown))
        case Situation.PARTLY_PAUSED:
            title = msg_plural("{names} is paused.", "{names} are paused.", len(paused), names=_names(paused))
            return title, _working(len(enabled) - len(unknown))
        case Situation.PARTLY_WELL:
            notes = (
                msg("Unknown: {unknown}.", unknown=_names(unknown)) if unknown else None,
                msg("Paused: {names}.", names=_names(paused)) if paused else None,
            )
            return msg("No problems found."), _in_a_row(*notes)
    return msg("All is well."), _working(len(enabled)) if len(enabled) > 1 else None


def gravest_first(watched: Iterable[Watched]) -> list[Watched]:
    """Trouble at the top, critical components before others, else in the given order."""
    return sorted(watched, key=lambda one: (GRAVEST_FIRST.index(one.status), not one.critical))


def troubled(watched: Iterable[Watched]) -> list[Watched]:
    """The components that are in error or degraded, the worst first."""
    return [one for one in gravest_first(watched) if one.status in IN_TROUBLE]


def _of_trouble(
    enabled: Sequence[Watched], trouble: Sequence[Watched], overall: OverallStatus
) -> tuple[Text, Text | None]:
    if overall is OverallStatus.CRITICAL:
        gravest = next(one for one in trouble if one.critical and one.status is Status.ERROR)
        return _as_sentence(gravest.trouble), _others([one for one in trouble if one != gravest])
    if len(trouble) > 1:
        title = msg_plural("{n} component needs attention.", "{n} components need attention.", len(trouble))
        return title, _as_sentence(_troubles(trouble))
    well = sum(one.status is Status.HEALTHY for one in enabled)
    rest = msg_plural("{n} other component is working normally.", "{n} other components are working normally.", well)
    return _as_sentence(trouble[0].trouble), rest if well else None


def _with_paths(found: Verdict, paths: "Sequence[PathState]") -> Verdict:
    from porchlight.insight.paths import sentence

    worst, *others = paths
    rest = [sentence(one) for one in others if one.going is not Going.WELL]
    if worst.going is not Going.WELL:  # it names its worst component; the components' verdict would repeat that
        return Verdict(found.mark, sentence(worst), _in_a_row(*rest))
    if found.mark in (Mark.UNKNOWN, Mark.PAUSED):  # good news would not fit the mark
        return replace(found, detail=_in_a_row(found.detail, sentence(worst)))
    about_components = [found.detail] if found.mark is Mark.HEALTHY else [found.title, found.detail]
    return Verdict(found.mark, sentence(worst), _in_a_row(*rest, *about_components))


def _others(others: Sequence[Watched]) -> Text | None:
    if len(others) < 2:
        return _as_sentence(others[0].trouble) if others else None
    return msg_plural(
        "{n} more needs attention: {others}.",
        "{n} more need attention: {others}.",
        len(others),
        others=_names(others),
    )


def _working(count: int) -> Text | None:
    if not count:
        return None
    return msg_plural("{n} component is working normally.", "{n} components are working normally.", count)


def _names(found: Sequence[Watched]) -> Items:
    return first_of([one.name for one in found[:_MOST_NAMED]], len(found))


def _troubles(found: Sequence[Watched]) -> Items:
    return first_of([one.trouble for one in found[:_MOST_NAMED]], len(found))


def _as_sentence(trouble: Text | Items) -> Text:
    return msg("{trouble}.", trouble=trouble)


def _in_a_row(*found: Text | None) -> Text | None:
    wanted = [one for one in found if one is not None]
    return sentences(*wanted) if wanted else None
