"""ExchangeFailed: an exchange with a server, in lines or by HTTP, that cannot go on."""

from porchlight.intake.text import as_sentence
from porchlight.language.text import Text
from porchlight.model.status import Outcome, Reason


class ExchangeFailed(Exception):
    """Raised by a step, turned into the Result of its check."""

    def __init__(self, reason: Reason, sentence: Text | str, outcome: Outcome = Outcome.ERROR) -> None:
        """``sentence``: whole. A ``str`` is a clause in English, without a full stop."""
        if isinstance(sentence, str):
            begins_with_host = any(mark in sentence.split(" ", 1)[0] for mark in ".:")
            sentence = Text(f"{sentence}." if begins_with_host else as_sentence(sentence))
        super().__init__(sentence.message)
        self.reason = reason
        self.sentence = sentence
        self.outcome = outcome
