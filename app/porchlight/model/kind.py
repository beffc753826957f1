"""Groups of the kinds of components, in the order in which most people need them."""

from enum import Enum, auto

from porchlight.language.text import Text, msg


class KindGroup(Enum):
    """Where a kind stands in lists."""

    GIFTS = auto()
    CLASSY_SYNC = auto()
    NETWORK = auto()
    COMPUTER = auto()
    OTHER_MONITORS = auto()
    PLUGIN = auto()
    """Porchlight itself, and plug-ins."""

    @property
    def label(self) -> Text:
        """The group's name."""
        match self:
            case KindGroup.GIFTS:
                return msg("Donations, donors and websites")
            case KindGroup.CLASSY_SYNC:
                return Text("Classy Sync")
            case KindGroup.NETWORK:
                return msg("Network and mail")
            case KindGroup.COMPUTER:
                return msg("This computer")
            case KindGroup.OTHER_MONITORS:
                return msg("Jobs, other monitors, vendors")
            case KindGroup.PLUGIN:
                return msg("Porchlight itself and plug-ins")
