"""CSV that a spreadsheet opens correctly: letters unchanged, and no text that looks like a formula."""

import csv
import math
import re
from collections.abc import Iterable
from typing import Final, TextIO

from porchlight.intake.text import clean_line

_BOM: Final = "\ufeff"
"""Without it Excel reads UTF-8 in the system's charset, and “é” becomes “Ã©”."""
_FORMULA: Final = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""How a formula begins (OWASP, "CSV Injection")."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class Spreadsheet:
    """Writes rows to ``file``, which is open as UTF-8 with ``newline=""``. A terminal gets no BOM."""

    def __init__(self, file: TextIO) -> None:
        if not file.isatty():
            file.write(_BOM)
        self._writer = csv.writer(file)

    def row(self, cells: Iterable[str | float | None]) -> None:
        """One row: texts on one line, numbers unchanged, nothing for None and for invalid numbers."""
        self._writer.writerow([_cell(one) for one in cells])


def _cell(value: str | float | None) -> str | float:
    if isinstance(value, str):
        return _inert(value)
    return "" if value is None or not math.isfinite(value) else value


def _inert(text: str) -> str:
    begins = _FORMULA.match(text) is not None
    text = clean_line(text)
    if (begins or _FORMULA.match(text)) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
