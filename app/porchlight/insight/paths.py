"""A path's state, in a sentence or two: whether gifts can be taken, and whether they arrive where they are kept.
Pure. A fault for a person here (a revoked key, a wrong setting) proves nothing about the vendor: whether gifts can be
taken is then not known."""

from collections.abc import Mapping, Sequence

from porchlight.dataclass import dataclass
from porchlight.insight.troubles import trouble_of
from porchlight.language.text import Moment, Text, msg, sentences
from porchlight.model.situation import Going, going_of
from porchlight.model.status import Reason, Status
from porchlight.settings.gift_paths import DEFAULTS, PathSettings


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a path as it is now. ``since_ms`` is Unix ms (UTC); None: not known."""

    name: str
    status: Status
    reason: Reason | None
    since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PathState:
    """A path's state. Each half with its worst component, which is None where all is well."""

    id: str
    name: str
    goes_to: str
    taken: Going
    taken_trouble: Part | None
    passed_on: Going | None
    """None: nothing passes gifts on."""
    passed_on_trouble: Part | None

    @property
    def going(self) -> Going:
        """The worse half."""
        return max(self.taken, self.passed_on or Going.WELL)

    @property
    def status(self) -> Status:
        """As a code for programs."""
        return self.going.status


def judge(path_id: str, path: PathSettings, parts: Mapping[str, Part]) -> PathState:
    """``parts`` by component id; disabled or missing ones are ignored."""
    taken = _worst(parts, path.taken_by)
    passed_on = _worst(parts, path.passed_on_by)
    return PathState(
        path_id,
        path.name,
        path.goes_to,
        _going(taken) if taken else Going.UNKNOWN,
        taken,
        _going(passed_on) if passed_on else None,
        passed_on,
    )


def judge_all(paths: Mapping[str, PathSettings], parts: Mapping[str, Part]) -> list[PathState]:
    """Every path, the worst first."""
    return sorted((judge(one, path, parts) for one, path in paths.items()), key=lambda state: -state.going)


def sentence(state: PathState) -> Text:
    """One sentence where all is well, else one for each half."""
    name, goes_to = (DEFAULTS.get(one, one) for one in (state.name, state.goes_to))
    if state.going is Going.WELL and state.passed_on is not None:
        return msg("{what} can be received and reach {goes_to}.", what=name, goes_to=goes_to)
    taken = _taken(state.taken, name, _trouble(state.taken_trouble))
    none_come = state.taken is Going.NOT_AT_ALL and state.passed_on is Going.WELL
    if state.passed_on is None or none_come:
        return taken
    return sentences(taken, _passed_on(state.passed_on, goes_to, _trouble(state.passed_on_trouble)))


def _taken(going: Going, what: Text | str, trouble: Text | str) -> Text:
    match going:
        case Going.WELL:
            return msg("{what} can be received.", what=what)
        case Going.UNKNOWN if not trouble:
            return msg("{what}: we can't tell whether they can be received.", what=what)
        case Going.UNKNOWN:
            return msg("{what}: we can't tell whether they can be received. {trouble}.", what=what, trouble=trouble)
        case Going.BADLY:
            return msg("{what} can be received, but not smoothly: {trouble}.", what=what, trouble=trouble)
        case Going.NOT_AT_ALL:
            return msg("{what} cannot be received: {trouble}.", what=what, trouble=trouble)


def _passed_on(going: Going, goes_to: Text | str, trouble: Text | str) -> Text:
    match going:
        case Going.WELL:
            return msg("New ones reach {goes_to}.", goes_to=goes_to)
        case Going.UNKNOWN:
            return msg("We can't tell whether new ones reach {goes_to}. {trouble}.", goes_to=goes_to, trouble=trouble)
        case Going.BADLY:
            return msg("New ones reach {goes_to} late: {trouble}.", goes_to=goes_to, trouble=trouble)
        case Going.NOT_AT_ALL:
            return msg("New ones do not reach {goes_to}: {trouble}.", goes_to=goes_to, trouble=trouble)


def _worst(parts: Mapping[str, Part], names: Sequence[str]) -> Part | None:
    present = [parts[name] for name in names if name in parts and parts[name].status is not Status.DISABLED]
    return max(present, key=_going, default=None)


def _going(part: Part) -> Going:
    return going_of(part.status, part.reason)


def _trouble(part: Part | None) -> Text | str:
    if part is None:
        return ""
    if part.reason is None and part.status is Status.UNKNOWN:
        return msg("{name} has not been checked yet", name=part.name)
    trouble = trouble_of(part.reason or Reason.CONTENT, part.status, part.name)
    if part.since_ms is None:
        return trouble
    return msg("{trouble} (since {moment})", trouble=trouble, moment=Moment(part.since_ms))
