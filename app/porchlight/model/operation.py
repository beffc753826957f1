"""Operation: one run of a piece of work of another program, such as a sync of supporters."""

from porchlight.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """One run. ``began_ms`` is Unix ms (UTC), ``duration_ms`` ms; the counts are items, None where unknown.

    ``name`` identifies the job, and is what rules refer to, such as ``sync:supporters``.
    """

    name: str
    began_ms: int
    duration_ms: float
    ok: bool
    processed: int | None = None
    failed: int | None = None
    id: str = ""
    """The same run always has the same id, however often it is read; empty where it is reported only once."""
    source: str = ""
    """The component that reported it."""
    subject: str = ""
    """Whose work it was where several are served: an organisation's name or number."""

    expected_ms: float | None = None
    """How often it is expected to run, where it reports that itself, ms."""
    why: str = ""
    """Why it failed, a sentence; empty where not known. Kept while it is news, not in the history."""

    @property
    def title(self) -> str:
        """Its name for people."""
        return job_title(self.name, self.subject)

    @property
    def rate(self) -> float | None:
        """Items a second."""
        if self.processed is None or self.duration_ms <= 0:
            return None
        return self.processed * 1000 / self.duration_ms


@dataclass(frozen=True, slots=True)
class RunStart:
    """The start of a run whose end is still to be reported. ``began_ms`` is Unix ms (UTC)."""

    name: str
    began_ms: int
    id: str = ""
    """That of the run; empty where the job has none: then the next run of the job that ends is the one."""

    def is_ended_by(self, run: Operation) -> bool:
        """Whether ``run`` is the one that began here, or a later one, after which nobody waits for this."""
        if run.name != self.name:
            return False
        if self.id and run.id == self.id:
            return True
        return run.began_ms > self.began_ms or (not self.id and run.began_ms + run.duration_ms >= self.began_ms)


SYNCS = {
    "supporters": "Sync of supporters",
    "transactions": "Sync of gifts",
    "campaigns": "Sync of campaigns",
    "recurring-plans": "Sync of recurring plans",
    "mailchimp": "Sync to Mailchimp",
}


def sync_of(name: str) -> tuple[str, str]:
    """What a job of Classy Sync (``sync:ENTITY:NUMBER``) syncs, and its organisation's number; both empty where it is
    another job."""
    kind, _, rest = name.partition(":")
    entity, _, number = rest.partition(":")
    return (entity, number) if kind == "sync" else ("", "")


def organisation_of(name: str, subject: str = "") -> str:
    """Whose work a job of Classy Sync does: the organisation's name, else its number; empty where there is none."""
    return subject if subject and not subject.isdecimal() else sync_of(name)[1]


def job_title(name: str, subject: str = "") -> str:
    """A job's English name: those of Classy Sync by what they sync and for whom, others by their own name."""
    label, whose = SYNCS.get(sync_of(name)[0]), organisation_of(name, subject)
    if label is None:
        return name
    return f"{label} ({whose})" if whose else label
