"""What is wrong with the bytes of an answer: errors that hold their sentence; the caller adds who answered."""

import re
from typing import Final

from porchlight.language.text import Size, Text, msg, with_places

NOT_HTTP: Final = msg("{where} sent an answer that is not HTTP.")
TOO_LONG: Final = msg("{where} sent more than {size} of headers.", size=Size(64 * 1024))
BROKEN_CHUNKS: Final = msg("{where} sent its answer in chunks with invalid sizes.")
TOO_MUCH_FRAMING: Final = msg("{where} sent far more chunk headers than content.")
_CODING: Final = re.compile(r"[A-Za-z0-9_.+-]{1,40}")


class MalformedAnswer(Exception):
    """The answer is not HTTP, or invalid."""

    def __init__(self, sentence: Text = NOT_HTTP) -> None:
        """``sentence`` lacks its place ``where``."""
        super().__init__(sentence.message)
        self._sentence = sentence

    def sentence(self, where: str) -> Text:
        """What is wrong with the answer of ``where``."""
        return with_places(self._sentence, where=where)


class CutShort(Exception):
    """The connection ended before the answer was complete."""

    def __init__(self, *, head_seen: bool) -> None:
        super().__init__("connection closed before the answer was whole")
        self.head_seen = head_seen


def in_unreadable_coding(name: str) -> MalformedAnswer:
    """Of a transfer coding."""
    return MalformedAnswer(
        msg("{where} answered in an encoding that Porchlight does not read: {coding}.", coding=shown_coding(name))
    )


def shown_coding(name: str) -> str:
    """A coding as it can appear in a sentence, whatever the server sends."""
    found = _CODING.match(name.strip())
    return found[0] if found else "one without a name"
