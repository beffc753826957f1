"""How many gifts a failure probably cost, in sentences, and of which incident it is. Pure."""

from collections.abc import Iterable, Mapping

from porchlight.dataclass import dataclass
from porchlight.language.text import Moment, Number, Text, msg
from porchlight.model.gifts import MissedGifts
from porchlight.model.incident import Incident

METHOD = msg(
    "Judged by the gifts that came before, and by what usually comes in these hours or came on last year's same day."
    " The true number is within such a range about four times in five."
)


@dataclass(frozen=True, slots=True)
class Loss:
    """What one incident of a component (its id) probably cost."""

    component: str
    missed: MissedGifts


def losses(incidents: Iterable[Incident], missed: Mapping[str, MissedGifts]) -> list[Loss]:
    """Those of incidents, of which some cost gifts; ``missed``: by the incident's id. The newest first."""
    found = [Loss(one.component, missed[one.id]) for one in incidents if one.id in missed]
    return sorted(found, key=lambda loss: loss.missed.since_ms, reverse=True)


def missed_text(missed: MissedGifts) -> Text:
    """One sentence: how many, and from when until when."""
    if missed.low == missed.high:
        return msg(
            "Gifts probably missed: {number} between {since} and {until}.",
            number=Number(missed.low),
            since=Moment(missed.since_ms),
            until=Moment(missed.until_ms),
        )
    return msg(
        "Gifts probably missed: {low}–{high} between {since} and {until}.",
        low=Number(missed.low),
        high=Number(missed.high),
        since=Moment(missed.since_ms),
        until=Moment(missed.until_ms),
    )
