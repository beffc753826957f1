"""CSV as a spreadsheet opens it: letters as they are, no formula, numbers as numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.exporters.rows import FORMATS
from porchlight.intake.spreadsheet import Spreadsheet
from porchlight.model.result import Phase, Result
from porchlight.model.status import Outcome, Reason


def _written(*cells: str | float | None) -> str:
    file = io.StringIO(newline="")
    Spreadsheet(file).row(cells)
    return file.getvalue()


def _read(text: str) -> list[str]:
    (row,) = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return row


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(\"http://x.example\")", "+49 1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "-", "--5",
        "-5 %", "+1", "\N{FULLWIDTH EQUALS SIGN}1", "\u200b=1", "-1e5", "=", "-٣",
    ],
)  # fmt: skip
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    (cell,) = _read(_written(text))
    assert cell.startswith("'")


@pytest.mark.parametrize(
    "number", ["-5", "-0.25", "12", "2026-11-26T10:00:00+00:00", "The answer = 5", "a@b.example"]
)
def test_plain_numbers_and_other_texts_stay_as_they_are(number: str) -> None:
    assert _read(_written(number)) == [number]


def test_numbers_are_written_as_numbers_and_what_is_none_is_left_out() -> None:
    assert _read(_written(-5.5, 0, float("nan"), float("inf"), None, -3)) == ["-5.5", "0", "", "", "", "-3"]


@given(st.text(max_size=30))
def test_any_text_is_one_cell_on_one_line_and_no_formula(text: str) -> None:
    written = _written("a", text)
    assert written.startswith("\ufeff")
    assert written.count("\n") == 1
    _, cell = _read(written)
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_no_mark_of_a_file() -> None:
    terminal = _Terminal()
    Spreadsheet(terminal).row(["name"])
    assert terminal.getvalue() == "name\r\n"


def test_results_are_opened_with_their_letters() -> None:
    result = Result(
        component="café",
        began_ms=1_795_715_369_000,
        duration_us=12_500,
        outcome=Outcome.ERROR,
        reason=Reason.CONTENT,
        sentence="=cmd|'/c calc'!A1",
        phases={Phase.DNS: 1500},
    )
    file = io.StringIO(newline="")
    assert FORMATS["csv"]([result], file) == 1
    assert file.getvalue().startswith("\ufeffcomponent,")
    rows = list(csv.DictReader(io.StringIO(file.getvalue().removeprefix("\ufeff"))))
    assert rows[0]["component"] == "café"
    assert rows[0]["message"] == "'=cmd|'/c calc'!A1"
    assert (rows[0]["dns_ms"], rows[0]["tcp_ms"]) == ("1.5", "")
