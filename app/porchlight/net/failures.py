"""ExchangeFailed: an exchange with a server, in lines or by HTTP, that cannot go on."""

from porchlight.language.text import Text
from porchlight.model.status import Outcome, Reason


class ExchangeFailed(Exception):
    """Raised by a step, turned into the Result of its check."""

    def __init__(self, reason: Reason, sentence: Text, outcome: Outcome = Outcome.ERROR) -> None:
        super().__init__(sentence.message)
        self.reason = reason
        self.sentence = sentence
        self.outcome = outcome
