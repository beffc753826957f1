"""What is wrong with the bytes of an answer: errors that hold their sentence; the caller adds who answered."""

import re
from typing import Final

NOT_HTTP: Final = "{where} answered something that is not HTTP"
TOO_LONG: Final = "{where} sends headers without end: more than 64 KiB of them"
BROKEN_CHUNKS: Final = "{where} sends its answer in chunks whose sizes cannot be read"
TOO_MUCH_FRAMING: Final = "{where} sends more between the parts of its answer than parts"
_CODING: Final = re.compile(r"[A-Za-z0-9_.+-]{1,40}")


class MalformedAnswer(Exception):
    """The answer is not HTTP, or invalid; ``sentence`` has a place for ``{where}``."""

    def __init__(self, sentence: str = NOT_HTTP) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CutShort(Exception):
    """The connection ended before the answer was complete."""

    def __init__(self, *, head_seen: bool) -> None:
        super().__init__("connection closed before the answer was whole")
        self.head_seen = head_seen


def in_unreadable_coding(name: str) -> MalformedAnswer:
    """Of a transfer coding."""
    return MalformedAnswer(f"{{where}} answered in a coding that Porchlight does not read: {shown_coding(name)}")


def shown_coding(name: str) -> str:
    """A coding as it can appear in a sentence, whatever the server sends."""
    found = _CODING.match(name.strip())
    return found[0] if found else "one without a name"
