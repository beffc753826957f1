"""ExchangeFailed: an exchange with a server, in lines or by HTTP, that cannot go on."""

from porchlight.model.status import Outcome, Reason


class ExchangeFailed(Exception):
    """Raised by a step, turned into the Result of its check. ``sentence`` may begin with the host's name."""

    def __init__(self, reason: Reason, sentence: str, outcome: Outcome = Outcome.ERROR) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
        self.outcome = outcome

    @property
    def whole_sentence(self) -> str:
        """The sentence as a Result has it: with its full stop, and a capital unless a host's name begins it."""
        begins_with_host = any(mark in self.sentence.split(" ", 1)[0] for mark in ".:")
        first = self.sentence[:1] if begins_with_host else self.sentence[:1].upper()
        return f"{first}{self.sentence[1:]}."
