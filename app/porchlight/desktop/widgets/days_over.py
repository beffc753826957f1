"""How important days went that are over since a few days: a paragraph for each, with how missed gifts were judged."""

from PySide6.QtCore import Signal

from porchlight.desktop.context import AppContext
from porchlight.desktop.theme import TextRole
from porchlight.desktop.widgets.basic import Text
from porchlight.insight.day_after import SHOWN_FOR_MS, DayResult, day_after
from porchlight.insight.missed_gifts import METHOD
from porchlight.language.current import rendered
from porchlight.model.errors import HistoryError
from porchlight.runtime.day_results import read_day_results


class DaysOver(Text):
    """Hidden while there is none."""

    changed = Signal()
    """It needs more or less room than before."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context.theme, TextRole.TEXT, wrap=True)
        self._context = context
        self.pulse: str | None = None
        """With the gifts that only this component counts."""
        self.selectable()
        self.hide()

    def read(self) -> None:
        """Read it again."""
        settings, now_ms, pulse = self._context.settings, self._context.now_ms(), self.pulse
        self._context.ask_history(
            self,
            lambda reader: read_day_results(reader, settings, now_ms - SHOWN_FOR_MS, now_ms, pulse),
            self._show,
            "important days that are over",
        )

    def _show(self, found: list[DayResult] | HistoryError) -> None:
        if isinstance(found, HistoryError):
            return
        text = "\n".join(" ".join(map(rendered, day_after(one))) for one in found)
        method = rendered(METHOD) if any(one.missed for one in found) else ""
        self.setToolTip(method)
        self.setAccessibleDescription(method)
        if text != self.text():
            self.show_text(text)
            self.changed.emit()
