"""``[paths.<id>]``: the components that a gift passes through, from the form to where it is kept."""

from typing import Annotated, Final

from pydantic import Field

from porchlight.language.text import msg
from porchlight.settings.describe import Described
from porchlight.settings.schema import Section

DEFAULTS: Final = {"Donations": msg("Donations"), "your records": msg("your records")}
"""The names that a path has where nobody gives it others, for sentences in every language."""


class PathSettings(Section):
    """One path. The names are those of components."""

    name: Annotated[
        str,
        Described(
            msg("Name"),
            msg("What is given this way, in the plural. It begins the sentence in the panel."),
            example="Donations",
            usual=DEFAULTS["Donations"],
        ),
    ] = "Donations"
    taken_by: Annotated[
        tuple[str, ...],
        Described(
            msg("Received by"),
            msg("All components that must work for a donation to be made: the page, the form, the payment."),
            example=["donation-page", "stripe"],
        ),
    ] = Field(min_length=1)
    passed_on_by: Annotated[
        tuple[str, ...],
        Described(
            msg("Passed on by"),
            msg("All components that must work for it to arrive after that: the sync, its database, the CRM."),
            example=["sync-runs", "crm"],
        ),
    ] = ()
    goes_to: Annotated[
        str,
        Described(
            msg("Arrives in"),
            msg("Where donations arrive, as in a sentence."),
            example="the CRM",
            usual=DEFAULTS["your records"],
        ),
    ] = "your records"

    @property
    def components(self) -> tuple[str, ...]:
        """All of it, in order."""
        return tuple(dict.fromkeys((*self.taken_by, *self.passed_on_by)))
