"""What alerts ask of insight: a trouble and its next step, as texts."""

from porchlight.insight.advice import next_step
from porchlight.insight.troubles import trouble_of
from porchlight.language.text import Text
from porchlight.model.status import Reason, Status


class InsightTexts:
    """Implements Insight of the alerts."""

    def next_step(self, reason: Reason, kind: str, /) -> Text:
        """See Insight."""
        return next_step(reason, kind)

    def trouble(self, reason: Reason, status: Status, name: str, /) -> Text:
        """See Insight."""
        return trouble_of(reason, status, name)
