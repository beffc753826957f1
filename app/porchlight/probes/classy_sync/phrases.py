"""How the probes of Classy Sync name what they found."""

from collections.abc import Sequence

from porchlight.language.text import Duration, Items, Place, Text, msg
from porchlight.probes.classy_sync.folder import MAILCHIMP

_MOST_NAMED = 20


def since(at_ms: int, now_ms: int) -> Duration:
    """How long ago something was."""
    return Duration(max(now_ms - at_ms, 0) / 1000)


def sync_name(entity: str, whose: Text | str = "") -> Text | str:
    """``Supporters``, ``Recurring plans``, ``Campaigns of Harbor Food Bank``, ``Mailchimp``."""
    name = _name(entity)
    return msg("{sync} of {organization}", sync=name, organization=whose) if whose else name


def _name(entity: str) -> Text | str:
    match entity:
        case "supporters":
            return msg("Supporters")
        case "campaigns":
            return msg("Campaigns")
        case "transactions":
            return msg("Transactions")
        case "recurring-plans":
            return msg("Recurring plans")
    return "Mailchimp" if entity == MAILCHIMP else entity.replace("-", " ").capitalize()


def listed(names: Sequence[Text | str]) -> Items:
    """Names in a sentence; of very many the first, and the number of the others."""
    if len(names) <= _MOST_NAMED:
        return Items(tuple(names))
    shown = names[: _MOST_NAMED - 1]
    rest: Place = msg("{n} more", n=len(names) - len(shown))
    return Items((*shown, rest))
