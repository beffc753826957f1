"""The card of what happened while nobody looked."""

from porchlight.desktop.widgets.dismissible_card import DismissibleCard


class AwayCard(DismissibleCard):
    """See desktop.away, which fills it."""
