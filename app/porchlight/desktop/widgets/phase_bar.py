"""Where the time of the last check went: one bar in parts, and the parts as text."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from porchlight.desktop.formatting import response
from porchlight.desktop.texts import phase_word
from porchlight.desktop.theme import TextRole, Theme, font
from porchlight.model.result import Phase

_SHADES = {Phase.DNS: 0.62, Phase.TCP: 0.76, Phase.TLS: 0.9, Phase.FIRST_BYTE: 1.0, Phase.REST: 0.44}
_BAR = 20


class PhaseBar(QWidget):
    """Shades of the accent, in the order of the phases."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._phases: dict[Phase, int] = {}
        self._texts: list[str] = []
        """Of each phase; a layout asks dozens of times how high they are."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_phases(self, phases: Mapping[Phase, int]) -> None:
        """Phases in µs."""
        self._phases = {phase: phases[phase] for phase in Phase if phases.get(phase)}
        self._texts = [f"{phase_word(phase)} {response(us)}" for phase, us in self._phases.items()]
        self.setAccessibleName(", ".join(self._texts))
        self.setVisible(bool(self._phases))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """See QWidget."""
        return QSize(320, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        """See QWidget: the text may need a second line."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See QWidget."""
        lines = self._lines(max(width, 100))
        return _BAR + 8 + lines * (round(QFontMetricsF(font(TextRole.SECONDARY)).height()) + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """See QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        total = sum(self._phases.values()) or 1
        x = 0.0
        for phase, us in self._phases.items():
            width = us / total * self.width()
            painter.setBrush(self._colour(phase))
            painter.drawRoundedRect(QRectF(x, 0, max(width - 2, 1.5), _BAR), 3, 3)
            x += width
        self._paint_labels(painter)
        painter.end()

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setFont(font(TextRole.SECONDARY))
        metrics = QFontMetricsF(font(TextRole.SECONDARY))
        x, y = 0.0, _BAR + 8.0
        for phase, text in zip(self._phases, self._texts, strict=True):
            width = 14 + metrics.horizontalAdvance(text) + 14
            if x and x + width - 14 > self.width():
                x, y = 0.0, y + metrics.height() + 4
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(phase))
            painter.drawRoundedRect(QRectF(x, y + (metrics.height() - 9) / 2, 9, 9), 2, 2)
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(QRectF(x + 14, y, width, metrics.height()), text)
            x += width

    def _lines(self, width: int) -> int:
        metrics = QFontMetricsF(font(TextRole.SECONDARY))
        lines, x = 1, 0.0
        for text in self._texts:
            needed = 14 + metrics.horizontalAdvance(text) + 14
            if x and x + needed - 14 > width:
                lines, x = lines + 1, 0.0
            x += needed
        return lines

    def _colour(self, phase: Phase) -> QColor:
        accent, ground = self._theme.colour("accent"), self._theme.colour("background")
        share = _SHADES[phase]
        return QColor(
            *(
                round(mine * share + theirs * (1 - share))
                for mine, theirs in zip(_rgb(accent), _rgb(ground), strict=True)
            )
        )


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
