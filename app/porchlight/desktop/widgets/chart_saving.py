"""A chart as something to keep: a picture with its title, or its figures, in a file or on the clipboard."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QWidget

from porchlight.dataclass import dataclass
from porchlight.desktop.chart_data import ChartData
from porchlight.desktop.context import AppContext
from porchlight.desktop.opening import open_place
from porchlight.desktop.widgets.outcome_line import OutcomeLine
from porchlight.desktop.widgets.save_dialog import save_dialog
from porchlight.intake.spreadsheet import Spreadsheet
from porchlight.language.current import tr
from porchlight.threads import in_thread

if TYPE_CHECKING:
    from porchlight.desktop.widgets.latency_chart import LatencyChart


@dataclass(frozen=True, slots=True)
class Kept:
    """What would be kept now."""

    chart: "LatencyChart"
    data: ChartData
    name: str
    """Of a file, without its ending."""
    title: str
    """With the unit."""
    unit: str
    """Of the figures, as part of a column's name."""


class ChartSaving(QObject):
    """Fills menus with what can be done; ``line`` shows the outcome."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self.line = OutcomeLine(context.theme)
        self.kept: Kept | None = None
        """None: there is nothing to keep yet."""

    def add_actions(self, menu: QMenu) -> None:
        """Copy, save as an image, save the data."""
        menu.addAction(tr("Copy chart"), self.copy_picture)
        menu.addAction(tr("Save chart as image…"), self.save_picture)
        menu.addAction(tr("Save data as CSV…"), self.save_csv)

    def save_picture(self) -> None:
        """Ask for a file, and save the chart there."""
        if (kept := self.kept) is None:
            return
        dialog = save_dialog(self._parent, tr("Save chart as image"), f"{kept.name}.png", "PNG (*.png)")
        # Writing it takes longer than the loop may be busy.
        dialog.fileSelected.connect(lambda path: self._save(path, partial(_write_png, path, _picture(kept))))
        dialog.open()

    def save_csv(self) -> None:
        """Ask for a file, and save the figures there."""
        if (kept := self.kept) is None:
            return
        dialog = save_dialog(self._parent, tr("Save data as CSV"), f"{kept.name}.csv", "CSV (*.csv)")
        dialog.fileSelected.connect(lambda path: self._save(path, partial(write_csv, path, kept.data, kept.unit)))
        dialog.open()

    def copy_picture(self) -> None:
        """Copy the chart, as it would be saved, to the clipboard."""
        if self.kept is not None:
            QGuiApplication.clipboard().setImage(_picture(self.kept))
            self.line.show_outcome(tr("The chart was copied."))

    def _save(self, path: str, write: Callable[[], bool]) -> None:
        self._context.spawn(self._saved(path, write), "saving a chart", self._parent)

    async def _saved(self, path: str, write: Callable[[], bool]) -> None:
        if await in_thread(write, name="saving a chart"):
            folder = os.path.dirname(path)
            text = tr("Saved as {file}.", file=os.path.basename(path))
            self.line.show_outcome(text, tr("Show in folder"), lambda: open_place(folder))
        else:
            self.line.show_outcome(tr("The file could not be saved there. Choose another folder."))


def _picture(kept: Kept) -> QImage:
    return kept.chart.titled_picture(kept.title)


def _write_png(path: str, picture: QImage) -> bool:
    return picture.save(path, "PNG")  # type: ignore[call-overload, no-any-return]


def write_csv(path: str, data: ChartData, unit: str = "ms") -> bool:
    """The chart's columns: time (ISO 8601, UTC), median and p95 in ``unit``; whether it could be written."""
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            sheet = Spreadsheet(file)
            sheet.row(["time", f"median_{unit}", f"p95_{unit}"])
            for at, median, p95 in zip(data.times, data.median, data.p95, strict=True):
                when = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
                sheet.row([when, round(float(median), 3), round(float(p95), 3)])
    except OSError:
        return False
    return True
