"""A report in one of its formats, and into a file: whole, or not at all."""

import os
from contextlib import suppress
from datetime import tzinfo
from enum import StrEnum

from app.exporters.report.content import document
from app.exporters.report.document import Redact
from app.exporters.report.words import words_for
from app.insight.report import Report
from app.settings.schema import Language


class ReportFormat(StrEnum):
    """What a report is written as; the value is the file's extension too."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


def written(report: Report, wanted: ReportFormat, zone: tzinfo, language: Language, redact: Redact) -> bytes:
    """The bytes of its file. Blocks for tenths of a second: call it in a thread. Every text of it that comes from
    outside goes through ``redact``."""
    found = document(report, words_for(language), zone, redact)
    match wanted:
        case ReportFormat.MARKDOWN:
            from app.exporters.report.markdown import as_markdown

            return as_markdown(found).encode()
        case ReportFormat.HTML:
            from app.exporters.report.html import as_html

            return as_html(found).encode()
        case ReportFormat.PDF:
            from app.exporters.report.pdf import as_pdf

            return as_pdf(found)


def put_whole(path: str, content: bytes) -> None:
    """Into a file that is there whole or not at all; one of that name is replaced. Raises OSError."""
    beside = f"{path}.{os.getpid()}.part"
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.remove(beside)
        raise
