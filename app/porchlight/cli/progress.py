"""Progress while checks run: how many are done and what is still awaited, on one line that is erased at the end."""

import sys
from collections.abc import Sequence

from porchlight.cli.language import tr
from porchlight.cli.output import draw, sequence
from porchlight.cli.render import Style, names
from porchlight.intake.text import one_line
from porchlight.model.component import Component
from porchlight.model.result import Result

_WIPE = sequence("G") + sequence("2K")


class Progress:
    """Writes to standard error, and only if that is a terminal."""

    def __init__(self, components: Sequence[Component]) -> None:
        self._awaited = {component.id: component.name for component in components}
        self._total = len(self._awaited)
        self._style = Style.of(sys.stderr)
        self._show()

    def done(self, result: Result) -> None:
        """One of them has been checked."""
        self._awaited.pop(result.component, None)
        self._show()

    def end(self) -> None:
        """Erase the line."""
        if self._style.terminal:
            draw(_WIPE, stream=sys.stderr)

    def _show(self) -> None:
        if not self._style.terminal or not self._awaited:
            return
        waiting = list(self._awaited.values())
        done = self._total - len(waiting)
        text = tr(
            "Checking: {done} of {total} done; waiting for {names}",
            done=done,
            total=self._total,
            names=names(waiting),
        )
        draw(_WIPE, self._style.cut(one_line(text), self._style.width - 1), stream=sys.stderr)
