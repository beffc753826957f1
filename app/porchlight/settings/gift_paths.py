"""``[paths.<id>]``: the components that a gift passes through, from the form to where it is kept."""

from pydantic import Field

from porchlight.settings.schema import Section


class PathSettings(Section):
    """One path. The names are those of components."""

    name: str = "Donations"
    """What is given by this path, in the plural: the beginning of its sentence."""
    taken_by: tuple[str, ...] = Field(min_length=1)
    """All that must work for a gift to be given: the page, the form, the payment."""
    passed_on_by: tuple[str, ...] = ()
    """All that must work for it to arrive after that: the sync, its database, the CRM."""
    goes_to: str = "your records"
    """Where it arrives, as part of a sentence: "the CRM"."""

    @property
    def components(self) -> tuple[str, ...]:
        """All of it, in order."""
        return tuple(dict.fromkeys((*self.taken_by, *self.passed_on_by)))
