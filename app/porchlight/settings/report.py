"""``[report]``: the weekly report that the running Porchlight writes."""

import os
from datetime import time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from porchlight.settings.paths import absolute
from porchlight.settings.rules import ClockTime, Weekday
from porchlight.settings.schema import Section

_SEVEN = time(7, 0)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _short(value: Any) -> Any:
    """Elsewhere days are written ``mon``; a single one reads better in full, so both are accepted."""
    return value[:3] if isinstance(value, str) and value in _NAMES else value


class ReportFormat(StrEnum):
    """What a report is written as; the value is the file's extension too."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


class ReportSettings(Section):
    """``[report]``: whether, when and where. The time is this computer's."""

    weekly: bool = False
    day: Annotated[Weekday, BeforeValidator(_short)] = Weekday.MONDAY
    time: ClockTime = _SEVEN
    folder: str = ""
    """Empty: ``Porchlight`` in the user's documents, or ``reports`` in the data folder where there are none."""
    format: ReportFormat = ReportFormat.PDF
    keep: Annotated[int, Field(ge=0, le=1000)] = 52
    """So many of the newest stay in the folder; 0: all."""

    def folder_in(self, data_dir: str) -> str:
        """The folder of reports."""
        return absolute(self.folder) if self.folder else usual_folder(data_dir)


def usual_folder(data_dir: str) -> str:
    """The default folder of reports."""
    import platformdirs

    try:
        documents = platformdirs.user_documents_dir()
    except RuntimeError:  # a user without a home directory
        documents = ""
    return os.path.join(documents, "Porchlight") if os.path.isdir(documents) else os.path.join(data_dir, "reports")
