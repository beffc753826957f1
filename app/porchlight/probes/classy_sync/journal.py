"""What the log has shown so far: the last run of every sync, what is under way, and the daemon's own state. Pure.

Small, and JSON both ways: it is stored with the position in the log, since nothing is read twice. Holds times, counts
and reasons, and from the log's texts only the organisations' names.
"""

from dataclasses import field, replace

from porchlight.dataclass import dataclass
from porchlight.language.text import Text, msg
from porchlight.probes.classy_sync.causes import NOT_STARTED, UNKNOWN
from porchlight.probes.classy_sync.folder import MAILCHIMP
from porchlight.probes.classy_sync.log import (
    DaemonEvent,
    DaemonNews,
    Event,
    LoginFailed,
    MailchimpRefused,
    OrganizationEnded,
    OrganizationKept,
    OrganizationScheduled,
    RetryPlanned,
    Run,
    RunBegan,
)

_MOST_NAMED = 1000
"""Organisations whose names are kept; a log can hold any number of lines."""


@dataclass(slots=True)
class Track:
    """One sync: an entity of an organisation, or Mailchimp."""

    entity: str
    organization: int | None
    since_ms: int
    """When it was first seen."""
    last: Run | None = None
    good: Run | None = None
    """The last run that went through."""
    failures: int = 0
    """Failed runs in a row, up to now."""
    began_ms: int | None = None
    """Since when it is under way; None: it is not."""
    retry: RetryPlanned | None = None


