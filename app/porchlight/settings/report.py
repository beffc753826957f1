"""``[report]``: the weekly report that the running Porchlight writes."""

import os
from datetime import time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from porchlight.language.text import Text, msg
from porchlight.settings.describe import Described
from porchlight.settings.paths import absolute
from porchlight.settings.rules import ClockTime, Weekday
from porchlight.settings.schema import Section

_SEVEN = time(7, 0)
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def short_day(value: Any) -> Any:
    """Elsewhere days are written ``mon``; a single one reads better in full, so both are accepted."""
    return value[:3] if isinstance(value, str) and value in DAY_NAMES else value


class ReportFormat(StrEnum):
    """What a report is written as; the value is the file's extension too."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"

    @property
    def label(self) -> Text:
        """The choice, for people."""
        match self:
            case ReportFormat.MARKDOWN:
                return Text("Markdown")
            case ReportFormat.HTML:
                return msg("Web page (HTML)")
            case ReportFormat.PDF:
                return Text("PDF")


class ReportSettings(Section):
    """``[report]``: whether, when and where. The time is this computer's."""

    weekly: Annotated[
        bool,
        Described(
            msg("Write a weekly report"),
            msg("The first report is written right away, for the week that has just ended."),
        ),
    ] = False
    day: Annotated[
        Weekday,
        BeforeValidator(short_day),
        Described(msg("Day"), msg("The day of the week on which it is written."), example="monday"),
    ] = Weekday.MONDAY
    time: Annotated[
        ClockTime,
        Described(
            msg("Time"),
            msg(
                "By this computer's clock. If the computer is off then, the report is written when "
                "Porchlight next runs."
            ),
            example="07:00",
        ),
    ] = _SEVEN
    folder: Annotated[
        str, Described(msg("Folder"), msg("Where reports are saved. Default: “Porchlight” in your documents."))
    ] = ""
    format: Annotated[ReportFormat, Described(msg("Format"), msg("What the report is saved as."))] = ReportFormat.PDF
    keep: Annotated[
        int, Field(ge=0, le=1000), Described(msg("Reports to keep"), msg("Older ones are deleted; 0 keeps all."))
    ] = 52

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
