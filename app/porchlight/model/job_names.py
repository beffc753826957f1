"""A job's name for people: those of Classy Sync by what they sync and for whom, others by their own name."""

from typing import Final

from porchlight.language.text import Text, msg
from porchlight.model.operation import organisation_of, sync_of

_SYNCS: Final = {
    "supporters": msg("Sync of supporters"),
    "transactions": msg("Sync of gifts"),
    "campaigns": msg("Sync of campaigns"),
    "recurring-plans": msg("Sync of recurring plans"),
    "mailchimp": msg("Sync to Mailchimp"),
}


def job_name(name: str, subject: str = "") -> Text | str:
    """``subject``: the organisation of its last run, where it serves several."""
    job = sync_name(sync_of(name)[0])
    whose = organisation_of(name, subject)
    if job is None:
        return name
    return msg("{job} ({organisation})", job=job, organisation=whose) if whose else job


def sync_name(entity: str) -> Text | None:
    """Of Classy Sync, whatever the organisation; None where it syncs nothing that we know."""
    return _SYNCS.get(entity)
