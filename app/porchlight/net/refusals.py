"""A table of refusals: the first row that fits is what a refusal means. Pure."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from porchlight.dataclass import dataclass
from porchlight.language.text import Place, Text, msg, with_places
from porchlight.model.status import Outcome, Reason

_LONGEST: Final = 500
"""Characters of a server's text that are searched: longer texts would block the event loop."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row. ``codes``: the codes that it is for, any of them; none: whatever the code. ``pattern``: what the
    server's text, in lower case, must also hold; empty: whatever the text.

    ``sentence`` may have places for what the caller knows, such as ``{where}``. The server's text is never repeated:
    it may hold what was sent to it.
    """

    codes: tuple[str, ...]
    reason: Reason
    sentence: Text | str
    pattern: str = ""
    outcome: Outcome = Outcome.ERROR

    def explained(self, code: str = "", /, **places: Place) -> Text:
        """What it means, with those of the places that it names, and what the server answered."""
        sentence = self.sentence if isinstance(self.sentence, Text) else Text(self.sentence)
        named = {name: value for name, value in places.items() if f"{{{name}}}" in sentence.message}
        problem = with_places(sentence, **named)
        return msg("{problem} The server answered {code}.", problem=problem, code=code) if code else problem

    def fits(self, codes: Collection[str], text: str) -> bool:
        """Whether this row is for a refusal with these codes and this text, in lower case. Without any code, the
        pattern alone decides."""
        if self.codes and not (set(self.codes) & set(codes) if codes else self.pattern):
            return False
        return not self.pattern or re.search(self.pattern, text) is not None


def find(table: Sequence[Refusal], codes: Collection[str], text: str = "") -> Refusal | None:
    """The first row that fits."""
    text = text.strip()[:_LONGEST].lower()
    return next((row for row in table if row.fits(codes, text)), None)