@dataclass(slots=True)
class Journal:
    """All that one log has shown."""

    tracks: dict[str, Track] = field(default_factory=dict)
    organizations: list[int] = field(default_factory=list)
    """In the order in which they were first seen."""
    names: dict[int, str] = field(default_factory=dict)
    """The organisations' names."""
    inactive: dict[int, int] = field(default_factory=dict)
    """Those that were deactivated, and when (Unix ms)."""
    active: dict[int, int] = field(default_factory=dict)
    """Those that were added, activated or scheduled, and when last (Unix ms)."""
    scheduled: list[int] = field(default_factory=list)
    """The organisations of the daemon that is starting."""
    failed_organizations: dict[int, OrganizationEnded] = field(default_factory=dict)
    """Organisations whose last sync failed as a whole."""
    login: LoginFailed | None = None
    """The last refused login to Classy without a good run since."""
    mailchimp: MailchimpRefused | None = None
    """Why Mailchimp was not started; None once something was sent there."""
    daemon: DaemonEvent | None = None
    """The last start, end or failed start."""
    report_ms: int | None = None
    last_ms: int | None = None
    """The newest time of all understood lines."""
    foreign_lines: int = 0
    """Lines other than JSON, such as stack traces."""

    def take(self, event: Event) -> Run | None:
        """Process ``event``; return the run that it ended, if any. Files may come in any order, so an event that is
        older than the state changes nothing."""
        match event:
            case Run():
                self._see(event.ended_ms)
                return self._take_run(event)
            case RunBegan():
                track = self._track(event.entity, event.organization, event.at_ms)
                if track.last is None or event.at_ms > track.last.ended_ms:
                    track.began_ms = max(event.at_ms, track.began_ms or 0)
            case OrganizationScheduled():
                self.scheduled.append(event.organization)
                self._keep(OrganizationKept(event.at_ms, event.organization, active=True, name=event.name))
            case OrganizationKept():
                self._keep(event)
            case OrganizationEnded() if event.organization is not None and event.at_ms >= (self.last_ms or 0):
                self.failed_organizations.pop(event.organization, None)
                if event.cause is not None:
                    self.failed_organizations[event.organization] = event
            case RetryPlanned():
                track = self._track(event.entity, event.organization, event.at_ms)
                if track.retry is None or event.at_ms > track.retry.at_ms:
                    track.retry = event
            case LoginFailed() if event.at_ms >= (self.last_ms or 0):
                self.login = event
            case MailchimpRefused() if event.at_ms >= (self.last_ms or 0):
                self.mailchimp = event
            case DaemonEvent():
                self._take_daemon(event)
        self._see(event.at_ms)
        return None

    def label(self, track: Track) -> str:
        """``supporters``; with ``:2`` after it for organisation 2, where that is not the first that was seen."""
        known = track.organization is None or track.organization == self.organizations[0]
        return track.entity if known else f"{track.entity}:{track.organization}"

    def whose(self, organization: int | None) -> Text | str:
        """The name of an organisation, for people; empty where there is only one, or it is the only one unnamed."""
        if organization is None or len({*self.organizations, *self.names}) < 2:
            return ""
        name = self.names.get(organization)
        if name is None:
            return (
                ""
                if organization in self.organizations[:1]
                else msg("organisation {number}", number=str(organization))
            )
        return f"{name} ({organization})" if list(self.names.values()).count(name) > 1 else name

    def is_inactive(self, organization: int | None) -> bool:
        """Whether it was deactivated and not used again since."""
        return organization is not None and self.inactive.get(organization, -1) > self.active.get(organization, -1)

    def run_label(self, run: Run) -> str:
        """As ``label``, for the sync that a run belongs to."""
        return self.label(self.tracks[_key(run.entity, run.organization)])

    def _take_run(self, run: Run) -> Run | None:
        track = self._track(run.entity, run.organization, run.ended_ms)
        last = track.last
        if run.cause == NOT_STARTED and self.mailchimp is not None:
            run = replace(run, cause=self.mailchimp.cause)
        if run.cause == UNKNOWN and self.login is not None and self.login.at_ms >= run.began_ms:
            run = replace(run, cause=self.login.cause)  # the login was refused within this very run
        if last is not None:
            if run.id == last.id:
                return None
            if run.ended_ms < last.ended_ms:
                return run
            if not (run.ok or last.ok) and not run.full and last.full and run.began_ms <= last.began_ms:
                return None  # an incremental sync that became a full one: its failure is logged twice
        track.last, track.began_ms = run, None
        track.failures = 0 if run.ok else track.failures + 1
        if run.ok:
            track.good, track.retry = run, None
            if run.entity == MAILCHIMP:
                self.mailchimp = None
            else:
                self.login = None
        return run

    def _keep(self, kept: OrganizationKept) -> None:
        if kept.name and len(self.names) < _MOST_NAMED:
            self.names[kept.organization] = kept.name
        states = self.active if kept.active else self.inactive
        if kept.organization in states or len(states) < _MOST_NAMED:
            states[kept.organization] = max(kept.at_ms, states.get(kept.organization, kept.at_ms))

    def _take_daemon(self, event: DaemonEvent) -> None:
        if event.news is DaemonNews.REPORTED:
            self.report_ms = max(event.at_ms, self.report_ms or 0)
            return
        if self.daemon is not None and event.at_ms < self.daemon.at_ms:
            return
        if event.news is DaemonNews.STOPPED and self.daemon is not None and self.daemon.news is DaemonNews.STOPPED:
            return  # the signal, then the end: the first has the time
        self.daemon = event
        if event.news is DaemonNews.STARTED:
            self._restart(event.at_ms)

    def _restart(self, at_ms: int) -> None:
        """What the previous daemon did not end is not under way; an organisation that is not scheduled now is no
        longer active."""
        if self.scheduled:
            self.tracks = {
                key: track
                for key, track in self.tracks.items()
                if track.organization is None or track.organization in self.scheduled
            }
            self.failed_organizations = {
                number: ended for number, ended in self.failed_organizations.items() if number in self.scheduled
            }
            self.scheduled = []
        for track in self.tracks.values():
            if track.began_ms is not None and track.began_ms < at_ms:
                track.began_ms = None

    def _track(self, entity: str, organization: int | None, at_ms: int) -> Track:
        if organization is not None and organization not in self.organizations:
            self.organizations.append(organization)
        track = self.tracks.setdefault(_key(entity, organization), Track(entity, organization, at_ms))
        track.since_ms = min(track.since_ms, at_ms)
        return track

    def _see(self, at_ms: int) -> None:
        self.last_ms = max(at_ms, self.last_ms or 0)


def _key(entity: str, organization: int | None) -> str:
    return entity if organization is None else f"{entity}:{organization}"
